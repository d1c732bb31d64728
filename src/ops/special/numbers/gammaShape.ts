// How a gamma distribution moves with its shape: the slope of P(a, x) towards a, on one pair of numbers.
import { gammaDensityOf } from './gammainc.js'
import { digammaOf } from './polygamma.js'

/** ∂P(a, x)/∂a; NaN at a = 0 */
export function gammaShapeOf(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN
  if (x === 0 || x === Number.POSITIVE_INFINITY || a === Number.POSITIVE_INFINITY) return 0
  const density = gammaDensityOf(-1, a, x)
  return density === 0 ? 0 : density * gammaShapeSlope(a, x)
}

/**
 * ∂P(a, x)/∂a over x·∂P(a, x)/∂x, for a, x > 0. Its negative is how ln x moves with a where P(a, x) is to stay. It takes about 10·√a
 * steps where x is near a, and beyond a = 10⁸ one, to 10⁻¹¹.
 */
export function gammaShapeSlope(a: number, x: number): number {
  if (a > 1e8) return -far(a, x) / x
  return x < Math.max(a + 1, 1.5) ? below(a, x) : above(a, x)
}

/** dx/da from x = a + z·√a + (z² − 1)/3 + …, Cornish and Fisher's expansion (Johnson, Kotz & Balakrishnan 1994, 17.5): 1 + z/(2√a). */
function far(a: number, x: number): number {
  const square = ((x - a) / a) * (x - a)
  return 1 + (x - a - (square - 1) / 3) / (2 * a)
}

/** P = Σ tₙ with tₙ = xᵃ⁺ⁿe⁻ˣ/Γ(a + n + 1) (DLMF 8.7.1), so ∂P/∂a = Σ tₙ·(ln x − ψ(a + n + 1)). Below x = a all terms are negative. */
function below(a: number, x: number): number {
  const log = Math.log(x)
  let term = 1 / a
  let psi = digammaOf(a + 1)
  let sum = term * (log - psi)
  for (let n = 1; ; n++) {
    term *= x / (a + n)
    psi += 1 / (a + n)
    const next = sum + term * (log - psi)
    if (next === sum && a + n > x) return sum
    sum = next
  }
}

/**
 * 1 − P = xᵃe⁻ˣ/(Γ(a)·F) with F the continued fraction x + 1 − a − 1(1 − a)/(x + 3 − a − …) (DLMF 8.9.2), so ∂P/∂a is
 * −(ln x − ψ(a) − F′/F)·xᵃe⁻ˣ/(Γ(a)·F). F′/F comes from Lentz's way, each step with its slope towards a.
 */
function above(a: number, x: number): number {
  let b = x + 1 - a
  let value = b
  let logSlope = -1 / b
  let [c, dc] = [b, -1]
  let [d, dd] = [0, 0]
  for (let n = 1; ; n++) {
    const numerator = n * (a - n)
    b += 2
    // Slopes of b + numerator·d and of b + numerator/c; that of the numerator is n, that of b is −1.
    const low = b + numerator * d
    dd = -(n * d + numerator * dd - 1) / (low * low)
    d = 1 / low
    dc = (n - (numerator * dc) / c) / c - 1
    c = b + numerator / c
    const step = dc / c + dd / d
    value *= c * d
    logSlope += step
    if (Math.abs(c * d - 1) < 2 ** -53 && Math.abs(step) < 2 ** -54 * Math.abs(logSlope)) break
  }
  return (-1 / value) * (Math.log(x) - digammaOf(a) - logSlope)
}
