// What counts as a number in a file: decimal notation of a finite value, and why anything else is not one.
import { describe } from '../errors.js'

// No two parts of the pattern can match the same digits, so that a long cell takes linear time.
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/** The number that a cell holds, such as 5, -0.25, .5 or 1e-3 with blanks around it; `undefined` for anything else. */
export function parseNumber(cell: string): number | undefined {
  const text = cell.trim()
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

/** Whether a text is decimal notation, also of a number beyond float64. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text.trim())

/** Below this float64 keeps fewer than its 53 binary digits. */
const NORMAL = 2 ** -1022

/**
 * Why float64 does not hold the number in a cell, of which `parseNumber` made a value; `undefined` where it does.
 *
 * Every decimal is rounded to 53 binary digits, 0.1 too, and nobody minds. Refused is what becomes another number: one so
 * small that it turns to 0 or keeps few digits, and a whole number written out, such as an identifier. Both are held where
 * the value, printed with as many digits as the cell has, has the same ones. So all that programs print from a float64,
 * with however many digits, is taken.
 */
export function whyNotHeld(cell: string, value: number, otherwise: string): string | undefined {
  const size = Math.abs(value)
  const tiny = size < NORMAL
  if (!tiny && size <= Number.MAX_SAFE_INTEGER) return undefined
  const text = cell.trim()
  const [, whole = '', fraction = '', exponent] = /^[+-]?(\d*)\.?(\d*)(e.*)?$/i.exec(text)!
  if (!tiny && (exponent !== undefined || /[1-9]/.test(fraction))) return undefined
  const digits = withoutZeros(whole + fraction)
  if (digits === '' || holds(size, digits, tiny ? undefined : whole)) return undefined
  const reason = tiny ? 'is too small for' : 'has more digits than fit into'
  return `${describe(text)} ${reason} a number of 64 bits, where it becomes ${value}; ${otherwise}`
}

/** Whether a value has the digits written: all of them, as a whole number where it is one, or else the first 90. */
function holds(size: number, digits: string, whole: string | undefined): boolean {
  // JavaScript prints 101 digits at most, of which the last are rounded; a float64 may have 767.
  const printed = size.toExponential(Math.min(digits.length, 101) - 1).replace(/\.|e.*/g, '')
  if (digits.length <= 101) return printed === digits
  return whole === undefined ? digits.startsWith(printed.slice(0, 90)) : BigInt(whole) === BigInt(size)
}

/** Digits without the zeros before and after the others; not by a pattern, which takes quadratic time on zeros amid them. */
function withoutZeros(digits: string): string {
  let [start, end] = [0, digits.length]
  while (start < end && digits[start] === '0') start++
  while (end > start && digits[end - 1] === '0') end--
  return digits.slice(start, end)
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [DECIMAL, 'is too large for a number of 64 bits; correct it or remove the row'],
  [/^[+-]?(nan|inf|infinity)$/i, 'is not a finite number; correct it or remove the row'],
  [
    /^(na|n\/a|null|none|nil|missing|\?|-+)$/i,
    'is not a number; where it stands for a missing value, fill it in or remove the row',
  ],
  [/^[+-]?0[xbo][\da-f]+$/i, 'is not a decimal number; write it to base 10'],
  [
    /^[+-]?[\d.][\d.,_' ]*$/,
    'is not a number; write digits with at most one decimal point and no separators, as in 1234.5',
  ],
  [/[;\t|]/, 'is not a number; if it is several cells, give the option delimiter'],
]

/** Why a cell that `parseNumber` refuses is not a number, and how to mend it. */
export function whyNotNumber(cell: string, otherwise: string): string {
  const text = cell.trim()
  if (text === '') return 'the cell is empty; fill it in or remove the row'
  const reason = REASONS.find(([pattern]) => pattern.test(text))?.[1]
  return `${describe(text)} ${reason ?? `is not a number; ${otherwise}`}`
}
