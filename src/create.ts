// Tensors of given values: nested arrays, typed arrays, plain numbers.
import { allocate, checkDType, type DType, type TypedArray } from './dtype.js'
import { ArgumentError, checkOptions, DTypeError, describe, ShapeError } from './errors.js'
import { checkShape, formatShape, type Nested, type Shape, type ShapeOf, sizeOf } from './shape.js'
import { Tensor, type TensorJSON } from './tensor.js'

/** Typed arrays of numbers. All but float64, float32 and int32 ones, and bytes of 0 and 1, need a dtype beside them. */
export type NumericArray = TypedArray | Int8Array | Int16Array | Uint16Array | Uint32Array | Uint8ClampedArray

/** What creation functions take beside the values. */
export interface TensorOptions {
  /** float64 unless given; bool for arrays of booleans, and a typed array's own. */
  readonly dtype?: DType
}

/** The dtype that options of this kind ask for. */
export function dtypeIn(op: string, options: TensorOptions, otherwise: () => DType): DType {
  const { dtype = otherwise() } = checkOptions(op, options, ['dtype'])
  checkDType(op, dtype)
  return dtype
}

/** As deep as NumPy's arrays go. */
const DEEPEST = 64

/**
 * A tensor of the given values.
 *
 * values : a number, nested arrays of one depth and equal lengths, or a typed array (copied; shape [length])
 *
 * Throws a `ShapeError` where rows differ in length, a `DTypeError` where a value does not fit the dtype.
 *
 * @example
 * tensor([[1, 2, 3], [4, 5, 6]])           // float64 [2, 3]
 * tensor([true, false])                    // bool [2]
 * tensor([3, 1, 2], { dtype: 'int32' })    // int32 [3]
 */
export function tensor<const A extends Nested | NumericArray>(
  values: A,
  options: TensorOptions = {},
): Tensor<ShapeOf<A>> {
  if (ArrayBuffer.isView(values) && !(values instanceof DataView)) {
    const dtype = dtypeIn('tensor', options, () => dtypeOfArray(values))
    const data = fill(values as TypedArray, dtype)
    return new Tensor(data, [data.length], dtype)
  }
  const shape: number[] = []
  for (let level: unknown = values; Array.isArray(level); level = level[0]) {
    if (shape.push(level.length) > DEEPEST) {
      throw new ShapeError('tensor', `arrays are nested deeper than ${DEEPEST} levels; is one inside itself?`)
    }
  }
  const flat = new Float64Array(sizeOf(shape))
  const booleans = flatten(values, shape, [], flat, 0)
  const dtype = dtypeIn('tensor', options, () =>
    flat.length > 0 && booleans === flat.length ? 'bool' : 'float64',
  )
  return new Tensor(fill(flat, dtype), shape, dtype)
}

/**
 * Reads tensors that `JSON.stringify` wrote, alone or nested in other data, bit by bit as they were: give it to
 * `JSON.parse`, which calls it for each value. What is no tensor stays as it is.
 *
 * Throws an `ArgumentError` for what has the parts of a tensor and is none, a `ShapeError` or `DTypeError` where values do
 * not fill the shape or fit the dtype.
 *
 * @example
 * const text = JSON.stringify({ w, b })
 * const { w, b } = JSON.parse(text, reviveTensor) as { w: Tensor, b: Tensor }
 */
export function reviveTensor(_key: string, value: unknown): unknown {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('dtype' in value && 'shape' in value && 'values' in value)
  )
    return value
  const { dtype, shape, values } = value as TensorJSON
  checkShape('reviveTensor', shape)
  checkDType('reviveTensor', dtype)
  if (!Array.isArray(values))
    throw new ArgumentError('reviveTensor', `wants an array of values, got ${describe(values)}`)
  const numbers = values.map((v, i) => {
    if (typeof v !== 'number' && !/^(NaN|-?Infinity|-0)$/.test(v))
      throw new ArgumentError(
        'reviveTensor',
        `values[${i}] is ${describe(v)}; wanted a number, or NaN, Infinity, -Infinity or -0 as text`,
      )
    return Number(v)
  })
  return fromData(fill(numbers, dtype), shape, dtype)
}

/** Writes the values below `level` from position `at` on; returns how many are booleans. Refuses ragged arrays by the position. */
function flatten(
  level: unknown,
  shape: Shape,
  path: readonly number[],
  out: Float64Array,
  at: number,
): number {
  const position = () => (path.length === 0 ? 'the value' : `values[${path.join('][')}]`)
  const n = shape[path.length]
  if (n === undefined) {
    if (typeof level !== 'number' && typeof level !== 'boolean') {
      if (!Array.isArray(level)) {
        throw new DTypeError('tensor', `${position()} is ${describe(level)}; wanted a number or a boolean`)
      }
      throw new ShapeError(
        'tensor',
        `nested arrays are ragged: ${position()} is ${describe(level)} where a number was wanted`,
      )
    }
    out[at] = Number(level)
    return typeof level === 'boolean' ? 1 : 0
  }
  if (!Array.isArray(level)) {
    throw new ShapeError(
      'tensor',
      `nested arrays are ragged: ${position()} is ${describe(level)} where an array of length ${n} was wanted`,
    )
  }
  if (level.length !== n) {
    throw new ShapeError(
      'tensor',
      `nested arrays are ragged: ${position()} has length ${level.length}, its first neighbour has ${n}`,
    )
  }
  const step = sizeOf(shape.slice(path.length + 1))
  const innermost = path.length === shape.length - 1
  let booleans = 0
  for (let i = 0; i < n; i++) {
    const value: unknown = level[i]
    if (innermost && typeof value === 'number') out[at + i] = value
    else booleans += flatten(value, shape, [...path, i], out, at + i * step)
  }
  return booleans
}

function dtypeOfArray(values: ArrayBufferView): DType {
  if (values instanceof Float64Array) return 'float64'
  if (values instanceof Float32Array) return 'float32'
  if (values instanceof Int32Array) return 'int32'
  if (values instanceof Uint8Array) return 'bool'
  throw new DTypeError('tensor', `say which dtype ${describe(values)} is to have, as in { dtype: 'float64' }`)
}

/** A copy of the values in the storage of a dtype; refuses what it cannot hold. */
export function fill(values: ArrayLike<number>, dtype: DType): TypedArray {
  const data = allocate(dtype, values.length)
  data.set(values)
  if (dtype === 'int32' || dtype === 'bool') {
    for (let i = 0; i < data.length; i++) {
      const value = values[i]!
      if (data[i] !== value || (dtype === 'bool' && value > 1)) {
        throw new DTypeError('tensor', `${value} at position ${i} does not fit ${dtype}; give another dtype`)
      }
    }
  }
  return data
}

/** A scalar of a dtype, for a plain number beside a tensor. */
export function scalar(value: number, dtype: DType): Tensor<readonly []> {
  return new Tensor(dtype === 'float64' ? value : allocate(dtype, 1).fill(value), SCALAR, dtype)
}

const SCALAR: readonly [] = []

/** A tensor around values that the caller gives away: no copy is made. */
export function fromData<const S extends Shape>(
  data: TypedArray,
  shape: S,
  dtype: DType = dtypeOfArray(data),
): Tensor<S> {
  if (sizeOf(shape) !== data.length) {
    throw new ShapeError('tensor', `${data.length} values do not fill shape ${formatShape(shape)}`, [shape])
  }
  return new Tensor(data, shape, dtype)
}
