// How far a result is from the right one, in units of the last place. ∞ counts as the first number that has no room.
import { Decimal } from 'decimal.js'
import { unitExponent } from '../../../support/ulps.js'
import { decimal, powerOf2 } from './exact.js'

/** The error of a float32 beside a double, whose own error cannot be seen in it. */
export function error32(got: number, want: number): number {
  const bounded = (x: number) => Math.max(-(2 ** 128), Math.min(2 ** 128, x))
  return Math.abs(bounded(got) - bounded(want)) / 2 ** unitExponent(want, 'float32')
}

/** The error of a float64 beside a decimal. */
export function error64(got: number, want: Decimal): number {
  const end = powerOf2(1024)
  const value = Number.isFinite(got) ? decimal(got) : end.times(Math.sign(got))
  const right = Decimal.max(end.neg(), Decimal.min(end, want))
  // The unit is that of the double below, not above: near a power of two that is half as large.
  const near = right.abs().toNumber()
  const below = decimal(near).gt(right.abs()) ? near * (1 - 2 ** -53) : near
  return value
    .minus(right)
    .abs()
    .div(powerOf2(unitExponent(below, 'float64')))
    .toNumber()
}
