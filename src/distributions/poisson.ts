// The Poisson distribution of counts.
import { add, sub } from '../ops/arithmetic.js'
import { xlogy } from '../ops/entropy.js'
import type { Operand } from '../ops/operand.js'
import { lgamma } from '../ops/special/lgamma.js'
import { sizeOf } from '../shape.js'
import type { Tensor } from '../tensor.js'
import {
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
import { drawsOf, poissonDraw } from './draws.js'

/** The parameters of a Poisson distribution. */
export interface PoissonParameters {
  /** The expected count, at least 0. */
  readonly rate: Operand
}

const rateOf = (parameters: PoissonParameters, x?: Operand): Tensor =>
  parametersOf('poisson', parameters, { rate: FROM_ZERO }, x).rate

/** The Poisson distribution. Draws are whole numbers in a float dtype, and constants: no derivative goes through them. */
export const poisson: Distribution<PoissonParameters> = {
  /** x·ln rate − rate − ln x! */
  logProb(x, parameters) {
    const rate = rateOf(parameters, x)
    const value = besides('poisson', x, rate)
    return supported(value, isCount(value), 0, v => sub(sub(xlogy(v, rate), rate), lgamma(add(v, 1))))
  },
  sample(stream, shape, parameters) {
    const rate = rateOf(parameters)
    checkDraw('poisson', stream, shape)
    checkValues('poisson', 'rate', rate, FROM_ZERO)
    const { data, dtype } = everywhere('poisson', rate, shape)
    const draws = drawsOf(stream, sizeOf(shape))
    return drawn(shape, dtype, i => poissonDraw(draws, data[i]!))
  },
  mean: parameters => rateOf(parameters),
  variance: parameters => rateOf(parameters),
}
