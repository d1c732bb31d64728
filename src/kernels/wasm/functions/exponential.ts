// Exponentials.
import { i32x4 } from '../instructions.js'
import type { Vector } from '../vector.js'
import { LN2, magicOf, polynomial, type VectorFunction } from './parts.js'

/** Of (eʳ − 1 − r)/r² on |r| ≤ 0.501·ln 2; and the range beyond which eˣ is 0 or ∞. */
const TABLE = {
  float32: {
    exp: [0.5, 0.16666576, 0.041666554, 0.008363293, 0.0013926326],
    range: [-104, 89],
  },
  float64: {
    exp: [
      0.5000000000000001, 0.16666666666666669, 0.04166666666662348, 0.00833333333333001, 0.00138888889175383,
      0.00019841269863303, 2.48015207926e-5, 2.7557268073e-6, 2.76203274e-7, 2.510057e-8,
    ],
    range: [-746, 710],
  },
} as const

/** Where eˣ is neither 0 nor ∞. */
export const rangeOf = (x: Vector): readonly [low: number, high: number] => TABLE[x.writer.lanes.dtype].range

/**
 * eˣ = 2ⁿ·(1 + q) for x in range: q, and in the low bits n, or `least` where that is more. Shifted up, only n is left. `more`
 * is what x has behind its last place.
 */
export function exponential(
  x: Vector,
  least?: number,
  more?: Vector,
): { readonly q: Vector; readonly n: Vector } {
  const { lanes } = x.writer
  const ln2 = LN2[lanes.dtype]
  const magic = magicOf(lanes)
  const shifted = x.mulAdd(Math.LOG2E, magic)
  const whole = shifted.sub(magic)
  // The rest r = x − n·ln 2, |r| ≤ ln 2 / 2, is high + low; high is exact.
  const high = x.sub(whole.mul(ln2[0]))
  const beside = whole.mul(-ln2[1])
  const low = more === undefined ? beside : beside.add(more)
  const r = high.add(low)
  const q = r.mul(r).mulAdd(polynomial(r, TABLE[lanes.dtype].exp), low).add(high)
  return { q, n: least === undefined ? shifted : shifted.atLeast(magic + least) }
}

/** 2ⁿ for an n whose power is a normal number. */
export function powerOf2(n: Vector): Vector {
  const { bits, mantissa } = n.writer.lanes
  return n.by(a => bits.shl(a, mantissa)).with(bits.add, 1)
}

/** 2ⁿ·x in two steps, so that the result may be subnormal or overflow though 2ⁿ has no exponent of its own. */
export function scaled(x: Vector, n: Vector): Vector {
  const { lanes } = n.writer
  const all = n.with(lanes.bits.sub, magicOf(lanes))
  const half = all.by(a => i32x4.shrS(a, 1))
  return x.mul(powerOf2(half)).mul(powerOf2(all.with(lanes.bits.sub, half)))
}

/** eˣ */
export const exp: VectorFunction = x => {
  const [low, high] = rangeOf(x)
  const { q, n } = exponential(x.atMost(high).atLeast(low))
  return scaled(q.add(1), n)
}

/** 2ⁿ·x for an n ≤ 0 in one step and a constant, for 2ⁿ⁺ˡⁱᶠᵗ is a normal number down to twice the range of exp. */
export function scaledDown(x: Vector, n: Vector): Vector {
  const { bits, mantissa } = x.writer.lanes
  const lift = 2 ** (mantissa + 9)
  return x.mul(n.by(a => bits.shl(a, mantissa)).with(bits.add, lift)).mul(1 / lift)
}

/** eˣ for x ≤ 0 */
export const expBelow0: VectorFunction = x => {
  const { q, n } = exponential(x.atLeast(rangeOf(x)[0]))
  return scaledDown(q.add(1), n)
}

/** eˣ − 1 = 2ⁿ·q + (2ⁿ − 1), exact near 0; from n = 60 on eˣ itself, which may overflow */
export const expm1: VectorFunction = x => {
  const [, high] = rangeOf(x)
  const { q, n } = exponential(x.atMost(high).atLeast(-60))
  const power = powerOf2(n)
  const small = power.mul(q).add(power.sub(1))
  const large = scaled(q.add(1), n)
  return x.eq(0).select(x, x.gt(40).select(large, small))
}
