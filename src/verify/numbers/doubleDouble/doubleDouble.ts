// Numbers of some 31 digits and of any size: a sum of two doubles, with an exponent of its own.

/**
 * (hi + lo)·2^scale, where hi is the double nearest to hi + lo.
 *
 * The scale is a multiple of 512 and 2⁻²⁵⁶ ≤ |hi| < 2²⁵⁶, so that each number has one form, products stay far from the
 * ends of float64, and most sums find equal scales. Zero, ±Infinity and NaN are hi alone, with the scale 0.
 */
export interface DoubleDouble {
  readonly hi: number
  readonly lo: number
  readonly scale: number
}

const BAND = 512
const UP = 2 ** BAND
const DOWN = 2 ** -BAND
const LOW = 2 ** -256
const HIGH = 2 ** 256
/** Larger scales could no longer be added without rounding; such numbers count as infinite, their inverses as 0. */
const FARTHEST = 2 ** 50

/** The number in its one form; hi must be the double nearest to hi + lo. */
export function normal(hi: number, lo: number, scale: number): DoubleDouble {
  const size = Math.abs(hi)
  return size >= LOW && size < HIGH ? { hi, lo, scale } : moved(hi, lo, scale)
}

function moved(hi: number, lo: number, scale: number): DoubleDouble {
  if (hi === 0 || !Number.isFinite(hi)) return { hi, lo: 0, scale: 0 }
  while (Math.abs(hi) < LOW) [hi, lo, scale] = [hi * UP, lo * UP, scale - BAND]
  while (Math.abs(hi) >= HIGH) [hi, lo, scale] = [hi * DOWN, lo * DOWN, scale + BAND]
  if (Math.abs(scale) <= FARTHEST) return { hi, lo, scale }
  return { hi: scale > 0 ? hi * Infinity : hi * 0, lo: 0, scale: 0 }
}

/** A double, exactly. */
export const doubleDouble = (x: number): DoubleDouble => normal(x, 0, 0)

export const ZERO: DoubleDouble = doubleDouble(0)
export const ONE: DoubleDouble = doubleDouble(1)
/** π, to 2⁻¹⁰⁶ like every constant. */
export const PI: DoubleDouble = { hi: Math.PI, lo: 1.2246467991473532e-16, scale: 0 }

/** x·2ᵏ, exactly, for any whole k up to 2⁵⁰. */
export function shift(x: DoubleDouble, k: number): DoubleDouble {
  const bands = BAND * Math.round(k / BAND)
  const factor = 2 ** (k - bands)
  return normal(x.hi * factor, x.lo * factor, x.scale + bands)
}

/** The double nearest to x, ±Infinity beyond float64's end; among subnormal numbers it may miss by a hair more than a half. */
export function toNumber(x: DoubleDouble): number {
  let value = x.hi
  const bands = Math.max(-4, Math.min(4, x.scale / BAND))
  for (let i = 0; i < Math.abs(bands); i++) value *= bands > 0 ? UP : DOWN
  return value
}

/** Neither infinite nor NaN. */
export const finite = (x: DoubleDouble): boolean => Number.isFinite(x.hi)

/** −1, 0 or 1; NaN for NaN. */
export const sign = (x: DoubleDouble): number => Math.sign(x.hi)

/** −1 where a < b, 1 where a > b, 0 where they are equal, NaN where one is NaN. */
export function compare(a: DoubleDouble, b: DoubleDouble): number {
  // Of two finite numbers of one sign, a larger scale has the larger size; anything else shows in hi and lo.
  const product = a.hi * b.hi
  if (a.scale !== b.scale && product > 0 && product < Infinity) return a.scale > b.scale === a.hi > 0 ? 1 : -1
  const [left, right] = a.hi === b.hi ? [a.lo, b.lo] : [a.hi, b.hi]
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : NaN
}

export const neg = (x: DoubleDouble): DoubleDouble => ({ hi: -x.hi, lo: -x.lo, scale: x.scale })

export const abs = (x: DoubleDouble): DoubleDouble => (x.hi < 0 || Object.is(x.hi, -0) ? neg(x) : x)
