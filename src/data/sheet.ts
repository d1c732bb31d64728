// Rows of cells under named columns: the header, rows of one length, and columns found by name or place.
import { ArgumentError, type DataError, describe } from '../errors.js'
import { readCells } from './cells.js'
import { nearest } from './nearest.js'
import { parseNumber } from './numbers.js'

/** More names than this, of columns or classes, do not fit into one Map. */
export const MOST_NAMES = 10_000_000

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

/** Data rows under named columns. Rows and columns count from 0, as in arrays; errors count from 1, as editors do. */
export interface Sheet {
  readonly names: readonly string[]
  /** how many data rows there are, at least one */
  readonly size: number
  /** The cells of a data row, read anew at each call. */
  row(row: number): readonly string[]
  /** An error at a cell of a data row, or of the first row of the file, header or not, where row is −1. */
  error(message: string, row: number, column: number): DataError
  /** The column of a name, or of a number, negative from the end. */
  find(column: string | number): number
}

/** Reads the text as a sheet; throws a `DataError` where the header or the length of a row is not sound. */
export function readSheet(input: string | Uint8Array, options: CsvOptions): Sheet {
  const { source = 'csv', delimiter = ',', header } = options
  const cells = readCells(input, source, delimiter)
  if (cells.size === 0) throw cells.error('the file is empty', 0, 0)
  const first = cells.row(0)
  if (first.length > MOST_NAMES)
    throw cells.error(`${first.length} columns are too many; at most ${MOST_NAMES} are read`, 0, 0)
  const other = [';', '\t', '|'].find(mark => first[0]!.includes(mark))
  if (options.delimiter === undefined && first.length === 1 && other !== undefined) {
    const mark = other === '\t' ? 'a tab' : `"${other}"`
    throw cells.error(
      `the first row has no comma but ${mark}; if that parts the cells, give it as the option delimiter`,
      0,
      0,
    )
  }
  const numbers = first.filter(cell => parseNumber(cell) !== undefined).length
  if (header === undefined && numbers > 0 && numbers >= first.length - 1) {
    throw cells.error(
      'the first row looks like data, not names; add a header row, or give the option header: false',
      0,
      0,
    )
  }
  const skip = header === false ? 0 : 1
  const names = header === false ? first.map((_, i) => `x${i}`) : first
  const error = (message: string, row: number, column: number) =>
    cells.error(message, Math.max(0, row + skip), column)
  if (skip === 1) checkNames(names, error)
  const size = cells.size - skip
  if (size === 0) throw error('there is a header but no row below it', -1, names.length)
  if (cells.ragged !== undefined)
    throw raggedRow(names, cells.row(cells.ragged).length, cells.ragged - skip, error)
  const places = new Map(names.map((name, i) => [name, i]))
  const find = (column: string | number) => {
    const place = typeof column === 'string' ? places.get(column) : fromEnd(column, names.length)
    if (place === undefined) throw error(`there is no column ${whichThereAre(column, names)}`, -1, 0)
    return place
  }
  return { names, size, row: row => cells.row(row + skip), error, find }
}

function checkNames(names: readonly string[], error: Sheet['error']): void {
  const places = new Map<string, number>()
  names.forEach((name, i) => {
    const first = places.get(name)
    if (name.trim() === '') {
      const hint =
        i === 0
          ? '; row numbers, as pandas and R write them, are left out with index=False or row.names=FALSE'
          : ''
      throw error(`column ${i + 1} has no name; name it or remove it${hint}`, -1, i)
    }
    if (first !== undefined) {
      throw error(`columns ${first + 1} and ${i + 1} are both called ${describe(name)}; rename one`, -1, i)
    }
    places.set(name, i)
  })
}

/** The error for a row that is longer or shorter than the first. */
function raggedRow(names: readonly string[], length: number, row: number, error: Sheet['error']): DataError {
  const d = names.length
  const problem = `this row has ${length} ${length === 1 ? 'cell' : 'cells'} where the first has ${d}`
  if (length > d)
    return error(`${problem}; remove what is too much, or quote a cell that holds the delimiter`, row, d)
  return error(
    `${problem}: nothing for column ${describe(names[length])}; fill it in or remove the row`,
    row,
    length,
  )
}

/** The column of a number, negative from the end; `undefined` where there is none. */
function fromEnd(column: number, d: number): number | undefined {
  if (!Number.isInteger(column))
    throw new ArgumentError('csv', `a column is a name or a whole number, got ${describe(column)}`)
  if (column < -d || column >= d) return undefined
  return column < 0 ? column + d : column
}

function whichThereAre(column: string | number, names: readonly string[]): string {
  const d = names.length
  if (typeof column === 'number')
    return `${column}; ${d} columns count from 0 to ${d - 1}, or from -1 to ${-d} from the end`
  const close = nearest(column, names)
  const hint = close === undefined ? '' : `; did you mean ${describe(close)}?`
  const list = names.slice(0, 20).map(describe).join(', ') + (d > 20 ? ` and ${d - 20} more` : '')
  return `${describe(column)}${hint}; the columns are ${list}`
}
