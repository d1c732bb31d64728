// Where kernels write: storage for a result, and what was written there in the dtype that is wanted.
import { allocate, type DType, floatOf, type TypedArray } from '../dtype.js'
import { DTypeError } from '../errors.js'

/** Fresh zeros for a kernel to write to: all but floats are computed in float64. */
export const storage = (dtype: DType, size: number): TypedArray => allocate(floatOf(dtype), size)

/** The values that a kernel wrote to `storage`, in their dtype. Integers that it cannot hold are refused; true is 1. */
export function castResult(op: string, dtype: DType, out: TypedArray): TypedArray {
  if (dtype === 'int32') return toInt32(op, out)
  return dtype === 'bool' ? Uint8Array.from(out, value => (value === 0 ? 0 : 1)) : out
}

/** Storage that a kernel has filled, in its dtype. */
export function compute(op: string, dtype: DType, size: number, run: (out: TypedArray) => void): TypedArray {
  const out = storage(dtype, size)
  run(out)
  return castResult(op, dtype, out)
}

/** Whole numbers that fit int32; refuses others by their value and position. */
function toInt32(op: string, values: ArrayLike<number>): Int32Array {
  const out = new Int32Array(values.length)
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!
    out[i] = value
    if (out[i] !== value) {
      throw new DTypeError(
        op,
        `the result ${value} at position ${i} does not fit int32; cast to float64 first`,
      )
    }
  }
  return out
}
