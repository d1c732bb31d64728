// JSON lines as a table: an object on each line, its keys the columns; read in blocks, each cell with its place.
import { ArgumentError, checkOptions, DataError, describe } from '../../errors.js'
import { type Bytes, inMemory } from '../csv/bytes.js'
import { parseNumber } from '../numbers.js'
import type { Block, ColumnType, Source } from '../source.js'
import { JsonBlock, textIn } from './block.js'
import { type Lines, linesOf } from './lines.js'
import { scanObject, skip } from './scan.js'

/** What `jsonLinesSource` and `jsonLinesFile` take beside the file. */
export interface JsonLinesOptions {
  /** What errors call the file; its path, or `json lines`, unless given. */
  readonly source?: string
  /** Texts and numbers that are read as missing values, beside null, a key that is not there and a blank text. None unless given. */
  readonly missing?: readonly string[]
  /** How many bytes are read at once. It changes no result. */
  readonly blockBytes?: number
}

/**
 * Lines of JSON in memory as a table: an object on each line (RFC 8259; jsonlines.org), whose keys name the columns, in the order
 * in which they come first. A first walk finds them, and which columns hold texts alone, numbers alone or booleans alone.
 *
 * A key that a row lacks is a missing value, as null is. Numbers are rounded to the nearest float64; one that it does not hold is
 * a `range` problem. Throws a `DataError` with line and column where a line is no object, a key comes twice in one, the file has no
 * row, or bytes are not UTF-8. Arrays and objects as values are refused where their column is read.
 *
 * @example
 * const source = jsonLinesSource('{"size": 1.5, "kind": "a"}\n{"size": 2}\n')
 * source.columns   // ['size', 'kind']
 */
export const jsonLinesSource = (text: string | Uint8Array, options: JsonLinesOptions = {}): Source =>
  jsonLinesOf(inMemory(text, options?.source ?? 'json lines', 'json lines'), options)

/** As many columns as rows of objects may have together: more are a sign that keys are values. */
const MOST_COLUMNS = 100_000

/** About so many cells of the columns asked for are in a block. */
const MOST_CELLS = 2 ** 18

/** The table in bytes that can be read again and again. */
export function jsonLinesOf(input: Bytes, options: JsonLinesOptions): Source {
  checkOptions('json lines', options, ['source', 'missing', 'blockBytes'])
  const { missing = [], blockBytes = 2 ** 18 } = options
  if (!Array.isArray(missing) || missing.some(text => typeof text !== 'string'))
    throw new ArgumentError('json lines', `missing must be an array of texts, got ${describe(missing)}`)
  if (!Number.isSafeInteger(blockBytes) || blockBytes < 1)
    throw new ArgumentError(
      'json lines',
      `blockBytes must be a whole number ≥ 1, got ${describe(blockBytes)}`,
    )
  const keys = new Keys()
  const types = survey(input, blockBytes, keys)
  const columns = [...keys.names]
  const marks = {
    missing: new Set(missing),
    marks: new Set(missing.map(parseNumber).filter(value => value !== undefined)),
  }

  function* blocks(wanted: readonly number[] = columns.map((_, i) => i)): Generator<Block> {
    const slots = new Int32Array(columns.length).fill(-1)
    let width = 0
    for (const column of wanted) if (slots[column] === -1) slots[column] = width++
    const most = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, width)))
    const rows = new Int32Array(most)
    const [starts, ends] = [new Int32Array(most * width), new Int32Array(most * width)]
    let start = 0
    for (const lines of linesOf(input, blockBytes)) {
      const { bytes } = lines
      const cells = { lines, rows, starts, ends, slots, width, ...marks }
      let size = 0
      for (const [from, to] of rowsIn(lines)) {
        if (size === most) {
          yield new JsonBlock(cells, start, size)
          start += size
          size = 0
        }
        starts.fill(0, size * width, (size + 1) * width)
        rows[size] = from
        keys.begin()
        scanObject(
          bytes,
          from,
          to,
          (keyFrom, keyTo, valueFrom, valueTo) => {
            const slot = slots[keys.place(lines, keyFrom, keyTo)] ?? -1
            if (slot < 0) return
            starts[size * width + slot] = valueFrom
            ends[size * width + slot] = valueTo
          },
          lines.error,
        )
        size++
      }
      if (size > 0) yield new JsonBlock(cells, start, size)
      start += size
    }
  }
  // By its layout a cache of rows knows how a file was read.
  const source = { name: input.name, columns, types, layout: { missing }, blocks }
  return source
}

