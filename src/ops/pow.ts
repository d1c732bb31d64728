// Powers: the one arithmetic op whose slopes need a logarithm and a choice.
import { allocate, countable, isFloat } from '../dtype.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { pow as code } from '../kernels/wasm/functions/power.js'
import { isTensor, stopGradient, type Tensor, valuesOf } from '../tensor.js'
import { add, type BinaryOp, binary, div, mul, mulNoNan, sub } from './arithmetic.js'
import { equal, logicalAnd, where } from './comparison.js'
import { log, sqrt, square } from './elementwise.js'
import type { Operand } from './operand.js'
import { storage } from './storage.js'
import { selfAdjoint } from './unary.js'
import { ONE_VALUE } from './zip.js'

const powerOf = (x: number, p: number): number => (x === 1 ? 1 : x ** p)

/** Powers of two tensors. */
const BOTH: BinaryOp = binary({
  name: 'pow',
  f: powerOf,
  code,
  dtype: countable,
  differentials: (x, p, y) => [
    selfAdjoint(dx => mulNoNan(dx, slopeOfBase(x, p))),
    selfAdjoint(dp => mulNoNan(dp, slopeOfExponent(x, y))),
  ],
})

/** xᵖ for a plain number p. dy = p·xᵖ⁻¹·dx, and 0 for p = 0 */
const TO_NUMBER: Operation<number> = {
  name: 'powTo',
  shape: ([x]) => x!.shape,
  forward([x], p, _, dtype) {
    const easy = easyPower(stopGradient(x!), p)
    if (easy !== undefined) return valuesOf(easy)
    const out = storage(dtype, x!.size)
    kernels.zip('pow', powerOf, valuesOf(x!), allocate(dtype, 1).fill(p), out, ONE_VALUE, code)
    return out
  },
  broadcasts: true,
  batch: p => p,
  differentials: ([x], _, p) => [selfAdjoint(dx => mulNoNan(dx, mulNoNan(toNumber(x!, p - 1), p)))],
}

/** xᵖ with p as x's dtype holds it. */
const toNumber = (x: Tensor, p: number): Tensor =>
  apply(TO_NUMBER, [x], x.dtype === 'float32' ? Math.fround(p) : p)

/**
 * xᵖ value by value, with broadcasting. Whole powers of negative numbers are right, others are NaN; 1 to any power and
 * anything to the power 0 is 1. Integers stay int32.
 *
 * dy = p·xᵖ⁻¹·dx + xᵖ·ln(x)·dp, where at p = 0 the first and at x = 0 the second is 0
 */
export const pow: BinaryOp = ((x: Operand, p: Operand) =>
  typeof p === 'number' && isTensor(x) && isFloat(x.dtype) && x.rank > 0
    ? toNumber(x, p)
    : BOTH(x, p)) as BinaryOp

/**
 * xᵖ by products, roots and quotients, for a p that has such; to 1½ units in the last place, with the values that `**` has at
 * 0 and ∞.
 */
export function easyPower(x: Tensor, p: number): Tensor | undefined {
  const root = () => where(equal(x, Number.NEGATIVE_INFINITY), Number.POSITIVE_INFINITY, sqrt(add(x, 0)))
  switch (p) {
    case 1:
      return x
    case 2:
      return square(x)
    case 3:
      return mul(square(x), x)
    case 0.5:
      return root()
    case -0.5:
      return div(1, root())
    case -1:
      return div(1, x)
    case -2:
      return square(div(1, x))
    default:
      return undefined
  }
}

/** p·xᵖ⁻¹, and 0 at p = 0 however small x is. At x = 0, p = 0 the exponent is replaced, so that slopes in p stay finite. */
const slopeOfBase = (x: Tensor, p: Tensor): Tensor =>
  mulNoNan(p, pow(x, where(logicalAnd(equal(p, 0), equal(x, 0)), 1, sub(p, 1))))

/** xᵖ·ln x, and 0 at x = 0. */
const slopeOfExponent = (x: Tensor, y: Tensor): Tensor => {
  const zero = equal(x, 0)
  return mulNoNan(where(zero, 0, y), log(where(zero, 1, x)))
}
