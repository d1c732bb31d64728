// Inverse factorials, which the series share.
import { div, mul } from './arithmetic.js'
import { type DoubleDouble, doubleDouble, ONE } from './doubleDouble.js'

/** 1/n! to 15u² for n ≤ 32, whose factorials, but for factors of 2, are below 2¹⁰⁰ and so exact. */
export function inverseFactorial(n: number): DoubleDouble {
  let factorial = ONE
  for (let i = 2; i <= n; i++) factorial = mul(factorial, doubleDouble(i))
  return div(ONE, factorial)
}
