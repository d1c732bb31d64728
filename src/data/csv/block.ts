// Rows of a CSV file as a block of a table: cells become numbers or texts when a column is asked for.
import { type DataError, describe } from '../../errors.js'
import { isDecimal, parseNumber, whyNotHeld, whyNotNumber } from '../numbers.js'
import type { Block, Numbers, Problem } from '../source.js'
import type { Chunk } from './chunks.js'
import { decimalAt } from './decimal.js'
import type { Texts } from './texts.js'
import { blankAt } from './utf8.js'

/** How the cells of a file are to be read. */
export interface Dialect {
  /** The delimiter as bytes. */
  readonly delimiter: Uint8Array
  readonly decimal: '.' | ','
  /** What is read as a missing value, beside the empty cell. */
  readonly missing: ReadonlySet<string>
  /** The numbers among them, such as −999, however they are spelled. */
  readonly marks: ReadonlySet<number>
  readonly texts: Texts
}

/** The rows of a chunk, without the first `skip` of them. */
export class CsvBlock implements Block {
  readonly size: number
  readonly #chunk: Chunk
  readonly #dialect: Dialect
  readonly #skip: number

  constructor(
    chunk: Chunk,
    dialect: Dialect,
    readonly start: number,
    skip: number,
  ) {
    this.#chunk = chunk
    this.#dialect = dialect
    this.#skip = skip
    this.size = chunk.rows.size - skip
  }

  numbers(column: number): Numbers {
    const { bytes, rows } = this.#chunk
    const { delimiter, decimal, marks } = this.#dialect
    const [size, skip, point] = [this.size, this.#skip, decimal.charCodeAt(0)]
    const values = new Float64Array(size)
    // All rows have as many cells as the first.
    const { starts, ends } = rows
    const [width, step] = [rows.width(0), delimiter.length]
    for (let i = 0, cell = skip * width + column; i < size; i++, cell += width) {
      const from = column === 0 ? starts[skip + i]! : ends[cell - 1]! + step
      const to = ends[cell]!
      let value = decimalAt(bytes, from, to, point)
      if (Number.isNaN(value) && from < to) {
        const text = this.#text(i, column)
        if (text !== undefined) {
          const read = numberIn(text, decimal)
          if (typeof read !== 'number') return { values, bad: i, problem: read }
          value = read
        }
      }
      values[i] = marks.size > 0 && marks.has(value) ? Number.NaN : value
    }
    return { values, bad: -1 }
  }

  texts(column: number): readonly (string | undefined)[] {
    return Array.from({ length: this.size }, (_, i) => this.#text(i, column))
  }

  error(message: string, row: number, column: number): DataError {
    return cellError(this.#chunk, this.#dialect.delimiter, message, this.#skip + row, column)
  }

  /** The text of a cell, `undefined` where it is missing. */
  #text(row: number, column: number): string | undefined {
    const { bytes, rows } = this.#chunk
    const { delimiter, missing, texts } = this.#dialect
    const place = this.#skip + row
    const text = texts.of(bytes, rows.start(place, column, delimiter), rows.end(place, column))
    return text.trim() === '' || missing.has(text) ? undefined : text
  }
}

/** An error at a cell of a chunk; one cell past the last of its row means the end of that row. */
export function cellError(
  { bytes, rows, error }: Chunk,
  delimiter: Uint8Array,
  message: string,
  row: number,
  column: number,
): DataError {
  const width = rows.width(row)
  if (column >= width) return error(message, rows.end(row, width - 1))
  let at = rows.start(row, column, delimiter)
  const to = rows.end(row, column)
  for (let blank = blankAt(bytes, at, to); blank > 0; blank = blankAt(bytes, at, to)) at += blank
  return error(message, at)
}

/** The number that a text spells, or why there is none. */
export function numberIn(text: string, decimal: '.' | ','): number | Problem {
  const spelled = decimal === '.' ? text : withPoint(text)
  const value = parseNumber(spelled)
  if (value === undefined) {
    const range = isDecimal(spelled)
    const other = decimal === '.' ? ',' : '.'
    const isOther = !range && isDecimal(decimal === '.' ? text.replace(',', '.') : text)
    const message = isOther
      ? `${describe(text)} is not a number where the decimal sign is ${describe(decimal)}; if it is ${describe(other)}, give the option decimal`
      : whyNotNumber(range ? spelled : text, 'correct it, or leave out the column')
    return { kind: range ? 'range' : 'text', message }
  }
  const reason = whyNotHeld(spelled, value, 'round it, or leave out the column')
  return reason === undefined ? value : { kind: 'range', message: reason }
}

/** A number with a decimal comma as one with a point; one with a point is none. */
const withPoint = (text: string): string => (text.includes('.') ? '' : text.replace(',', '.'))
