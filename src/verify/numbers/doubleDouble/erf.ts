// The error function of double-doubles.
import { add, div, mul } from './arithmetic.js'
import { type DoubleDouble, doubleDouble, neg, shift, sign, toNumber } from './doubleDouble.js'
import { exp } from './functions.js'

/** 2/√π. */
export const TWO_OVER_ROOT_PI: DoubleDouble = { hi: 1.1283791670955126, lo: 1.533545961316588e-17, scale: 0 }

/**
 * erf x = 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!! (Abramowitz & Stegun 7.1.6). All terms have one sign, so nothing cancels; there
 * are some 300 of them at the end, and the error of x² makes the result's some x²·5u².
 */
export function erf(x: DoubleDouble): DoubleDouble {
  // The second term is x²/3 of the first.
  if (x.scale < 0 || (x.scale === 0 && Math.abs(x.hi) < 2 ** -60)) return mul(TWO_OVER_ROOT_PI, x)
  // 1 − erf x < e^(−x²)/(x·√π) is below 2⁻¹¹⁶.
  if (x.scale > 0 || Math.abs(x.hi) > 8.8) return doubleDouble(sign(x))
  const square = mul(x, x)
  const twice = shift(square, 1)
  let term = x
  let sum = x
  for (let n = 3; ; n += 2) {
    term = div(mul(term, twice), doubleDouble(n))
    sum = add(sum, term)
    if (!(Math.abs(toNumber(term)) > Math.abs(toNumber(sum)) * 2 ** -112)) break
  }
  return mul(mul(TWO_OVER_ROOT_PI, exp(neg(square))), sum)
}
