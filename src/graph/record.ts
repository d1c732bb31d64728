// From the definition of an op to its result: apply the rules, and record where the result came from.

import { scalar } from '../create.js'
import { allocate, type DType, dtypeOfNumber, floatOf, isFloat, promote, type TypedArray } from '../dtype.js'
import { ArgumentError, DTypeError, describe } from '../errors.js'
import { isTensor, type Operation, originOf, Tensor } from '../tensor.js'

/** What arithmetic takes: a tensor, or a plain number, which takes the other operand's dtype. */
export type Operand = Tensor | number

/** The shape of an operand: `readonly []` for a plain number. */
export type ShapeOfOperand<A extends Operand> = A extends Tensor<infer S> ? S : readonly []

/** Told of every op that runs; answers with the place in the user's code, if it keeps one. */
export type Observer = (op: Operation, inputs: readonly Tensor[], output: Tensor) => string | undefined

let observer: Observer | undefined

/** Runs a function while an observer watches each op; the former observer comes back, also after an error. */
export function withObserver<T>(watch: Observer, run: () => T): T {
  const former = observer
  observer = watch
  try {
    return run()
  } finally {
    observer = former
  }
}

/** Computes the output of an op and, where it depends on something tracked, records its origin. */
export function apply<P>(op: Operation<P>, inputs: readonly Tensor[], params: P): Tensor {
  const shape = op.shape(inputs, params)
  const dtype = op.dtype === undefined ? inputs[0]!.dtype : op.dtype(inputs, params)
  return record(
    op,
    inputs,
    params,
    new Tensor(op.forward(inputs, params, shape, dtype), shape, dtype, undefined),
  )
}

/** The output of an op with its origin, if a derivative can flow through it. */
export function record<P>(op: Operation<P>, inputs: readonly Tensor[], params: P, output: Tensor): Tensor {
  const site = observer === undefined ? undefined : observer(op as Operation, inputs, output)
  if (op.differentials === undefined || !isFloat(output.dtype)) return output
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i]!.origin !== undefined) {
      return new Tensor(
        output.data,
        output.shape,
        output.dtype,
        originOf(op as Operation, inputs, params, site),
      )
    }
  }
  return output
}

/** Fresh zeros for a kernel to write to: all but floats are computed in float64. */
export const storage = (dtype: DType, size: number): TypedArray => allocate(floatOf(dtype), size)

/** The values that a kernel wrote to `storage`, in their dtype. Integers that it cannot hold are refused; true is 1. */
export function settle(op: string, dtype: DType, out: TypedArray): TypedArray {
  if (dtype === 'int32') return toInt32(op, out)
  return dtype === 'bool' ? Uint8Array.from(out, value => (value === 0 ? 0 : 1)) : out
}

/** Storage that a kernel has filled, in its dtype. */
export function compute(op: string, dtype: DType, size: number, run: (out: TypedArray) => void): TypedArray {
  const out = storage(dtype, size)
  run(out)
  return settle(op, dtype, out)
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

/** A tensor from what arithmetic takes; refuses anything else. */
export function asTensor(op: string, value: Operand, beside: DType = 'float64'): Tensor {
  if (isTensor(value)) return value
  if (typeof value === 'number') return scalar(value, dtypeOfNumber(value, beside))
  throw new ArgumentError(op, `wants a tensor or a number, got ${describe(value)}; make one with tensor(…)`)
}

/** The common dtype of two operands: NumPy's table for tensors; a plain number follows its neighbour. */
export function commonDType(op: string, a: Operand, b: Operand): DType {
  if (isTensor(a)) return promote(a.dtype, dtypeOf(op, b, a.dtype))
  if (isTensor(b)) return promote(b.dtype, dtypeOf(op, a, b.dtype))
  return 'float64'
}

const dtypeOf = (op: string, x: Operand, beside: DType): DType =>
  typeof x === 'number' ? dtypeOfNumber(x, beside) : asTensor(op, x).dtype
