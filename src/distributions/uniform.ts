// The uniform distribution on an interval.
import { add, div, mul, neg, sub } from '../ops/arithmetic.js'
import { greaterEqual, lessEqual, logicalAnd } from '../ops/comparison.js'
import { log, square } from '../ops/elementwise.js'
import type { Operand } from '../ops/operand.js'
import type { Tensor } from '../tensor.js'
import {
  besides,
  checkDraw,
  everywhere,
  FINITE,
  parametersOf,
  supported,
  type WithEntropy,
} from './distribution.js'

/** The parameters of a uniform distribution. */
export interface UniformParameters {
  /** The lower end. */
  readonly low: Operand
  /** The upper end, above the lower. */
  readonly high: Operand
}

const RULES = { low: FINITE, high: FINITE }
const ends = (parameters: UniformParameters, x?: Operand) => parametersOf('uniform', parameters, RULES, x)
const width = (parameters: UniformParameters): Tensor => {
  const { low, high } = ends(parameters)
  return sub(high, low)
}

/** The uniform distribution from low to high. Draws are low + (high − low)·u (reparameterised). */
export const uniform: WithEntropy<UniformParameters> = {
  logProb(x, parameters) {
    const { low, high } = ends(parameters, x)
    const value = besides('uniform', x, low)
    const inside = logicalAnd(greaterEqual(value, low), lessEqual(value, high))
    return supported(value, inside, low, v => sub(neg(log(sub(high, low))), mul(v, 0)))
  },
  sample(stream, shape, parameters) {
    const { low, high } = ends(parameters)
    checkDraw('uniform', stream, shape)
    const u = stream.uniform(shape, { dtype: low.dtype })
    return add(everywhere('uniform', low, shape), mul(everywhere('uniform', sub(high, low), shape), u))
  },
  mean(parameters) {
    const { low, high } = ends(parameters)
    return div(add(low, high), 2)
  },
  variance: parameters => div(square(width(parameters)), 12),
  entropy: parameters => log(width(parameters)),
}
