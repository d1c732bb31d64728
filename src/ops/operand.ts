// What ops take where a plain number may stand for a tensor, and the dtype in which two of them meet.
import { scalar } from '../create.js'
import { type DType, dtypeOfNumber, isFloat, promote } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { standsForNumber } from '../graph/index.js'
import { isTensor, type Tensor } from '../tensor.js'

/** What arithmetic takes: a tensor, or a plain number, which takes the other operand's dtype. */
export type Operand = Tensor | number

/** The shape of an operand: `readonly []` for a plain number. */
export type ShapeOfOperand<A extends Operand> = A extends Tensor<infer S> ? S : readonly []

/** A tensor from what arithmetic takes; refuses anything else. */
export function asTensor(op: string, value: Operand, beside: DType = 'float64'): Tensor {
  if (isTensor(value)) return value
  if (typeof value === 'number') return scalar(value, dtypeOfNumber(value, beside))
  throw new ArgumentError(op, `wants a tensor or a number, got ${describe(value)}; make one with tensor(…)`)
}

/** The common dtype of two operands: NumPy's table for tensors; a plain number follows its neighbour. */
export function commonDType(op: string, a: Operand, b: Operand): DType {
  if (isTensor(a) && !standsForNumber(a)) return promote(a.dtype, dtypeOf(op, b, a.dtype))
  if (isTensor(b)) return promote(b.dtype, dtypeOf(op, a, b.dtype))
  return 'float64'
}

function dtypeOf(op: string, x: Operand, beside: DType): DType {
  if (typeof x === 'number') return dtypeOfNumber(x, beside)
  const { dtype } = asTensor(op, x)
  return standsForNumber(x as Tensor) && isFloat(beside) ? beside : dtype
}
