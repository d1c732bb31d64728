// Lion: every parameter moves by the same length, in the direction that a mean of gradients shows.
import { checkOptions } from '../../errors.js'
import { mul, sub } from '../../ops/arithmetic.js'
import { sign } from '../../ops/elementwise.js'
import { checkRate, type LearningRate, onNumbers } from '../learningRate.js'
import { blend, checkSetting, type Optimizer, optimizerOf } from '../optimizer.js'

/** What `lion` takes. */
export interface LionOptions {
  /** How far every parameter moves in a step: a number > 0, or a schedule; 1e-4 unless given. */
  readonly learningRate?: LearningRate
  /** The share of the mean in the direction, from 0 to below 1; 0.9 unless given. */
  readonly beta1?: number
  /** How much of the mean is kept, from 0 to below 1; 0.99 unless given. */
  readonly beta2?: number
  /** How fast parameters decay, ≥ 0: at each step by the share η·λ; 0 unless given. */
  readonly weightDecay?: number
}

/**
 * Lion: p ← (1 − η·λ)·p − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g, m = 0 at first (X. Chen et al., "Symbolic
 * discovery of optimization algorithms", 2023, algorithm 2). What has no slope and no history stays where it is.
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function lion(options: LionOptions = {}): Optimizer {
  const {
    learningRate = 1e-4,
    beta1 = 0.9,
    beta2 = 0.99,
    weightDecay = 0,
  } = checkOptions('lion', options, ['learningRate', 'beta1', 'beta2', 'weightDecay'])
  checkRate('lion', learningRate)
  checkSetting('lion', 'beta1', beta1, 0, 1)
  checkSetting('lion', 'beta2', beta2, 0, 1)
  checkSetting('lion', 'weightDecay', weightDecay, 0, Number.POSITIVE_INFINITY)
  return optimizerOf({
    op: 'lion',
    learningRate,
    moments: 1,
    move(p, g, [m], { rate }) {
      const left = weightDecay === 0 ? p : mul(p, onNumbers(sub, 1, onNumbers(mul, rate, weightDecay)))
      return [sub(left, mul(sign(blend(m, g, beta1)), rate)), blend(m, g, beta2)]
    },
  })
}
