// The linear recurrence zᵢ = aᵢ·zᵢ₋₁ + bᵢ along an axis, of which derivatives of running products, maxima and log-sums are made.
import { allocate, type TypedArray } from '../dtype.js'
import { apply, type Operation } from '../graph/index.js'
import { type Around, around, sizeOf } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'
import { mul, mulNoNan } from './arithmetic.js'

/** Along which axis, and from which end. */
export interface Course {
  readonly axis: number
  readonly reverse: boolean
}

/** The same in each of many samples. */
export const ofSamples = <P extends Course>(course: P): P => ({ ...course, axis: course.axis + 1 })

/**
 * Visits each line along an axis: `at` is where its first value stands, `step` the way to the next, from the end that the
 * course begins at.
 */
export function eachLine(
  { outer, n, inner }: Around,
  reverse: boolean,
  visit: (at: number, step: number) => void,
): void {
  if (n === 0) return
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++) {
      const first = o * n * inner + c
      if (reverse) visit(first + (n - 1) * inner, -inner)
      else visit(first, inner)
    }
  }
}

interface Shift extends Course {
  readonly first: number
}

/** Each value moved on by one place along the course, with `first` in front; the last one falls off. */
const SHIFT: Operation<Shift> = {
  name: 'shift',
  shape: ([x]) => x!.shape,
  forward([x], { axis, reverse, first }, shape, dtype) {
    const values = valuesOf(x!)
    const out = allocate(dtype, sizeOf(shape))
    const place = around(shape, axis)
    eachLine(place, reverse, (at, step) => {
      out[at] = first
      for (let i = 1; i < place.n; i++) out[at + i * step] = values[at + (i - 1) * step]!
    })
    return out
  },
  batch: ofSamples,
  differentials: (_, _y, { axis, reverse }) => [
    {
      jvp: dx => shifted(dx, { axis, reverse }, 0),
      vjp: dy => shifted(dy, { axis, reverse: !reverse }, 0),
    },
  ],
}

/** What stands before each value along a course, and `first` before the first. */
export const shifted = (x: Tensor, { axis, reverse }: Course, first: number): Tensor =>
  apply(SHIFT, [x], { axis, reverse, first })

interface Recurrence extends Course {
  /** zᵢ = aᵢ₋₁·zᵢ₋₁ + bᵢ instead: in the other direction, that is the adjoint. */
  readonly late: boolean
  /** Where a is 0 nothing passes, not even ∞ or NaN. */
  readonly cuts: boolean
}

const RECURRENCE: Operation<Recurrence> = {
  name: 'recurrence',
  shape: ([a]) => a!.shape,
  forward([a, b], { axis, reverse, late, cuts }, shape, dtype) {
    const [as, bs] = [valuesOf(a!), valuesOf(b!)]
    const out: TypedArray = allocate(dtype, sizeOf(shape))
    const place = around(shape, axis)
    eachLine(place, reverse, (at, step) => {
      let z = bs[at]!
      out[at] = z
      for (let i = 1, here = at + step; i < place.n; i++, here += step) {
        const factor = late ? as[here - step]! : as[here]!
        z = cuts && factor === 0 ? bs[here]! : factor * z + bs[here]!
        out[here] = z
      }
    })
    return out
  },
  batch: ofSamples,
  // dz = R(a, da·z₋₁ + db), R linear in its second argument; the adjoint of R runs from the other end.
  differentials([a], z, params) {
    const { axis, reverse, late, cuts } = params
    const times = cuts ? mulNoNan : mul
    const along = (v: Tensor) => apply(RECURRENCE, [a!, v], params)
    const against = (v: Tensor) => apply(RECURRENCE, [a!, v], { axis, reverse: !reverse, late: !late, cuts })
    const before = { axis, reverse }
    const after = { axis, reverse: !reverse }
    return [
      late
        ? {
            jvp: da => along(shifted(times(da, z), before, 0)),
            vjp: dz => times(shifted(against(dz), after, 0), z),
          }
        : {
            jvp: da => along(times(da, shifted(z, before, 0))),
            vjp: dz => times(against(dz), shifted(z, before, 0)),
          },
      { jvp: along, vjp: against },
    ]
  },
}

/**
 * zᵢ = aᵢ·zᵢ₋₁ + bᵢ along a course, z₀ = b₀, as a linear map of b for a given a, in both directions. With `cuts`, an a of 0
 * passes nothing on, whatever z is.
 */
export function recurrence(a: Tensor, { axis, reverse }: Course, { cuts = false } = {}) {
  return {
    jvp: (b: Tensor): Tensor => apply(RECURRENCE, [a, b], { axis, reverse, late: false, cuts }),
    vjp: (z: Tensor): Tensor => apply(RECURRENCE, [a, z], { axis, reverse: !reverse, late: true, cuts }),
  }
}
