// What ops take where a plain number may stand for a tensor, and the dtype in which two of them meet.
import { scalar } from '../create.js'
import { type DType, dtypeOfNumber, promote } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { isTensor, onlyValue, type Tensor } from '../tensor.js'

/** What arithmetic takes: a tensor, or a plain number, which takes the other operand's dtype. */
export type Operand = Tensor | number

/** The shape of an operand: `readonly []` for a plain number. */
export type ShapeOfOperand<A extends Operand> = A extends Tensor<infer S> ? S : readonly []

/** A tensor from what arithmetic takes; refuses anything else. */
export function asTensor(op: string, value: Operand, beside: DType = 'float64'): Tensor {
  if (isTensor(value)) return value
  if (typeof value === 'number') return constant(value, dtypeOfNumber(value, beside))
  throw new ArgumentError(op, `wants a tensor or a number, got ${describe(value)}; make one with tensor(…)`)
}

/** Constants that were wanted lately: programs write the same few numbers again and again, and graphs keep each. */
const lately = /* @__PURE__ */ new Array<Tensor | undefined>(64)

/** A plain number as a tensor, perhaps the one that stood for it before. */
function constant(value: number, dtype: DType): Tensor {
  // By Fibonacci hashing: neighbours, and numbers that differ in their last bits, go to different places.
  const at = (value * 2654435769) & 63
  const found = lately[at]
  if (found !== undefined && found.dtype === dtype && Object.is(onlyValue(found), value)) return found
  return (lately[at] = scalar(value, dtype))
}

/** The common dtype of two operands: NumPy's table for tensors; a plain number follows its neighbour. */
export function commonDType(op: string, a: Operand, b: Operand): DType {
  if (isTensor(a)) return promote(a.dtype, dtypeOf(op, b, a.dtype))
  if (isTensor(b)) return promote(b.dtype, dtypeOf(op, a, b.dtype))
  return 'float64'
}

const dtypeOf = (op: string, x: Operand, beside: DType): DType =>
  typeof x === 'number' ? dtypeOfNumber(x, beside) : asTensor(op, x).dtype
