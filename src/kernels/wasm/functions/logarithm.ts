// Logarithms.
import type { Vector } from '../vector.js'
import { LN2, polynomial, type VectorFunction } from './parts.js'

/** Of 2(artanh(s)/s − 1)/s² in s² ≤ 0.03; and the bits of 1 and of √½, and the smallest normal number. */
const TABLE = {
  float32: {
    log: [0.66666686, 0.3998855, 0.29590317],
    one: 0x3f800000n,
    rootHalf: 0x3f3504f3n,
    normal: 2 ** -126,
  },
  float64: {
    log: [
      0.666666666666667, 0.3999999999989322, 0.28571428628811, 0.2222221067424, 0.181829225135, 0.153306173,
      0.14630031,
    ],
    one: 0x3ff0000000000000n,
    rootHalf: 0x3fe6a09e667f3bcdn,
    normal: 2 ** -1022,
  },
} as const

/** u = 2ᵉ·m with m between √½ and √2, for a u above 0; e is a float. */
export function parted(u0: Vector): { readonly e: Vector; readonly m: Vector; readonly u: Vector } {
  const { bits, bytes, mantissa, dtype } = u0.writer.lanes
  const { one, rootHalf, normal } = TABLE[dtype]
  const whole = (x: bigint) => u0.by(() => bits.of(x))
  // Times 2ˡⁱᶠᵗ every subnormal is normal.
  const lift = mantissa + 2
  const tiny = u0.lt(normal)
  const u = tiny.select(u0.mul(2 ** lift), u0)
  const offset = u.with(bits.add, whole(one - rootHalf))
  const m = offset.and(whole((1n << BigInt(mantissa)) - 1n)).with(bits.add, whole(rootHalf))
  const biased = offset.by(a => bits.shrU(a, mantissa))
  // The exponent's bits behind those of 2ᵐᵃⁿᵗⁱˢˢᵃ are that plus the exponent.
  const exponent = biased.or(2 ** mantissa).sub(2 ** mantissa + (bytes === 4 ? 127 : 1023))
  return { e: exponent.sub(tiny.and(lift)), m, u }
}

/** ln u; or ln(1 + near), where u is the rounded sum. */
function logarithm(u0: Vector, near?: Vector): Vector {
  const { dtype } = u0.writer.lanes
  const ln2 = LN2[dtype]
  const { e, m, u } = parted(u0)
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
  const inner = s.mul(half.add(z.mul(polynomial(z, TABLE[dtype].log)))).add(low)
  const finite = e.mul(ln2[0]).sub(half.sub(inner).sub(d))
  // ∞ and NaN pass; 0 gives −∞, and what is below NaN.
  const passed = u0.lt(Number.POSITIVE_INFINITY).select(finite, u0)
  return u0.lt(0).select(Number.NaN, u0.eq(0).select(Number.NEGATIVE_INFINITY, passed))
}

/** ln(1 + x), exact near 0 */
export const log1p: VectorFunction = x => x.eq(0).select(x, logarithm(x.add(1), x))

/** ln x */
export const log: VectorFunction = x => logarithm(x)
