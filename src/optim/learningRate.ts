// How far a step goes: a number, or a function of the steps taken, which also runs while a function is compiled.
import { scalar } from '../create.js'
import { ArgumentError, describe } from '../errors.js'
import { standForNumber } from '../graph/index.js'
import type { BinaryOp } from '../ops/arithmetic.js'
import { formatShape } from '../shape.js'
import { isTensor, type Tensor } from '../tensor.js'

/**
 * A number > 0, or a function of how many steps were taken, 0 at the first one: a schedule, or one of your own. Its argument is a
 * float64 tensor [], for while a function is compiled nobody knows the number; so compute with ops. It must not give less than 0.
 *
 * @example
 * sgd({ learningRate: 0.1 })
 * sgd({ learningRate: cosineDecay({ rate: 0.1, steps: 1000 }) })
 * sgd({ learningRate: step => div(0.1, sqrt(add(step, 1))) })
 */
export type LearningRate = number | ((step: Tensor) => Tensor | number)

/** A plain number, or a tensor that stands for one while a function is compiled. */
export type Numeral = number | Tensor

/** An op on numbers: what it gives is a number again. */
export const onNumbers = (op: BinaryOp, a: Numeral, b: Numeral): Numeral =>
  typeof a === 'number' && typeof b === 'number'
    ? op(scalar(a, 'float64'), b).item()
    : standForNumber(op(a, b))

/** The rate after so many steps. */
export function rateAt(op: string, rate: LearningRate, steps: Numeral): Numeral {
  if (typeof rate === 'number') return rate
  if (isTensor(steps)) return standForNumber(ask(op, rate, steps))
  const value = ask(op, rate, scalar(steps, 'float64')).item()
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new ArgumentError(op, `learningRate must give numbers ≥ 0, got ${value} after ${steps} steps`)
  return value
}

/** What a rate gives, as a tensor []. */
export function ask(op: string, rate: LearningRate, step: Tensor): Tensor {
  const found = typeof rate === 'number' ? rate : rate(step)
  if (typeof found === 'number') return scalar(found, 'float64')
  if (!isTensor(found) || found.rank > 0) {
    throw new ArgumentError(
      op,
      `learningRate must give a number or a tensor [], got ${isTensor(found) ? formatShape(found.shape) : describe(found)}`,
    )
  }
  return found
}

/** Refuses a rate that is neither a positive number nor a schedule. */
export function checkRate(op: string, rate: LearningRate, name = 'learningRate'): void {
  if (typeof rate === 'function' || (typeof rate === 'number' && rate > 0 && rate < Number.POSITIVE_INFINITY))
    return
  throw new ArgumentError(op, `${name} must be a positive number such as 0.1, got ${describe(rate)}`)
}
