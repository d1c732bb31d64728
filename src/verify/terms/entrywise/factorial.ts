// Factorials of whole numbers.
import { doubleDouble, mul, ONE, plain, type Real, toNumber } from '../../numbers/doubleDouble/index.js'
import { each, plain as unscaled } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'

/** The largest whose factorial is a number of float64. */
const MOST = 170

/** n! = 1·2·…·n; of whole numbers from 0 up, which have no derivative. */
export const factorial: FunctionTerm = {
  names: ['factorial'],
  type: ([x], { refuse }) =>
    x!.sort === 'index'
      ? { ...x!, sort: 'real' }
      : refuse('unsupported', 'a factorial is of a whole number', [
          'Declare it as one: y : integer, or y_i : integer for i ≤ n.',
        ]),
  value([x]) {
    const { c, error } = unscaled(x!)
    const y = each(product, c)
    // Each of its products is rounded.
    return { c: y, scale: undefined, error: error && each((n, value) => value * Math.max(1, n), c, y) }
  },
  digits: entry => digitsOf(entry(0)),
}

function product(n: number): number {
  if (!Number.isInteger(n) || n < 0) return Number.NaN
  let result = 1
  for (let k = 2; k <= Math.min(n, MOST + 1); k++) result *= k
  return result
}

function digitsOf(x: Real): Real {
  const n = toNumber(plain(x))
  if (!Number.isInteger(n) || n < 0 || n > MOST) return doubleDouble(Number.NaN)
  let result: Real = ONE
  for (let k = 2; k <= n; k++) result = mul(result, doubleDouble(k))
  return result
}
