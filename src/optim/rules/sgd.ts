// Gradient descent, plain or with momentum: a step against the gradient.
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import { add, mul, sub } from '../../ops/arithmetic.js'
import { checkRate, type LearningRate } from '../learningRate.js'
import { checkSetting, type Optimizer, optimizerOf } from '../optimizer.js'

/** What `sgd` takes. */
export interface SgdOptions {
  /** How far to go along the gradient: a number > 0, or a schedule. */
  readonly learningRate: LearningRate
  /** How much of the last direction is kept, from 0 (none, the default) to below 1. */
  readonly momentum?: number
  /** Whether to look ahead along the direction that momentum keeps; not unless given. */
  readonly nesterov?: boolean
}

/**
 * Gradient descent: p ← p − η·g. With momentum μ: v ← μ·v + g, p ← p − η·v, v = 0 at first (B. T. Polyak, "Some methods
 * of speeding up the convergence of iteration methods", 1964, in the scaling in which η multiplies v). With `nesterov`:
 * p ← p − η·(g + μ·v) with the new v (Y. Nesterov, "A method of solving a convex programming problem with convergence rate
 * O(1/k²)", 1983; in the variables at which gradients are taken, as in I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the
 * importance of initialization and momentum in deep learning", 2013, section 2).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 *
 * @example
 * const optimizer = sgd({ learningRate: 0.1 })
 * optimizer.step({ w: tensor([1, 2]) }, { w: tensor([10, 0]) }, optimizer.init({ w: tensor([1, 2]) })).params   // w = [0, 2]
 */
export function sgd(options: SgdOptions): Optimizer {
  const {
    learningRate,
    momentum = 0,
    nesterov = false,
  } = checkOptions('sgd', options, ['learningRate', 'momentum', 'nesterov'])
  checkRate('sgd', learningRate)
  checkSetting('sgd', 'momentum', momentum, 0, 1)
  if (typeof nesterov !== 'boolean')
    throw new ArgumentError('sgd', `nesterov must be true or false, got ${describe(nesterov)}`)
  if (nesterov && momentum === 0)
    throw new ArgumentError(
      'sgd',
      'nesterov looks ahead along momentum, and there is none; set momentum, such as 0.9',
    )
  return optimizerOf({
    op: 'sgd',
    learningRate,
    moments: momentum === 0 ? 0 : 1,
    move(p, g, [former], { rate }) {
      if (momentum === 0) return [sub(p, mul(g, rate))]
      const v = former === undefined ? g : add(mul(former, momentum), g)
      return [sub(p, mul(nesterov ? add(g, mul(v, momentum)) : v, rate)), v]
    },
  })
}
