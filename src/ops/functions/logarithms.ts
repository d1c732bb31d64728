// Logarithms to other bases, and logarithms of sums and complements that neither overflow nor lose what is small.
import { floatOf } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'
import { type BinaryOp, binary, div, mul, mulNoNan, neg, sub } from '../arithmetic.js'
import { expm1 } from '../elementwise.js'
import { selfAdjoint, type UnaryOp } from '../unary.js'
import { sloped } from './slope.js'

/** The logarithm to base 2; −∞ at 0, NaN below. dy = dx/(x·ln 2) */
export const log2: UnaryOp = sloped('log2', Math.log2, (dx, x) => div(dx, mul(x, Math.LN2)))

/** The logarithm to base 10; −∞ at 0, NaN below. dy = dx/(x·ln 10) */
export const log10: UnaryOp = sloped('log10', Math.log10, (dx, x) => div(dx, mul(x, Math.LN10)))

/** eᵃ/(eᵃ + eᵇ) = σ(a − b): ½ for equal ones, +∞ among them, and 0 for −∞. */
const weight: BinaryOp = binary({
  name: 'weight',
  f: (a, b) => {
    if (a === b) return a === Number.NEGATIVE_INFINITY ? 0 : 0.5
    const e = Math.exp(-Math.abs(a - b))
    return a > b ? 1 / (1 + e) : e / (1 + e)
  },
  differentials: (a, b, y) => {
    const slope = (): Tensor => mul(y, weight(b, a))
    return [selfAdjoint(da => mulNoNan(da, slope())), selfAdjoint(db => neg(mulNoNan(db, slope())))]
  },
})

/**
 * ln(eᵃ + eᵇ), however large or small they are. Broadcasts; float also for integers.
 *
 * d(logAddExp(a, b)) = σ(a − b)·da + σ(b − a)·db
 *
 * −∞ adds nothing and gets a slope of 0; two equal ones share the slope, +∞ too, as in logSumExp.
 */
export const logAddExp: BinaryOp = binary({
  name: 'logAddExp',
  f: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  dtype: floatOf,
  differentials: (a, b) => [
    selfAdjoint(da => mulNoNan(da, weight(a, b))),
    selfAdjoint(db => mulNoNan(db, weight(b, a))),
  ],
})

/**
 * ln(1 − eˣ): the logarithm of what is left of a probability, from its logarithm x ≤ 0. −∞ at 0, NaN above.
 *
 * dy = −dx/(e⁻ˣ − 1), −∞ at 0
 *
 * Near 0 it is ln(−expm1(x)), below −ln 2 log1p(−eˣ), where each has its digits (Mächler 2012, Accurately computing
 * log(1 − exp(−|a|))).
 */
export const log1mexp: UnaryOp = sloped(
  'log1mexp',
  x => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))),
  // 0 − x, not −x, which would make a slope of +∞ at 0.
  (dx, x) => neg(div(dx, expm1(sub(0, x)))),
)
