// Hyperbolic functions and their inverses.
import { add, div, mul, sub } from '../arithmetic.js'
import { sqrt } from '../elementwise.js'
import type { UnaryOp } from '../unary.js'
import { sloped } from './slope.js'

/** sinh x = (eˣ − e⁻ˣ)/2. dy = cosh(x)·dx */
export const sinh: UnaryOp = sloped('sinh', Math.sinh, (dx, x) => mul(dx, cosh(x)))

/** cosh x = (eˣ + e⁻ˣ)/2. dy = sinh(x)·dx */
export const cosh: UnaryOp = sloped('cosh', Math.cosh, (dx, x) => mul(dx, sinh(x)))

/** √(1 + x²), also where x² has no room. */
const secant: UnaryOp = sloped(
  'secant',
  x => Math.hypot(1, x),
  (dx, x, y) => mul(dx, div(x, y)),
)

/** The number whose hyperbolic sine is x. dy = dx/√(1 + x²) */
export const asinh: UnaryOp = sloped('asinh', Math.asinh, (dx, x) => div(dx, secant(x)))

/** The number from 0 on whose hyperbolic cosine is x; NaN below 1. dy = dx/√(x² − 1), infinite at 1 */
export const acosh: UnaryOp = sloped('acosh', Math.acosh, (dx, x) =>
  div(dx, mul(sqrt(sub(x, 1)), sqrt(add(x, 1)))),
)

/** The number whose hyperbolic tangent is x; ±∞ at ±1, NaN beyond. dy = dx/(1 − x²), infinite at ±1 */
export const atanh: UnaryOp = sloped('atanh', Math.atanh, (dx, x) => div(dx, mul(sub(1, x), add(x, 1))))
