// Exponentials, logarithms and what is made of them, on double-doubles: relative errors below 2⁻⁹⁸.
import { add, div, mul, product, sub } from './arithmetic.js'
import {
  abs,
  type DoubleDouble,
  doubleDouble,
  neg,
  normal,
  ONE,
  shift,
  sign,
  toNumber,
} from './doubleDouble.js'

/** ln 2 as a sum of three doubles, to 2⁻¹⁶⁴. */
const LN2 = [Math.LN2, 2.3190468138462996e-17, 5.707708438416212e-34] as const
const LN2_WIDE: DoubleDouble = { hi: LN2[0], lo: LN2[1], scale: 0 }
/** Beyond, eˣ has no scale. */
const ENDLESS = 2 ** 49

/** The whole number of times that ln 2 goes into x. */
const foldsOf = (x: DoubleDouble): number => Math.round(toNumber(x) / LN2[0])

/** x − k·ln 2. Each step is right to 3u² of itself, so k·u³ is the most that is lost before what cancels has cancelled. */
function remainder(x: DoubleDouble, k: number): DoubleDouble {
  if (k === 0) return x
  return sub(sub(sub(x, product(k, LN2[0])), product(k, LN2[1])), doubleDouble(k * LN2[2]))
}

/** 1/n! to 15u² for n ≤ 32, whose factorials, but for factors of 2, are below 2¹⁰⁰ and so exact. */
export function inverseFactorial(n: number): DoubleDouble {
  let factorial = ONE
  for (let i = 2; i <= n; i++) factorial = mul(factorial, doubleDouble(i))
  return div(ONE, factorial)
}

const HALVINGS = 8
/** Factors 1/n! of a series; from the seventh on, terms are below 2⁻⁵⁸ of the sum, and doubles are enough. */
const EXACT = [2, 3, 4, 5, 6].map(inverseFactorial)
const REST = [7, 8, 9, 10].map(n => inverseFactorial(n).hi) as [number, number, number, number]

/**
 * eʳ − 1 for |r| ≤ 0.4, relatively exact: Taylor's series at s = r/2⁸, then (1 + q)² − 1 = 2q + q² eight times (Hida, Li &
 * Bailey 2001). The first term left out is s¹⁰/11! ≤ 2⁻¹¹⁸ of the sum.
 */
function expm1Near(r: DoubleDouble): DoubleDouble {
  const s = shift(r, -HALVINGS)
  const t = toNumber(s)
  let sum = doubleDouble(REST[0] + t * (REST[1] + t * (REST[2] + t * REST[3])))
  for (let i = EXACT.length - 1; i >= 0; i--) sum = add(EXACT[i]!, mul(s, sum))
  let q = add(s, mul(mul(s, s), sum))
  for (let i = 0; i < HALVINGS; i++) q = add(shift(q, 1), mul(q, q))
  return q
}

/** eˣ: 2ᵏ·e^(x − k·ln 2). Infinity above x = 2⁴⁹, 0 below −2⁴⁹. */
export function exp(x: DoubleDouble): DoubleDouble {
  const about = toNumber(x)
  if (!(Math.abs(about) <= ENDLESS)) return doubleDouble(Math.exp(about))
  const k = foldsOf(x)
  return shift(add(ONE, expm1Near(remainder(x, k))), k)
}

/** eˣ − 1, exact about 0. */
export function expm1(x: DoubleDouble): DoubleDouble {
  // The next term, x/2 of the first, is below 2⁻²⁵⁶.
  if (x.scale < 0 || x.hi === 0) return x
  return foldsOf(x) === 0 ? expm1Near(x) : sub(exp(x), ONE)
}

/**
 * log(1 + t) for −0.35 < t < 0.5, relatively exact: y in float64, then log(1 + t) = y + z − z²/2 + … where 1 + z = (1 + t)·e⁻ʸ,
 * and z, which is near 2⁻⁵²·y, is made of parts that keep their digits: t, e⁻ʸ − 1 and their product.
 */
function log1pNear(t: DoubleDouble): DoubleDouble {
  if (t.scale < 0 || t.hi === 0) return t
  const y = Math.log1p(t.hi)
  const fall = expm1(doubleDouble(-y))
  // The next term, z²/2, is below 2⁻¹⁰⁴·y.
  return add(doubleDouble(y), add(t, mul(add(ONE, t), fall)))
}

/** ln x, relatively exact about 1; −Infinity at 0, NaN below. */
export function log(x: DoubleDouble): DoubleDouble {
  if (!(x.hi > 0) || x.hi === Infinity) return doubleDouble(Math.log(x.hi))
  // x = m·2ᵏ with m about [√½, √2]: where k ≠ 0, the parts cancel by half at most.
  const fold = Math.round(Math.log2(x.hi))
  const m = normal(x.hi * 2 ** -fold, x.lo * 2 ** -fold, 0)
  const near = log1pNear(sub(m, ONE))
  const k = x.scale + fold
  return k === 0 ? near : add(mul(doubleDouble(k), LN2_WIDE), near)
}

/** ln(1 + x), relatively exact about 0. */
export function log1p(x: DoubleDouble): DoubleDouble {
  const near = x.scale < 0 || (x.scale === 0 && x.hi > -0.29 && x.hi < 0.41)
  return near ? log1pNear(x) : log(add(ONE, x))
}

/** ln(1 + eˣ), exact at both ends: near eˣ for small x, and x + e⁻ˣ for large. */
export const softplus = (x: DoubleDouble): DoubleDouble =>
  x.hi > 0 ? add(x, log1p(exp(neg(x)))) : log1p(exp(x))

/** 1/(1 + e⁻ˣ), exact at both ends. */
export function sigmoid(x: DoubleDouble): DoubleDouble {
  if (x.hi > 0) return div(ONE, add(ONE, exp(neg(x))))
  const power = exp(x)
  return div(power, add(ONE, power))
}

/** (e²ˣ − 1)/(e²ˣ + 1), exact about 0. */
export function tanh(x: DoubleDouble): DoubleDouble {
  if (x.scale < 0) return x
  // 1 − tanh x = 2/(e²ˣ + 1) is below 2⁻¹¹³.
  if (x.scale > 0 || Math.abs(x.hi) > 40) return doubleDouble(sign(x))
  const power = expm1(shift(x, 1))
  return div(power, add(power, doubleDouble(2)))
}

/** 2/(eˣ + e⁻ˣ), of whose square the slopes of tanh and sigmoid are made. */
export function sech(x: DoubleDouble): DoubleDouble {
  const fall = exp(neg(abs(x)))
  return div(shift(fall, 1), add(ONE, mul(fall, fall)))
}
