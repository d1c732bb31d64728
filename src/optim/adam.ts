// Adam: steps measured by the running mean of the gradient and of its square.
import { checkOptions } from '../errors.js'
import { standForNumber } from '../graph/index.js'
import { add, div, mul, sub } from '../ops/arithmetic.js'
import { sqrt, square } from '../ops/elementwise.js'
import { pow } from '../ops/pow.js'
import type { Tensor } from '../tensor.js'
import { checkRate, checkSetting, checkState, type Optimizer, oneMore, zipTrees } from './optimizer.js'

/** What `adam` takes. */
export interface AdamOptions {
  /** About how far a parameter moves in a step, > 0; 0.001 unless given. */
  readonly learningRate?: number
  /** How much of the mean of gradients is kept, from 0 to below 1; 0.9 unless given. */
  readonly beta1?: number
  /** How much of the mean of squares is kept, from 0 to below 1; 0.999 unless given. */
  readonly beta2?: number
  /** Added to the divisor, ≥ 0; 1e-8 unless given. */
  readonly epsilon?: number
}

/**
 * Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − η·m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ) at step t (D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const {
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
  } = checkOptions('adam', options, ['learningRate', 'beta1', 'beta2', 'epsilon'])
  checkRate('adam', learningRate)
  checkSetting('adam', 'beta1', beta1, 0, 1)
  checkSetting('adam', 'beta2', beta2, 0, 1)
  checkSetting('adam', 'epsilon', epsilon, 0, Number.POSITIVE_INFINITY)
  return {
    init: () => ({ steps: 0, moments: [] }),
    step(params, gradients, state) {
      checkState('adam', state, 2)
      const {
        steps,
        moments: [m, v],
      } = state
      const t = oneMore(steps)
      const mean = zipTrees('adam', gradients, 'state', m === undefined ? [] : [m], (g, old) =>
        blend(old, g, beta1),
      )
      const spread = zipTrees('adam', gradients, 'state', v === undefined ? [] : [v], (g, old) =>
        blend(old, square(g), beta2),
      )
      const moved = zipTrees('adam', params, 'gradient', [mean, spread], (p, mt, vt) => {
        const [mHat, vHat] = [div(mt!, rest(beta1, t)), div(vt!, rest(beta2, t))]
        return sub(p, mul(learningRate, div(mHat, add(sqrt(vHat), epsilon))))
      })
      return { params: moved, state: { steps: t as number, moments: [mean, spread] } }
    },
  }
}

/** 1 − βᵗ: how much of a running mean that started from nothing is there after t steps. */
const rest = (beta: number, t: number | Tensor): number | Tensor =>
  typeof t === 'number' ? 1 - beta ** t : standForNumber(sub(1, pow(beta, t)))

/** A running mean that starts from nothing: β·old + (1 − β)·x. */
const blend = (old: Tensor | undefined, x: Tensor, beta: number): Tensor =>
  old === undefined ? mul(x, 1 - beta) : add(mul(old, beta), mul(x, 1 - beta))
