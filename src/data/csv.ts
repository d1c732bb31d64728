// CSV files as tensors: tables of numbers, and features with labels to learn from.
import { fromData } from '../create.js'
import { ArgumentError, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { classesOf, labelsOf } from './labels.js'
import { parseNumber, whyNotHeld, whyNotNumber } from './numbers.js'
import { type CsvOptions, readSheet, type Sheet } from './sheet.js'

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
  const sheet = readSheet(text, options)
  const columns = options.columns?.map(sheet.find) ?? sheet.names.map((_, i) => i)
  checkColumns(columns, sheet)
  return { values: numbersOf(sheet, columns, 'columns', options), names: columns.map(i => sheet.names[i]!) }
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
  const sheet = readSheet(text, options)
  const label = sheet.find(options.label ?? -1)
  const labelName = sheet.names[label]!
  const columns = options.features?.map(sheet.find) ?? sheet.names.map((_, i) => i).filter(i => i !== label)
  if (sheet.names.length === 1)
    throw sheet.error(
      `there is no column beside the labels, ${describe(labelName)}; there is nothing to learn from`,
      -1,
      0,
    )
  checkColumns(columns, sheet, label)
  const classes = options.classes ?? classesOf(sheet, label)
  const labels = labelsOf(sheet, label, classes)
  if (options.classes === undefined && classes.length === 1) {
    throw sheet.error(`every label is ${describe(classes[0])}: to learn takes at least two classes`, 0, label)
  }
  return {
    features: numbersOf(sheet, columns, 'features', options),
    labels,
    classes,
    featureNames: columns.map(i => sheet.names[i]!),
    labelName,
  }
}

function checkColumns(columns: readonly number[], sheet: Sheet, label?: number): void {
  if (columns.length === 0) throw new ArgumentError('csv', 'wants at least one column')
  const seen = new Set(label === undefined ? [] : [label])
  for (const i of columns) {
    const what = i === label ? 'is the label' : 'is there twice'
    if (seen.has(i))
      throw new ArgumentError('csv', `of the columns asked for, ${describe(sheet.names[i])} ${what}`)
    seen.add(i)
  }
}

function numbersOf(sheet: Sheet, columns: readonly number[], option: string, { header }: CsvOptions) {
  const [n, d] = [sheet.size, columns.length]
  const values = new Float64Array(n * d)
  for (let i = 0; i < n; i++) {
    const row = sheet.row(i)
    for (let j = 0; j < d; j++) {
      const column = columns[j]!
      const cell = row[column]!
      const value = parseNumber(cell)
      const other = `choose other columns with the option ${option}`
      const reason =
        value === undefined
          ? whyNotNumber(
              cell,
              header === false && i === 0
                ? 'if this row holds names, leave out header: false'
                : `correct it, or ${other}`,
            )
          : whyNotHeld(cell, value, `round it, or ${other}`)
      if (value === undefined || reason !== undefined)
        throw sheet.error(`column ${describe(sheet.names[column])}: ${reason}`, i, column)
      values[i * d + j] = value
    }
  }
  return fromData(values, [n, d] as const)
}
