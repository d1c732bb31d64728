// CSV as a table that is read in blocks: what it does not say about itself is found out and said, and nothing is read past.
import { ArgumentError, checkOptions, type DataError, describe } from '../../errors.js'
import { parseNumber } from '../numbers.js'
import { type Block, MISSING, type Source } from '../source.js'
import { CsvBlock, cellError, type Dialect } from './block.js'
import { type Bytes, inMemory } from './bytes.js'
import { chunksOf } from './chunks.js'
import { findDecimal, findDelimiter, findHeader, sampleOf } from './detect.js'
import { checkNames, MOST_NAMES, raggedRow } from './header.js'
import type { Rows } from './rows.js'
import { Texts } from './texts.js'

/** How a CSV file is laid out. What is not given is found out from its first rows. */
export interface CsvLayout {
  /** The character between cells. */
  readonly delimiter?: string
  /** Whether the first row names the columns; else they are x0, x1, …, or the names given. */
  readonly header?: boolean
  /** The decimal sign of its numbers. */
  readonly decimal?: '.' | ','
  /** What is read as a missing value, beside the empty cell; `MISSING` unless given. */
  readonly missing?: readonly string[]
}

/** What `csvSource` and `csvFile` take beside the file. */
export interface CsvSourceOptions extends CsvLayout {
  /** What errors call the file; its path, or `csv`, unless given. */
  readonly source?: string
  /** The names of the columns, of a file without a header or in place of its header. */
  readonly names?: readonly string[]
  /** How many bytes are read at once. It changes no result. */
  readonly blockBytes?: number
}

/** A CSV file as a table. */
export interface CsvSource extends Source {
  /** How it is laid out: given to `csvSource` for another file, it is read the same way. */
  readonly layout: Required<CsvLayout>
  readonly found: readonly string[]
}

/**
 * A CSV file in memory as a table (RFC 4180, with any delimiter, line end and blanks around cells).
 *
 * Numbers are decimal, and rounded to the nearest float64; one that it does not hold is a `range` problem of its column. Blank
 * lines are left out. Throws a `DataError` with line and column where the file is empty, has a header alone, or where its layout
 * can be read in two ways; reading throws one where quotes are not sound, a row has more or fewer cells than the first, or
 * bytes are not UTF-8, behind the rows before that place.
 *
 * text : the file as a string, or as bytes of UTF-8
 *
 * @example
 * const source = csvSource('größe;preis\n1,5;2\n')
 * source.found   // ['cells are parted by ";"', 'numbers have a decimal comma', 'the first row names the columns']
 */
export const csvSource = (text: string | Uint8Array, options: CsvSourceOptions = {}): CsvSource =>
  csvOf(inMemory(text, options?.source ?? 'csv'), options)

const KNOWN = ['source', 'delimiter', 'header', 'decimal', 'names', 'missing', 'blockBytes']

