// What the methods on flat vectors take and give: a loss with its gradient, options, a record of each iteration, the outcome.
import type { State } from './state.js'

/** A loss: writes the gradient at x into `gradient`, which comes as zeros, and returns the value. x is not to be changed. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

/**
 * Why a run ended.
 *
 * - `gradient`: the gradient is within the tolerance
 * - `no progress`: no step lowers the loss, or rounding hides whether one does; the message says what was seen
 * - `iterations`: as many iterations were made as were allowed
 * - `diverged`: the loss falls for ever
 * - `stopped`: `onIteration` returned `false`
 */
export type Reason = 'gradient' | 'no progress' | 'iterations' | 'diverged' | 'stopped'

/** How a run stands. */
export interface IterationRecord {
  /** How many iterations were made: 0 at the start. */
  readonly iteration: number
  /** The loss. */
  readonly value: number
  /** max |gᵢ|; with an L1 penalty, of the slope that the penalty leaves. */
  readonly gradientNorm: number
  /** How often the loss was computed so far. */
  readonly evaluations: number
}

/** What every method takes. */
export interface MinimizeOptions {
  /** How many iterations are made at most, those in `state` included; 1000 unless given. */
  readonly maxIterations?: number
  /** The run ends when max |gᵢ| ≤ gradientTolerance · gradientScale; 1e-6 unless given, 0 to go on as long as the loss falls. */
  readonly gradientTolerance?: number
  /**
   * What the tolerance is measured by: max |gᵢ| at the start unless given, so that a loss in other units takes the same way
   * and stops at the same place. 1 makes the tolerance absolute. Give it where the start is near the minimum already.
   */
  readonly gradientScale?: number
  /** How finely the loss is rounded, relative to its size: 2⁻⁵² unless given, 2⁻²³ for float32. */
  readonly precision?: number
  /** Told how the run stands at the start and after each iteration; `false` ends it. */
  readonly onIteration?: (record: IterationRecord) => unknown
  /** The state in which an earlier run ended, or what JSON made of it: the run goes on from there as if it had never ended. */
  readonly state?: State
}

/** What a run came to. */
export interface Found {
  /** The parameters at the end: finite, and so are the loss and its gradient there. */
  readonly x: Float64Array
  /** The gradient there, without the slope of an L1 penalty. */
  readonly gradient: Float64Array
  /** The loss there, with an L1 penalty where there is one. */
  readonly value: number
  /** max |gᵢ|; with an L1 penalty, of the slope that the penalty leaves. */
  readonly gradientNorm: number
  /** How many iterations were made, those in the state that it began with included. */
  readonly iterations: number
  /** How often the loss and its gradient were computed, likewise. */
  readonly evaluations: number
  /** Why the run ended. */
  readonly reason: Reason
  /** The reason in a sentence, with what was seen. */
  readonly message: string
  /** The start and each iteration of this call. */
  readonly history: readonly IterationRecord[]
  /** What `options.state` takes to go on: plain data, which JSON keeps to the last bit. */
  readonly state: State
}

/** A place, with the loss and its gradient there. */
export interface Point {
  readonly x: Float64Array
  readonly gradient: Float64Array
  readonly value: number
}

/** What a method makes of a point: a better one, or the end. */
export type Outcome =
  | { readonly to: Point; readonly evaluations: number }
  | {
      readonly reason: 'no progress' | 'diverged'
      readonly message: string
      readonly evaluations: number
    }
