// The columns of a Parquet file: what their stored values stand for, by the types that the file names (parquet-format, LogicalTypes.md).
import type { SchemaElement, SchemaTree } from 'hyparquet'
import { float16 } from '../../tensors/elements.js'
import { type Cell, type Column, Unreadable } from '../block.js'
import { dayOf, decimalOf, momentOf, type PerSecond, timeOf } from '../iso.js'

/** What a value is stored as. INT64 and INT96 are bigints, bytes of any length `Uint8Array`s. */
export type Stored = number | bigint | boolean | Uint8Array | null | undefined

/** A column, and what its stored values are. */
export interface ParquetColumn extends Column {
  /** Where it stands in the schema; `undefined` for one that holds no single values. */
  readonly path: readonly SchemaTree[] | undefined
  /** What a stored value is, where that is not the value itself. */
  readonly convert?: (stored: Stored) => Cell
  /** Why no cell can be read. */
  readonly refused?: string
}

/** The columns at the top of the schema. */
export function columnsOf(root: SchemaTree, binary: 'refuse' | 'text'): readonly ParquetColumn[] {
  return root.children.map(child => {
    const { element, children } = child
    const { name } = element
    if (children.length > 0 || element.repetition_type === 'REPEATED' || element.type === undefined)
      return { name, type: undefined, path: undefined, refused: NESTED }
    return { name, path: [root, child], ...meaningOf(element, binary) }
  })
}

const NESTED =
  'a list, a map or a record is no value of a table; write each of its values into a column of its own'

const UNITS: Readonly<Record<string, PerSecond>> = {
  MILLIS: 1_000n,
  MICROS: 1_000_000n,
  NANOS: 1_000_000_000n,
}

type Meaning = Pick<ParquetColumn, 'type' | 'convert' | 'refused'>

/** The old names of types are honoured where the new one is not there. */
function meaningOf(element: SchemaElement, binary: 'refuse' | 'text'): Meaning {
  const { type, converted_type: old, logical_type: logical } = element
  const kind = logical?.type ?? old
  const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0
  const perSecond =
    UNITS[
      logical?.type === 'TIME' || logical?.type === 'TIMESTAMP'
        ? logical.unit
        : (/MI\w+$/.exec(old ?? '')?.[0] ?? '')
    ]
  switch (kind) {
    case 'DECIMAL':
      return { type: 'number', convert: each(value => decimalOf(wholeOf(value), scale)) }
    case 'DATE':
      return { type: 'date', convert: each(value => dayOf(Number(value))) }
    case 'TIME':
    case 'TIME_MILLIS':
    case 'TIME_MICROS':
      return { type: 'date', convert: each(value => timeOf(wholeOf(value), perSecond!)) }
    case 'TIMESTAMP':
    case 'TIMESTAMP_MILLIS':
    case 'TIMESTAMP_MICROS': {
      const utc = logical?.type !== 'TIMESTAMP' || logical.isAdjustedToUTC
      return { type: 'date', convert: each(value => momentOf(wholeOf(value), perSecond!, utc)) }
    }
    case 'STRING':
    case 'UTF8':
    case 'ENUM':
    case 'JSON':
      return { type: 'text', convert: each(textReader()) }
    case 'UUID':
      return { type: 'text', convert: each(value => uuidOf(bytesOf(value))) }
    case 'FLOAT16':
      return {
        type: 'number',
        convert: each(value => float16(bytesOf(value)[0]! | (bytesOf(value)[1]! << 8))),
      }
    case 'NULL':
      return { type: undefined }
    case 'UINT_8':
    case 'UINT_16':
    case 'UINT_32':
    case 'UINT_64':
      return unsigned(type)
    case 'INTEGER':
      if (logical?.type === 'INTEGER' && !logical.isSigned) return unsigned(type)
      return { type: 'number' }
    case 'INT_8':
    case 'INT_16':
    case 'INT_32':
    case 'INT_64':
    case undefined:
      return plain(type, binary)
    default:
      return { type: undefined, refused: `values of the type ${kind} are not read; leave out the column` }
  }
}

/** What a type is that the file says no more about. */
function plain(type: SchemaElement['type'], binary: 'refuse' | 'text'): Meaning {
  if (type === 'BOOLEAN') return { type: 'boolean' }
  if (type === 'INT96')
    return { type: 'date', convert: each(value => momentOf(wholeOf(value), 1_000_000_000n, false)) }
  if (type === 'BYTE_ARRAY' && binary === 'text') return { type: 'text', convert: each(textReader()) }
  if (type === 'BYTE_ARRAY')
    return {
      type: undefined,
      refused:
        "the file does not say what its bytes are; where they are texts, give the option binary: 'text'",
    }
  if (type === 'FIXED_LEN_BYTE_ARRAY')
    return { type: undefined, refused: 'the file does not say what its bytes are; leave out the column' }
  return { type: 'number' }
}

const unsigned = (type: SchemaElement['type']): Meaning => ({
  type: 'number',
  convert: each(value => (type === 'INT64' ? BigInt.asUintN(64, value as bigint) : (value as number) >>> 0)),
})

const each =
  (convert: (stored: NonNullable<Stored>) => Cell) =>
  (stored: Stored): Cell =>
    stored === undefined || stored === null ? undefined : convert(stored)

/** Bytes, which an index without its dictionary is not. */
function bytesOf(stored: NonNullable<Stored>): Uint8Array {
  if (!(stored instanceof Uint8Array)) throw new TypeError(`${stored} stands where bytes were wanted`)
  return stored
}

/** A whole number as it is stored: as such, or in two's complement, the highest byte first. */
function wholeOf(stored: NonNullable<Stored>): bigint {
  if (!(stored instanceof Uint8Array)) return BigInt(stored)
  let value = 0n
  for (const byte of stored) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(8 * stored.length, value)
}

/** Reads texts; those of a dictionary are the same bytes each time, and read once. */
function textReader(): (stored: NonNullable<Stored>) => Cell {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const known = new WeakMap<object, Cell>()
  return stored => {
    const bytes = bytesOf(stored)
    const found = known.get(bytes)
    if (found !== undefined) return found
    let cell: Cell
    try {
      cell = decoder.decode(bytes)
    } catch {
      cell = new Unreadable('what the file calls a text is not UTF-8; leave out the column')
    }
    known.set(bytes, cell)
    return cell
  }
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, '$1-$2-$3-$4-$5')
}
