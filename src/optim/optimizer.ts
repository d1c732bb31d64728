// What an optimizer is: a rule that turns parameters and gradients into new parameters, and the state that it passes on.
import { isFloat } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { add, mul } from '../ops/arithmetic.js'
import { isTensor, type Tensor } from '../tensor.js'
import type { GradientOf } from '../transforms/index.js'
import { leavesOf, mapTree, matchLeaves, plain } from '../transforms/tree.js'
import { type LearningRate, type Numeral, onNumbers, rateAt } from './learningRate.js'

/** What an optimizer carries from step to step. Pass it in and take it out; nothing is kept behind your back. */
export interface OptimizerState<P> {
  /** How many steps were taken. */
  readonly steps: number
  /**
   * What is kept of the gradients so far, such as their running mean, each nested and shaped as the parameters; none before the
   * first step, and none for plain descent.
   */
  readonly moments: readonly GradientOf<P>[]
}

/**
 * A rule of descent over parameters nested in objects and arrays.
 *
 * @example
 * let params = { theta: zeros([4, 3]) }
 * let state = optimizer.init(params)
 * for (const batch of batches) {
 *   ;({ params, state } = optimizer.step(params, gradient(params, batch), state))
 * }
 */
export interface Optimizer {
  /** The state before the first step. */
  init<P>(params: P): OptimizerState<P>
  /** One step: new parameters and the new state. Gradients are nested and shaped as the parameters. */
  step<P>(params: P, gradients: GradientOf<P>, state: OptimizerState<P>): OptimizerStep<P>
}

/** What a step gives. */
export interface OptimizerStep<P> {
  /** The new parameters, nested and shaped as the old. */
  readonly params: P
  /** What the next step takes. */
  readonly state: OptimizerState<P>
}

/** How one tensor moves, whatever the others do. */
export interface Rule {
  /** What errors call it. */
  readonly op: string
  readonly learningRate: LearningRate
  /** How many tensors are kept beside each parameter. */
  readonly moments: number
  /** The new p, and what is kept for the next step, from p, its gradient and what was kept: nothing at the first step. */
  move(p: Tensor, g: Tensor, kept: readonly (Tensor | undefined)[], now: Now): readonly [Tensor, ...Tensor[]]
}

/** The step at hand. */
export interface Now {
  /** η */
  readonly rate: Numeral
  /** t: 1 at the first step. */
  readonly t: Numeral
}

/** An optimizer that moves each float tensor of the parameters by a rule; all else in them stays as it is. */
export const optimizerOf = ({ op, learningRate, moments, move }: Rule): Optimizer => ({
  init: () => ({ steps: 0, moments: [] }),
  step<P>(params: P, gradients: GradientOf<P>, state: OptimizerState<P>): OptimizerStep<P> {
    checkState(op, state, moments)
    const floats = mapTree(params, x => (isFloat(x.dtype) ? x : undefined), plain(op, 'the parameters'))
    const slopes = matchLeaves(op, floats, gradients, 'gradient')
    const kept = state.moments.map(moment => matchLeaves(op, floats, moment, 'state'))
    const t = onNumbers(add, state.steps, 1)
    const now = { rate: rateAt(op, learningRate, state.steps), t }
    const moved = leavesOf(floats).map((p, i) =>
      move(
        p,
        slopes[i]!,
        Array.from({ length: moments }, (_, k) => kept[k]?.[i]),
        now,
      ),
    )
    /** Number k of what each move gave, nested as the parameters. */
    const number = (k: number, other: (value: unknown) => unknown): unknown => {
      let i = 0
      return mapTree(params, x => (isFloat(x.dtype) ? moved[i++]![k] : other(x)), other)
    }
    return {
      params: number(0, value => value) as P,
      state: {
        // While a function is compiled, a tensor stands for their number.
        steps: t as number,
        moments: Array.from({ length: moments }, (_, k) => number(k + 1, () => undefined) as GradientOf<P>),
      },
    }
  },
})

/** Refuses a state that another optimizer made: it holds another number of moments. */
function checkState(op: string, state: OptimizerState<unknown>, moments: number): void {
  if (!Array.isArray(state?.moments) || !(Number.isSafeInteger(state.steps) || isTensor(state.steps)))
    throw new ArgumentError(op, `wants the state that init or the last step gave, got ${describe(state)}`)
  const isFirst = isTensor(state.steps) ? state.moments.length === 0 : state.steps === 0
  const wanted = isFirst ? 0 : moments
  if (state.moments.length !== wanted) {
    throw new ArgumentError(
      op,
      `the state after ${state.steps} steps holds ${state.moments.length} moments, and this optimizer keeps ${wanted}: it comes from another one; begin with init(params)`,
    )
  }
}

/** Refuses a setting outside its range. */
export function checkSetting(op: string, name: string, value: number, low: number, below: number): void {
  if (typeof value !== 'number' || !(value >= low && value < below)) {
    throw new ArgumentError(
      op,
      `${name} must be a number from ${low} to below ${below}, got ${describe(value)}`,
    )
  }
}

/** Refuses a setting that is not a positive number. */
export function checkPositive(op: string, name: string, value: number, example: number): void {
  if (typeof value !== 'number' || !(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(
      op,
      `${name} must be a positive number such as ${example}, got ${describe(value)}`,
    )
  }
}

/** A running mean that starts from nothing: β·old + (1 − β)·x. */
export const blend = (old: Tensor | undefined, x: Tensor, beta: number): Tensor =>
  old === undefined ? mul(x, 1 - beta) : add(mul(old, beta), mul(x, 1 - beta))
