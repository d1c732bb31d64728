// The regularised incomplete beta function on numbers.
import { erfcOf } from './erfc.js'
import { deviance, gammaPeak, lgammaOf, lgammaOfOnePlus, lgammaRise } from './lgamma.js'

/**
 * I(a, b, x) = 1/B(a, b)·∫₀ˣ tᵃ⁻¹(1 − t)ᵇ⁻¹ dt, with y = 1 − x where that is known better; NaN unless a, b ≥ 0 and
 * 0 ≤ x ≤ 1
 */
export function betaincOf(a: number, b: number, x: number, y = 1 - x): number {
  if (!(a >= 0 && b >= 0 && x >= 0 && y >= 0)) return Number.NaN
  const edge = atEdge(a, b, x, y)
  if (edge !== undefined) return edge
  if (Math.min(a, b) > 1e9) return uniform(a, b, x, y)
  const [lower, upper] = [false, true]
  return x <= (a + 1) / (a + b + 2) ? left(a, b, x, y, lower) : left(b, a, y, x, upper)
}

/** All the mass is at 0 where a = 0 or b = ∞, and at 1 where b = 0 or a = ∞. */
function atEdge(a: number, b: number, x: number, y: number): number | undefined {
  const [atZero, atOne] = [
    a === 0 || b === Number.POSITIVE_INFINITY,
    b === 0 || a === Number.POSITIVE_INFINITY,
  ]
  if (atZero && atOne) return Number.NaN
  if (x === 0) return 0
  if (y === 0) return 1
  if (atZero || atOne) return atZero ? 1 : 0
  // a and b beyond half of what float64 holds: all the mass is at a/(a + b).
  return a + b < Number.POSITIVE_INFINITY
    ? undefined
    : Math.min(1, Math.max(0, 0.5 + Math.sign(x / y - a / b)))
}

/** How much less than its peak tᵃ(1 − t)ᵇ is at x = 1 − y, as a logarithm. */
function fall(a: number, b: number, x: number, y: number): number {
  const [n, difference] = [a + b, b * x - a * y]
  return deviance(a, n * x, difference) + deviance(b, n * y, -difference)
}

/** xᵃyᵇ/B(a, b) with y = 1 − x: peaks of three gamma densities, and how far from its own peak this one is (Loader 2000). */
function betaTerm(a: number, b: number, x: number, y: number): number {
  return ((gammaPeak(a) * gammaPeak(b)) / gammaPeak(a + b)) * Math.exp(-fall(a, b, x, y))
}

/** xᵃ⁻¹⁻ⁱ(1 − x)ᵇ⁻¹⁻ʲ/B(a, b): the density of I(a, b, x) over xⁱ(1 − x)ʲ */
export function betaDensityOf(i: number, j: number, a: number, b: number, x: number): number {
  const y = 1 - x
  if (!(a >= 0 && b >= 0 && x >= 0 && y >= 0)) return Number.NaN
  if (a === 0 || b === 0 || !(a + b < Number.POSITIVE_INFINITY)) return 0
  const [p, q] = [a - 1 - i, b - 1 - j]
  const peak = (gammaPeak(a) * gammaPeak(b)) / gammaPeak(a + b)
  // At an end the one power decides; where it is x⁰, the peak is taken back to 1/B(a, b).
  const atEnd = (power: number, own: number, other: number) =>
    power > 0
      ? 0
      : power < 0
        ? Number.POSITIVE_INFINITY
        : peak * Math.exp(own * Math.log1p(other / own) + other * Math.log1p(own / other))
  if (x === 0) return atEnd(p, a, b)
  if (y === 0) return atEnd(q, b, a)
  const term = peak * Math.exp(-fall(a, b, x, y))
  if (term > 1e-290) return term / (x ** (i + 1) * y ** (j + 1))
  return peak * Math.exp(-fall(a, b, x, y) - (i + 1) * Math.log(x) - (j + 1) * Math.log(y))
}

/** I(a, b, x) for a and b above 1e9, from the first terms of Temme's uniform expansion (DLMF 8.18.9). */
function uniform(a: number, b: number, x: number, y: number): number {
  const n = a + b
  const less = fall(a, b, x, y)
  const root = Math.sqrt((a / n) * (b / n))
  const from = (b * x - a * y) / n
  const eta = Math.sign(from) * Math.sqrt((2 * less) / n)
  const first = Math.abs(from) < 1e-7 * root ? (b - a) / n / (3 * root) : 1 / eta - root / from
  return (
    erfcOf(-Math.sign(from) * Math.sqrt(less)) / 2 + (Math.exp(-less) * first) / Math.sqrt(2 * Math.PI * n)
  )
}

/** I(a, b, x), or 1 − I(a, b, x) for `upper`, where x is at most (a + 1)/(a + b + 2). */
function left(a: number, b: number, x: number, y: number, upper: boolean): number {
  if (a < 1) return small(a, b, x, upper)
  const share = betaTerm(a, b, x, y) / fraction(a, b, x, y)
  return upper ? 1 - share : share
}

/**
 * xᵃyᵇ/B(a, b) over I(a, b, x), by the even part of its continued fraction (DLMF 8.17.22; Didonato and Morris 1992, 9), whose
 * terms are positive up to m = b, in Lentz's way.
 */
function fraction(a: number, b: number, x: number, y: number): number {
  const gap = a * y - b * x
  // Quotients first: a, b and gap reach to the end of what float64 holds.
  let value = (a / (a + 1)) * (gap + 1)
  let [c, d] = [value, 0]
  for (let m = 1; ; m++) {
    const near = a + 2 * m - 1
    const step = m * ((b - m) * x)
    const numerator = ((a + m - 1) / near) * (((a + b + m - 1) * x) / near) * step
    const denominator = m + step / near + ((a + m) / (a + 2 * m + 1)) * (gap + 1 + m * (1 + y))
    d = 1 / (denominator + numerator * d)
    c = denominator + numerator / c
    const factor = c * d
    value *= factor
    // A quotient and its product with the divisor differ by as much, also where nothing changes any more; NaN ends it too.
    if (numerator === 0 || !(Math.abs(factor - 1) > 2 ** -52)) return value
  }
}

/** Either side for a < 1, where I is near 1 for a small a: xᵃ/(a·B(a, b))·(1 + a·Σ (1 − b)ₙ/n!·xⁿ/(a + n)) (DLMF 8.17.7). */
function small(a: number, b: number, x: number, upper: boolean): number {
  let sum = 0
  let term = 1
  for (let n = 1; ; n++) {
    term *= ((n - b) * x) / n
    const next = sum + term / (a + n)
    if (next === sum || !Number.isFinite(next)) break
    sum = next
  }
  const lnGammaOfOnePlus = a <= 0.5 ? lgammaOfOnePlus(a) : lgammaOf(1 + a)
  const log = a * Math.log(x) - lnGammaOfOnePlus + lgammaRise(b, a)
  return upper ? -Math.expm1(log) - Math.exp(log) * a * sum : Math.exp(log) * (1 + a * sum)
}
