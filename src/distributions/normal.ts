// The normal distribution on the line.
import { add, div, mul, neg, sub } from '../ops/arithmetic.js'
import { broadcastTo } from '../ops/broadcast.js'
import { log, square } from '../ops/elementwise.js'
import type { Operand } from '../ops/operand.js'
import type { Tensor } from '../tensor.js'
import {
  ABOVE_ZERO,
  besides,
  checkDraw,
  everywhere,
  FINITE,
  parametersOf,
  type WithEntropy,
} from './distribution.js'

/** The parameters of a normal distribution. */
export interface NormalParameters {
  /** Where the middle is. */
  readonly mean: Operand
  /** The standard deviation, above 0. */
  readonly deviation: Operand
}

const RULES = { mean: FINITE, deviation: ABOVE_ZERO }
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2

/**
 * The normal distribution. Draws are mean + deviation·ε (reparameterised): derivatives go through them to both parameters.
 *
 * @example
 * const p = { mean: tensor([0, 1]), deviation: 2 }
 * normal.logProb(tensor([0.5, 0.5]), p)
 * normal.sample(random(42), [100, 2], p)
 */
export const normal: WithEntropy<NormalParameters> & {
  /** The divergence of Kullback and Leibler E ln p(x)/q(x) under p, in nats, value by value. */
  kl(p: NormalParameters, q: NormalParameters): Tensor
} = {
  /** −((x − mean)/deviation)²/2 − ln deviation − ½·ln 2π */
  logProb(x, parameters) {
    const { mean, deviation } = parametersOf('normal', parameters, RULES, x)
    const z = div(sub(besides('normal', x, mean), mean), deviation)
    return neg(add(add(div(square(z), 2), log(deviation)), HALF_LOG_TWO_PI))
  },
  sample(stream, shape, parameters) {
    const { mean, deviation } = parametersOf('normal', parameters, RULES)
    checkDraw('normal', stream, shape)
    const noise = stream.normal(shape, { dtype: mean.dtype })
    return add(everywhere('normal', mean, shape), mul(everywhere('normal', deviation, shape), noise))
  },
  mean: parameters => both(parameters).mean,
  variance: parameters => square(both(parameters).deviation),
  entropy: (parameters: NormalParameters): Tensor =>
    add(log(both(parameters).deviation), 0.5 + HALF_LOG_TWO_PI),
  /** ln(σq/σp) + (σp² + (μp − μq)²)/(2·σq²) − ½ */
  kl(p, q) {
    const a = parametersOf('normal', p, RULES)
    const b = parametersOf('normal', q, RULES)
    const ratio = square(div(a.deviation, b.deviation))
    const apart = square(div(sub(a.mean, b.mean), b.deviation))
    return div(sub(add(ratio, apart), add(log(ratio), 1)), 2)
  },
}

/** Both parameters in one shape. */
function both(parameters: NormalParameters): { readonly mean: Tensor; readonly deviation: Tensor } {
  const { mean, deviation } = parametersOf('normal', parameters, RULES)
  const { shape } = add(mean, deviation)
  return { mean: broadcastTo(mean, shape), deviation: broadcastTo(deviation, shape) }
}
