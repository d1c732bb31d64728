// The gamma distribution, and the exponential one, which is its case of concentration 1.
import { apply, type Operation } from '../graph/index.js'
import { add, type BinaryOp, binary, div, mul, mulNoNan, neg, sub } from '../ops/arithmetic.js'
import { greaterEqual } from '../ops/comparison.js'
import { exp, log, log1p, square } from '../ops/elementwise.js'
import { xlogy } from '../ops/entropy.js'
import type { Operand } from '../ops/operand.js'
import { digamma, lgamma } from '../ops/special/lgamma.js'
import { gammaShapeSlope } from '../ops/special/numbers/gammaShape.js'
import { refused } from '../ops/special/refused.js'
import { selfAdjoint } from '../ops/unary.js'
import type { RandomStream } from '../random.js'
import { type Shape, sizeOf } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'
import {
  ABOVE_ZERO,
  besides,
  checkDraw,
  checkValues,
  drawn,
  everywhere,
  parametersOf,
  supported,
  type WithEntropy,
} from './distribution.js'
import { drawsOf, gammaDraw } from './draws.js'

/** The parameters of a gamma distribution. */
export interface GammaParameters {
  /** The shape a of xᵃ⁻¹e^(−rate·x), above 0. */
  readonly concentration: Operand
  /** The rate, 1 over the scale, above 0. */
  readonly rate: Operand
}

/** The parameters of an exponential distribution. */
export interface ExponentialParameters {
  /** The rate, 1 over the mean, above 0. */
  readonly rate: Operand
}

const RULES = { concentration: ABOVE_ZERO, rate: ABOVE_ZERO }
const read = (parameters: GammaParameters, x?: Operand) => parametersOf('gamma', parameters, RULES, x)
const rateOf = (parameters: ExponentialParameters, x?: Operand): Tensor =>
  parametersOf('exponential', parameters, { rate: ABOVE_ZERO }, x).rate

/** dx/da where P(a, x) stays as it is: −∂P/∂a over the density. It has no derivatives. */
const path: BinaryOp = binary({
  name: 'gammaPath',
  f: (a, x) => (x > 0 ? -x * gammaShapeSlope(a, x) : 0),
  differentials: () => {
    const refusal = refused('gamma', 'the concentration of a draw', 'second derivative')
    return [refusal, refusal]
  },
})

/** A draw that stands for its concentration: implicit reparameterisation (Figurnov, Mohamed & Mnih 2018). */
const DRAW: Operation = {
  name: 'gammaDraw',
  shape: ([a]) => a!.shape,
  forward: ([, x]) => valuesOf(x!),
  differentials: ([a], y) => [selfAdjoint(da => mul(da, path(a!, y))), undefined],
}

/**
 * Logarithms of gamma variates of rate 1. With G of concentration a + 1, G·u^(1/a) has concentration a (Stuart 1962): so small
 * ones, most of which are below the least number, have logarithms.
 */
export function logGammaDraws(op: string, stream: RandomStream, shape: Shape, concentration: Tensor): Tensor {
  checkDraw(op, stream, shape)
  checkValues(op, 'concentration', concentration, ABOVE_ZERO)
  const a = everywhere(op, concentration, shape)
  const above = add(a, 1)
  const draws = drawsOf(stream, sizeOf(shape))
  const g = drawn(shape, a.dtype, i => gammaDraw(draws, above.data[i]!))
  const u = stream.uniform(shape, { dtype: a.dtype })
  return add(log(apply(DRAW, [above, g], undefined)), div(log1p(neg(u)), a))
}

/**
 * The gamma distribution, of mean concentration/rate. Derivatives go through draws to both parameters, by implicit
 * reparameterisation towards the concentration; a second derivative towards that is refused.
 */
export const gamma: WithEntropy<GammaParameters> = {
  logProb(x, parameters) {
    const { concentration, rate } = read(parameters, x)
    const value = besides('gamma', x, rate)
    return supported(value, greaterEqual(value, 0), 1, v =>
      sub(
        add(xlogy(sub(concentration, 1), v), mul(concentration, log(rate))),
        add(mul(rate, v), lgamma(concentration)),
      ),
    )
  },
  sample(stream, shape, parameters) {
    const { concentration, rate } = read(parameters)
    return div(exp(logGammaDraws('gamma', stream, shape, concentration)), everywhere('gamma', rate, shape))
  },
  mean(parameters) {
    const { concentration, rate } = read(parameters)
    return div(concentration, rate)
  },
  variance(parameters) {
    const { concentration, rate } = read(parameters)
    return div(concentration, square(rate))
  },
  /** a − ln rate + ln Γ(a) + (1 − a)·ψ(a) */
  entropy(parameters) {
    const { concentration: a, rate } = read(parameters)
    return add(sub(a, log(rate)), add(lgamma(a), mulNoNan(sub(1, a), digamma(a))))
  },
}

/** The exponential distribution, of mean 1/rate. Draws are −ln(1 − u)/rate (reparameterised). */
export const exponential: WithEntropy<ExponentialParameters> = {
  logProb(x, parameters) {
    const rate = rateOf(parameters, x)
    const value = besides('exponential', x, rate)
    return supported(value, greaterEqual(value, 0), 0, v => sub(log(rate), mul(rate, v)))
  },
  sample(stream, shape, parameters) {
    const rate = rateOf(parameters)
    checkDraw('exponential', stream, shape)
    return div(
      neg(log1p(neg(stream.uniform(shape, { dtype: rate.dtype })))),
      everywhere('exponential', rate, shape),
    )
  },
  mean: parameters => div(1, rateOf(parameters)),
  variance: parameters => div(1, square(rateOf(parameters))),
  entropy: parameters => sub(1, log(rateOf(parameters))),
}
