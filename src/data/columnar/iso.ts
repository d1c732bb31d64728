// Dates and times as files of columns count them, in ISO 8601; no digit is lost.

/** Seconds since 1970 that JavaScript's dates reach. */
const MOST_SECONDS = 8_640_000_000_000n

/** How many units make a second. */
export type PerSecond = 1n | 1_000n | 1_000_000n | 1_000_000_000n

/** A quotient rounded down, and what is left, which is not negative. */
function divided(value: bigint, by: bigint): readonly [bigint, bigint] {
  const rest = ((value % by) + by) % by
  return [(value - rest) / by, rest]
}

/** The digits behind the second: in threes, none where they are all 0. */
function fractionOf(rest: bigint, perSecond: PerSecond): string {
  if (rest === 0n) return ''
  const digits = String(rest).padStart(String(perSecond).length - 1, '0')
  return `.${digits.replace(/(000)+$/, '')}`
}

/** A moment, counted from 1970 in some unit: `2020-01-31T12:30:00.5`. With Z where it is one of UTC, and not of a wall clock. */
export function momentOf(value: bigint, perSecond: PerSecond, utc: boolean): string {
  const [seconds, rest] = divided(value, perSecond)
  if (seconds > MOST_SECONDS || seconds < -MOST_SECONDS) return `${value}/${perSecond} seconds from 1970`
  const whole = new Date(1000 * Number(seconds)).toISOString().replace('.000Z', '')
  return `${whole}${fractionOf(rest, perSecond)}${utc ? 'Z' : ''}`
}

/** A day, counted from 1970: `2020-01-31`. */
export function dayOf(days: number): string {
  return Math.abs(days) > 100_000_000
    ? `${days} days from 1970`
    : new Date(days * 86_400_000).toISOString().replace(/T.*/, '')
}

/** A time of day: `12:30:00.5`. */
export function timeOf(value: bigint, perSecond: PerSecond): string {
  const [seconds, rest] = divided(value, perSecond)
  const two = (part: bigint) => String(part).padStart(2, '0')
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fractionOf(rest, perSecond)}`
}

/** A decimal as its digits, which stand for digits·10⁻ˢᶜᵃˡᵉ. */
export function decimalOf(digits: bigint, scale: number): string {
  if (scale <= 0) return `${digits}${'0'.repeat(digits === 0n ? 0 : -scale)}`
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}
