// The Bernoulli distribution: 0 or 1.
import { add, mul, mulNoNan, neg, sub } from '../ops/arithmetic.js'
import { equal, less, logicalOr } from '../ops/comparison.js'
import { log1p, logSigmoid, sigmoid } from '../ops/elementwise.js'
import { xlogy } from '../ops/entropy.js'
import type { Operand } from '../ops/operand.js'
import { cast } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import {
  besides,
  checkDraw,
  checkNamed,
  everywhere,
  NOT_NAN,
  PROBABILITY,
  parametersOf,
  supported,
  type WithEntropy,
} from './distribution.js'

/** The parameter of a Bernoulli distribution: one of the two. */
export type BernoulliParameters =
  | {
      /** The probability of 1. */
      readonly probability: Operand
    }
  | {
      /** ln(p/(1 − p)) for the probability p of 1; keeps the digits of a p near 1. */
      readonly logits: Operand
    }

/** The probability of 1, and the logarithms of those of 1 and of 0 times a factor. */
interface Chances {
  readonly p: () => Tensor
  readonly one: (factor: Tensor) => Tensor
  readonly zero: (factor: Tensor) => Tensor
  readonly like: Tensor
}

function read(parameters: BernoulliParameters, x?: Operand): Chances {
  checkNamed('bernoulli', parameters, '{ probability } or { logits }')
  if ('logits' in parameters) {
    const { logits } = parametersOf('bernoulli', parameters, { logits: NOT_NAN }, x)
    return {
      p: () => sigmoid(logits),
      one: factor => mulNoNan(factor, logSigmoid(logits)),
      zero: factor => mulNoNan(factor, logSigmoid(neg(logits))),
      like: logits,
    }
  }
  const { probability } = parametersOf('bernoulli', parameters, { probability: PROBABILITY }, x)
  return {
    p: () => probability,
    one: factor => xlogy(factor, probability),
    zero: factor => mulNoNan(factor, log1p(neg(probability))),
    like: probability,
  }
}

/** The Bernoulli distribution. Draws are 0 and 1 in a float dtype, and constants: no derivative goes through them. */
export const bernoulli: WithEntropy<BernoulliParameters> = {
  logProb(x, parameters) {
    const { one, zero, like } = read(parameters, x)
    const value = besides('bernoulli', x, like)
    const inside = logicalOr(equal(value, 0), equal(value, 1))
    return supported(value, inside, 0, v => add(one(v), zero(sub(1, v))))
  },
  sample(stream, shape, parameters) {
    checkDraw('bernoulli', stream, shape)
    const p = everywhere('bernoulli', read(parameters).p(), shape)
    return cast(less(stream.uniform(shape, { dtype: p.dtype }), p), p.dtype)
  },
  mean: parameters => read(parameters).p(),
  variance(parameters) {
    const p = read(parameters).p()
    return mul(p, sub(1, p))
  },
  entropy(parameters) {
    const { p, one, zero } = read(parameters)
    return sub(0, add(one(p()), zero(sub(1, p()))))
  },
}
