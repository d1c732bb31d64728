// Number types: how each is stored, and what two of them become together.
import { ArgumentError, describe } from './errors.js'

/** float64 by default; float32 for speed; int32 for indices and labels; bool for masks. */
export type DType = 'float64' | 'float32' | 'int32' | 'bool'

/** The storage of a tensor: bool values are kept as 0 and 1. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array

export const isFloat = (dtype: DType): boolean => dtype === 'float64' || dtype === 'float32'

/** More values than any engine of today holds in one array. */
const MOST = 2 ** 33

/** Fresh zeros. */
export function allocate(dtype: DType, length: number): TypedArray {
  if (length > MOST) throw new ArgumentError('tensor', `${length} values are more than one array holds`)
  switch (dtype) {
    case 'float64':
      return new Float64Array(length)
    case 'float32':
      return new Float32Array(length)
    case 'int32':
      return new Int32Array(length)
    case 'bool':
      return new Uint8Array(length)
  }
}

/** Refuses what is no dtype. */
export function checkDType(op: string, dtype: DType): void {
  if (!['float64', 'float32', 'int32', 'bool'].includes(dtype))
    throw new ArgumentError(op, `dtype must be float64, float32, int32 or bool, got ${describe(dtype)}`)
}

/** NumPy's table for these four: int32 and float32 meet in float64, which holds every value of both. */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a
  if (a === 'bool') return b
  if (b === 'bool') return a
  return 'float64'
}

/** The float type in which a function such as exp works: integers and masks become float64. */
export const floatOf = (dtype: DType): DType => (dtype === 'float32' ? 'float32' : 'float64')

/** The type in which values are counted: masks become int32. */
export const countable = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype)

/** The dtype that a plain number takes beside a tensor: the tensor's, unless that cannot hold it. */
export function dtypeOfNumber(value: number, beside: DType): DType {
  if (isFloat(beside)) return beside
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int32' : 'float64'
}

/** The distance from 1 to the next larger number. */
export const epsilonOf = (dtype: DType): number => (dtype === 'float32' ? 2 ** -23 : 2 ** -52)
