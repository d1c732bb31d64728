// Arrow's files and streams (IPC, Feather 2) as tables: decoded by apache-arrow, where it is installed.
import type { DataType, RecordBatch, Vector } from 'apache-arrow'
import { decompressZstd } from 'hyparquet-compressors'
import { ArgumentError, checkOptions, DataError, describe } from '../../errors.js'
import { checkNames } from '../csv/header.js'
import type { Block, Source } from '../source.js'
import { type Cell, type Column, TypedBlock, Unreadable } from './block.js'
import { dayOf, decimalOf, momentOf, type PerSecond, timeOf } from './iso.js'
import { unpackLz4 } from './lz4.js'
import { missing } from './peer.js'

/** What `arrowSource` takes beside the bytes. */
export interface ArrowOptions {
  /** What errors call the file; `arrow` unless given. */
  readonly source?: string
}

/** A column, and how a cell of one of its chunks is read. */
interface ArrowColumn extends Column {
  readonly refused?: string
  readonly cell?: (chunk: Vector, row: number) => Cell
}

type Arrow = typeof import('apache-arrow')

/**
 * An Arrow file or stream in memory as a table, a record batch a block. It needs the package apache-arrow, which is loaded here, so
 * that the answer is a promise.
 *
 * Null and NaN are missing. Integers of 64 bits and decimals are exact: where float64 does not hold one, that is a `range` problem.
 * Dates and times are texts in ISO 8601, of the type `date`; dictionaries are looked up in the chunk at hand. Lists, records
 * and bytes are refused where their column is read. Throws an `ArgumentError` where the package is not installed, a
 * `DataError` where the bytes are not Arrow's or not whole, or hold no rows. Buffers may be packed by zstd or LZ4.
 *
 * @example
 * const source = await arrowSource(readFileSync('penguins.arrow'))
 */
export async function arrowSource(bytes: Uint8Array, options: ArrowOptions = {}): Promise<Source> {
  const { source: name = 'arrow' } = checkOptions('arrow', options, ['source'])
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError('arrow', `wants the bytes of a file as a Uint8Array, got ${describe(bytes)}`)
  checkWhole(bytes, name)
  const arrow = await import('apache-arrow').catch(missing('arrow', 'apache-arrow'))
  const { ZSTD, LZ4_FRAME } = arrow.CompressionType
  if (arrow.compressionRegistry.get(ZSTD) === null)
    arrow.compressionRegistry.set(ZSTD, { decode: packed => decompressZstd(packed) })
  if (arrow.compressionRegistry.get(LZ4_FRAME) === null)
    arrow.compressionRegistry.set(LZ4_FRAME, { decode: unpackLz4 })
  const { batches, columns } = guarded(name, () => {
    const table = arrow.tableFromIPC(bytes)
    return {
      batches: table.batches,
      columns: table.schema.fields.map(field => columnOf(arrow, field.name, field.type)),
    }
  })
  checkNames(
    columns.map(column => column.name),
    message => new DataError(name, message),
  )
  if (batches.every(({ numRows }) => numRows === 0)) throw new DataError(name, 'the table has no row')

  function* blocks(): Generator<Block> {
    let start = 0
    for (const batch of batches) {
      const { numRows } = batch
      const cells = (column: number) => guarded(name, () => cellsOf(batch, columns[column]!, column))
      if (numRows > 0) yield new TypedBlock(name, columns, start, numRows, cells)
      start += numRows
    }
  }
  return {
    name,
    columns: columns.map(column => column.name),
    types: columns.map(column => column.type),
    blocks,
  }
}

/** ARROW1 */
const MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]

/** The mark behind the last message of a stream (Arrow Columnar Format, IPC Streaming Format). */
const END = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]

