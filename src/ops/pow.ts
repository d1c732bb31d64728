// Powers: the one arithmetic op whose slopes need a logarithm and a choice.
import { countable } from '../dtype.js'
import { pow as code } from '../kernels/wasm/functions/power.js'
import type { Tensor } from '../tensor.js'
import { type BinaryOp, binary, mulNoNan, sub } from './arithmetic.js'
import { equal, logicalAnd, where } from './comparison.js'
import { log } from './elementwise.js'
import { selfAdjoint } from './unary.js'

/**
 * xᵖ value by value, with broadcasting. Whole powers of negative numbers are right, others are NaN; 1 to any power and
 * anything to the power 0 is 1. Integers stay int32.
 *
 * dy = p·xᵖ⁻¹·dx + xᵖ·ln(x)·dp, where at p = 0 the first and at x = 0 the second is 0
 */
export const pow: BinaryOp = binary({
  name: 'pow',
  code,
  f: (x, p) => (x === 1 ? 1 : x ** p),
  dtype: countable,
  differentials: (x, p, y) => [
    selfAdjoint(dx => mulNoNan(dx, slopeOfBase(x, p))),
    selfAdjoint(dp => mulNoNan(dp, slopeOfExponent(x, y))),
  ],
})

/** p·xᵖ⁻¹, and 0 at p = 0 however small x is. At x = 0, p = 0 the exponent is replaced, so that slopes in p stay finite. */
const slopeOfBase = (x: Tensor, p: Tensor): Tensor =>
  mulNoNan(p, pow(x, where(logicalAnd(equal(p, 0), equal(x, 0)), 1, sub(p, 1))))

/** xᵖ·ln x, and 0 at x = 0. */
const slopeOfExponent = (x: Tensor, y: Tensor): Tensor => {
  const zero = equal(x, 0)
  return mulNoNan(where(zero, 0, y), log(where(zero, 1, x)))
}
