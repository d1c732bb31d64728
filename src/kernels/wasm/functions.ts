// Elementary functions on vectors, branch-free: argument reduction, a polynomial, and the special cases by selection.
import { i32x4 } from './instructions.js'
import type { Lanes } from './lanes.js'
import { type Operand, Vector } from './vector.js'

/** A function of one vector. Each use writes its code anew. */
export type VectorFunction = (x: Vector) => Vector

// The polynomials interpolate at Chebyshev nodes, computed with 60 digits: of (eʳ − 1 − r)/r² on |r| ≤ 0.501·ln 2, and of
// 2(artanh(s)/s − 1)/s² in s² ≤ 0.03. Float32 has the shortest decimals of its numbers, float64 the digits that weigh 2⁻⁶⁴ of a
// result or more. ln 2 is in two parts, of which the first times an exponent is exact.
const FLOAT32 = {
  exp: [0.5, 0.16666576, 0.041666554, 0.008363293, 0.0013926326],
  log: [0.66666686, 0.3998855, 0.29590317],
  ln2: [0.693115234375, 3.1946185e-5],
  range: [-104, 89], // beyond, eˣ is 0 or ∞
  one: 0x3f800000n,
  rootHalf: 0x3f3504f3n,
  normal: 2 ** -126,
} as const

const FLOAT64 = {
  exp: [
    0.5000000000000001, 0.16666666666666669, 0.04166666666662348, 0.00833333333333001, 0.00138888889175383,
    0.00019841269863303, 2.48015207926e-5, 2.7557268073e-6, 2.76203274e-7, 2.510057e-8,
  ],
  log: [
    0.666666666666667, 0.3999999999989322, 0.28571428628811, 0.2222221067424, 0.181829225135, 0.153306173,
    0.14630031,
  ],
  ln2: [0.6931471803691238, 1.9082149292705877e-10],
  range: [-746, 710],
  one: 0x3ff0000000000000n,
  rootHalf: 0x3fe6a09e667f3bcdn,
  normal: 2 ** -1022,
} as const

const tableOf = (lanes: Lanes) => (lanes.bytes === 4 ? FLOAT32 : FLOAT64)

/** c₀ + c₁x + c₂x² + …, by pairs (Estrin's scheme): short chains of dependent operations. */
function polynomial(x: Vector, coefficients: readonly number[]): Operand {
  let terms: readonly Operand[] = coefficients
  for (let power = x; terms.length > 1; power = power.mul(power)) {
    const all = terms
    terms = all.flatMap((even, i) => {
      const odd = all[i + 1]
      return i % 2 === 1 ? [] : odd === undefined ? even : power.mulAdd(odd, even)
    })
  }
  return terms[0]!
}

/** eˣ = 2ⁿ·(1 + q) for x in range: q, and in the low bits n, or `least` where that is more. Shifted up, only n is left. */
function exponential(x: Vector, least?: number): { readonly q: Vector; readonly n: Vector } {
  const { lanes } = x.writer
  const { exp, ln2 } = tableOf(lanes)
  const magic = magicOf(lanes)
  const shifted = x.mulAdd(Math.LOG2E, magic)
  const whole = shifted.sub(magic)
  // The rest r = x − n·ln 2, |r| ≤ ln 2 / 2, is high + low; high is exact.
  const high = x.sub(whole.mul(ln2[0]))
  const low = whole.mul(-ln2[1])
  const r = high.add(low)
  const q = r.mul(r).mulAdd(polynomial(r, exp), low).add(high)
  return { q, n: least === undefined ? shifted : shifted.atLeast(magic + least) }
}

/** Added to a number, it leaves the nearest whole one in the low bits. */
const magicOf = ({ mantissa }: Lanes): number => 1.5 * 2 ** mantissa

/** 2ⁿ for an n whose power is a normal number. */
function powerOf2(n: Vector): Vector {
  const { bits, mantissa } = n.writer.lanes
  return n.by(a => bits.shl(a, mantissa)).with(bits.add, 1)
}

/** 2ⁿ·x in two steps, so that the result may be subnormal or overflow though 2ⁿ has no exponent of its own. */
function scaled(x: Vector, n: Vector): Vector {
  const { lanes } = n.writer
  const all = n.with(lanes.bits.sub, magicOf(lanes))
  const half = all.by(a => i32x4.shrS(a, 1))
  return x.mul(powerOf2(half)).mul(powerOf2(all.with(lanes.bits.sub, half)))
}

/** eˣ */
export const exp: VectorFunction = x => {
  const [low, high] = tableOf(x.writer.lanes).range
  const { q, n } = exponential(x.atMost(high).atLeast(low))
  return scaled(q.add(1), n)
}

/** 2ⁿ·x for an n ≤ 0 in one step and a constant, for 2ⁿ⁺ˡⁱᶠᵗ is a normal number down to twice the range of exp. */
function scaledDown(x: Vector, n: Vector): Vector {
  const { bits, mantissa } = x.writer.lanes
  const lift = 2 ** (mantissa + 9)
  return x.mul(n.by(a => bits.shl(a, mantissa)).with(bits.add, lift)).mul(1 / lift)
}

/** eˣ for x ≤ 0 */
export const expBelow0: VectorFunction = x => {
  const { q, n } = exponential(x.atLeast(tableOf(x.writer.lanes).range[0]))
  return scaledDown(q.add(1), n)
}

