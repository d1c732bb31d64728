// Tails and quantiles of the normal, chi-square, Student and F distributions: small tails keep their digits.
import { ArgumentError } from '../../errors.js'
import { betaincOf } from '../../ops/special/numbers/betainc.js'
import { erfcOf } from '../../ops/special/numbers/erfc.js'
import { gammainccOf } from '../../ops/special/numbers/gammainc.js'
import { lgammaRise } from '../../ops/special/numbers/lgamma.js'

/** P(Z > z) for a standard normal Z. */
export const normalTail = (z: number): number => erfcOf(z * Math.SQRT1_2) / 2

/** P(|Z| > |z|) for a standard normal Z: the p-value of a z-test. */
export const normalTwoSided = (z: number): number => erfcOf(Math.abs(z) * Math.SQRT1_2)

/** P(X > x) for a chi-square X with `df` degrees of freedom. */
export const chiSquareTail = (x: number, df: number): number => gammainccOf(df / 2, Math.max(0, x) / 2)

/** P(|T| > |t|) for Student's T with `df` degrees of freedom: the p-value of a t-test. */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0)) return Number.NaN
  if (df === Number.POSITIVE_INFINITY) return normalTwoSided(t)
  const r = Math.abs(t) / Math.sqrt(df)
  if (r > FAR) return farTail(df) * r ** -df
  const [own, other] = shares(r)
  return betaincOf(df / 2, 0.5, own, other)
}

/** From where on 1/(1 + r²) is 1/r² to the last digit. */
const FAR = 1e9

/** What P(|T| > r√ν) is of r^(−ν) far out: Γ((ν + 1)/2)/(Γ(ν/2 + 1)·√π) */
const farTail = (df: number): number => Math.exp(lgammaRise(df / 2, 0.5)) / (df / 2) / Math.sqrt(Math.PI)

/** P(T > t) for Student's T with `df` degrees of freedom. */
export const studentTail = (t: number, df: number): number =>
  t < 0 ? 1 - studentTwoSided(t, df) / 2 : studentTwoSided(t, df) / 2

/** P(X > f) for Fisher's F with `df1` and `df2` degrees of freedom. */
export function fTail(f: number, df1: number, df2: number): number {
  const [own, other] = shares(Math.sqrt(Math.max(0, f) * (df1 / df2)))
  return betaincOf(df2 / 2, df1 / 2, own, other)
}

/** 1/(1 + r²) and r²/(1 + r²) */
function shares(r: number): readonly [number, number] {
  const square = r * r
  return r > 1e150 ? [1 / r / r, 1] : [1 / (1 + square), square / (1 + square)]
}

/** The z with P(Z > z) = q for a standard normal Z. */
export function normalUpperQuantile(q: number): number {
  checkProbability('normalUpperQuantile', q)
  // Near ½ the difference from it, which is exact, says more than 1 − q.
  if (q > 0.5) return -normalUpperQuantile(1 - q)
  return upperQuantile(q, Math.sqrt(-2 * Math.log(2 * q)) || 0, z => {
    const tail = normalTail(z)
    return { tail, step: tail / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) }
  })
}

/** The z with P(Z < z) = p for a standard normal Z. */
export const normalQuantile = (p: number): number => 0 - normalUpperQuantile(p)

/** The t with P(T > t) = q for Student's T with `df` degrees of freedom. */
export function studentUpperQuantile(q: number, df: number): number {
  checkProbability('studentUpperQuantile', q)
  if (!(df > 0)) throw new ArgumentError('studentUpperQuantile', `df must be above 0, got ${df}`)
  if (df === Number.POSITIVE_INFINITY) return normalUpperQuantile(q)
  if (q > 0.5) return -studentUpperQuantile(1 - q, df)
  if (q === 0.5 || q === 0) return q === 0 ? Number.POSITIVE_INFINITY : 0
  const far = (Math.log(farTail(df) / 2) - Math.log(q)) / df
  if (far > Math.log(FAR)) return Math.exp(far) * Math.sqrt(df)
  // Γ((ν + 1)/2)/(Γ(ν/2)·√(πν))
  const peak = Math.exp(lgammaRise(df / 2, 0.5)) / Math.sqrt(Math.PI * df)
  const start = normalUpperQuantile(q)
  const log = upperQuantile(q, Math.log(start), u => {
    const t = Math.exp(u)
    const tail = studentTail(t, df)
    const density = peak * Math.exp(-((df + 1) / 2) * Math.log1p((t / df) * t))
    return { tail, step: tail / (density * t) }
  })
  return Math.exp(log)
}

/** The t with P(T < t) = p for Student's T with `df` degrees of freedom. */
export const studentQuantile = (p: number, df: number): number => 0 - studentUpperQuantile(p, df)

function checkProbability(op: string, q: number): void {
  if (!(q >= 0 && q <= 1)) throw new ArgumentError(op, `a probability is from 0 to 1, got ${q}`)
}

/**
 * Where a tail has the probability q ≤ ½, by Newton's method on its logarithm, which is concave: from the second step on
 * it comes down from above. `step` is the tail over its density.
 */
function upperQuantile(
  q: number,
  start: number,
  at: (u: number) => { readonly tail: number; readonly step: number },
): number {
  if (q === 0) return Number.POSITIVE_INFINITY
  let u = start
  for (let i = 0; i < 100; i++) {
    const { tail, step } = at(u)
    // A tail that has no room in float64 is too far out: halfway back.
    const next = tail > 0 ? u + step * Math.log(tail / q) : u / 2
    if (Math.abs(next - u) <= 2 ** -52 * Math.abs(next) || next === u) return next
    u = next
  }
  return u
}
