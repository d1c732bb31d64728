// The types of elements in tensor files: how many bytes each takes, the dtype it becomes, and its values read exactly.
import { allocate, type DType, type TypedArray } from '../../dtype.js'
import type { DataError } from '../../errors.js'

/** A type of elements as files have it. */
export interface Element {
  /** What errors call it: `int64`. */
  readonly name: string
  /** How many bytes one takes. */
  readonly size: 1 | 2 | 4 | 8
  /** What it becomes unless another dtype is asked for. */
  readonly dtype: DType
  /** The value at an offset; NaN for a whole number that float64 does not hold. */
  read(view: DataView, at: number, little: boolean): number
}

const element = (name: string, size: Element['size'], dtype: DType, read: Element['read']): Element => ({
  name,
  size,
  dtype,
  read,
})

/** Two halves of 64 bits as a whole number, where float64 holds it: below 2⁵³, and multiples of powers of 2 beyond. */
function whole(high: number, low: number): number {
  const value = high * 2 ** 32 + low
  const exact = Math.abs(value) < 2 ** 53 || BigInt(value) === (BigInt(high) << 32n) + BigInt(low)
  return exact ? value : Number.NaN
}

/** float16: 1 bit sign, 5 bits exponent, 10 bits fraction (IEEE 754-2008, 3.6). */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = (bits & 1023) / 1024
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))
}

const BITS = new DataView(new ArrayBuffer(4))

/** bfloat16: the upper half of a float32. */
function bfloat16(bits: number): number {
  BITS.setUint32(0, bits << 16)
  return BITS.getFloat32(0)
}

/** Whole numbers become int32, floats the smallest dtype that holds them all. */
export const ELEMENTS = {
  bool: element('bool', 1, 'bool', (view, at) => view.getUint8(at)),
  int8: element('int8', 1, 'int32', (view, at) => view.getInt8(at)),
  uint8: element('uint8', 1, 'int32', (view, at) => view.getUint8(at)),
  int16: element('int16', 2, 'int32', (view, at, little) => view.getInt16(at, little)),
  uint16: element('uint16', 2, 'int32', (view, at, little) => view.getUint16(at, little)),
  int32: element('int32', 4, 'int32', (view, at, little) => view.getInt32(at, little)),
  uint32: element('uint32', 4, 'int32', (view, at, little) => view.getUint32(at, little)),
  int64: element('int64', 8, 'int32', (view, at, little) =>
    little
      ? whole(view.getInt32(at + 4, true), view.getUint32(at, true))
      : whole(view.getInt32(at), view.getUint32(at + 4)),
  ),
  uint64: element('uint64', 8, 'int32', (view, at, little) =>
    little
      ? whole(view.getUint32(at + 4, true), view.getUint32(at, true))
      : whole(view.getUint32(at), view.getUint32(at + 4)),
  ),
  float16: element('float16', 2, 'float32', (view, at, little) => float16(view.getUint16(at, little))),
  bfloat16: element('bfloat16', 2, 'float32', (view, at, little) => bfloat16(view.getUint16(at, little))),
  float32: element('float32', 4, 'float32', (view, at, little) => view.getFloat32(at, little)),
  float64: element('float64', 8, 'float64', (view, at, little) => view.getFloat64(at, little)),
} as const satisfies Record<string, Element>

const HOST_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Values that lie in a file one after the other: from where, how many, of which type and byte order. */
export interface Stretch {
  readonly bytes: Uint8Array
  readonly from: number
  readonly count: number
  readonly element: Element
  readonly little: boolean
}

/**
 * The values of a stretch, whose bytes are all there. Refuses a byte of a bool that is neither 0 nor 1, and a whole number
 * that the dtype does not hold exactly. Floats are rounded where a smaller float was asked for.
 */
export function decode(
  { bytes, from, count, element, little }: Stretch,
  dtype: DType,
  error: (message: string) => DataError,
): TypedArray {
  const data = allocate(dtype, count)
  const { size, name } = element
  if (name === dtype && size > 1 && little === HOST_IS_LITTLE) {
    new Uint8Array(data.buffer).set(bytes.subarray(from, from + count * size))
    return data
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, count * size)
  const isFloat = /float/.test(name)
  const wanted = isFloat && /float/.test(dtype)
  for (let i = 0; i < count; i++) {
    const value = element.read(view, i * size, little)
    data[i] = value
    if (wanted) continue
    if (name === 'bool' && value > 1)
      throw error(`value ${i} is a bool whose byte is ${value}; wanted 0 or 1`)
    if (data[i] !== value || (dtype === 'bool' && value > 1))
      throw error(misfit(view, i, element, little, dtype))
  }
  return data
}

/** Why a value does not fit, and what to ask for. */
function misfit(
  view: DataView,
  i: number,
  { name, size, read }: Element,
  little: boolean,
  dtype: DType,
): string {
  const isWide = name === 'int64' || name === 'uint64'
  const value = isWide
    ? name === 'int64'
      ? view.getBigInt64(i * size, little)
      : view.getBigUint64(i * size, little)
    : read(view, i * size, little)
  const way =
    dtype === 'float64'
      ? 'float64 holds whole numbers up to 2^53, and no integer dtype here holds more'
      : "ask for { dtype: 'float64' }"
  return `value ${i} is ${value}, which ${dtype} does not hold; ${way}`
}

/** How many values a shape has, where their bytes could be there; `undefined` where they are more than `most`. */
export function countOf(shape: readonly number[], most: number): number | undefined {
  if (shape.includes(0)) return 0
  let count = 1
  for (const extent of shape) {
    count *= extent
    if (count > most) return undefined
  }
  return count
}
