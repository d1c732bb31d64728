// The beta function and its logarithm.
import { floatOf } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'
import { add, type BinaryOp, binary, mul, sub } from '../arithmetic.js'
import { selfAdjoint } from '../unary.js'
import { digamma } from './lgamma.js'
import { logBetaOf } from './numbers/beta.js'

/** ψ(a) − ψ(a + b) */
const slope = (a: Tensor, b: Tensor): Tensor => sub(digamma(a), digamma(add(a, b)))

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), with broadcasting; float also for integers.
 *
 * d(ln B) = (ψ(a) − ψ(a + b))·da + (ψ(b) − ψ(a + b))·db
 *
 * Exact to a few ulp of the value or of ln Γ of the smaller one, also where both are large. ∞ where one is 0, NaN below 0.
 */
export const logBeta: BinaryOp = binary({
  name: 'logBeta',
  f: logBetaOf,
  dtype: floatOf,
  differentials: (a, b) => [selfAdjoint(da => mul(da, slope(a, b))), selfAdjoint(db => mul(db, slope(b, a)))],
})

/**
 * The beta function B(a, b) = ∫₀¹ tᵃ⁻¹(1 − t)ᵇ⁻¹ dt for a, b > 0, with broadcasting; float also for integers.
 *
 * d(B) = y·((ψ(a) − ψ(a + b))·da + (ψ(b) − ψ(a + b))·db)
 *
 * Exact to 8·(1 + |ln y|) ulp, for it is e^(ln B). ∞ where one is 0, NaN below 0.
 */
export const beta: BinaryOp = binary({
  name: 'beta',
  f: (a, b) => Math.exp(logBetaOf(a, b)),
  dtype: floatOf,
  differentials: (a, b, y) => [
    selfAdjoint(da => mul(da, mul(y, slope(a, b)))),
    selfAdjoint(db => mul(db, mul(y, slope(b, a)))),
  ],
})
