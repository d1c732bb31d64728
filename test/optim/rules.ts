// Every optimizer with settings, and the same rule on plain numbers, written down from its paper.
import { adagrad, adam, adamw, lion, type Optimizer, rmsprop, sgd } from '../../src/optim/index.js'

/** One number, moved by gradient after gradient: step counts from 1. */
type Plain = () => (p: number, g: number, step: number) => number

/** An optimizer, and what it does to one number. */
interface Case {
  readonly optimizer: Optimizer
  readonly plain: Plain
}

const adamBy =
  (rate: number, [beta1, beta2]: readonly [number, number], epsilon: number, decay: number): Plain =>
  () => {
    let [m, v] = [0, 0]
    return (p, g, t) => {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * (g * g)
      const step = rate * (m / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon))
      return p * (1 - rate * decay) - step
    }
  }

const rmspropBy =
  (rate: number, alpha: number, epsilon: number, momentum: number, centered: boolean): Plain =>
  () => {
    let [v, m, b] = [0, 0, 0]
    return (p, g) => {
      v = alpha * v + (1 - alpha) * (g * g)
      m = alpha * m + (1 - alpha) * g
      b = momentum * b + g / (Math.sqrt(centered ? Math.max(v - m * m, 0) : v) + epsilon)
      return p - rate * b
    }
  }

const sgdBy =
  (rate: number, momentum: number, nesterov: boolean): Plain =>
  () => {
    let v = 0
    return (p, g) => {
      v = momentum * v + g
      return p - rate * (nesterov ? g + momentum * v : v)
    }
  }

const adagradBy =
  (rate: number, epsilon: number): Plain =>
  () => {
    let s = 0
    return (p, g) => {
      s += g * g
      return p - rate * (g / (Math.sqrt(s) + epsilon))
    }
  }

const lionBy =
  (rate: number, [beta1, beta2]: readonly [number, number], decay: number): Plain =>
  () => {
    let m = 0
    return (p, g) => {
      const c = beta1 * m + (1 - beta1) * g
      m = beta2 * m + (1 - beta2) * g
      return p * (1 - rate * decay) - rate * Math.sign(c)
    }
  }

/** By name. */
export const rules: Readonly<Record<string, Case>> = {
  sgd: { optimizer: sgd({ learningRate: 0.3 }), plain: sgdBy(0.3, 0, false) },
  momentum: { optimizer: sgd({ learningRate: 0.3, momentum: 0.9 }), plain: sgdBy(0.3, 0.9, false) },
  nesterov: {
    optimizer: sgd({ learningRate: 0.3, momentum: 0.7, nesterov: true }),
    plain: sgdBy(0.3, 0.7, true),
  },
  adam: { optimizer: adam({ learningRate: 0.1 }), plain: adamBy(0.1, [0.9, 0.999], 1e-8, 0) },
  adamw: {
    optimizer: adamw({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.2 }),
    plain: adamBy(0.1, [0.8, 0.9], 1e-3, 0.2),
  },
  rmsprop: { optimizer: rmsprop(), plain: rmspropBy(0.01, 0.99, 1e-8, 0, false) },
  'rmsprop with momentum': {
    optimizer: rmsprop({ learningRate: 0.1, decay: 0.8, epsilon: 1e-4, momentum: 0.6 }),
    plain: rmspropBy(0.1, 0.8, 1e-4, 0.6, false),
  },
  'centered rmsprop': {
    optimizer: rmsprop({ decay: 0.9, centered: true, epsilon: 0.01 }),
    plain: rmspropBy(0.01, 0.9, 0.01, 0, true),
  },
  'centered rmsprop with momentum': {
    optimizer: rmsprop({ decay: 0.9, centered: true, epsilon: 0.01, momentum: 0.5 }),
    plain: rmspropBy(0.01, 0.9, 0.01, 0.5, true),
  },
  adagrad: { optimizer: adagrad({ learningRate: 0.5 }), plain: adagradBy(0.5, 1e-10) },
  lion: { optimizer: lion({ learningRate: 0.01 }), plain: lionBy(0.01, [0.9, 0.99], 0) },
  'lion with decay': {
    optimizer: lion({ learningRate: 0.01, beta1: 0.5, beta2: 0.75, weightDecay: 0.1 }),
    plain: lionBy(0.01, [0.5, 0.75], 0.1),
  },
}
