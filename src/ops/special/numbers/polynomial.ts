// Polynomials on one number.

/** c₀ + c₁x + c₂x² + …, by Horner's rule. */
export function polynomial(c: readonly number[], x: number): number {
  let sum = 0
  for (let i = c.length - 1; i >= 0; i--) sum = sum * x + c[i]!
  return sum
}
