// The error function on one number: two classical expansions, each where it converges fast and loses no digits.

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI)

/**
 * erf x, to about 2 ulp. Near 0 the Maclaurin series (Abramowitz and Stegun 7.1.5); beyond, 1 − erfc x with erfc by
 * its continued fraction (7.1.14), where an error of erfc weighs little.
 */
export function erfOf(x: number): number {
  const size = Math.abs(x)
  if (size < 1.25) return series(x)
  if (size >= 6) return Math.sign(x)
  return Math.sign(x) * (1 - complement(size))
}

/** 2/√π · (−1)ⁿ / (n! (2n + 1)): enough of them for |x| < 1.25 */
const COEFFICIENTS = /* @__PURE__ */ coefficients(24)

function coefficients(count: number): number[] {
  let factorial = 1
  return Array.from({ length: count }, (_, n) => {
    factorial *= Math.max(1, n)
    return ((n % 2 === 0 ? 1 : -1) * TWO_OVER_ROOT_PI) / (factorial * (2 * n + 1))
  })
}

/**
 * 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)), by Horner's rule: the largest terms come last. For |x| < ¼ eleven of them do: the
 * twelfth is below 4⁻²²/(11!·23) < 2⁻⁷³ of the first.
 */
function series(x: number): number {
  const z = x * x
  let sum = 0
  for (let n = Math.abs(x) < 0.25 ? 10 : COEFFICIENTS.length - 1; n >= 0; n--)
    sum = sum * z + COEFFICIENTS[n]!
  return x * sum
}

/** erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), for x > 1, evaluated from the inside.
 * After n steps its error is about e^(−2x√(2n)), so 200/x² steps are enough for float64. */
function complement(x: number): number {
  let tail = x
  for (let n = Math.ceil(200 / (x * x)); n > 0; n--) tail = x + n / 2 / tail
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail
}
