// The negative binomial distribution: counts that scatter more than Poisson's.
import { add, div, mul, neg, sub } from '../ops/arithmetic.js'
import { log, log1p, square } from '../ops/elementwise.js'
import { xlogy } from '../ops/entropy.js'
import type { Operand } from '../ops/operand.js'
import { logBeta } from '../ops/special/beta.js'
import { sizeOf } from '../shape.js'
import {
  ABOVE_ZERO,
  besides,
  checkDraw,
  checkValues,
  type Distribution,
  drawn,
  everywhere,
  FROM_ZERO,
  isCount,
  parametersOf,
  supported,
} from './distribution.js'
import { drawsOf, gammaDraw, poissonDraw } from './draws.js'

/** The parameters of a negative binomial distribution, as regressions have them. */
export interface NegativeBinomialParameters {
  /** The expected count, at least 0. */
  readonly mean: Operand
  /** How near to Poisson's: the variance is mean + mean²/concentration. Above 0. */
  readonly concentration: Operand
}

const RULES = { mean: FROM_ZERO, concentration: ABOVE_ZERO }
const read = (parameters: NegativeBinomialParameters, x?: Operand) =>
  parametersOf('negativeBinomial', parameters, RULES, x)

/**
 * The negative binomial distribution: Poisson's with a rate that is drawn from a gamma distribution. With n successes of
 * probability p, as SciPy has it, mean is n·(1 − p)/p and concentration is n. Draws are whole numbers in a float dtype, and
 * constants.
 */
export const negativeBinomial: Distribution<NegativeBinomialParameters> = {
  /** −ln(x + r) − ln B(r, x + 1) − r·ln(1 + m/r) + x·ln(m/(m + r)): without the large terms of ln Γ, which cancel */
  logProb(x, parameters) {
    const { mean, concentration: r } = read(parameters, x)
    const value = besides('negativeBinomial', x, mean)
    return supported(value, isCount(value), 0, v => {
      const ways = neg(add(log(add(v, r)), logBeta(r, add(v, 1))))
      return add(sub(ways, mul(r, log1p(div(mean, r)))), xlogy(v, div(mean, add(mean, r))))
    })
  },
  sample(stream, shape, parameters) {
    const { mean, concentration } = read(parameters)
    checkDraw('negativeBinomial', stream, shape)
    checkValues('negativeBinomial', 'mean', mean, FROM_ZERO)
    checkValues('negativeBinomial', 'concentration', concentration, ABOVE_ZERO)
    const [m, r] = [
      everywhere('negativeBinomial', mean, shape),
      everywhere('negativeBinomial', concentration, shape),
    ]
    const draws = drawsOf(stream, sizeOf(shape))
    return drawn(shape, m.dtype, i => {
      const a = r.data[i]!
      const g = gammaDraw(draws, a + 1) * draws.unit() ** (1 / a)
      return poissonDraw(draws, (g * m.data[i]!) / a)
    })
  },
  mean(parameters) {
    const { mean, concentration } = read(parameters)
    return add(mean, mul(concentration, 0))
  },
  variance(parameters) {
    const { mean, concentration } = read(parameters)
    return add(mean, div(square(mean), concentration))
  },
}
