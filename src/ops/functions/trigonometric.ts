// The tangent and the angles that belong to sines, cosines and tangents, in radians.
import { floatOf } from '../../dtype.js'
import { stopGradient, type Tensor } from '../../tensor.js'
import { add, type BinaryOp, binary, div, maximum, mul, neg, sub } from '../arithmetic.js'
import { abs, sqrt, square } from '../elementwise.js'
import { selfAdjoint, type UnaryOp } from '../unary.js'
import { sloped } from './slope.js'

/** tan x, x in radians; NaN at ±∞. dy = (1 + y²)·dx */
export const tan: UnaryOp = sloped('tan', Math.tan, (dx, _, y) => mul(dx, add(square(y), 1)))

/** √((1 − x)(1 + x)), which keeps the digits of x near ±1. */
const cosineOf = (x: Tensor): Tensor => sqrt(mul(sub(1, x), add(1, x)))

/** The angle from −π/2 to π/2 whose sine is x; NaN outside −1 … 1. dy = dx/√(1 − x²), infinite at ±1 */
export const asin: UnaryOp = sloped('asin', Math.asin, (dx, x) => div(dx, cosineOf(x)))

/** The angle from 0 to π whose cosine is x; NaN outside −1 … 1. dy = −dx/√(1 − x²), infinite at ±1 */
export const acos: UnaryOp = sloped('acos', Math.acos, (dx, x) => neg(div(dx, cosineOf(x))))

/** The angle from −π/2 to π/2 whose tangent is x. dy = dx/(1 + x²) */
export const atan: UnaryOp = sloped('atan', Math.atan, (dx, x) => div(dx, add(square(x), 1)))

/**
 * The angle from −π to π of the point (x, y), whose tangent is y/x: the second coordinate comes first, as in C and NumPy.
 * Broadcasts; float also for integers.
 *
 * d(atan2(y, x)) = (x·dy − y·dx)/(x² + y²)
 *
 * Signs of zeros and infinities say on which side the point lies, as in IEEE 754: atan2(0, −0) is π, atan2(∞, ∞) is π/4. At
 * (0, 0) and at infinite points there is no slope: derivatives are NaN.
 */
export const atan2: BinaryOp = binary({
  name: 'atan2',
  f: Math.atan2,
  dtype: floatOf,
  differentials: (y, x) => [
    selfAdjoint(dy => mul(dy, perRadius(x, y, x))),
    selfAdjoint(dx => neg(mul(dx, perRadius(y, y, x)))),
  ],
})

/** side/(x² + y²). Both are first divided by the larger, a constant that cancels out, so that squares fit. */
function perRadius(side: Tensor, y: Tensor, x: Tensor): Tensor {
  const size = maximum(abs(stopGradient(x)), abs(stopGradient(y)))
  const squares = add(square(div(x, size)), square(div(y, size)))
  return div(div(div(side, size), squares), size)
}
