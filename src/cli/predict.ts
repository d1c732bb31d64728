// `chainrule predict`: the class of each row of a CSV file and the probability of every class, as CSV.
import { readCsv } from '../data/index.js'
import { loadModel } from '../models/node/index.js'
import { readWhole } from '../models/node/read.js'
import { CSV, type LayoutOptions, layoutOf } from './files.js'

/** The options of `chainrule predict`. */
export interface PredictOptions extends LayoutOptions {}

/** Six digits, without the zeros at the end. */
const short = (p: number): string => String(Number(p.toPrecision(6)))

/** A cell of a CSV file, in quotes where it needs them. */
const cell = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

export async function predict(modelPath: string, path: string, options: PredictOptions): Promise<void> {
  const model = await loadModel(modelPath)
  const { values } = readCsv(await readWhole(path, CSV), {
    source: path,
    ...layoutOf(options),
    // Without a header there are no names to find, and with no names in the model nothing to find them by.
    ...(options.header && model.featureNames !== undefined ? { columns: model.featureNames } : {}),
  })
  const probabilities = model.predictProba(values)
  const winners = model.predict(values)
  const k = model.classes.length
  const lines = Array.from(winners.data, (c, i) =>
    [
      cell(model.classes[c]!),
      ...Array.from({ length: k }, (_, j) => short(probabilities.data[i * k + j]!)),
    ].join(','),
  )
  console.log(['class', ...model.classes.map(name => cell(`P(${name})`))].join(','))
  console.log(lines.join('\n'))
}
