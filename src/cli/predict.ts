// `chainrule predict`: what a model says of each row of a table, as CSV.
import { once } from 'node:events'
import { encodeBlocks } from '../data/index.js'
import { TableModel } from '../models/index.js'
import { loadAnyModel } from '../models/node/index.js'
import { type Judged, predictTable, readingOf } from './predictTable.js'
import { type TableFlags, tableIn } from './table.js'

/** Six digits, without the zeros at the end. */
const short = (p: number): string => String(Number(p.toPrecision(6)))

/** A cell of a CSV file, in quotes where it needs them. */
const cell = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** Prints a line for each row: the class and the probability of each, or the number; for rows that the schema drops, empty cells. */
export async function predict(modelPath: string, path: string, flags: TableFlags): Promise<void> {
  const model = await loadAnyModel(modelPath)
  const source = await tableIn(path, flags)
  const reading = readingOf(model, source, flags)
  const classes = 'classes' in reading.model ? reading.model.classes : undefined
  const target = (model instanceof TableModel ? model.schema.target?.column : undefined) ?? 'predicted'
  // A table that cannot be read to its end prints nothing.
  for (const _ of encodeBlocks(source, reading.schema, { target: false }));
  let head = `${classes === undefined ? cell(target) : ['class', ...classes.map(name => cell(`P(${name})`))].join(',')}\n`
  let printed = 0
  for (const judged of predictTable(reading, source)) {
    const lines = linesOf(judged, classes, printed)
    printed += lines.length
    await print(`${head}${lines.join('\n')}\n`)
    head = ''
  }
  if (head !== '') await print(head)
}

/** The lines of a block, with empty ones in front of rows that follow on some that were dropped. */
function linesOf(
  { predictions }: Judged,
  classes: readonly string[] | undefined,
  printed: number,
): readonly string[] {
  const { probabilities, predicted, rows } = predictions
  const k = classes?.length ?? 0
  const lines: string[] = []
  for (let i = 0; i < rows.length; i++) {
    while (printed + lines.length < rows[i]!) lines.push(','.repeat(k))
    const value = predicted.data[i]!
    const shares = Array.from({ length: k }, (_, c) => short(probabilities!.data[i * k + c]!))
    lines.push(classes === undefined ? short(value) : [cell(classes[value]!), ...shares].join(','))
  }
  return lines
}

/** Prints, and waits for a reader that is slower. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
