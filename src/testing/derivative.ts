// What a search for a derivative works on, and what it may find.
import type { Level, Rungs, Stencil } from './stencil.js'

/** What is searched. */
export interface Task {
  readonly stencil: Stencil
  readonly rungs: Rungs
  /** The noise of the values of a level that rounding explains. */
  readonly noiseOf: (level: Level) => number
}

/** A derivative that was found. */
export interface Smooth {
  readonly kind: 'smooth'
  readonly derivative: number
  /** |derivative − f′(x)| is at most this. */
  readonly bound: number
  /** The step h of the stencil, a power of two. */
  readonly step: number
  /** The noise of f's values that the bound reckons with. */
  readonly noise: number
  /** Whether that noise was seen in the values, being above what rounding explains. */
  readonly noisy: boolean
  /**
   * Given where f is a staircase, such as float32 inside float64 makes it: what it is within a step of it, where `derivative`
   * is the slope over many. Which of the two is meant, values cannot tell.
   */
  readonly within?: Smooth
}

/** A kink or a jump: slopes on both sides do not come together, however small the step. */
export interface Nonsmooth {
  readonly kind: 'nonsmooth'
  readonly left: number
  readonly right: number
  readonly step: number
}

/** No derivative was found: f is not finite at x or beside it, or nothing about it could be resolved. */
export interface Undefined {
  readonly kind: 'undefined'
  readonly reason: string
}

/** What was found. */
export type Derivative = Smooth | Nonsmooth | Undefined

/** A derivative from a level. */
export const smooth = (level: Level, bound: number, noise: number, noisy: boolean): Smooth => ({
  kind: 'smooth',
  derivative: level.slope,
  bound,
  step: 2 ** level.k,
  noise,
  noisy,
})
