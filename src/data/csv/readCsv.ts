// CSV files as tensors: tables of numbers, and features with labels to learn from.
import { fromData } from '../../create.js'
import { ArgumentError, type DataError, describe } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { parseNumber, whyNotHeld, whyNotNumber } from '../numbers.js'
import type { Source } from '../source.js'
import { inMemory } from './bytes.js'
import { sampleOf } from './detect.js'
import { finder } from './header.js'
import { classesOf, labelsOf } from './labels.js'
import { checkLayout, csvOf } from './source.js'

/** How a CSV file is laid out. */
export interface CsvOptions {
  /** What errors call the file, usually its name; `csv` unless given. */
  readonly source?: string
  /** The character between cells; a comma unless given. */
  readonly delimiter?: string
  /**
   * Whether the first row names the columns. When left out it must, and a first row that looks like data is refused;
   * `true` takes any names, numbers too; `false` reads it as data and names the columns x0, x1, ….
   */
  readonly header?: boolean
}

/** What `readCsv` takes beside the text. */
export interface TableOptions extends CsvOptions {
  /** The columns to read, in this order: names, or numbers from 0, negative from the end. All unless given. */
  readonly columns?: readonly (string | number)[]
}

/** Numbers under named columns. */
export interface Table {
  /** float64 [n, d], one row a row of the file */
  readonly values: Tensor<readonly [number, number]>
  /** the d names of the columns */
  readonly names: readonly string[]
}

/** What `readLabelledCsv` takes beside the text. */
export interface LabelledOptions extends CsvOptions {
  /** The column of labels: its name, or its number from 0, negative from the end. The last unless given. */
  readonly label?: string | number
  /** The columns of features, in this order. All but the label unless given. */
  readonly features?: readonly (string | number)[]
  /** The classes a model knows already, for data to test it on: other labels are refused. */
  readonly classes?: readonly string[]
}

/** Rows of features, and the class of each. */
export interface LabelledData {
  /** float64 [n, d], one row a row of the file */
  readonly features: Tensor<readonly [number, number]>
  /** int32 [n], each an index into classes */
  readonly labels: Tensor<readonly [number]>
  /** the k names of the classes: by value when all are numbers, else by code point; or as given */
  readonly classes: readonly string[]
  /** the d names of the columns of features */
  readonly featureNames: readonly string[]
  /** the name of the column of labels */
  readonly labelName: string
}

/**
 * The numbers in a CSV file.
 *
 * text : the file as a string, or as bytes of UTF-8, of n rows and a header → values float64 [n, d]
 *
 * Cells hold finite decimal numbers that float64 holds: 1e-400, which would become 0, and 9007199254740993, which would
 * become …992, are refused. Blank lines are ignored. Throws a `DataError` with line and column where the
 * file cannot be used. With `columns` it reads what a trained model needs, whatever else the file holds.
 *
 * @example
 * readCsv('height,width\n1,2\n3,4\n').values                  // float64 [2, 2]
 * readCsv(text, { columns: data.featureNames, source: 'new.csv' })
 */
export function readCsv(text: string | Uint8Array, options: TableOptions = {}): Table {
  const { table, find } = open(text, options)
  const columns = options.columns?.map(find) ?? table.columns.map((_, i) => i)
  checkColumns(columns, table)
  return { values: numbersOf(table, columns, 'columns', options), names: columns.map(i => table.columns[i]!) }
}

/**
 * Features and labels to learn from, out of a CSV file.
 *
 * text : the file as a string, or as bytes of UTF-8, of n rows and a header → features float64 [n, d], labels int32 [n]
 *
 * Labels are text, numbers too: `1` and `1.0` are two classes. Throws a `DataError` with line and column where the
 * file cannot be used, and where all labels are the same.
 *
 * @example
 * const { features, labels, classes } = readLabelledCsv(text, { label: 'species', source: 'iris.csv' })
 */
