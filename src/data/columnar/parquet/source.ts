// Parquet files as tables: decoded by hyparquet, a column of a row group at a time; what its numbers mean is decided in `columns.ts`.
import { type FileMetaData, parquetMetadata, parquetSchema, type RowGroup } from 'hyparquet'
import { readColumn } from 'hyparquet/src/column.js'
import { compressors } from 'hyparquet-compressors'
import { ArgumentError, checkOptions, DataError, describe } from '../../../errors.js'
import { checkNames } from '../../csv/header.js'
import type { Block, Source } from '../../source.js'
import { type Cell, TypedBlock, Unreadable } from '../block.js'
import { columnsOf, type ParquetColumn, type Stored } from './columns.js'
import type { Ranges } from './ranges.js'

/** What `parquetSource` and `parquetFile` take beside the file. */
export interface ParquetOptions {
  /** What errors call the file; its path, or `parquet`, unless given. */
  readonly source?: string
  /** What columns of bytes are that the file does not say more about: refused where they are read, unless they are `text`. */
  readonly binary?: 'refuse' | 'text'
}

/**
 * A Parquet file in memory as a table (parquet-format 2; snappy, gzip, zstd, lz4 and brotli). It is decoded a column of a row group at
 * a time, and only those columns that are asked for.
 *
 * Null and NaN are missing. Integers of 64 bits and decimals are exact: where float64 does not hold one, that is a `range` problem.
 * Dates and times are texts in ISO 8601, of the type `date`. Lists, maps, records and bytes without a type are refused where
 * their column is read. Throws a `DataError` where the file is none or is not whole, is encrypted, or has no rows.
 *
 * @example
 * const source = parquetSource(new Uint8Array(await (await fetch(url)).arrayBuffer()))
 */
export function parquetSource(bytes: Uint8Array, options: ParquetOptions = {}): Source {
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError('parquet', `wants the bytes of a file as a Uint8Array, got ${describe(bytes)}`)
  const ranges = {
    name: options?.source ?? 'parquet',
    size: bytes.length,
    read: (from: number, to: number) => bytes.subarray(from, to),
  }
  return parquetOf(ranges, options)
}

/** Row groups of up to so many rows are one block; of larger ones, half as many are, since pages are decoded as a whole. */
const MOST_ROWS = 2 ** 17

/** The table in bytes of which any part can be read. */
export function parquetOf(ranges: Ranges, options: ParquetOptions): Source {
  const { binary = 'refuse' } = checkOptions('parquet', options, ['source', 'binary'])
  if (binary !== 'refuse' && binary !== 'text')
    throw new ArgumentError('parquet', `binary must be 'refuse' or 'text', got ${describe(binary)}`)
  const { name } = ranges
  const { columns, groups } = guarded(name, () => openedOf(ranges, binary))

  function* blocks(): Generator<Block> {
    let start = 0
    for (const group of groups) {
      const rows = rowsIn(group)
      const step = rows <= MOST_ROWS ? rows : MOST_ROWS / 2
      for (let from = 0; from < rows; from += step) {
        const select = { from, to: Math.min(rows, from + step), rows }
        const cells = (column: number) => cellsOf(ranges, group, columns[column]!, select)
        yield new TypedBlock(name, columns, start + from, select.to - from, cells)
      }
      start += rows
    }
  }
  // By its layout a cache of rows knows how a file was read.
  const source = {
    name,
    columns: columns.map(column => column.name),
    types: columns.map(column => column.type),
    layout: { binary },
    blocks,
  }
  return source
}

/** The columns and the row groups, of which there are as many rows as the file says. */
function openedOf(ranges: Ranges, binary: 'refuse' | 'text') {
  const { name } = ranges
  const metadata = metadataOf(ranges)
  const columns = columnsOf(parquetSchema(metadata), binary)
  checkNames(
    columns.map(column => column.name),
    message => new DataError(name, message),
  )
  const groups = metadata.row_groups
  const total = groups.reduce((sum, group) => sum + rowsIn(group), 0)
  if (
    !Number.isSafeInteger(total) ||
    BigInt(total) !== metadata.num_rows ||
    groups.some(group => rowsIn(group) < 0)
  )
    throw new DataError(
      name,
      `says that it has ${metadata.num_rows} rows, and has ${total} in its row groups`,
    )
  if (total === 0) throw new DataError(name, 'the table has no row')
  return { columns, groups }
}

const rowsIn = (group: RowGroup): number => Number(group.num_rows)

function metadataOf(ranges: Ranges): FileMetaData {
  const { name, size } = ranges
  const magicAt = (at: number) => String.fromCharCode(...ranges.read(at, at + 4))
  if (size < 12 || magicAt(0) !== 'PAR1') {
    if (size >= 4 && magicAt(0) === 'PARE') throw new DataError(name, 'is encrypted')
    throw new DataError(
      name,
      size < 12
        ? `has ${size} bytes, which is too short for Parquet`
        : 'is no Parquet file: it does not begin with PAR1',
    )
  }
  if (magicAt(size - 4) !== 'PAR1') throw new DataError(name, 'is cut off: it does not end with PAR1')
  const tail = ranges.read(size - 8, size)
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (length > size - 12)
    throw new DataError(name, `says that its metadata have ${length} bytes, of ${size - 12} that could be`)
  const bytes = ranges.read(size - 8 - length, size)
  return parquetMetadata(bytes, { geoparquet: false })
}

