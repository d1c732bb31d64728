// Adam: steps measured by the running mean of the gradient and of its square.
import { checkOptions } from '../../errors.js'
import { add, div, mul, sub } from '../../ops/arithmetic.js'
import { sqrt, square } from '../../ops/elementwise.js'
import { pow } from '../../ops/pow.js'
import type { Tensor } from '../../tensor.js'
import { checkRate, type LearningRate, type Numeral, onNumbers } from '../learningRate.js'
import { blend, checkPositive, checkSetting, type Now, type Optimizer, optimizerOf } from '../optimizer.js'

/** What `adam` takes. */
export interface AdamOptions {
  /** About how far a parameter moves in a step: a number > 0, or a schedule; 0.001 unless given. */
  readonly learningRate?: LearningRate
  /** How much of the mean of gradients is kept, from 0 to below 1; 0.9 unless given. */
  readonly beta1?: number
  /** How much of the mean of squares is kept, from 0 to below 1; 0.999 unless given. */
  readonly beta2?: number
  /** Added to the divisor, > 0; 1e-8 unless given. */
  readonly epsilon?: number
}

/**
 * Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − η·m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ) at step t (D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const settings = settled('adam', checkOptions('adam', options, NAMES))
  return optimizerOf({
    op: 'adam',
    learningRate: settings.learningRate,
    moments: 2,
    move(p, g, kept, now) {
      const { step, moments } = stepOf(settings, g, kept, now)
      return [sub(p, step), ...moments]
    },
  })
}

/** The options of Adam. */
export const NAMES = ['learningRate', 'beta1', 'beta2', 'epsilon'] as const

/** Adam's settings with what they leave out; refuses those that make no sense. */
export function settled(op: string, options: AdamOptions): Required<AdamOptions> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  checkRate(op, learningRate)
  checkSetting(op, 'beta1', beta1, 0, 1)
  checkSetting(op, 'beta2', beta2, 0, 1)
  checkPositive(op, 'epsilon', epsilon, 1e-8)
  return { learningRate, beta1, beta2, epsilon }
}

/** How far Adam goes, η·m̂ / (√v̂ + ε), and what it keeps. */
export function stepOf(
  { beta1, beta2, epsilon }: Required<AdamOptions>,
  g: Tensor,
  [m, v]: readonly (Tensor | undefined)[],
  { rate, t }: Now,
): { readonly step: Tensor; readonly moments: readonly [Tensor, Tensor] } {
  const mean = blend(m, g, beta1)
  const spread = blend(v, square(g), beta2)
  const [mHat, vHat] = [div(mean, rest(beta1, t)), div(spread, rest(beta2, t))]
  return { step: mul(rate, div(mHat, add(sqrt(vHat), epsilon))), moments: [mean, spread] }
}

/** 1 − βᵗ: how much of a running mean that started from nothing is there after t steps. */
const rest = (beta: number, t: Numeral): Numeral => onNumbers(sub, 1, onNumbers(pow, beta, t))
