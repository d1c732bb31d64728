// Safetensors files: tensors by name, and texts about them. Nothing in them is code.
import { fromData } from '../../create.js'
import type { DType } from '../../dtype.js'
import { ArgumentError, checkOptions, type DataError, describe } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { Tensor } from '../../tensor.js'
import { countOf, decode, ELEMENTS, type Element } from './elements.js'
import { littleEndian } from './npy.js'
import { namedTensors } from './npz.js'
import { cutOff, fileOptions, type TensorFileOptions } from './options.js'

/** What is in a safetensors file. */
export interface Safetensors {
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, Tensor>
  /** The texts under `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>
}

const TYPES: ReadonlyMap<unknown, Element> = new Map([
  ['BOOL', ELEMENTS.bool],
  ['I8', ELEMENTS.int8],
  ['U8', ELEMENTS.uint8],
  ['I16', ELEMENTS.int16],
  ['U16', ELEMENTS.uint16],
  ['I32', ELEMENTS.int32],
  ['U32', ELEMENTS.uint32],
  ['I64', ELEMENTS.int64],
  ['U64', ELEMENTS.uint64],
  ['F16', ELEMENTS.float16],
  ['BF16', ELEMENTS.bfloat16],
  ['F32', ELEMENTS.float32],
  ['F64', ELEMENTS.float64],
])

/** The longest header that the format allows. */
const MOST_HEADER = 100_000_000

/** A tensor as the header has it, checked. */
interface Entry {
  readonly name: string
  readonly element: Element
  readonly shape: readonly number[]
  readonly count: number
  readonly from: number
  readonly to: number
}

/**
 * The tensors in a safetensors file by name, with its metadata.
 *
 * F64 becomes float64; F32, F16 and BF16 float32; integers of 8 to 64 bits int32; BOOL bool, unless another dtype is asked for.
 * Throws a `DataError` for any other type, a whole number that the dtype does not hold, and where the bytes are not
 * those that the header says: tensors that overlap, bytes that belong to none, sizes that are not those of the shape.
 *
 * @example
 * const { tensors, metadata } = readSafetensors(readFileSync('model.safetensors'))
 * const w = tensors.get('w')
 */
export function readSafetensors(bytes: Uint8Array, options: TensorFileOptions = {}): Safetensors {
  const { dtype, refuse } = fileOptions('readSafetensors', 'safetensors', bytes, options)
  if (bytes.length < 8) throw refuse(cutOff(bytes.length, 'at least 8'))
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > BigInt(MOST_HEADER))
    throw refuse(
      `says that its header has ${length} bytes; at most ${MOST_HEADER} are allowed. Is it safetensors?`,
    )
  const start = 8 + Number(length)
  if (start > bytes.length) throw refuse(cutOff(bytes.length, `a header of ${length}`))
  const { entries, metadata } = headerOf(bytes.subarray(8, start), bytes.length - start, refuse)
  checkCover(entries, bytes.length - start, refuse)
  const tensors = new Map(
    entries.map(({ name, element, shape, count, from }) => {
      const wanted: DType = dtype ?? element.dtype
      const stretch = { bytes, from: start + from, count, element, little: true }
      const error = (message: string) => refuse(`${describe(name)}: ${message}`)
      return [name, fromData(decode(stretch, wanted, error), shape, wanted)]
    }),
  )
  return { tensors, metadata }
}

function headerOf(bytes: Uint8Array, room: number, refuse: (message: string) => DataError) {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw refuse(`has a header that is no JSON: ${(error as Error).message}`)
  }
  if (bytes[0] !== 0x7b) throw refuse('has a header that does not begin with {')
  const entries: Entry[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, value] of Object.entries(json as object)) {
    if (name !== '__metadata__') {
      entries.push(entryOf(name, value, room, message => refuse(`${describe(name)} ${message}`)))
      continue
    }
    const texts = isObject(value) ? Object.entries(value) : undefined
    if (texts === undefined || texts.some(([, text]) => typeof text !== 'string'))
      throw refuse(`has __metadata__ that is ${describe(value)}; wanted an object of texts`)
    metadata = new Map(texts as [string, string][])
  }
  return { entries, metadata }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const areWhole = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(item => Number.isSafeInteger(item) && item >= 0)

