// RMSProp: the gradient measured by the root of its running mean square.
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import { add, div, maximum, mul, sub } from '../../ops/arithmetic.js'
import { sqrt, square } from '../../ops/elementwise.js'
import { checkRate, type LearningRate } from '../learningRate.js'
import { blend, checkPositive, checkSetting, type Optimizer, optimizerOf } from '../optimizer.js'

/** What `rmsprop` takes. */
export interface RmspropOptions {
  /** About how far a parameter moves in a step: a number > 0, or a schedule; 0.01 unless given. */
  readonly learningRate?: LearningRate
  /** How much of the mean of squares is kept, from 0 to below 1; 0.99 unless given. */
  readonly decay?: number
  /** Added to the divisor, > 0; 1e-8 unless given. */
  readonly epsilon?: number
  /** How much of the last direction is kept, from 0 (none, the default) to below 1. */
  readonly momentum?: number
  /**
   * Whether to measure by the spread around the mean gradient; not unless given. Where a gradient hardly changes there is no spread,
   * and a step is as long as η·|g|/ε: then give a larger epsilon.
   */
  readonly centered?: boolean
}

/**
 * RMSProp: v ← α·v + (1 − α)·g², p ← p − η·d with d = g / (√v + ε) (T. Tieleman and G. Hinton, "Neural networks for machine
 * learning", 2012, lecture 6.5). With momentum μ: b ← μ·b + d, p ← p − η·b. Centered: √(v − m²) in the place of √v, with
 * m ← α·m + (1 − α)·g (A. Graves, "Generating sequences with recurrent neural networks", 2013, equations 38 to 40); rounding
 * does not make v − m² negative.
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const {
    learningRate = 0.01,
    decay = 0.99,
    epsilon = 1e-8,
    momentum = 0,
    centered = false,
  } = checkOptions('rmsprop', options, ['learningRate', 'decay', 'epsilon', 'momentum', 'centered'])
  checkRate('rmsprop', learningRate)
  checkSetting('rmsprop', 'decay', decay, 0, 1)
  checkPositive('rmsprop', 'epsilon', epsilon, 1e-8)
  checkSetting('rmsprop', 'momentum', momentum, 0, 1)
  if (typeof centered !== 'boolean')
    throw new ArgumentError('rmsprop', `centered must be true or false, got ${describe(centered)}`)
  return optimizerOf({
    op: 'rmsprop',
    learningRate,
    moments: 1 + Number(centered) + Number(momentum > 0),
    move(p, g, kept, { rate }) {
      const [v, m] = kept
      const squares = blend(v, square(g), decay)
      const mean = centered ? blend(m, g, decay) : undefined
      const spread = mean === undefined ? squares : maximum(sub(squares, square(mean)), 0)
      const direction = div(g, add(sqrt(spread), epsilon))
      const moments = mean === undefined ? [squares] : [squares, mean]
      if (momentum === 0) return [sub(p, mul(direction, rate)), ...moments]
      const former = kept[moments.length]
      const b = former === undefined ? direction : add(mul(former, momentum), direction)
      return [sub(p, mul(b, rate)), ...moments, b]
    },
  })
}
