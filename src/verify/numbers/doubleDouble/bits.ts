// DoubleDouble numbers as whole numbers times powers of two, exactly, and back.
import { type DoubleDouble, normal, shift, ZERO } from './doubleDouble.js'

/** units·2^exponent. */
export interface Bits {
  readonly units: bigint
  readonly exponent: number
}

/** A finite double, exactly. */
function bitsOfNumber(x: number): Bits {
  let exponent = 0
  for (; !Number.isInteger(x); exponent -= 64) x *= 2 ** 64
  return { units: BigInt(x), exponent }
}

/** A finite number, exactly. */
export function bitsOf(x: DoubleDouble): Bits {
  const [hi, lo] = [bitsOfNumber(x.hi), bitsOfNumber(x.lo)]
  const exponent = Math.min(hi.exponent, lo.exponent)
  const units = (hi.units << BigInt(hi.exponent - exponent)) + (lo.units << BigInt(lo.exponent - exponent))
  return { units, exponent: exponent + x.scale }
}

/** How many bits |n| has. */
export const bitLength = (n: bigint): number => (n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length)

/** The nearest double-double, to 2⁻¹⁰⁶. */
export function fromBits({ units, exponent }: Bits): DoubleDouble {
  if (units === 0n) return ZERO
  // 200 bits are more than two doubles hold, and stay far from float64's end.
  const excess = Math.max(0, bitLength(units) - 200)
  const kept = units >> BigInt(excess)
  const hi = Number(kept)
  return shift(normal(hi, Number(kept - BigInt(hi)), 0), exponent + excess)
}
