// Numbers straight from bytes, where float64 arithmetic gives the nearest one: few digits, and a small power of ten.

/** 10⁰ to 10²²: the powers of ten that float64 holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))

/** Whole numbers below this, 2⁵³, are exact, and a sum that is rounded is not below it. */
const EXACT = 9007199254740992

/**
 * The number that some bytes spell, NaN where they spell none or where it takes more than one exact operation to find it.
 *
 * Digits as a whole number m < 2⁵³ and a power of ten up to 10²² are both exact, so that m·10ᵏ or m/10ᵏ is rounded once,
 * which gives the float64 nearest to the decimal (Clinger 1990, How to read floating point numbers accurately).
 *
 * point : the byte of the decimal sign
 */
export function decimalAt(bytes: Uint8Array, from: number, to: number, point: number): number {
  const negative = bytes[from] === 45
  let at = negative ? from + 1 : from
  const begin = at
  // Most numbers have few digits, and 32-bit arithmetic takes them at twice the speed.
  let m = 0
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    m = (Math.imul(m, 10) + digit) | 0
  }
  let [digits, places] = [at - begin, 0]
  if (at < to && bytes[at] === point) {
    const behind = ++at
    for (; at < to; at++) {
      const digit = bytes[at]! - 48
      if (digit < 0 || digit > 9) break
      m = (Math.imul(m, 10) + digit) | 0
    }
    places = at - behind
    digits += places
  }
  if (at < to || digits === 0 || digits > 9) return longDecimalAt(bytes, from, to, point)
  const size = m / TENS[places]!
  return negative ? -size : size
}

/** The same for any spelling. */
function longDecimalAt(bytes: Uint8Array, from: number, to: number, point: number): number {
  let at = from
  while (at < to && bytes[at] === 32) at++
  const sign = at < to ? bytes[at]! : 0
  if (sign === 45 || sign === 43) at++
  const begin = at
  let [m, exponent] = [0, 0]
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) break
    m = m * 10 + digit
  }
  let digits = at - begin
  if (at < to && bytes[at] === point) {
    const behind = ++at
    for (; at < to; at++) {
      const digit = bytes[at]! - 48
      if (digit < 0 || digit > 9) break
      m = m * 10 + digit
    }
    exponent = behind - at
    digits -= exponent
  }
  if (digits === 0 || m >= EXACT) return Number.NaN
  if (at < to && (bytes[at]! | 32) === 101) {
    at++
    const down = bytes[at] === 45
    if (at < to && (down || bytes[at] === 43)) at++
    const first = at
    let power = 0
    for (; at < to; at++) {
      const digit = bytes[at]! - 48
      if (digit < 0 || digit > 9) break
      power = power * 10 + digit
    }
    if (at === first) return Number.NaN
    exponent += down ? -power : power
  }
  while (at < to && bytes[at] === 32) at++
  if (at < to || exponent > 22 || exponent < -22) return Number.NaN
  if (exponent < 0) m /= TENS[-exponent]!
  else if (exponent > 0) m *= TENS[exponent]!
  return sign === 45 ? -m : m
}
