// a·b + c rounded once, in integers as long as it takes: what an instruction may give that fuses the two.
import { FORMATS, type Format } from '../../../support/ulps.js'

/** x = n·2ᵉ, with n a whole number of 53 bits at most. */
function parts(x: number): { n: bigint; e: number } {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0]!
  const field = Number((bits >> 52n) & 2047n)
  const low = bits & (2n ** 52n - 1n)
  const n = field > 0 ? low | (2n ** 52n) : low
  return { n: x < 0 ? -n : n, e: Math.max(field, 1) - 1075 }
}

/** n·2ᵉ in a format, to the nearest, the even one of two as near. */
function round(n: bigint, e: number, format: Format): number {
  const { mantissa, least, most } = FORMATS[format]
  const size = n < 0n ? -n : n
  const unit = Math.max(size.toString(2).length - 1 + e, least) - mantissa
  const drop = BigInt(Math.max(unit - e, 0))
  let kept = size >> drop
  const rest = size - (kept << drop)
  const half = drop > 0n ? 1n << (drop - 1n) : 0n
  if (drop > 0n && (rest > half || (rest === half && (kept & 1n) === 1n))) kept++
  // Exact from here on, but for what overflows.
  const exponent = drop > 0n ? unit : e
  const top = kept.toString(2).length - 1 + exponent
  const value = top > most ? Number.POSITIVE_INFINITY : scale(Number(kept), exponent)
  return n < 0n ? -value : value
}

/** x·2ⁿ in steps that neither overflow nor underflow on the way. */
function scale(x: number, n: number): number {
  const first = Math.max(Math.min(n, 900), -900)
  return n === first ? x * 2 ** n : scale(x * 2 ** first, n - first)
}

/** a·b + c, rounded once. */
export function fused(a: number, b: number, c: number, format: Format): number {
  const ordinary = [a, b].every(x => Number.isFinite(x) && x !== 0)
  if (!ordinary) return a * b + c
  if (!Number.isFinite(c)) return c
  const [x, y, z] = [parts(a), parts(b), parts(c)]
  const e = Math.min(x.e + y.e, z.e)
  const sum = ((x.n * y.n) << BigInt(x.e + y.e - e)) + (z.n << BigInt(z.e - e))
  return round(sum, e, format)
}
