// Numbers as whole numbers times powers of two, with nothing rounded, and how far a wide number is from one.
import fc from 'fast-check'
import { add } from '../../../../src/verify/numbers/doubleDouble/arithmetic.js'
import {
  type DoubleDouble,
  doubleDouble,
  shift,
} from '../../../../src/verify/numbers/doubleDouble/doubleDouble.js'

/** units·2^exponent. */
export interface Exact {
  readonly units: bigint
  readonly exponent: number
}

const view = new DataView(new ArrayBuffer(8))

/** A finite double by its bits: a sign, 11 bits of exponent, 52 of fraction. */
function ofNumber(x: number): Exact {
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const raw = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & ((1n << 52n) - 1n)
  const size = raw === 0 ? fraction : fraction | (1n << 52n)
  return { units: bits >> 63n ? -size : size, exponent: Math.max(raw, 1) - 1075 }
}

/** Both to the smaller exponent. */
function aligned(a: Exact, b: Exact): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent)
  return [a.units << BigInt(a.exponent - exponent), b.units << BigInt(b.exponent - exponent), exponent]
}

export const plus = (a: Exact, b: Exact): Exact => {
  const [x, y, exponent] = aligned(a, b)
  return { units: x + y, exponent }
}
export const minus = (a: Exact, b: Exact): Exact => plus(a, { ...b, units: -b.units })
export const times = (a: Exact, b: Exact): Exact => ({
  units: a.units * b.units,
  exponent: a.exponent + b.exponent,
})
export const size = (a: Exact): Exact => ({ ...a, units: a.units < 0n ? -a.units : a.units })

/** The value of a finite wide number. */
export function exact(x: DoubleDouble): Exact {
  const { units, exponent } = plus(ofNumber(x.hi), ofNumber(x.lo))
  return { units, exponent: exponent + x.scale }
}

/** |a/b|, b ≠ 0; Infinity where it is beyond 2¹⁰⁰. */
export function ratio(a: Exact, b: Exact): number {
  if (a.units === 0n) return 0
  const [x, y] = [size(a), size(b)]
  const more = length(x) - length(y)
  if (more > 100) return Infinity
  if (more < -300) return 0
  const [p, q] = aligned(x, y)
  return Number((p << 400n) / q) / 2 ** 400
}
const length = ({ units, exponent }: Exact): number => units.toString(16).length * 4 + exponent

/** What an error is measured in. */
export const UNIT = 2 ** -100

/** |x − true value|/|true value|, in units of 2⁻¹⁰⁰. */
export function errorOf(x: DoubleDouble, truth: Exact): number {
  if (!Number.isFinite(x.hi)) return Infinity
  const value = exact(x)
  if (truth.units === 0n) return value.units === 0n ? 0 : Infinity
  // Numbers of other magnitudes are not aligned: theirs would be whole numbers of millions of digits.
  const [a, b] = [length(size(value)), length(size(truth))]
  return Math.abs(a - b) > 100 ? Infinity : ratio(minus(value, truth), truth) / UNIT
}

/** Finite wide numbers of both signs with all bits in use, between 2^−reach and 2^reach. */
export const wides = (reach: number): fc.Arbitrary<DoubleDouble> =>
  fc
    .tuple(
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -reach, max: reach - 1 }),
      fc.boolean(),
    )
    .map(([hi, lo, k, negative]) =>
      shift(add(doubleDouble(negative ? -hi : hi), doubleDouble(lo * 2 ** -53)), k),
    )
