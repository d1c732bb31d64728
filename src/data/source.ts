// Tables that can be read again and again, in blocks of rows: what every format is brought to.
import type { DataError } from '../errors.js'

/**
 * A table that can be read again and again, in blocks of rows. Reading is synchronous; formats that are not are read into memory
 * or into a cache first.
 */
export interface Source {
  /** What errors call the table, usually its file. */
  readonly name: string
  /** The d names of the columns, all different. */
  readonly columns: readonly string[]
  /** What the format says about a column, where it says anything: a CSV file does not. One for each column. */
  readonly types?: readonly (ColumnType | undefined)[]
  /** What the reader had to find out, as sentences to print: `cells are parted by ;`. */
  readonly found?: readonly string[]
  /**
   * The rows from the first to the last. How many rows a block has says nothing, and a table without rows is a `DataError`.
   * A block is good until the next one is asked for; the arrays that it gave stay as they are.
   *
   * columns : those that will be asked for, all unless given, so that a format may leave the others unread
   */
  blocks(columns?: readonly number[]): Iterable<Block>
}

/** What a typed format says of a column. Numbers include those that stand for categories; dates and times are `date`. */
export type ColumnType = 'number' | 'boolean' | 'text' | 'date'

/** Some rows of a table. Rows count from 0 within the block, columns from 0 as in the source. */
export interface Block {
  /** Which row of the table the first row of this block is, from 0. */
  readonly start: number
  /** How many rows there are, at least one. */
  readonly size: number
  /** A column as numbers. */
  numbers(column: number): Numbers
  /**
   * A column as texts; `undefined` where the cell is missing. Numbers as the file spells them; typed formats give
   * `String(value)`, booleans as `true` and `false`, dates in ISO 8601.
   */
  texts(column: number): readonly (string | undefined)[]
  /** An error that names the place of a cell: line and column, or the row, counted from 1, and the column's name. */
  error(message: string, row: number, column: number): DataError
}

/** A column of a block as numbers. */
export interface Numbers {
  /** [size], each finite, or NaN where the cell is missing. From `bad` on they mean nothing. */
  readonly values: Float64Array
  /** The first row whose cell is neither a number nor missing, and −1 where there is none. */
  readonly bad: number
  /** What is wrong with that cell. */
  readonly problem?: Problem
}

/** Why a cell is no number. */
export interface Problem {
  /** `text`: it is something else. `range`: it is a number that float64 does not hold, such as 1e400, ∞ or 9007199254740993. */
  readonly kind: 'text' | 'range'
  /** The cell and the reason, for an error: `"12O" is not a number; …`. */
  readonly message: string
}

/** What a text format reads as a missing value, beside the empty cell, unless it is told otherwise. */
export const MISSING: readonly string[] = ['NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?']
