// Running products, maxima, minima and log-sums along an axis; their derivatives are linear recurrences.
import { allocate, countable, floatOf } from '../dtype.js'
import { ArgumentError, checkOptions, isSet } from '../errors.js'
import { zerosLike } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import { around, normalizeAxis, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { div, mul, mulNoNan, sub } from './arithmetic.js'
import { equal, logicalOr, where } from './comparison.js'
import { exp } from './elementwise.js'
import { type Course, eachLine, ofSamples, recurrence, shifted } from './recurrence.js'
import { cast } from './reshape.js'
import { compute } from './storage.js'

/** Along which axis to run, counted from either end, and whether from its end to its start. */
export interface RunningOptions {
  /** The axis to run along. */
  readonly axis: number
  /** From the last value to the first. */
  readonly reverse?: boolean
}

/** The course that options name. */
function courseOf(op: string, x: Tensor, options: RunningOptions): Course {
  checkTensor(op, x)
  checkOptions(op, options ?? {}, ['axis', 'reverse'])
  if (options?.axis === undefined) throw new ArgumentError(op, `wants an axis, as in ${op}(x, { axis: 0 })`)
  return { axis: normalizeAxis(op, options.axis, x.rank), reverse: isSet(op, options, 'reverse') }
}

const CUMPROD: Operation<Course> = {
  name: 'cumprod',
  shape: ([x]) => x!.shape,
  forward: ([x], { axis, reverse }, shape, dtype) =>
    compute('cumprod', dtype, sizeOf(shape), out => {
      const values = valuesOf(x!)
      const place = around(shape, axis)
      eachLine(place, reverse, (at, step) => {
        let product = 1
        for (let i = 0, here = at; i < place.n; i++, here += step) {
          product *= values[here]!
          out[here] = product
        }
      })
    }),
  batch: ofSamples,
  // No division: with z as the running product before each x, dyᵢ = xᵢ·dyᵢ₋₁ + zᵢ·dxᵢ is right where x is 0, at any order.
  differentials([x], y, course) {
    const before = () => shifted(y, course, 1)
    const { jvp, vjp } = recurrence(x!, course)
    return [{ jvp: dx => jvp(mul(dx, before())), vjp: dy => mul(vjp(dy), before()) }]
  },
}

/**
 * Running products along an axis: y_j = x_0 · … · x_j, or x_j · … · x_n with `reverse`. Whole numbers are exact or refused.
 *
 * x : any shape → the same; dy_j = x_j·dy_{j−1} + y_{j−1}·dx_j, right at zeros too
 *
 * @example
 * cumprod(tensor([2, 3, 4]), { axis: 0 })   // [2, 6, 24]
 */
export function cumprod(x: Tensor, options: RunningOptions): Tensor {
  const course = courseOf('cumprod', x, options)
  return apply(CUMPROD, [cast(x, countable(x.dtype))], course)
}

/** The largest or smallest value so far. */
/* @__NO_SIDE_EFFECTS__ */
function runningExtremum(
  name: 'cummax' | 'cummin',
  better: (a: number, b: number) => number,
): (x: Tensor, options: RunningOptions) => Tensor {
  const op: Operation<Course> = {
    name,
    shape: ([x]) => x!.shape,
    forward([x], { axis, reverse }, shape, dtype) {
      const values = valuesOf(x!)
      const out = allocate(dtype, sizeOf(shape))
      const place = around(shape, axis)
      eachLine(place, reverse, (at, step) => {
        let best = values[at]!
        for (let i = 0, here = at; i < place.n; i++, here += step) {
          best = better(best, values[here]!)
          out[here] = best
        }
      })
      return out
    },
    batch: ofSamples,
    // Those that tie stand in the stretch in which y stays the same: sums run within it, and begin anew where it changes.
    differentials([x], y, course) {
      const { dtype } = x!
      const hit = () => cast(equal(x!, y), dtype)
      const stays = recurrence(cast(equal(y, shifted(y, course, 0)), dtype), course, { cuts: true })
      const count = () => stays.jvp(hit())
      return [
        {
          jvp: dx => div(stays.jvp(mulNoNan(dx, hit())), count()),
          vjp: dy => mulNoNan(stays.vjp(div(dy, count())), hit()),
        },
      ]
    },
  }
  return (x, options) => apply(op, [x], courseOf(name, x, options))
}

/**
 * The largest value so far along an axis: y_j = max(x_0, …, x_j), or of x_j, …, x_n with `reverse`. NaN from the first NaN on.
 *
 * x : any shape → the same; dy_j = dx of the largest so far, shared equally where several tie, as `max` does
 */
export const cummax: (x: Tensor, options: RunningOptions) => Tensor = runningExtremum('cummax', Math.max)

/**
 * The smallest value so far along an axis: y_j = min(x_0, …, x_j), or of x_j, …, x_n with `reverse`. NaN from the first NaN on.
 *
 * x : any shape → the same; dy_j = dx of the smallest so far, ties share
 */
export const cummin: (x: Tensor, options: RunningOptions) => Tensor = runningExtremum('cummin', Math.min)

const CUM_LOG_SUM_EXP: Operation<Course> = {
  name: 'cumLogSumExp',
  shape: ([x]) => x!.shape,
  forward([x], { axis, reverse }, shape, dtype) {
    const values = valuesOf(x!)
    const out = allocate(dtype, sizeOf(shape))
    const place = around(shape, axis)
    eachLine(place, reverse, (at, step) => {
      // The sum is top's own 1 and a rest, kept apart: log1p sees a small rest exactly.
      let top = -Infinity
      let rest = 0
      for (let i = 0, here = at; i < place.n; i++, here += step) {
        const v = values[here]!
        if (v > top) {
          rest = top === -Infinity && rest === 0 ? 0 : (rest + 1) * Math.exp(top - v)
          top = v
        } else if (top !== -Infinity || Number.isNaN(v)) {
          rest += v === top ? 1 : Math.exp(v - top)
        }
        out[here] = top + Math.log1p(rest)
      }
    })
    return out
  },
  batch: ofSamples,
  // dyᵢ = e^(yᵢ₋₁ − yᵢ)·dyᵢ₋₁ + e^(xᵢ − yᵢ)·dxᵢ: what there was keeps one share, what is new gets the other.
  differentials([x], y, course) {
    const { kept, own } = shares(x!, y, course)
    const { jvp, vjp } = recurrence(kept, course, { cuts: true })
    return [{ jvp: dx => jvp(mulNoNan(dx, own)), vjp: dy => mulNoNan(vjp(dy), own) }]
  },
}

/** The shares e^(yᵢ₋₁ − yᵢ) and e^(xᵢ − yᵢ) of a running sum: 0 where all is −∞; values of +∞ share equally. */
function shares(x: Tensor, y: Tensor, course: Course): { kept: Tensor; own: Tensor } {
  const full = equal(y, Number.POSITIVE_INFINITY)
  const edge = logicalOr(full, equal(y, Number.NEGATIVE_INFINITY))
  const start = equal(shifted(zerosLike(y), course, 1), 1)
  const hit = cast(equal(x, Number.POSITIVE_INFINITY), x.dtype)
  const count = recurrence(cast(full, x.dtype), course).jvp(hit)
  // What is not chosen stays finite, so that no derivative is NaN for its sake.
  const share = (v: Tensor, off: Tensor, filled: Tensor) =>
    where(full, div(filled, where(full, count, 1)), where(off, 0, exp(where(off, 0, sub(v, y)))))
  return {
    kept: share(shifted(y, course, 0), logicalOr(edge, start), shifted(count, course, 0)),
    own: share(x, edge, hit),
  }
}

/**
 * ln of running sums of exponentials along an axis, without overflow: y_j = ln(e^x_0 + … + e^x_j), or from x_j to x_n with
 * `reverse`. Float also for integers.
 *
 * x : any shape → the same; dy_j = Σ_{i≤j} e^(x_i − y_j)·dx_i
 *
 * Edges: −∞ as long as all values are, with slope 0; +∞ from the first +∞ on, and the slope is shared among those; NaN stays.
 */
export function cumLogSumExp(x: Tensor, options: RunningOptions): Tensor {
  const course = courseOf('cumLogSumExp', x, options)
  return apply(CUM_LOG_SUM_EXP, [cast(x, floatOf(x.dtype))], course)
}
