// The beta distribution, on the numbers from 0 to 1.
import { add, div, mul, mulNoNan, neg, sub } from '../ops/arithmetic.js'
import { greaterEqual, lessEqual, logicalAnd } from '../ops/comparison.js'
import { log1p, sigmoid, square } from '../ops/elementwise.js'
import { xlogy } from '../ops/entropy.js'
import type { Operand } from '../ops/operand.js'
import { logBeta } from '../ops/special/beta.js'
import { digamma } from '../ops/special/lgamma.js'
import type { Tensor } from '../tensor.js'
import { ABOVE_ZERO, besides, parametersOf, supported, type WithEntropy } from './distribution.js'
import { logGammaDraws } from './gamma.js'

/** The parameters of a beta distribution, whose density is proportional to xᵃ⁻¹(1 − x)ᵇ⁻¹. */
export interface BetaParameters {
  /** How much speaks for 1, above 0. */
  readonly a: Operand
  /** How much speaks for 0, above 0. */
  readonly b: Operand
}

const read = (parameters: BetaParameters, x?: Operand) =>
  parametersOf('beta', parameters, { a: ABOVE_ZERO, b: ABOVE_ZERO }, x)

/**
 * The beta distribution, of mean a/(a + b). A draw is the share of one gamma variate in the sum of two, so derivatives go through
 * it to a and b as they do for `gamma`; second ones are refused.
 */
export const beta: WithEntropy<BetaParameters> = {
  logProb(x, parameters) {
    const { a, b } = read(parameters, x)
    const value = besides('beta', x, a)
    const inside = logicalAnd(greaterEqual(value, 0), lessEqual(value, 1))
    return supported(value, inside, 0.5, v =>
      sub(add(xlogy(sub(a, 1), v), mulNoNan(sub(b, 1), log1p(neg(v)))), logBeta(a, b)),
    )
  },
  sample(stream, shape, parameters) {
    const { a, b } = read(parameters)
    const [x, y] = [a, b].map(value => logGammaDraws('beta', stream, shape, value)) as [Tensor, Tensor]
    return sigmoid(sub(x, y))
  },
  mean(parameters) {
    const { a, b } = read(parameters)
    return div(a, add(a, b))
  },
  /** a·b/((a + b)²·(a + b + 1)) */
  variance(parameters) {
    const { a, b } = read(parameters)
    const sum = add(a, b)
    return div(div(mul(a, b), square(sum)), add(sum, 1))
  },
  /** ln B(a, b) − (a − 1)·ψ(a) − (b − 1)·ψ(b) + (a + b − 2)·ψ(a + b) */
  entropy(parameters) {
    const { a, b } = read(parameters)
    const sum = add(a, b)
    const own = add(mul(sub(a, 1), digamma(a)), mul(sub(b, 1), digamma(b)))
    return add(sub(logBeta(a, b), own), mul(sub(sum, 2), digamma(sum)))
  },
}
