// Named columns: names that differ, rows of one length, and columns found by name or place.
import { ArgumentError, type ChainruleError, type DataError, describe } from '../../errors.js'
import { nearest } from '../nearest.js'

/** More names than this, of columns or classes, do not fit into one Map. */
export const MOST_NAMES = 10_000_000

/** An error at a cell of a row. */
type ErrorAt = (message: string, column: number) => DataError

/** Refuses names that are blank or there twice. */
export function checkNames(
  names: readonly string[],
  error: (message: string, column: number) => ChainruleError,
): void {
  const places = new Map<string, number>()
  names.forEach((name, i) => {
    const first = places.get(name)
    if (name.trim() === '') {
      const hint =
        i === 0
          ? '; row numbers, as pandas and R write them, are left out with index=False or row.names=FALSE'
          : ''
      throw error(`column ${i + 1} has no name; name it or remove it${hint}`, i)
    }
    if (first !== undefined)
      throw error(`columns ${first + 1} and ${i + 1} are both called ${describe(name)}; rename one`, i)
    places.set(name, i)
  })
}

/** The error for a row that is longer or shorter than the first. */
export function raggedRow(names: readonly string[], length: number, error: ErrorAt): DataError {
  const d = names.length
  const problem = `this row has ${length} ${length === 1 ? 'cell' : 'cells'} where the first has ${d}`
  if (length > d)
    return error(`${problem}; remove what is too much, or quote a cell that holds the delimiter`, d)
  return error(
    `${problem}: nothing for column ${describe(names[length])}; fill it in or remove the row`,
    length,
  )
}

/** A function that gives the column of a name, or of a number, negative from the end. */
export function finder(
  names: readonly string[],
  error: (message: string) => DataError,
): (column: string | number) => number {
  const places = new Map(names.map((name, i) => [name, i]))
  return column => {
    const place = typeof column === 'string' ? places.get(column) : fromEnd(column, names.length)
    if (place === undefined) throw error(`there is no column ${whichThereAre(column, names)}`)
    return place
  }
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
