// The regularised incomplete gamma functions on one pair of numbers: each is computed where it is the smaller, or both are.
import { deviance, gammaPeak, lgammaOf, lgammaOfOnePlus } from './lgamma.js'
import { temme } from './temme.js'

/** P(a, x) = 1/Γ(a)·∫₀ˣ tᵃ⁻¹e⁻ᵗ dt; NaN unless a ≥ 0 and x ≥ 0 */
export const gammaincOf = (a: number, x: number): number => share(a, x, false)

/** Q(a, x) = 1 − P(a, x) */
export const gammainccOf = (a: number, x: number): number => share(a, x, true)

function share(a: number, x: number, upper: boolean): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN
  const edge = atEdge(a, x)
  if (edge !== undefined) return upper ? 1 - edge : edge
  const isUpper = x >= a
  const complement = (y: number) => (upper === isUpper ? y : 1 - y)
  if (a >= 20 && Math.abs(x - a) <= 0.3 * a) return complement(temme(a, x))
  // Near 1 rounding may lead beyond it.
  if (a < 1 && x < 1.5) return Math.min(1, small(a, x, upper))
  return complement(isUpper ? gammaTerm(a, x) / fraction(a, x) : (gammaTerm(a, x) / a) * series(a, x))
}

/** P where a or x has no room: a whole mass at 0 or at ∞. */
function atEdge(a: number, x: number): number | undefined {
  if (a === 0 && x === 0) return Number.NaN
  if (a === Number.POSITIVE_INFINITY) return x === a ? Number.NaN : 0
  if (x === 0) return 0
  return a === 0 || x === Number.POSITIVE_INFINITY ? 1 : undefined
}

/** xᵃe⁻ˣ/Γ(a) */
function gammaTerm(a: number, x: number): number {
  return a < 10 ? gammaPower(a, a, x) : gammaPeak(a) * Math.exp(-deviance(a, x))
}

/** xᵖe⁻ˣ/Γ(a) for a < 10, where each of the factors is exact to a few ulp. */
function gammaPower(a: number, p: number, x: number): number {
  const half = Math.exp(-x / 2)
  // No power below 10 is as large as what e⁻ˣ lacks there, though xᵖ alone may be ∞.
  return half === 0 ? 0 : ((x ** p * half) / gammaOf(a)) * half
}

/** xᵃ⁻¹⁻ⁱe⁻ˣ/Γ(a): the density of P(a, x) over xⁱ */
export function gammaDensityOf(i: number, a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN
  const power = a - 1 - i
  if (x === Number.POSITIVE_INFINITY || a === Number.POSITIVE_INFINITY) return 0
  if (a < 10) return gammaPower(a, power, x)
  if (x > 0) return gammaTerm(a, x) / x ** (i + 1)
  return power > 0 ? 0 : power < 0 ? Number.POSITIVE_INFINITY : Math.exp(-lgammaOf(a))
}

/** Γ(a) for 0 < a < 10 */
function gammaOf(a: number): number {
  if (a < 0.5) return Math.exp(lgammaOfOnePlus(a)) / a
  let product = 1
  let y = a
  while (y > 1.5) product *= --y
  return product * Math.exp(lgammaOfOnePlus(y - 1))
}

/** 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + … (DLMF 8.7.1), for x below a, or not far above */
function series(a: number, x: number): number {
  let sum = 1
  let term = 1
  for (let n = 1; ; n++) {
    term *= x / (a + n)
    const next = sum + term
    if (next === sum || !Number.isFinite(next)) return next
    sum = next
  }
}

/** The continued fraction x + 1 − a − 1(1 − a)/(x + 3 − a − …), for x above a (DLMF 8.9.2), by Lentz's way. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let value = b
  let [c, d] = [b, 0]
  for (let n = 1; ; n++) {
    const numerator = n * (a - n)
    b += 2
    d = 1 / (b + numerator * d)
    c = b + numerator / c
    const factor = c * d
    value *= factor
    // A quotient and its product with the divisor differ by as much, also where nothing changes any more; NaN ends it too.
    if (numerator === 0 || !(Math.abs(factor - 1) > 2 ** -52)) return value
  }
}

/** Both sides for a < 1 and x < 1½, where P is near 1 for a small a: xᵃ/Γ(a + 1)·(1 + a·Σ (−x)ⁿ/((a + n)·n!)) (DLMF 8.7.1). */
function small(a: number, x: number, upper: boolean): number {
  let sum = 0
  let term = 1
  for (let n = 1; ; n++) {
    term *= -x / n
    const next = sum + term / (a + n)
    if (next === sum) break
    sum = next
  }
  if (!upper) return (x ** a / (gammaOf(a) * a)) * (1 + a * sum)
  const less = a <= 0.5 ? Math.expm1(a * Math.log(x) - lgammaOfOnePlus(a)) : x ** a / (gammaOf(a) * a) - 1
  return -less - (1 + less) * a * sum
}
