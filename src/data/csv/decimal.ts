// Numbers straight from bytes, where float64 arithmetic gives the nearest one: few digits, and a small power of ten.

/** 10⁰ to 10²²: the powers of ten that float64 holds exactly. */
const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))

/** 2⁵³: whole numbers up to it are exact. */
const EXACT = 9007199254740992

/**
 * The number that some bytes spell, NaN where they spell none or where it takes more to find it.
 *
 * At most 15 digits as a whole number m and a power of ten up to 10²² are both exact, so that m·10ᵏ or m/10ᵏ is rounded once,
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

/** The same for any spelling of at most 19 digits; the digits beyond 15 are kept apart. */
function longDecimalAt(bytes: Uint8Array, from: number, to: number, point: number): number {
  let at = from
  while (at < to && bytes[at] === 32) at++
  const sign = at < to ? bytes[at]! : 0
  if (sign === 45 || sign === 43) at++
  const begin = at
  // The digits are head·10^more + tail.
  let [head, tail, more, significant, behind] = [0, 0, 0, 0, -1]
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      if (significant < 15) {
        head = head * 10 + digit
        if (head > 0) significant++
      } else if (more < 4) {
        tail = tail * 10 + digit
        more++
      } else return Number.NaN
    } else if (bytes[at] === point && behind < 0) behind = at + 1
    else break
  }
  let exponent = behind < 0 ? 0 : behind - at
  if (at - begin === (behind < 0 ? 0 : 1)) return Number.NaN
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
  const size =
    more > 0
      ? quotient(head, TENS[more]!, tail, TENS[-exponent] ?? 0)
      : exponent < 0
        ? head / TENS[-exponent]!
        : head * TENS[exponent]!
  return sign === 45 ? -size : size
}

/**
 * The float64 nearest to (head·ten + tail)/divisor, NaN where two are too close to call, and from 2⁵³ on, where it may be a whole
 * number that float64 does not hold.
 *
 * Numerator and remainder are exact as sums of two float64 (Dekker 1971, A floating-point technique for extending the available
 * precision); what is left of the quotient, q₂, is then off by less than 2⁻⁵⁰ of itself, and both ends of that must round alike.
 */
function quotient(head: number, ten: number, tail: number, divisor: number): number {
  if (divisor <= 1) return Number.NaN
  const scaled = head * ten
  const rest = lost(head, ten, scaled) + tail
  const m = scaled + rest
  const low = rest - (m - scaled)
  const q = m / divisor
  const p = q * divisor
  const q2 = (m - p - lost(q, divisor, p) + low) / divisor
  const value = q + q2
  const isSure = q + q2 * (1 + 2 ** -49) === value && q + q2 * (1 - 2 ** -49) === value
  return isSure && value < EXACT ? value : Number.NaN
}

/** a·b − product, exactly, where product is a·b rounded. */
function lost(a: number, b: number, product: number): number {
  const [x, y] = [134217729 * a, 134217729 * b]
  const [aHigh, bHigh] = [x - (x - a), y - (y - b)]
  const [aLow, bLow] = [a - aHigh, b - bHigh]
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}
