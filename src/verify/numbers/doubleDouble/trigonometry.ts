// Sine and cosine of double-doubles of any size, relatively exact about their zeros too.
import { add, mul, product, sub } from './arithmetic.js'
import { bitLength, bitsOf, fromBits } from './bits.js'
import { type DoubleDouble, doubleDouble, finite, neg, toNumber } from './doubleDouble.js'
import { inverseFactorial } from './functions.js'

/** π/2 as a sum of three doubles, to 2⁻¹⁶³. */
const QUARTER = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33] as const
/** Beyond 2⁸¹⁹², π would need too many digits. */
const ENDLESS = 8192

/** x as a whole number of right angles, counted modulo 4, and a rest of about π/4 at most. */
interface Reduced {
  readonly quarters: number
  readonly rest: DoubleDouble
}

function reduce(x: DoubleDouble): Reduced {
  const about = toNumber(x)
  if (Math.abs(about) < 0.8) return { quarters: 0, rest: x }
  const k = Math.round(about / QUARTER[0])
  if (Math.abs(k) < 2 ** 20) {
    // Before what cancels has cancelled, k·u³ is lost at most: below 2⁻¹¹⁸ of a rest that is not small.
    const rest = sub(
      sub(sub(x, product(k, QUARTER[0])), product(k, QUARTER[1])),
      doubleDouble(k * QUARTER[2]),
    )
    if (Math.abs(toNumber(rest)) > 2 ** -20) return { quarters: k & 3, rest }
  }
  return reduceExactly(x)
}

/** By whole numbers, with twice the bits of x and 160 more: the rest may be as small as x is long. */
function reduceExactly(x: DoubleDouble): Reduced {
  const { units, exponent } = bitsOf(x)
  const places = 2 * bitLength(units) + Math.abs(exponent) + 160
  const fixed = units << BigInt(places + exponent)
  const halfPi = piTimes(places) >> 1n
  const half = fixed < 0n ? -halfPi : halfPi
  const quarters = (2n * fixed + half) / (2n * halfPi)
  const rest = fromBits({ units: fixed - quarters * halfPi, exponent: -places })
  return { quarters: Number(((quarters % 4n) + 4n) % 4n), rest }
}

/** π·2^places by Machin's formula, π = 16·atan(1/5) − 4·atan(1/239). */
function piTimes(places: number): bigint {
  const guarded = 1n << BigInt(places + 32)
  const arctan = (n: bigint): bigint => {
    let sum = 0n
    for (let term = guarded / n, k = 1n; term !== 0n; term /= -n * n, k += 2n) sum += term / k
    return sum
  }
  return (16n * arctan(5n) - 4n * arctan(239n)) >> 32n
}

/** (−1)ⁿ/(2n + 1)! and (−1)ⁿ/(2n)!; at 0.8 the first that is left out weighs 2⁻¹¹⁶ of the sum. */
const alternate = (from: number): readonly DoubleDouble[] =>
  Array.from({ length: 15 }, (_, n) => inverseFactorial(2 * n + from)).map((c, n) => (n % 2 ? neg(c) : c))
const SINE = alternate(1)
const COSINE = alternate(0)

/** Σ cₙ·sⁿ by Horner's rule. */
function series(factors: readonly DoubleDouble[], s: DoubleDouble): DoubleDouble {
  let sum = factors[factors.length - 1]!
  for (let i = factors.length - 2; i >= 0; i--) sum = add(factors[i]!, mul(s, sum))
  return sum
}

/** The sine of x and some right angles more. */
function turned(x: DoubleDouble, more: number): DoubleDouble {
  if (!finite(x) || x.scale > ENDLESS) return doubleDouble(NaN)
  const { quarters, rest } = reduce(x)
  const turn = (quarters + more) & 3
  // Where the square has no weight, the series is its first factor.
  const square = rest.scale < 0 ? doubleDouble(0) : mul(rest, rest)
  const value = turn % 2 === 0 ? mul(rest, series(SINE, square)) : series(COSINE, square)
  return turn < 2 ? value : neg(value)
}

/** sin x; NaN beyond 2⁸¹⁹². */
export const sin = (x: DoubleDouble): DoubleDouble => turned(x, 0)

/** cos x; NaN beyond 2⁸¹⁹². */
export const cos = (x: DoubleDouble): DoubleDouble => turned(x, 1)
