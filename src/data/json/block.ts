// Lines of JSON as a block of a table: values become numbers or texts when a column is asked for.
import type { DataError } from '../../errors.js'
import { numberIn } from '../csv/block.js'
import { decimalAt } from '../csv/decimal.js'
import type { Block, Numbers, Problem } from '../source.js'
import type { Lines } from './lines.js'

/** Where the values of some rows lie in the bytes: at [row·width + slot], 0 for a key that is not there. */
export interface Cells {
  readonly lines: Lines
  /** Where each row begins. */
  readonly rows: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Which slot a column has, −1 for one that was not asked for. */
  readonly slots: Int32Array
  readonly width: number
  /** Texts that are missing values, and the numbers among them. */
  readonly missing: ReadonlySet<string>
  readonly marks: ReadonlySet<number>
}

const [QUOTE, OPEN, OPEN_LIST] = [34, 123, 91]

/** Some lines of a file of JSON. */
export class JsonBlock implements Block {
  readonly #cells: Cells

  constructor(
    cells: Cells,
    readonly start: number,
    readonly size: number,
  ) {
    this.#cells = cells
  }

  numbers(column: number): Numbers {
    const { lines, starts, ends, width, marks } = this.#cells
    const values = new Float64Array(this.size)
    const slot = this.#slot(column)
    for (let i = 0; i < this.size; i++) {
      const [from, to] = [starts[i * width + slot]!, ends[i * width + slot]!]
      let value = from === 0 ? Number.NaN : decimalAt(lines.bytes, from, to, 46)
      if (Number.isNaN(value) && from > 0) {
        const read = this.#valueOf(from, to)
        if (read === undefined) value = Number.NaN
        else if (typeof read !== 'number') return { values, bad: i, problem: read }
        else value = read
      }
      values[i] = marks.size > 0 && marks.has(value) ? Number.NaN : value
    }
    return { values, bad: -1 }
  }

  texts(column: number): readonly (string | undefined)[] {
    const { starts, ends, width, lines } = this.#cells
    const slot = this.#slot(column)
    return Array.from({ length: this.size }, (_, i) => {
      const [from, to] = [starts[i * width + slot]!, ends[i * width + slot]!]
      if (from === 0) return undefined
      if (isNested(lines.bytes[from]!)) throw lines.error(NESTED, from)
      return this.#text(from, to)
    })
  }

  error(message: string, row: number, column: number): DataError {
    const { lines, rows, starts, slots, width } = this.#cells
    const slot = slots[column]!
    const from = slot < 0 ? 0 : starts[row * width + slot]!
    return lines.error(message, from === 0 ? rows[row]! : from)
  }

  #slot(column: number): number {
    const slot = this.#cells.slots[column] ?? -1
    if (slot < 0) throw new RangeError(`column ${column} was not asked for`)
    return slot
  }

  /** The number of a value that `decimalAt` does not read, `undefined` where it is missing, or why there is none. */
  #valueOf(from: number, to: number): number | Problem | undefined {
    const first = this.#cells.lines.bytes[from]!
    if (isNested(first)) return { kind: 'text', message: NESTED }
    const text = this.#text(from, to)
    if (text === undefined) return undefined
    if (first !== QUOTE && (text === 'true' || text === 'false'))
      return { kind: 'text', message: `${text} is not a number; leave out the column, or write 1 and 0` }
    return numberIn(text, '.')
  }

  /** A value that is not nested as a text, `undefined` where it is missing. */
  #text(from: number, to: number): string | undefined {
    const { lines, missing } = this.#cells
    const { bytes } = lines
    if (bytes[from] !== QUOTE) {
      const word = spelled(bytes, from, to)
      return word === 'null' || missing.has(word) ? undefined : word
    }
    const text = textIn(bytes, from + 1, to - 1)
    if (HALF.test(text)) throw lines.error('half of a surrogate pair is not a character; remove it', from)
    return text.trim() === '' || missing.has(text) ? undefined : text
  }
}

const HALF = /\p{Surrogate}/u

const NESTED = 'an array or an object is no value of a table; write each of its values under a key of its own'

const isNested = (first: number): boolean => first === OPEN || first === OPEN_LIST

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text between two quotes. */
export function textIn(bytes: Uint8Array, from: number, to: number): string {
  const raw = spelled(bytes, from, to)
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
}

/** Bytes as a text; short ones of ASCII by their codes, since a decoder takes long to start. */
function spelled(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 24) return decoder.decode(bytes.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at++) {
    const code = bytes[at]!
    if (code >= 0x80) return decoder.decode(bytes.subarray(from, to))
    text += String.fromCharCode(code)
  }
  return text
}
