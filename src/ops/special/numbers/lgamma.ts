// The logarithm of the gamma function on one number.
import { polynomial } from './polynomial.js'

/** ln Γ(x)/((x − 1)(x − 2)) for ½ ≤ x ≤ 1½ in t = 2(x − 1): the interpolant at Chebyshev points, off by less than 1e-18. */
const NEAR_ONE = [
  0.5772156649015329, -0.12262568426129018, 0.038858566465987676, -0.01439331782047892, 0.005764938029059382,
  -0.0024161927666551796, 0.0010426832534922634, -0.00045920266604210295, 0.0002052981459343058,
  -9.28576849319133e-5, 4.239341381088351e-5, -1.950336967533814e-5, 9.030819803250651e-6,
  -4.204657470814521e-6, 1.966204866612963e-6, -9.234133717666215e-7, 4.3753363297777573e-7,
  -2.0743405077477916e-7, 9.38419520219393e-8, -4.386731329436186e-8, 2.7831348354862694e-8,
  -1.4175403917856688e-8, -6.990919401074083e-10, 1.0292614552685913e-9, 5.146638312048972e-9,
  -2.837248375119817e-9, -1.4447501735154226e-9, 8.081372876329866e-10, 4.427403819949863e-10,
  -2.2944244431038797e-10,
]

/** The same for 1½ ≤ x ≤ 3 in t = (x − 2¼)/¾. */
const NEAR_TWO = [
  0.3995894876556691, -0.06441063566344575, 0.014213449664599972, -0.003570760544164429,
  0.0009622289503479193, -0.00027076146618613267, 7.842743115211668e-5, -2.3187394849318277e-5,
  6.960129001539625e-6, -2.113580749346026e-6, 6.47718613414147e-7, -1.999635626418485e-7,
  6.210897984222455e-8, -1.9393913455223753e-8, 6.081444420563219e-9, -1.9069442040379977e-9,
  6.01547848758438e-10, -1.983918951999398e-10, 6.343459168657313e-11, -1.464871513434213e-11,
  4.484196592625397e-12, -3.648232099407307e-12, 1.2018093939129012e-12,
]

/** ln Γ(1 + z) for |z| ≤ ½, to the last digits of a small z. */
export const lgammaOfOnePlus = (z: number): number => z * (z - 1) * polynomial(NEAR_ONE, 2 * z)

/** ln |Γ(x)|; ∞ at 0, −1, −2, … and at ±∞ */
export function lgammaOf(x: number): number {
  if (!Number.isFinite(x)) return Math.abs(x)
  if (Math.abs(x) < 0.5) return lgammaOfOnePlus(x) - Math.log(Math.abs(x))
  // Γ(x)·Γ(−x) = −π/(x·sin πx) (DLMF 5.5.3 with 5.5.1)
  if (x < 0) {
    const sine = Math.sin(Math.PI * (x - Math.round(x)))
    return sine === 0 ? Number.POSITIVE_INFINITY : Math.log(Math.PI / Math.abs(x * sine)) - lgammaOf(-x)
  }
  if (x <= 1.5) return lgammaOfOnePlus(x - 1)
  if (x <= 3) return (x - 1) * (x - 2) * polynomial(NEAR_TWO, (x - 2.25) / 0.75)
  // Stirling's: (x − ½)·ln x − x + ½·ln 2π and what is left, with as much as may be taken out of the large terms.
  if (x >= 10) return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + stirlingRest(x))
  let product = 1
  let y = x
  while (y > 3) product *= --y
  return Math.log(product) + lgammaOf(y)
}

/** B₂ₖ/(2k(2k − 1)), from k = 1 on. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** ln Γ(x) − ((x − ½)·ln x − x + ½·ln 2π), x ≥ 10 (DLMF 5.11.1) */
export const stirlingRest = (x: number): number => polynomial(STIRLING, 1 / (x * x)) / x

/** ln Γ(x + h) − ln Γ(x) for x > 0 and 0 ≤ h ≤ 1, to the last digits of a small h: every term has the factor h. */
export function lgammaRise(x: number, h: number): number {
  if (x < 10) return lgammaRise(x + 1, h) - Math.log1p(h / x)
  const log = Math.log1p(h / x)
  let rest = 0
  for (let k = STIRLING.length; k > 0; k--)
    rest += (STIRLING[k - 1]! * Math.expm1((1 - 2 * k) * log)) / x ** (2 * k - 1)
  return (x - 0.5) * log - h + (h * Math.log(x + h) + rest)
}

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** aᵃe⁻ᵃ/Γ(a) for a > 0: the peak of xᵃe⁻ˣ/Γ(a), which is about √(a/2π). */
export function gammaPeak(a: number): number {
  if (a >= 10) return (Math.sqrt(a) / ROOT_TWO_PI) * Math.exp(-stirlingRest(a))
  if (a < 0.5) return a * Math.exp(a * Math.log(a) - a - lgammaOfOnePlus(a))
  return Math.exp(a * Math.log(a) - a - lgammaOf(a))
}

/** a·ln(a/m) + m − a ≥ 0 for a, m > 0 with their difference m − a: how much less than the peak there is at m (Loader 2000). */
export function deviance(a: number, m: number, difference = m - a): number {
  const v = difference / (a + m)
  if (!(Math.abs(v) < 0.5)) {
    const ratio = a / m
    const log = ratio > 0 && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : Math.log(a) - Math.log(m)
    return a * log + difference
  }
  // ln(m/a) = 2(v + v³/3 + v⁵/5 + …), and the difference is 2av/(1 − v)
  const square = v * v
  let sum = 0
  for (let power = square, k = 3; ; power *= square, k += 2) {
    const next = sum + power / k
    if (next === sum) break
    sum = next
  }
  return difference * v - 2 * a * v * sum
}