export function readLabelledCsv(text: string | Uint8Array, options: LabelledOptions = {}): LabelledData {
  const { table, find, error } = open(text, options)
  const label = find(options.label ?? -1)
  const labelName = table.columns[label]!
  const columns = options.features?.map(find) ?? table.columns.map((_, i) => i).filter(i => i !== label)
  if (table.columns.length === 1)
    throw error(
      `there is no column beside the labels, ${describe(labelName)}; there is nothing to learn from`,
    )
  checkColumns(columns, table, label)
  const classes = options.classes ?? classesOf(table, label)
  const labels = labelsOf(table, label, classes)
  if (options.classes === undefined && classes.length === 1) {
    for (const block of table.blocks())
      throw block.error(
        `every label is ${describe(classes[0])}: to learn takes at least two classes`,
        0,
        label,
      )
  }
  return {
    features: numbersOf(table, columns, 'features', options),
    labels,
    classes,
    featureNames: columns.map(i => table.columns[i]!),
    labelName,
  }
}

/** The file as a table whose layout is not guessed: what looks like another is refused. */
function open(text: string | Uint8Array, options: CsvOptions) {
  const { source = 'csv', delimiter = ',', header } = options
  checkLayout({ delimiter })
  const input = inMemory(text, source)
  const sample = sampleOf(input, delimiter)
  const error = (message: string): DataError => sample.error(message, 0)
  const first = sample.rows[0] ?? []
  const other = [';', '\t', '|'].find(mark => first[0]?.includes(mark))
  if (options.delimiter === undefined && first.length === 1 && other !== undefined) {
    const mark = other === '\t' ? 'a tab' : `"${other}"`
    throw error(
      `the first row has no comma but ${mark}; if that parts the cells, give it as the option delimiter`,
    )
  }
  const numbers = first.filter(cell => parseNumber(cell) !== undefined).length
  if (header === undefined && numbers > 0 && numbers >= first.length - 1)
    throw error(
      'the first row looks like data, not names; add a header row, or give the option header: false',
    )
  const table = csvOf(input, { delimiter, header: header ?? true, decimal: '.', missing: [] })
  // Rows that are not sound are told before cells that are not.
  for (const _ of table.blocks([]));
  return { table, find: finder(table.columns, error), error }
}

function checkColumns(columns: readonly number[], table: Source, label?: number): void {
  if (columns.length === 0) throw new ArgumentError('csv', 'wants at least one column')
  const seen = new Set(label === undefined ? [] : [label])
  for (const i of columns) {
    const what = i === label ? 'is the label' : 'is there twice'
    if (seen.has(i))
      throw new ArgumentError('csv', `of the columns asked for, ${describe(table.columns[i])} ${what}`)
    seen.add(i)
  }
}

function numbersOf(table: Source, columns: readonly number[], option: string, { header }: CsvOptions) {
  const d = columns.length
  const parts: Float64Array[] = []
  let n = 0
  for (const block of table.blocks(columns)) {
    const part = new Float64Array(block.size * d)
    // The first cell that is not sound, in the order of the file's rows.
    let [size, bad] = [block.size, -1]
    columns.forEach((column, j) => {
      const numbers = block.numbers(column)
      // A missing value is an empty cell: no number here.
      const empty = numbers.values
        .subarray(0, numbers.bad < 0 ? size : Math.min(size, numbers.bad))
        .findIndex(Number.isNaN)
      const at = empty >= 0 ? empty : numbers.bad
      if (at >= 0 && at < size) [size, bad] = [at, column]
      for (let i = 0; i < size; i++) part[i * d + j] = numbers.values[i]!
    })
    if (bad >= 0) {
      const cell = block.texts(bad)[size] ?? ''
      const hint = header === false && block.start + size === 0
      throw block.error(`column ${describe(table.columns[bad])}: ${reasonFor(cell, option, hint)}`, size, bad)
    }
    parts.push(part)
    n += block.size
  }
  const values = new Float64Array(n * d)
  let at = 0
  for (const part of parts) {
    values.set(part, at)
    at += part.length
  }
  return fromData(values, [n, d] as const)
}

function reasonFor(cell: string, option: string, mayBeHeader: boolean): string {
  const other = `choose other columns with the option ${option}`
  const value = parseNumber(cell)
  const hint = mayBeHeader ? 'if this row holds names, leave out header: false' : `correct it, or ${other}`
  return value === undefined ? whyNotNumber(cell, hint) : whyNotHeld(cell, value, `round it, or ${other}`)!
}
