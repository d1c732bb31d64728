// Units of the last place of float32 and float64: how far apart neighbours are near a number.

/** The e with 2ᵉ ≤ |x| < 2ᵉ⁺¹, of a finite double that is not 0. */
export function exponentOf(x: number): number {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0]!
  const field = Number((bits >> 52n) & 2047n)
  return field > 0 ? field - 1023 : (bits & (2n ** 52n - 1n)).toString(2).length - 1075
}

/** What a dtype can hold: bits behind the point, and the exponents of its normal numbers. */
export const FORMATS = {
  float32: { mantissa: 23, least: -126, most: 127 },
  float64: { mantissa: 52, least: -1022, most: 1023 },
} as const

export type Format = keyof typeof FORMATS

/** The n of the unit 2ⁿ of the last place at x. Beyond the range of a dtype, units are those of its end. */
export function unitExponent(x: number, format: Format): number {
  const { mantissa, least, most } = FORMATS[format]
  if (x === 0) return least - mantissa
  const exponent = Number.isFinite(x) ? exponentOf(x) : most
  return Math.min(Math.max(exponent, least), most) - mantissa
}
