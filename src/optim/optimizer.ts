// What an optimizer is: a rule that turns parameters and gradients into new parameters, and the state that it passes on.
import { isFloat } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { standForNumber } from '../graph/index.js'
import { add } from '../ops/arithmetic.js'
import { isTensor, type Tensor } from '../tensor.js'
import type { GradientOf } from '../transforms/index.js'
import { mapTree, matchLeaves, plain } from '../transforms/tree.js'

/** What an optimizer carries from step to step. Pass it in and take it out; nothing is kept behind your back. */
export interface OptimizerState<P> {
  /** How many steps were taken. */
  readonly steps: number
  /** Running means of gradients, each nested and shaped as the parameters; none for plain descent. */
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

/** A tree nested as `like`, with f of each float tensor in it and of those at its place in the other trees, which play one role. */
export function zipTrees<T>(
  op: string,
  like: T,
  role: 'gradient' | 'state',
  others: readonly unknown[],
  f: (x: Tensor, ...others: readonly Tensor[]) => Tensor,
): T {
  const floats = mapTree(like, x => (isFloat(x.dtype) ? x : undefined), plain(op, 'the parameters'))
  const columns = others.map(tree => matchLeaves(op, floats, tree, role))
  let i = 0
  const take = (x: Tensor): Tensor => {
    const beside = columns.map(column => column[i]!)
    i++
    return f(x, ...beside)
  }
  return mapTree(like, x => (isFloat(x.dtype) ? take(x) : x)) as T
}

/** Refuses a state that another optimizer made: it holds another number of moments. */
export function checkState(op: string, state: OptimizerState<unknown>, moments: number): void {
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

/** The steps with one more. While a function is compiled, a tensor stands for their number. */
export const oneMore = (steps: number | Tensor): number | Tensor =>
  typeof steps === 'number' ? steps + 1 : standForNumber(add(steps, 1))

/** Refuses a setting outside its range. */
export function checkSetting(op: string, name: string, value: number, low: number, below: number): void {
  if (typeof value !== 'number' || !(value >= low && value < below)) {
    throw new ArgumentError(
      op,
      `${name} must be a number from ${low} to below ${below}, got ${describe(value)}`,
    )
  }
}

/** Refuses a rate that is not a positive number. */
export function checkRate(op: string, rate: number): void {
  if (typeof rate !== 'number' || !(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(op, `learningRate must be a positive number such as 0.1, got ${describe(rate)}`)
  }
}
