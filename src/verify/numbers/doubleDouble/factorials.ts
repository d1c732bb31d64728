// Inverse factorials, which the series share.
import { div, mul } from './arithmetic.js'
import { ONE, type Wide, wide } from './doubleDouble.js'

/** 1/n! to 15u² for n ≤ 32, whose factorials, but for factors of 2, are below 2¹⁰⁰ and so exact. */
export function inverseFactorial(n: number): Wide {
  let factorial = ONE
  for (let i = 2; i <= n; i++) factorial = mul(factorial, wide(i))
  return div(ONE, factorial)
}