function entryOf(name: string, value: unknown, room: number, refuse: (message: string) => DataError): Entry {
  if (!isObject(value))
    throw refuse(`is ${describe(value)} in the header; wanted dtype, shape and data_offsets`)
  const { dtype, shape, data_offsets: offsets } = value
  const element = TYPES.get(dtype)
  if (element === undefined)
    throw refuse(`has the dtype ${describe(dtype)}; ${[...TYPES.keys()].join(', ')} are read`)
  if (!areWhole(shape) || shape.length > 64)
    throw refuse(`has the shape ${JSON.stringify(shape)}; wanted up to 64 whole numbers from 0 to below 2^53`)
  if (!areWhole(offsets) || offsets.length !== 2)
    throw refuse(`has the data_offsets ${JSON.stringify(offsets)}; wanted where its bytes begin and end`)
  const [from, to] = offsets as [number, number]
  if (from > to || to > room) throw refuse(`lies at bytes ${from} to ${to} of the ${room} that there are`)
  const count = countOf(shape, room / element.size)
  if (count === undefined || count * element.size !== to - from)
    throw refuse(
      `has ${to - from} bytes, which is not what shape ${formatShape(shape)} of ${element.name} takes`,
    )
  return { name, element, shape, count, from, to }
}

/** Refuses tensors that overlap, and bytes that belong to none. */
function checkCover(entries: readonly Entry[], room: number, refuse: (message: string) => DataError): void {
  const sorted = [...entries].sort((a, b) => a.from - b.from || a.to - b.to)
  let end = 0
  for (const { name, from, to } of sorted) {
    if (from < end)
      throw refuse(
        `${describe(name)} overlaps the tensor before it: it begins at byte ${from}, before ${end}`,
      )
    if (from > end)
      throw refuse(`has a hole: bytes ${end} to ${from}, before ${describe(name)}, belong to no tensor`)
    end = to
  }
  if (end < room) throw refuse(`has ${room - end} bytes at its end that belong to no tensor`)
}

const NAMES: Readonly<Record<DType, string>> = { float64: 'F64', float32: 'F32', int32: 'I32', bool: 'BOOL' }

/** What `writeSafetensors` takes beside the tensors. */
export interface SafetensorsWriteOptions {
  /** Texts to be kept beside the tensors. */
  readonly metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>>
}

/**
 * Tensors by name as a safetensors file, each bit as it is. Larger elements come first, so that all are aligned; the names are
 * in order among equals, so that equal tensors give equal bytes.
 *
 * @example
 * writeFileSync('model.safetensors', writeSafetensors({ w, b }, { metadata: { format: 'pt' } }))
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: SafetensorsWriteOptions = {},
): Uint8Array {
  const { metadata } = checkOptions('writeSafetensors', options, ['metadata'])
  const named = [...namedTensors('writeSafetensors', tensors)]
  for (const [name, x] of named) {
    if (!(x instanceof Tensor))
      throw new ArgumentError('writeSafetensors', `${describe(name)} is ${describe(x)}; wanted a tensor`)
    if (name === '__metadata__')
      throw new ArgumentError(
        'writeSafetensors',
        'no tensor can be called __metadata__; texts go under the option',
      )
  }
  const sizeOf = (x: Tensor) => ELEMENTS[x.dtype].size
  named.sort(([a, x], [b, y]) => sizeOf(y) - sizeOf(x) || (a < b ? -1 : 1))
  const header: Map<string, unknown> = new Map()
  const texts = metadata instanceof Map ? [...metadata] : Object.entries(metadata ?? {})
  if (texts.some(([, text]) => typeof text !== 'string'))
    throw new ArgumentError('writeSafetensors', `metadata must be texts by name, got ${describe(metadata)}`)
  if (texts.length > 0) header.set('__metadata__', Object.fromEntries(texts))
  let end = 0
  for (const [name, x] of named) {
    const from = end
    end += x.size * sizeOf(x)
    header.set(name, { dtype: NAMES[x.dtype], shape: x.shape, data_offsets: [from, end] })
  }
  // `Object.fromEntries` makes own properties of all names, `__proto__` too.
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)))
  const length = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + length + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.fill(32, 8, 8 + length)
  bytes.set(json, 8)
  let at = 8 + length
  for (const [, x] of named) {
    const body = littleEndian(x)
    bytes.set(body, at)
    at += body.length
  }
  return bytes
}