/** Refuses what does not end as it began: of a stream that is cut off apache-arrow reads the batches that are whole, in silence. */
function checkWhole(bytes: Uint8Array, name: string): void {
  const endsWith = (mark: readonly number[]) =>
    mark.every((byte, i) => bytes[bytes.length - mark.length + i] === byte)
  const isFile = MAGIC.every((byte, i) => bytes[i] === byte)
  if (!isFile && bytes[0] !== 0xff && bytes[4] !== 0x10)
    throw new DataError(name, 'is no Arrow file or stream: it begins neither with ARROW1 nor with a message')
  if (isFile && (bytes.length < 20 || !endsWith(MAGIC)))
    throw new DataError(name, 'is cut off: it does not end with ARROW1')
  // Streams of before 2019 begin with a length in place of the mark.
  if (!isFile && !endsWith(bytes[0] === 0xff ? END : END.slice(4)))
    throw new DataError(name, 'is cut off: its last message is not that which ends a stream')
}

/** What apache-arrow cannot read is a `DataError`. */
function guarded<T>(name: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DataError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new DataError(name, `cannot be read as Arrow: ${message}`)
  }
}

function cellsOf(batch: RecordBatch, column: ArrowColumn, place: number): ArrayLike<Cell> {
  const chunk = batch.getChildAt(place)
  if (chunk === null || chunk.length !== batch.numRows) throw new Error(`column ${place} lacks rows`)
  for (const { length, offset, stride, values, valueOffsets } of chunk.data) {
    const room =
      valueOffsets?.length > 0
        ? valueOffsets.length - 1
        : values === undefined
          ? length
          : (values.length * (column.type === 'boolean' ? 8 : 1)) / stride
    if (offset + length > room)
      throw new Error(`column ${place} says that it has ${length} values, where ${room} could be`)
  }
  const { refused, cell } = column
  return Array.from({ length: batch.numRows }, (_, row) => {
    // What a null lies on in the values may be anything, 0 mostly.
    if (!chunk.isValid(row)) return undefined
    if (refused !== undefined) return new Unreadable(refused)
    return cell === undefined ? chunk.get(row) : cell(chunk, row)
  })
}

/** By arrow's TimeUnit: seconds, and thousandths of what came before. */
const UNITS: readonly PerSecond[] = [1n, 1_000n, 1_000_000n, 1_000_000_000n]

const DAY = 86_400_000

function columnOf(arrow: Arrow, name: string, type: DataType): ArrowColumn {
  const { DataType: is } = arrow
  if (is.isDictionary(type)) {
    const { cell: _, ...inner } = columnOf(arrow, name, type.dictionary)
    return inner.type === 'text' || inner.refused !== undefined
      ? inner
      : {
          name,
          type: undefined,
          refused: `a dictionary of ${type.dictionary} is not read; leave out the column`,
        }
  }
  if (is.isBool(type)) return { name, type: 'boolean' }
  if (is.isInt(type) || is.isFloat(type)) return { name, type: 'number' }
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return { name, type: 'text' }
  if (is.isNull(type)) return { name, type: undefined }
  if (is.isDecimal(type))
    return { name, type: 'number', cell: (chunk, row) => decimalOf(wholeOf(chunk.get(row)), type.scale) }
  if (is.isDate(type)) {
    const cell = (chunk: Vector, row: number) => {
      const time = Number(chunk.get(row))
      return time % DAY === 0 ? dayOf(time / DAY) : momentOf(BigInt(time), 1_000n, false)
    }
    return { name, type: 'date', cell }
  }
  // As it is stored: what `get` gives is milliseconds in a float64.
  if (is.isTimestamp(type))
    return {
      name,
      type: 'date',
      cell: (chunk, row) =>
        momentOf(BigInt(chunk.data[0]!.values[row]), UNITS[type.unit]!, Boolean(type.timezone)),
    }
  if (is.isTime(type))
    return { name, type: 'date', cell: (chunk, row) => timeOf(BigInt(chunk.get(row)), UNITS[type.unit]!) }
  const nested = is.isList(type) || is.isStruct(type) || is.isMap(type) || is.isFixedSizeList(type)
  return {
    name,
    type: undefined,
    refused: nested
      ? 'a list, a map or a record is no value of a table; write each of its values into a column of its own'
      : `values of the type ${type} are not read; leave out the column`,
  }
}

/** A whole number of several words of 32 bits in two's complement, the lowest first. */
function wholeOf(words: Uint32Array): bigint {
  const value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  return BigInt.asIntN(32 * words.length, value)
}