/** The lines that are not blank, by where they begin and end. */
function* rowsIn({ bytes, from, to }: Lines): Generator<readonly [number, number]> {
  for (let at = from; at < to; ) {
    const found = bytes.indexOf(10, at)
    const end = found < 0 || found >= to ? to : found
    const begin = skip(bytes, at, end)
    if (begin < end) yield [begin, end]
    at = end + 1
  }
}

/** Finds all keys, and the types of their values. */
function survey(input: Bytes, blockBytes: number, keys: Keys): readonly (ColumnType | undefined)[] {
  const kinds: number[] = []
  let any = false
  for (const lines of linesOf(input, blockBytes)) {
    for (const [from, to] of rowsIn(lines)) {
      any = true
      keys.begin()
      scanObject(
        lines.bytes,
        from,
        to,
        (keyFrom, keyTo, at) => {
          const place = keys.place(lines, keyFrom, keyTo)
          kinds[place] = (kinds[place] ?? 0) | kindOf(lines.bytes[at]!)
        },
        lines.error,
      )
    }
  }
  if (!any) throw new DataError(input.name, 'the file has no row')
  if (keys.names.length === 0)
    throw new DataError(input.name, 'the file has rows, and no value in any of them')
  return kinds.map(kind => TYPES[kind])
}

/** A bit for each kind of value; none for null. */
const kindOf = (first: number): number =>
  first === 110
    ? 0
    : first === 34
      ? 2
      : first === 116 || first === 102
        ? 4
        : first === 123 || first === 91
          ? 8
          : 1

/** What a column with one kind of values has. */
const TYPES: readonly (ColumnType | undefined)[] = [undefined, 'number', 'text', undefined, 'boolean']

/** The keys of all rows: a key is mostly the one that came behind the same key in the row before. */
class Keys {
  readonly names: string[] = []
  readonly #bytes: Uint8Array[] = []
  readonly #places = new Map<string, number>()
  /** In which row, counted from 1, a key came last, and which key came behind it then. */
  readonly #seen: number[] = []
  readonly #next: number[] = []
  #row = 0
  #last = -1

  /** Begins a row. */
  begin(): void {
    this.#row++
    this.#last = -1
  }

  /** The place of a key; refuses one that was in this row already. */
  place(lines: Lines, from: number, to: number): number {
    const guess = this.#last < 0 ? 0 : (this.#next[this.#last] ?? -1)
    const place = this.#isAt(guess, lines.bytes, from, to) ? guess : this.#find(lines, from, to)
    if (this.#seen[place] === this.#row)
      throw lines.error(`the key ${describe(this.names[place])} comes twice in this object`, from - 1)
    this.#seen[place] = this.#row
    if (this.#last >= 0) this.#next[this.#last] = place
    this.#last = place
    return place
  }

  #isAt(place: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#bytes[place]
    if (own === undefined || own.length !== to - from) return false
    for (let i = 0; i < own.length; i++) if (own[i] !== bytes[from + i]) return false
    return true
  }

  #find(lines: Lines, from: number, to: number): number {
    const name = textIn(lines.bytes, from, to)
    const known = this.#places.get(name)
    if (known !== undefined) return known
    if (name.trim() === '') throw lines.error('a key is blank; a column needs a name', from - 1)
    const place = this.names.length
    if (place === MOST_COLUMNS)
      throw lines.error(
        `more than ${MOST_COLUMNS} different keys are too many for a table; are they values?`,
        from - 1,
      )
    this.names.push(name)
    this.#bytes.push(lines.bytes.slice(from, to))
    this.#places.set(name, place)
    return place
  }
}
