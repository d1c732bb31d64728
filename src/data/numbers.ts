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

const REASONS: readonly (readonly [RegExp, string])[] = [
  [DECIMAL, 'is too large for a number of 64 bits'],
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
