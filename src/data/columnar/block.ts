// Rows of a format whose columns have types, as a block of a table: cells become numbers or texts when a column is asked for.
import { DataError, describe } from '../../errors.js'
import { numberIn } from '../csv/block.js'
import type { Block, ColumnType, Numbers, Problem } from '../source.js'

/** A cell that is there and cannot be read, and why. */
export class Unreadable {
  constructor(readonly message: string) {}
}

/**
 * A cell as the reader of a format gives it. Decimals are texts, so that no digit is lost, and so are dates and times, in
 * ISO 8601; NaN, null and undefined are missing.
 */
export type Cell = number | bigint | boolean | string | null | undefined | Unreadable

/** What a format says about a column. */
export interface Column {
  readonly name: string
  /** `undefined` where no cell can be read. */
  readonly type: ColumnType | undefined
}

/** Some rows of such a table. */
export class TypedBlock implements Block {
  readonly #source: string
  readonly #columns: readonly Column[]
  readonly #cells: (column: number) => ArrayLike<Cell>

  constructor(
    source: string,
    columns: readonly Column[],
    readonly start: number,
    readonly size: number,
    /** The cells of a column, `size` of them. */
    cells: (column: number) => ArrayLike<Cell>,
  ) {
    this.#source = source
    this.#columns = columns
    this.#cells = cells
  }

  numbers(column: number): Numbers {
    const cells = this.#cells(column)
    const { type } = this.#columns[column]!
    const values = new Float64Array(this.size)
    for (let i = 0; i < this.size; i++) {
      const cell = cells[i]
      if (typeof cell === 'number' && Math.abs(cell) < Number.POSITIVE_INFINITY) {
        values[i] = cell
        continue
      }
      const read = numberOf(cell, type)
      if (typeof read !== 'number') return { values, bad: i, problem: read }
      values[i] = read
    }
    return { values, bad: -1 }
  }

  texts(column: number): readonly (string | undefined)[] {
    const cells = this.#cells(column)
    return Array.from({ length: this.size }, (_, i) => {
      const cell = cells[i]
      if (cell instanceof Unreadable) throw this.error(cell.message, i, column)
      if (cell === null || cell === undefined || Number.isNaN(cell)) return undefined
      const text = String(cell)
      return typeof cell === 'string' && text.trim() === '' ? undefined : text
    })
  }

  error(message: string, row: number, column: number): DataError {
    const name = `column ${describe(this.#columns[column]!.name)}`
    const place = message.startsWith(name) ? '' : `, ${name}`
    return new DataError(this.#source, `row ${this.start + row + 1}${place}: ${message}`)
  }
}

/** The number that a cell is, NaN where it is missing, or why there is none. */
function numberOf(cell: Cell, type: ColumnType | undefined): number | Problem {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return Number.NaN
  if (cell instanceof Unreadable) return { kind: 'text', message: cell.message }
  if (typeof cell === 'bigint') {
    const value = Number(cell)
    return BigInt(value) === cell
      ? value
      : {
          kind: 'range',
          message: `${cell} has more digits than fit into a number of 64 bits, where it becomes ${value}; round it, or leave out the column`,
        }
  }
  if (typeof cell === 'number')
    return { kind: 'range', message: `${cell} is not a finite number; correct it or remove the row` }
  if (typeof cell === 'boolean')
    return { kind: 'text', message: `${cell} is not a number; leave out the column, or write 1 and 0` }
  if (type === 'date')
    return {
      kind: 'text',
      message: `${cell} is a date or a time, and no number; leave out the column, or write what matters of it as numbers, such as the month, or days since one of them`,
    }
  return cell.trim() === '' ? Number.NaN : numberIn(cell, '.')
}
