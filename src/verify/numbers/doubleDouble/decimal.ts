// Decimal fractions as double-doubles.
import { fromBits } from './bits.js'
import { type DoubleDouble, doubleDouble } from './doubleDouble.js'

/** How many bits a fraction is cut to below the point: more than two doubles hold of any number above 2⁻⁵⁰⁰. */
const PLACES = 800

/** The double-double nearest to a text such as 0.1 or 9007199254740993, to 2⁻¹⁰⁶ of itself. */
export function decimal(text: string): DoubleDouble {
  const [, whole = '', part = ''] = /^(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole + part === '') return doubleDouble(Number.NaN)
  const places = BigInt(PLACES + 4 * part.length)
  const units = (BigInt(whole + part) << places) / 10n ** BigInt(part.length)
  return fromBits({ units, exponent: -Number(places) })
}
