// Sine and cosine.
import type { V128 } from '../expression.js'
import { float64 } from '../lanes.js'
import * as v128 from '../v128.js'
import { Vector } from '../vector.js'
import { narrowed, widened } from '../wide.js'
import { magicOf, polynomial, type VectorFunction } from './parts.js'

/** Of (sin(r)/r − 1)/r² and (cos r − 1 + r²/2)/r⁴ in r² ≤ (π/4)². */
const TABLE = {
  float32: {
    sin: [-0.16666664, 0.008332743, -0.00019586882],
    cos: [0.041666664, -0.0013888298, 2.4546931e-5],
  },
  float64: {
    sin: [
      -0.16666666666666666, 0.0083333333333309, -0.00019841269836686, 2.755731606499e-6, -2.5051124031e-8,
      1.591756748e-10,
    ],
    cos: [
      0.041666666666666664, -0.0013888888888887, 2.480158729872e-5, -2.755731724823e-7, 2.087614138e-9,
      -1.13822809573e-11,
    ],
  },
} as const

/** π/2 in parts of 38 bits, whose products with n up to 2¹⁵ are exact, and the rest. */
const HALF_PI = [1.5707963267923333, 2.5633441515839558e-12, 1.0562999066987428e-23] as const
/** π/2 in 33 bits, whose products with n up to 2²⁰ are exact, and the rest: enough for a remainder in float32. */
const SHORT_HALF_PI = [1.5707963267341256, 6.077100506506192e-11] as const

/** The largest |x| whose remainder keeps its digits however near it is to a multiple of π/2. */
const LARGEST = { float32: 2 ** 20, float64: 2 ** 15 } as const

/** The bits of n, nearest to 2x/π, in the lowest of a float64. */
const turns = (x: Vector): Vector => x.mulAdd(2 / Math.PI, magicOf(float64))

/** The low words of two vectors. */
const LOW_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]

/**
 * x = n·π/2 + r + low by the parts of π/2 one after the other (W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions, 1980): r between ±π/4, and the lowest bits of n + `more`.
 */
function reduced(x: Vector, more: number): { r: Vector; low: Vector; n: Vector } {
  const { writer } = x
  if (writer.lanes.bytes === 4) {
    // In float64: its remainder has all digits of a float32, and more.
    const halves = widened(writer.f, writer.lanes, x.value).map(half => {
      const wide = new Vector({ ...writer, lanes: float64 }, half)
      const shifted = turns(wide)
      const n = shifted.sub(magicOf(float64))
      const r = wide.sub(n.mul(SHORT_HALF_PI[0])).sub(n.mul(SHORT_HALF_PI[1]))
      return { r: r.value, n: shifted.add(more).value }
    }) as [{ r: V128; n: V128 }, { r: V128; n: V128 }]
    const [a, b] = halves
    return {
      r: new Vector(writer, narrowed(a.r, b.r)),
      low: new Vector(writer, 0),
      n: new Vector(writer, v128.shuffle(a.n, b.n, LOW_WORDS)),
    }
  }
  const shifted = turns(x)
  const n = shifted.sub(magicOf(float64))
  const t = x.sub(n.mul(HALF_PI[0]))
  const w = n.mul(HALF_PI[1])
  // t − w and its rounding error, whichever is larger.
  const h = t.sub(w)
  const v = h.sub(t)
  const lost = t.sub(h.sub(v)).sub(w.add(v))
  const rest = lost.sub(n.mul(HALF_PI[2]))
  const r = h.add(rest)
  return { r, low: h.sub(r).add(rest), n: shifted.add(more) }
}

/** sin(x + k·π/2) */
function shiftedSine(x: Vector, k: number): Vector {
  const { lanes } = x.writer
  const { sin, cos } = TABLE[lanes.dtype]
  const { r, low, n } = reduced(x, k)
  const z = r.mul(r)
  const half = z.mul(0.5)
  const near = new Vector(x.writer, 1).sub(half)
  // sin(r + low) = r + (r³·S + low·cos r), cos(r + low) = 1 − r²/2 + (r⁴·C − low·r), with what 1 − r²/2 lost in rounding
  const sine = z
    .mul(r)
    .mulAdd(polynomial(z, sin), low.isZero ? low : low.mul(near))
    .add(r)
  const lost = new Vector(x.writer, 1).sub(near).sub(half)
  const cosine = z
    .mul(z)
    .mulAdd(polynomial(z, cos), low.isZero ? lost : lost.sub(low.mul(r)))
    .add(near)
  // The lowest bit of n says which of them, the next one the sign.
  const bit = (at: number) => n.by(a => lanes.bits.shl(a, 8 * lanes.bytes - at)).and(-0)
  const isOdd = bit(1).or(1).lt(0)
  return isOdd.select(cosine, sine).with(v128.xor, bit(2))
}

/** Where |x| is so large that the remainder would lose digits. */
const beyond = (x: Vector): Vector => x.abs().gt(LARGEST[x.writer.lanes.dtype])

/** sin x; NaN where it is beyond. */
export const sin: VectorFunction = /* @__PURE__ */ Object.assign(
  (x: Vector) => beyond(x).select(Number.NaN, x.eq(0).select(x, shiftedSine(x, 0))),
  { beyond },
)

/** cos x; NaN where it is beyond. */
export const cos: VectorFunction = /* @__PURE__ */ Object.assign(
  (x: Vector) => beyond(x).select(Number.NaN, shiftedSine(x, 1)),
  { beyond },
)
