// DoubleDouble numbers in decimal, as people read and write them.
import { type Bits, bitLength, bitsOf, fromBits } from './bits.js'
import { type DoubleDouble, doubleDouble, finite } from './doubleDouble.js'

/** How many bits powers of ten are held to: each of the some 60 roundings of 10^(2⁵⁰) costs a bit at most. */
const PRECISION = 320

/** Fewer bits, rounded down, where there are more than the precision. */
function cut({ units, exponent }: Bits): Bits {
  const excess = bitLength(units) - PRECISION
  return excess > 0 ? { units: units >> BigInt(excess), exponent: exponent + excess } : { units, exponent }
}

/** 10ⁿ, n ≥ 0, by squaring: exact up to 10¹³⁷, and to 2⁻²⁵⁶ at any n that a scale allows. */
function tenTo(n: number): Bits {
  let power: Bits = { units: 1n, exponent: 0 }
  let square: Bits = { units: 10n, exponent: 0 }
  const times = (a: Bits, b: Bits): Bits =>
    cut({ units: a.units * b.units, exponent: a.exponent + b.exponent })
  for (let rest = n; rest >= 1; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = times(power, square)
    square = times(square, square)
  }
  return power
}

/** |x|·10ⁿ as the nearest whole number, halves up. A half has few bits, so that what a quotient is cut to is the half itself. */
function rounded(x: DoubleDouble, n: number): bigint {
  const value = bitsOf(x)
  const size = value.units < 0n ? -value.units : value.units
  const ten = tenTo(Math.abs(n))
  const lift = bitLength(ten.units) + PRECISION
  const units = n < 0 ? (size << BigInt(lift)) / ten.units : size * ten.units
  const shift = (n < 0 ? lift + ten.exponent : -ten.exponent) - value.exponent
  return shift <= 0 ? units << BigInt(-shift) : (units + (1n << BigInt(shift - 1))) >> BigInt(shift)
}

/**
 * x in decimal with up to so many digits, as JavaScript writes numbers: '0.1', '-1.5e+400'. Zeros at the end are left off.
 * 30 digits are about what a double-double holds.
 */
export function text(x: DoubleDouble, digits = 30): string {
  if (!finite(x)) return String(x.hi)
  if (x.hi === 0) return '0'
  // The first digit's place; where the logarithm misses it by one, the digits are one too many or too few.
  let place = Math.floor((Math.log2(Math.abs(x.hi)) + x.scale) * Math.LOG10E * Math.LN2)
  let shown = rounded(x, digits - 1 - place).toString()
  while (shown.length !== digits) {
    place += shown.length - digits
    shown = rounded(x, digits - 1 - place).toString()
  }
  const kept = shown.replace(/0+$/, '')
  return (x.hi < 0 ? '-' : '') + placed(kept, place)
}

/** Digits with their point, the first of them at 10^place: plainly from 1e-6 up to 1e21, as JavaScript has it. */
function placed(digits: string, place: number): string {
  if (place < -6 || place >= 21) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
    return `${mantissa}e${place < 0 ? '-' : '+'}${Math.abs(place)}`
  }
  if (place < 0) return `0.${'0'.repeat(-place - 1)}${digits}`
  if (digits.length <= place + 1) return digits + '0'.repeat(place + 1 - digits.length)
  return `${digits.slice(0, place + 1)}.${digits.slice(place + 1)}`
}

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
