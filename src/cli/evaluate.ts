// `chainrule evaluate`: how good a model is on a table that has the truth in it.
import { fromData } from '../create.js'
import type { Source } from '../data/index.js'
import { DataError } from '../errors.js'
import { TableModel } from '../models/index.js'
import { loadAnyModel } from '../models/node/index.js'
import { predictTable } from './predictTable.js'
import { aligned, jsonOf } from './report.js'
import { type ClassesScores, scoreLines, scoresOf } from './scores.js'
import { type TableFlags, tableIn } from './table.js'

/** The flags of `chainrule evaluate`. */
export interface EvaluateFlags extends TableFlags {
  readonly json?: boolean
}

/** Prints the scores of a model. */
export async function evaluate(modelPath: string, path: string, flags: EvaluateFlags): Promise<void> {
  const model = await loadAnyModel(modelPath)
  if (!(model instanceof TableModel))
    throw new DataError(
      modelPath,
      'was saved without the schema of its table, so it does not know which column is the truth; train it again',
    )
  const target = model.schema.target?.column ?? ''
  const { predictions, truth } = wholeOf(model, await tableIn(path, flags))
  const scores = scoresOf(predictions, truth)
  if (flags.json) {
    console.log(jsonOf({ version: 1, model: modelPath, file: path, target, scores }))
    return
  }
  console.log(
    [
      ...scoreLines('rows', scores),
      ...(scores.kind === 'classes' ? ['', ...classLines(scores), '', ...calibrationLines(scores)] : []),
    ].join('\n'),
  )
}

/** All predictions and the truth beside them: of a row that is some numbers, whatever its features are. */
function wholeOf(model: TableModel, source: Source) {
  const blocks = [...predictTable(model, source, true)]
  const { classes } = model
  const parts = blocks.map(({ predictions }) => predictions)
  const truth = numbers(blocks.map(({ truth }) => truth!))
  const predicted = numbers(parts.map(part => part.predicted.data))
  const n = truth.length
  const labels = (values: Float64Array) =>
    fromData(classes === undefined ? values : Int32Array.from(values), [n])
  const probabilities =
    classes === undefined
      ? undefined
      : fromData(numbers(parts.map(part => part.probabilities!.data)), [n, classes.length])
  return { predictions: { probabilities, predicted: labels(predicted), classes }, truth: labels(truth) }
}

function numbers(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** So many classes fit beside each other. */
const MOST = 12

function classLines({ classes, confusion }: ClassesScores): readonly string[] {
  const share = (x: number | undefined): string => (x === undefined ? '–' : x.toFixed(4))
  const lines = aligned([
    ['class', 'precision', 'recall', 'F1', 'rows'],
    ...classes.map(({ name, precision, recall, f1, support }) => [
      name,
      share(precision),
      share(recall),
      share(f1),
      String(support),
    ]),
  ])
  if (classes.length > MOST) return lines
  return [
    ...lines,
    '',
    'Rows are true classes, columns predicted ones',
    ...aligned([
      ['', ...classes.map(({ name }) => name)],
      ...confusion.map((row, c) => [classes[c]!.name, ...row.map(String)]),
    ]),
  ]
}

/** What the likeliest class was given, and how often it was right, by rows of similar probability. */
function calibrationLines({ calibration, ece }: ClassesScores): readonly string[] {
  return [
    'Calibration: what the likeliest class was given beside how often it was right',
    ...aligned([
      ['probability', 'rows', 'given', 'right'],
      ...calibration.map(({ low, high, count, predicted, observed }) => [
        `${low.toFixed(1)} to ${high.toFixed(1)}`,
        String(count),
        predicted.toFixed(4),
        observed.toFixed(4),
      ]),
    ]),
    `expected calibration error ${ece.toFixed(4)}`,
  ]
}
