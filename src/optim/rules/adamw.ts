// AdamW: Adam with weights that decay by themselves, apart from the gradient.
import { checkOptions } from '../../errors.js'
import { mul, sub } from '../../ops/arithmetic.js'
import { onNumbers } from '../learningRate.js'
import { checkSetting, type Optimizer, optimizerOf } from '../optimizer.js'
import { type AdamOptions, NAMES, settled, stepOf } from './adam.js'

/** What `adamw` takes. */
export interface AdamWOptions extends AdamOptions {
  /** How fast parameters decay, ≥ 0: at each step by the share η·λ; 0.01 unless given. */
  readonly weightDecay?: number
}

/**
 * AdamW: p ← (1 − η·λ)·p − η·m̂ / (√v̂ + ε) with the moments of `adam` (I. Loshchilov and F. Hutter, "Decoupled weight decay
 * regularization", 2019, algorithm 2, with η in the place of both α and the schedule's multiplier).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function adamw(options: AdamWOptions = {}): Optimizer {
  const { weightDecay = 0.01, ...others } = checkOptions('adamw', options, [...NAMES, 'weightDecay'])
  const settings = settled('adamw', others)
  checkSetting('adamw', 'weightDecay', weightDecay, 0, Number.POSITIVE_INFINITY)
  return optimizerOf({
    op: 'adamw',
    learningRate: settings.learningRate,
    moments: 2,
    move(p, g, kept, now) {
      const { step, moments } = stepOf(settings, g, kept, now)
      const left = onNumbers(sub, 1, onNumbers(mul, now.rate, weightDecay))
      return [sub(mul(p, left), step), ...moments]
    },
  })
}