/** The table in bytes that can be read again and again. */
export function csvOf(input: Bytes, options: CsvSourceOptions): CsvSource {
  checkOptions('csv', options, KNOWN)
  checkLayout(options)
  const found: string[] = []
  const delimiter = options.delimiter ?? findDelimiter(input)
  const sample = sampleOf(input, delimiter)
  const first = sample.rows[0]
  if (first === undefined) throw emptiness(input, delimiter)
  if (first.length > MOST_NAMES)
    throw sample.error(`${first.length} columns are too many; at most ${MOST_NAMES} are read`, 0)
  if (options.delimiter === undefined)
    found.push(
      first.length === 1
        ? 'there is one column'
        : `cells are parted by ${delimiter === '\t' ? 'a tab' : describe(delimiter)}`,
    )
  const decimal = options.decimal ?? findDecimal(sample, delimiter)
  if (options.decimal === undefined && decimal === ',') found.push('numbers have a decimal comma')
  const missing = new Set(options.missing ?? MISSING)
  const isMissing = (cell: string) => cell.trim() === '' || missing.has(cell)
  const header =
    options.header ?? (options.names === undefined ? findHeader(sample, decimal, isMissing) : false)
  if (options.header === undefined && options.names === undefined)
    found.push(
      header
        ? 'the first row names the columns'
        : `the first row is data; the columns are called x0 to x${first.length - 1}`,
    )
  const columns = options.names ?? (header ? first : first.map((_, i) => `x${i}`))
  if (columns.length !== first.length)
    throw new ArgumentError(
      'csv',
      `wants a name for each of the ${first.length} columns, got ${columns.length}`,
    )
  const skip = header ? 1 : 0
  const dialect: Dialect = {
    delimiter: new TextEncoder().encode(delimiter),
    decimal,
    missing,
    marks: new Set([...missing].map(parseNumber).filter(value => value !== undefined)),
    texts: new Texts(),
  }

  function* blocks(): Generator<Block> {
    let start = -skip
    let alone: DataError | undefined
    for (const chunk of chunksOf(input, dialect.delimiter, options.blockBytes)) {
      const { rows } = chunk
      if (rows.size === 0) continue
      const errorAt = (row: number) => (message: string, column: number) =>
        cellError(chunk, dialect.delimiter, message, row, column)
      const from = start < 0 ? skip : 0
      if (from > 0) {
        if (options.names === undefined) checkNames(columns, errorAt(0))
        alone = errorAt(0)('there is a header but no row below it', columns.length)
      }
      const ragged = raggedIn(rows, columns.length)
      const trouble =
        ragged === undefined ? undefined : raggedRow(columns, rows.width(ragged), errorAt(ragged))
      if (ragged !== undefined) rows.size = ragged
      if (rows.size > from) yield new CsvBlock(chunk, dialect, start + from, from)
      if (trouble !== undefined) throw trouble
      start += rows.size
    }
    if (start === 0 && alone !== undefined) throw alone
  }

  // What is wrong with the header is said at once, and not when the first block is asked for.
  for (const _ of blocks()) break
  return {
    name: input.name,
    columns,
    layout: { delimiter, header, decimal, missing: [...missing] },
    found,
    blocks,
  }
}

/** The first row that has not as many cells as the first of the file. */
function raggedIn(rows: Rows, width: number): number | undefined {
  for (let i = 0; i < rows.size; i++) if (rows.width(i) !== width) return i
  return undefined
}

/** The error that a file has no row, at its end. */
function emptiness(input: Bytes, delimiter: string): DataError {
  let found: DataError | undefined
  for (const { error, end } of chunksOf(input, new TextEncoder().encode(delimiter)))
    found = error('the file is empty', end)
  return found!
}

/** Refuses options that no file can have. */
export function checkLayout({
  delimiter,
  decimal,
  header,
  names,
  missing,
  blockBytes,
}: CsvSourceOptions): void {
  if (
    delimiter !== undefined &&
    (typeof delimiter !== 'string' || [...delimiter].length !== 1 || /["\r\n]/.test(delimiter))
  )
    throw new ArgumentError(
      'csv',
      `delimiter must be one character such as ',' ';' '|' or a tab, got ${describe(delimiter)}`,
    )
  if (decimal !== undefined && decimal !== '.' && decimal !== ',')
    throw new ArgumentError('csv', `decimal must be '.' or ',', got ${describe(decimal)}`)
  if (header !== undefined && typeof header !== 'boolean')
    throw new ArgumentError('csv', `header must be true or false, got ${describe(header)}`)
  for (const [name, list] of Object.entries({ names, missing })) {
    if (list !== undefined && (!Array.isArray(list) || list.some(text => typeof text !== 'string')))
      throw new ArgumentError('csv', `${name} must be an array of texts, got ${describe(list)}`)
  }
  if (names !== undefined)
    checkNames(names, message => new ArgumentError('csv', `of the names given, ${message}`))
  if (blockBytes !== undefined && (!Number.isSafeInteger(blockBytes) || blockBytes < 1))
    throw new ArgumentError('csv', `blockBytes must be a whole number ≥ 1, got ${describe(blockBytes)}`)
}
