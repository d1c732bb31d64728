// A step along a line on which the loss falls: the strong Wolfe conditions, walls beyond which it has no value, and rounding.
import { type Interval, nextStep, type Place } from './cubic.js'
import type { Objective, Point } from './objective.js'
import { allFinite, along, dot } from './vectors.js'

/** A way on from a point, along which the loss falls at first. */
export interface Path {
  readonly from: Point
  /** The loss's slope at its start, negative. */
  readonly slope: number
  /** Whether it is a straight line; one that bends has slopes that jump. */
  readonly isStraight: boolean
  readonly at: (step: number) => Spot
}

/** A point on a path. */
export interface Spot {
  readonly point: Point
  /** The loss's slope along the path. */
  readonly slope: number
  /** By how much the loss changes from the start, as the slopes at both ends say. */
  readonly promised: number
}

/** The straight line from a point. */
export function straight(f: Objective, from: Point, direction: Float64Array): Path {
  const slope0 = dot(direction, from.gradient)
  const at = (step: number): Spot => {
    const point = evaluate(f, along(from.x, step, direction))
    const slope = dot(point.gradient, direction)
    return { point, slope, promised: (step * (slope0 + slope)) / 2 }
  }
  return { from, slope: slope0, isStraight: true, at }
}

/** The loss at x: NaN where x is not finite. */
export function evaluate(f: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(x.length)
  const value = allFinite(x) ? f(x, gradient) : Number.NaN
  return { x, gradient, value }
}

/** What a search found. */
export type Search = { readonly evaluations: number } & (
  | { readonly kind: 'found'; readonly to: Point; readonly step: number }
  /** The loss falls for ever, here to `value`, or is −∞. */
  | { readonly kind: 'unbounded'; readonly value: number }
  | ({ readonly kind: 'failed' } & Failure)
)

/** No step lowers the loss, and what was seen. */
export interface Failure {
  /** By how much the loss misses what its slopes promise, at most, on trials where these hardly change. */
  readonly gap: number
  /** Whether the slope is another one however short the step, as long as the loss tells the ends apart. */
  readonly jumps: boolean
  /** The shortest step at which the loss has no value. */
  readonly wall: number | undefined
}

/** How much of the decrease that the slope promises must be there. As in Moré and Thuente's own tests. */
const DECREASE = 1e-3
/** How much of the slope may be left. */
const CURVATURE = 0.9
/** Trials in one search; more than are ever needed, unless a wall is near or the slope is wrong. */
const TRIALS = 60
/** Beyond this many first steps with the loss still falling, it is taken to fall for ever. */
const FOREVER = 1e30

interface Trial extends Place {
  readonly point: Point
}

/**
 * A step at which f ≤ f₀ + 10⁻³·step·f₀′ and |f′| ≤ 0.9·|f₀′| (Moré and Thuente, 1994). On a path that bends f′ ≥ 0.9·f₀′ is
 * enough: there may be no more.
 *
 * Where f differs from f₀ by less than `rounding`, its change is taken from the slopes, (f₀′ + f′)/2 a step: the condition of
 * decrease is then the approximate one of W. W. Hager and H. Zhang, "A new conjugate gradient method with guaranteed descent and an
 * efficient line search", 2005, and digits of the gradient lead on where those of the loss are used up.
 *
 * Where f or its slope is NaN or +∞ is a wall: the next trial is halfway back to the best step. When trials run out, the best step
 * that lowers the loss is taken.
 */
export function search(
  { from, slope: slope0, isStraight, at }: Path,
  first: number,
  rounding: number,
): Search {
  const sufficient = DECREASE * slope0
  let [gap, jumps] = [0, false]
  const tryStep = (step: number): Trial => {
    const { point, slope, promised } = at(step)
    const change = point.value - from.value
    const isAlike = slope < slope0 / 2 && slope > 2 * slope0
    // Slopes that differ where the loss hardly does are rounding too.
    if (Math.abs(change) > rounding) jumps = slope >= slope0 / 2
    if (isAlike) gap = Math.max(gap, Math.abs(change - promised))
    return { step, value: Math.abs(change) <= rounding ? promised : change, slope, point }
  }

  const start: Trial = { step: 0, value: 0, slope: slope0, point: from }
  let interval: Interval<Trial> = { best: start, other: undefined }
  let kept = start
  let wall: number | undefined
  let isFalling = true // until a trial has satisfied the condition of decrease with a slope that rises
  let [width, widthBefore] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let step = first
  let evaluations = 0

  const end = (): Search =>
    kept.step > 0
      ? { kind: 'found', to: kept.point, step: kept.step, evaluations }
      : { kind: 'failed', gap, jumps, wall, evaluations }

  while (evaluations < TRIALS) {
    const trial = tryStep(step)
    evaluations++
    const { value, slope } = trial
    if (value === Number.NEGATIVE_INFINITY) return { kind: 'unbounded', value, evaluations }
    if (!Number.isFinite(value) || !Number.isFinite(slope)) {
      const { best } = interval
      if (step < best.step) return end()
      wall = step
      interval = { best, other: undefined }
      step = best.step + (wall - best.step) * (evaluations < 8 ? 0.5 : 0.1)
      if (step === best.step) return end()
      continue
    }
    const isLower = value <= sufficient * step
    if (isLower && (isStraight ? Math.abs(slope) : -slope) <= CURVATURE * -slope0) {
      return { kind: 'found', to: trial.point, step, evaluations }
    }
    if (isLower && value < kept.value && trial.point.value < from.value - rounding) kept = trial
    if (step >= FOREVER * first && isLower)
      return { kind: 'unbounded', value: trial.point.value, evaluations }

    if (isFalling && isLower && slope >= 0) isFalling = false
    // As long as no trial lies in the valley, the function without the decrease that is asked for has its minimum in it.
    const tilt = isFalling && value <= interval.best.value && !isLower ? sufficient : 0
    const beyond = step - interval.best.step
    const range = [
      step + 1.1 * beyond,
      step + beyond * (evaluations < 8 ? 4 : 4 ** (evaluations - 6)),
    ] as const
    ;({ step, interval } = nextStep(interval, trial, range, tilt))
    const { best, other } = interval
    if (other === undefined) {
      if (wall !== undefined) step = Math.min(step, best.step + (wall - best.step) / 2)
    } else {
      if (Math.abs(other.step - best.step) >= 0.66 * widthBefore)
        step = best.step + (other.step - best.step) / 2
      ;[widthBefore, width] = [width, Math.abs(other.step - best.step)]
      const [low, high] = [Math.min(best.step, other.step), Math.max(best.step, other.step)]
      if (!(step > low && step < high)) step = low + (high - low) / 2
      if (!(step > low && step < high)) return end()
    }
    if (step === best.step || Number.isNaN(step)) return end()
  }
  return end()
}
