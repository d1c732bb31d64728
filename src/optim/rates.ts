// Schedules: learning rates that change from step to step.
import { scalar } from '../create.js'
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { add, div, maximum, minimum, mul, sub } from '../ops/arithmetic.js'
import { cos, floor } from '../ops/elementwise.js'
import { pow } from '../ops/pow.js'
import { isTensor, type Tensor } from '../tensor.js'
import { ask, checkRate, type LearningRate } from './learningRate.js'

/** A learning rate by the number of steps taken, 0 at first: a number for a number, or a tensor [] for one. */
export interface Schedule {
  (step: number): number
  (step: Tensor): Tensor
}

/**
 * The same rate at each step.
 *
 * @example
 * constant(0.1)(7)   // 0.1
 */
export function constant(rate: number): Schedule {
  checkRate('constant', rate, 'rate')
  return scheduleOf('constant', () => scalar(rate, 'float64'))
}

/** What `stepDecay` takes. */
export interface StepDecayOptions {
  /** The rate at first, > 0. */
  readonly rate: number
  /** After how many steps it falls, each time: a whole number ≥ 1. */
  readonly every: number
  /** What it is multiplied by then, > 0 and ≤ 1; 0.1 unless given. */
  readonly factor?: number
}

/**
 * A rate that falls in stairs: η·γ^⌊step/every⌋.
 *
 * @example
 * stepDecay({ rate: 0.1, every: 30, factor: 0.5 })(60)   // 0.025
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const { rate, every, factor = 0.1 } = checkOptions('stepDecay', options, ['rate', 'every', 'factor'])
  checkDecay('stepDecay', rate, factor)
  checkSteps('stepDecay', 'every', every)
  return scheduleOf('stepDecay', step => mul(rate, pow(factor, floor(div(step, every)))))
}

/** What `exponentialDecay` takes. */
export interface ExponentialDecayOptions {
  /** The rate at first, > 0. */
  readonly rate: number
  /** What it is multiplied by in each `every` steps, > 0 and ≤ 1. */
  readonly factor: number
  /** How many steps the factor is for: a whole number ≥ 1; 1 unless given. */
  readonly every?: number
}

/**
 * A rate that falls by the same share at each step: η·γ^(step/every).
 *
 * @example
 * exponentialDecay({ rate: 0.1, factor: 0.5, every: 100 })(200)   // 0.025
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { rate, factor, every = 1 } = checkOptions('exponentialDecay', options, ['rate', 'factor', 'every'])
  checkDecay('exponentialDecay', rate, factor)
  checkSteps('exponentialDecay', 'every', every)
  return scheduleOf('exponentialDecay', step => mul(rate, pow(factor, div(step, every))))
}

/** What `cosineDecay` takes. */
export interface CosineDecayOptions {
  /** The rate at first, > 0. */
  readonly rate: number
  /** After how many steps the last rate is reached: a whole number ≥ 1. */
  readonly steps: number
  /** The last rate, which then stays, ≥ 0; 0 unless given. */
  readonly to?: number
}

/**
 * A rate that falls along half a wave: c·η + (1 − c)·ηₑ with c = (1 + cos(π·step/steps))/2 (I. Loshchilov and F. Hutter, "SGDR:
 * stochastic gradient descent with warm restarts", 2017, equation 5, without restarts).
 *
 * @example
 * cosineDecay({ rate: 0.1, steps: 1000 })(500)   // 0.05
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { rate, steps, to = 0 } = checkOptions('cosineDecay', options, ['rate', 'steps', 'to'])
  checkRate('cosineDecay', rate, 'rate')
  checkSteps('cosineDecay', 'steps', steps)
  if (typeof to !== 'number' || !(to >= 0 && to < Number.POSITIVE_INFINITY))
    throw new ArgumentError('cosineDecay', `to must be a number ≥ 0, got ${describe(to)}`)
  return scheduleOf('cosineDecay', step => {
    const share = mul(0.5, add(1, cos(mul(Math.PI, div(minimum(step, steps), steps)))))
    return add(mul(share, rate), mul(sub(1, share), to))
  })
}

/**
 * A rate that rises in equal parts to the first one of another schedule, which then begins: `then(0)·(step + 1)/(steps + 1)` while
 * step < steps, and `then(step − steps)` afterwards (P. Goyal et al., "Accurate, large minibatch SGD", 2017, section 2.2).
 *
 * @example
 * warmUp(100, cosineDecay({ rate: 0.1, steps: 900 }))
 */
export function warmUp(steps: number, then: LearningRate): Schedule {
  checkSteps('warmUp', 'steps', steps)
  checkRate('warmUp', then, 'then')
  return scheduleOf('warmUp', step => {
    const later = ask('warmUp', then, maximum(sub(step, steps), 0))
    return mul(later, minimum(div(add(step, 1), steps + 1), 1))
  })
}

/** A schedule from a rule for tensors; plain numbers go the same way, so that they come to the same bits. */
function scheduleOf(op: string, rule: (step: Tensor) => Tensor): Schedule {
  function schedule(step: number): number
  function schedule(step: Tensor): Tensor
  function schedule(step: number | Tensor): number | Tensor {
    if (isTensor(step)) return rule(step)
    if (typeof step !== 'number' || !(step >= 0))
      throw new ArgumentError(op, `wants the number of steps taken, from 0 on, got ${describe(step)}`)
    return rule(scalar(step, 'float64')).item()
  }
  return schedule
}

function checkDecay(op: string, rate: number, factor: number): void {
  checkRate(op, rate, 'rate')
  if (typeof factor !== 'number' || !(factor > 0 && factor <= 1))
    throw new ArgumentError(op, `factor must be a number above 0, up to 1, got ${describe(factor)}`)
}

function checkSteps(op: string, name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ArgumentError(op, `${name} must be a whole number ≥ 1, got ${describe(value)}`)
}
