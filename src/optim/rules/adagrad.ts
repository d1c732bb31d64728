// AdaGrad: the gradient measured by all squares so far, so that what rarely has a slope still moves far when it does.
import { checkOptions } from '../../errors.js'
import { add, div, mul, sub } from '../../ops/arithmetic.js'
import { sqrt, square } from '../../ops/elementwise.js'
import { checkRate, type LearningRate } from '../learningRate.js'
import { checkPositive, type Optimizer, optimizerOf } from '../optimizer.js'

/** What `adagrad` takes. */
export interface AdagradOptions {
  /** About how far a parameter moves in its first step: a number > 0, or a schedule; 0.01 unless given. */
  readonly learningRate?: LearningRate
  /** Added to the divisor, > 0; 1e-10 unless given. */
  readonly epsilon?: number
}

/**
 * AdaGrad: s ← s + g², p ← p − η·g / (√s + ε), s = 0 at first (J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for
 * online learning and stochastic optimization", 2011, with the diagonal of section 1.1 and ε outside the root).
 *
 * params, gradients : tensors of any shape, nested alike; integer and bool tensors stay as they are
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { learningRate = 0.01, epsilon = 1e-10 } = checkOptions('adagrad', options, [
    'learningRate',
    'epsilon',
  ])
  checkRate('adagrad', learningRate)
  checkPositive('adagrad', 'epsilon', epsilon, 1e-10)
  return optimizerOf({
    op: 'adagrad',
    learningRate,
    moments: 1,
    move(p, g, [former], { rate }) {
      const s = former === undefined ? square(g) : add(former, square(g))
      return [sub(p, mul(rate, div(g, add(sqrt(s), epsilon)))), s]
    },
  })
}
