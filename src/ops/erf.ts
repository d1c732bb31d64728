// The error function on one number: two classical expansions, each where it converges fast and loses no digits.

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI)

/**
 * erf x, to about 2 ulp. Near 0 the Maclaurin series (Abramowitz and Stegun 7.1.5); beyond, 1 − erfc x with erfc by
 * its continued fraction (7.1.14), where an error of erfc weighs little.
 */
export function erfOf(x: number): number {
  const size = Math.abs(x)
  if (size < 1) return series(x)
  if (size >= 6) return Math.sign(x)
  return Math.sign(x) * (1 - complement(size))
}

/** 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)) */
function series(x: number): number {
  const square = x * x
  let power = x
  let sum = 0
  for (let n = 0; n < 30; n++) {
    sum += power / (2 * n + 1)
    power *= -square / (n + 1)
  }
  return sum * TWO_OVER_ROOT_PI
}

/** erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), for x ≥ 1, evaluated from the inside. */
function complement(x: number): number {
  let tail = x
  for (let n = 150; n > 0; n--) tail = x + n / 2 / tail
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail
}
