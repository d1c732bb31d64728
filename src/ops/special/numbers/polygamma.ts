// The derivatives of ln Γ on one number.
import { polynomial } from './polynomial.js'

/** The zero of ψ above 0, in two parts. */
const [ROOT, ROOT_REST] = [1.4616321449683622, 9.549995429965697e-17]

/** ψ(x)/(x − its zero) for 1 ≤ x ≤ 3 in t = x − 2: the interpolant at Chebyshev points, off by less than 1e-18. */
const NEAR_ROOT = [
  0.7853075386041053, -0.2607389546830014, 0.10899991701762839, -0.049551032917673925, 0.023447309597566905,
  -0.011338432553257146, 0.0055522541759602554, -0.0027395728854161324, 0.0013581421200416438,
  -0.0006753133354705331, 0.0003364330195220022, -0.00016781550126021382, 8.377584523023742e-5,
  -4.184436676050535e-5, 2.0907146382172207e-5, -1.0448576834669518e-5, 5.22510019034254e-6,
  -2.612682919727492e-6, 1.299101230857619e-6, -6.47944957592456e-7, 3.3942031117345956e-7,
  -1.723853722447111e-7, 6.088036998741216e-8, -2.7005185457868396e-8, 4.431471473545576e-8,
  -2.5362604667289022e-8, -1.4812831980139014e-8, 9.525045656289954e-9, 1.2694050539722018e-8,
  -7.286314222339352e-9, -3.821034498917867e-9, 2.1609946459156967e-9, 8.45745562640674e-10,
  -4.532336432167383e-10,
]

/** B₂, B₄, … */
const BERNOULLI = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
  854513 / 138,
  -236364091 / 2730,
  8553103 / 6,
  -23749461029 / 870,
  8615841276005 / 14322,
]

/** −B₂ₖ/2k, from k = 1 on. */
const DIGAMMA = BERNOULLI.slice(0, 8).map((b, k) => -b / (2 * k + 2))

/** ψ(x) = Γ′(x)/Γ(x): ∓∞ at ±0, NaN at −1, −2, … and −∞, where it has a different limit on either side. */
export function digammaOf(x: number): number {
  if (x === 0) return -1 / x
  if (x < 0) {
    const rest = x - Math.round(x)
    // ψ(x) = ψ(1 − x) − π·cot πx (DLMF 5.5.4)
    return rest === 0 ? Number.NaN : digammaOf(1 - x) - Math.PI / Math.tan(Math.PI * rest)
  }
  if (x < 1) return digammaOf(x + 1) - 1 / x
  if (x <= 3) return (x - ROOT - ROOT_REST) * polynomial(NEAR_ROOT, x - 2)
  if (x < 10) {
    let sum = 0
    let y = x
    while (y > 3) sum += 1 / --y
    return sum + digammaOf(y)
  }
  const square = 1 / (x * x)
  return Math.log(x) + (square * polynomial(DIGAMMA, square) - 0.5 / x)
}

/** ψ⁽ⁿ⁾(x), the derivative of order n of ψ, n ≥ 0: ±∞ at the poles of odd order, NaN at those of even order but 0. */
export function polygammaOf(n: number, x: number): number {
  if (n === 0) return digammaOf(x)
  const s = n + 1
  // (−1)ⁿ⁺¹·n!·ζ(n + 1, x) (DLMF 25.11.12)
  const sign = n % 2 === 0 ? -1 : 1
  if (x > 0) return sign * factorialTimes(n, hurwitz(s, x))
  const rest = x - Math.round(x)
  if (x === 0) return n % 2 === 0 ? -1 / x : Number.POSITIVE_INFINITY
  if (rest === 0 || Number.isNaN(rest))
    return n % 2 === 0 || Number.isNaN(rest) ? Number.NaN : Number.POSITIVE_INFINITY
  // The sum over all x + k but what lies below x: k runs both ways from the whole number that is nearest.
  const around = rest ** -s + hurwitz(s, 1 + rest) + sign * hurwitz(s, 1 - rest)
  return sign * factorialTimes(n, around - sign * hurwitz(s, 1 - x))
}

function factorialTimes(n: number, x: number): number {
  let product = x
  for (let k = 2; k <= n; k++) product *= k
  return product
}

/** ζ(s, x) = Σ (x + k)⁻ˢ over k ≥ 0, for x > 0 and s ≥ 2, by Euler and Maclaurin's formula (DLMF 25.11.5). */
function hurwitz(s: number, x: number): number {
  let sum = 0
  let y = x
  for (; y < 10 + s; y++) sum += y ** -s
  // y¹⁻ˢ/(s − 1) + ½y⁻ˢ + Σ B₂ₖ/(2k)!·s(s + 1)…(s + 2k − 2)·y¹⁻ˢ⁻²ᵏ
  let tail = 0
  let factor = s / (2 * y)
  for (let k = 1; k <= BERNOULLI.length; k++) {
    const next = tail + BERNOULLI[k - 1]! * factor
    if (next === tail) break
    tail = next
    factor *= ((s + 2 * k - 1) * (s + 2 * k)) / ((2 * k + 1) * (2 * k + 2) * y * y)
  }
  return sum + y ** (1 - s) * (1 / (s - 1) + (0.5 + tail) / y)
}