/** eˣ − 1 = 2ⁿ·q + (2ⁿ − 1), exact near 0; from n = 60 on eˣ itself, which may overflow */
export const expm1: VectorFunction = x => {
  const [, high] = tableOf(x.writer.lanes).range
  const { q, n } = exponential(x.atMost(high).atLeast(-60))
  const power = powerOf2(n)
  const small = power.mul(q).add(power.sub(1))
  const large = scaled(q.add(1), n)
  return x.eq(0).select(x, x.gt(40).select(large, small))
}

/** ln u; or ln(1 + near), where u is the rounded sum. */
function logarithm(u0: Vector, near?: Vector): Vector {
  const { lanes } = u0.writer
  const { bits, bytes, mantissa } = lanes
  const { one, rootHalf, normal, log, ln2 } = tableOf(lanes)
  const whole = (x: bigint) => u0.by(() => bits.of(x))
  // Times 2ˡⁱᶠᵗ every subnormal is normal.
  const lift = mantissa + 2
  const tiny = u0.lt(normal)
  const u = tiny.select(u0.mul(2 ** lift), u0)
  // u = 2ᵉ·m with m between √½ and √2
  const offset = u.with(bits.add, whole(one - rootHalf))
  const m = offset.and(whole((1n << BigInt(mantissa)) - 1n)).with(bits.add, whole(rootHalf))
  const biased = offset.by(a => bits.shrU(a, mantissa))
  // The exponent's bits behind those of 2ᵐᵃⁿᵗⁱˢˢᵃ are that plus the exponent.
  const exponent = biased.or(2 ** mantissa).sub(2 ** mantissa + (bytes === 4 ? 127 : 1023))
  const e = exponent.sub(tiny.and(lift))
  let d = m.sub(1)
  let low = e.mul(ln2[1])
  if (near !== undefined) {
    // Near 1 what stands behind the 1 is known exactly; elsewhere, add what 1 + x lost in rounding.
    const atOne = e.eq(0)
    d = atOne.select(near, d)
    const lost = near.gt(1).select(near.sub(u).add(1), near.sub(u.sub(1)))
    low = low.add(atOne.select(0, lost.div(u)))
  }
  // ln(1 + d) = 2 artanh s, s = d/(2 + d), arranged so that d itself enters last and unrounded
  const s = d.div(d.add(2))
  const z = s.mul(s)
  const half = d.mul(d).mul(0.5)
  const inner = s.mul(half.add(z.mul(polynomial(z, log)))).add(low)
  const finite = e.mul(ln2[0]).sub(half.sub(inner).sub(d))
  // ∞ and NaN pass; 0 gives −∞, and what is below NaN.
  const passed = u0.lt(Number.POSITIVE_INFINITY).select(finite, u0)
  return u0.lt(0).select(Number.NaN, u0.eq(0).select(Number.NEGATIVE_INFINITY, passed))
}

/** ln(1 + x), exact near 0 */
export const log1p: VectorFunction = x => x.eq(0).select(x, logarithm(x.add(1), x))

/** e/(1 + e) or 1/(1 + e) with e = e^(−|x|), by the sign: σ(x) */
const sigmoid: VectorFunction = x => {
  const e = expBelow0(x.abs().neg())
  return x.lt(0).select(e, 1).div(e.add(1))
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)) */
const softplus: VectorFunction = x => x.atLeast(0).add(log1p(expBelow0(x.abs().neg())))

/** e^(−2·size), the same for tanh and its slope, so that both may share it. */
const decay = (size: Vector, least?: number) =>
  exponential(size.mul(-2).atLeast(tableOf(size.writer.lanes).range[0] - 3), least)

/** −t/(t + 2) with t = e^(−2|x|) − 1, and 1 − 2e^(−2|x|)/(t + 2) where that keeps more digits; the sign is x's */
const tanh: VectorFunction = x => {
  const size = x.abs()
  const number = (v: number) => new Vector(x.writer, v)
  // Already for n = −60 the result is 1, and 2ⁿ is a normal number still.
  const { q, n } = decay(size, -60)
  const power = powerOf2(n)
  const t = power.mul(q).add(power.sub(1))
  const e = power.mul(q).add(power)
  const large = size.gt(0.55)
  const ratio = large.select(e.add(e), number(0).sub(t)).div(t.add(2))
  return large.select(number(1).sub(ratio), ratio).or(x.and(-0))
}

/** 1/cosh² x = 4e/(1 + e(2 + e)) with e = e^(−2|x|), whose square is rounded less often than that of 1 + e */
const sechSquared: VectorFunction = x => {
  const { q, n } = decay(x.abs())
  const fourE = scaledDown(q.add(1).mul(4), n)
  const e = fourE.mul(0.25)
  return fourE.div(e.mulAdd(e.add(2), 1))
}

const direct =
  (name: 'sqrt' | 'floor' | 'ceil' | 'nearest'): VectorFunction =>
  x =>
    x.by(x.writer.lanes[name])

/** Every function of the elementwise table that has vector code, by the name of its op. */
export const functions: { readonly [op: string]: VectorFunction } = {
  exp,
  expm1,
  log: x => logarithm(x),
  log1p,
  sigmoid,
  softplus,
  logSigmoid: x => softplus(x.neg()).neg(),
  tanh,
  sechSquared,
  neg: x => x.neg(),
  abs: x => x.abs(),
  square: x => x.mul(x),
  sqrt: direct('sqrt'),
  floor: direct('floor'),
  ceil: direct('ceil'),
  round: direct('nearest'),
  relu: x => x.with(x.writer.lanes.max, 0),
  sign: x => x.abs().gt(0).select(x.and(-0).or(1), x),
}
