// Gradient descent, plain or with momentum: a step against the gradient.
import { checkOptions } from '../errors.js'
import { add, mul, sub } from '../ops/arithmetic.js'
import { checkRate, checkSetting, checkState, type Optimizer, oneMore, zipTrees } from './optimizer.js'

/** What `sgd` takes. */
export interface SgdOptions {
  /** How far to go along the gradient, > 0. */
  readonly learningRate: number
  /** How much of the last direction is kept, from 0 (none, the default) to below 1. */
  readonly momentum?: number
}

/**
 * Gradient descent: p ← p − η·g. With momentum μ: v ← μ·v + g, p ← p − η·v, v = 0 at first (B. T. Polyak, "Some methods
 * of speeding up the convergence of iteration methods", 1964, in the scaling in which η multiplies v).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 *
 * @example
 * const optimizer = sgd({ learningRate: 0.1 })
 * optimizer.step({ w: tensor([1, 2]) }, { w: tensor([10, 0]) }, optimizer.init({ w: tensor([1, 2]) })).params   // w = [0, 2]
 */
export function sgd(options: SgdOptions): Optimizer {
  const { learningRate, momentum = 0 } = checkOptions('sgd', options, ['learningRate', 'momentum'])
  checkRate('sgd', learningRate)
  checkSetting('sgd', 'momentum', momentum, 0, 1)
  return {
    init: () => ({ steps: 0, moments: [] }),
    step(params, gradients, state) {
      checkState('sgd', state, momentum === 0 ? 0 : 1)
      const { steps, moments } = state
      const former = moments[0]
      const direction =
        former === undefined
          ? gradients
          : zipTrees('sgd', gradients, 'state', [former], (g, v) => add(mul(v!, momentum), g))
      return {
        params: zipTrees('sgd', params, 'gradient', [direction], (p, v) => sub(p, mul(v!, learningRate))),
        state: { steps: oneMore(steps) as number, moments: momentum === 0 ? [] : [direction] },
      }
    },
  }
}