/** What hyparquet cannot read is a `DataError`. */
function guarded<T>(name: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(
      name,
      `cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Rows of a row group. */
interface Select {
  readonly from: number
  readonly to: number
  /** How many the group has. */
  readonly rows: number
}

/** The cells of a column in some rows of a row group. */
function cellsOf(ranges: Ranges, group: RowGroup, column: ParquetColumn, select: Select): ArrayLike<Cell> {
  const { path, convert, refused } = column
  if (refused !== undefined || path === undefined)
    return new Array<Cell>(select.to - select.from).fill(new Unreadable(refused ?? 'cannot be read'))
  const stored = guarded(ranges.name, () => storedIn(ranges, group, column.name, path, select))
  return convert === undefined
    ? (stored as ArrayLike<Cell>)
    : guarded(ranges.name, () => Array.from(stored, convert))
}

const identity = (value: unknown) => value

/** As they are stored: what the file says about them is not told to hyparquet, which would round decimals and moments. */
function storedIn(
  ranges: Ranges,
  group: RowGroup,
  name: string,
  path: NonNullable<ParquetColumn['path']>,
  { from, to, rows }: Select,
): ArrayLike<Stored> {
  const refuse = (message: string) => new DataError(ranges.name, `column ${describe(name)} ${message}`)
  const chunk = group.columns.find(
    ({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === name,
  )
  const meta = chunk?.meta_data
  if (chunk?.file_path) throw refuse(`is in another file, ${describe(chunk.file_path)}`)
  if (meta === undefined) throw refuse('is encrypted, or lacks in a row group')
  const { codec, dictionary_page_offset: dictionary, data_page_offset: data } = meta
  const start = Number(dictionary && dictionary < data ? dictionary : data)
  const end = start + Number(meta.total_compressed_size)
  if (start < 4 || end < start || end > ranges.size)
    throw refuse(`lies at bytes ${start} to ${end} of ${ranges.size}; is the file cut off?`)
  if (meta.type !== path[1]!.element.type)
    throw refuse(`is stored as ${meta.type} in a row group, and as ${path[1]!.element.type} by the schema`)
  const bytes = ranges.read(start, end)
  const { converted_type: _, logical_type: __, ...element } = path.at(-1)!.element
  const schemaPath = [path[0]!, { ...path[1]!, element }]
  const parsers = PARSERS
  const { data: chunks, skipped } = readColumn(
    { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 },
    { groupStart: 0, selectStart: from, selectEnd: to, groupRows: rows },
    { pathInSchema: [name], type: meta.type, element, schemaPath, codec, compressors, parsers, utf8: false },
  )
  const count = chunks.reduce((sum, { length }) => sum + length, skipped)
  if (skipped > from || count < to || count > rows)
    throw refuse(`has ${count} values in a row group of ${rows} rows; is the file damaged?`)
  const nulls = meta.statistics?.null_count
  if (nulls !== undefined && to - from === rows) checkNulls(chunks, Number(nulls), refuse)
  const [only] = chunks
  if (chunks.length === 1 && from === skipped && count === to) return only as ArrayLike<Stored>
  const stored = new Array<Stored>(to - from)
  let at = skipped - from
  for (const part of chunks as readonly ArrayLike<Stored>[]) {
    const [first, last] = [Math.max(0, -at), Math.min(part.length, to - from - at)]
    for (let i = first; i < last; i++) stored[at + i] = part[i]
    at += part.length
  }
  return stored
}

/**
 * A value that its dictionary does not have looks like a null to hyparquet; the file says how many there are. Columns of typed arrays
 * have none.
 */
function checkNulls(
  chunks: readonly ArrayLike<unknown>[],
  wanted: number,
  refuse: (message: string) => DataError,
): void {
  let nulls = 0
  for (const chunk of chunks) {
    if (ArrayBuffer.isView(chunk)) continue
    for (let i = 0; i < chunk.length; i++) if (chunk[i] === undefined || chunk[i] === null) nulls++
  }
  if (nulls !== wanted)
    throw refuse(`has ${nulls} nulls in a row group that says it has ${wanted}; is the file damaged?`)
}

/** INT96, which hyparquet takes for a moment, as nanoseconds; the rest is not asked of it. */
const PARSERS = {
  timestampFromMilliseconds: identity,
  timestampFromMicroseconds: identity,
  timestampFromNanoseconds: identity,
  dateFromDays: identity,
  stringFromBytes: identity,
  jsonFromBytes: identity,
  geometryFromBytes: identity,
  geographyFromBytes: identity,
  uuidFromBytes: identity,
}
