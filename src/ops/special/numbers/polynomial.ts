// Polynomials on one number.

/** c₀ + c₁x + c₂x² + …, by Horner's rule on even and odd powers apart: two chains of half the length, which run side by side. */
export function polynomial(c: readonly number[], x: number): number {
  const z = x * x
  let even = 0
  let odd = 0
  let i = c.length - 1
  if (i % 2 === 0) even = c[i--]!
  for (; i > 0; i -= 2) {
    odd = odd * z + c[i]!
    even = even * z + c[i - 1]!
  }
  return odd * x + even
}
