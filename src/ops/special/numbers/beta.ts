// The logarithm of the beta function on two numbers.
import { lgammaOf, stirlingRest } from './lgamma.js'

const HALF_LOG_TWO_PI = 0.9189385332046727

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b) for a, b ≥ 0; large terms that cancel are taken out by Stirling's formula. */
export function logBetaOf(a: number, b: number): number {
  if (!(a >= 0 && b >= 0)) return Number.NaN
  const [p, q] = a < b ? [a, b] : [b, a]
  if (p === 0) return q === Number.POSITIVE_INFINITY ? Number.NaN : Number.POSITIVE_INFINITY
  if (q === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY
  if (q < 10) return lgammaOf(p) + (lgammaOf(q) - lgammaOf(p + q))
  const share = p / (p + q)
  const rest = stirlingRest(q) - stirlingRest(p + q)
  // ln Γ(q) − ln Γ(p + q) = (q − ½)·ln(q/(p + q)) − p·ln(p + q) + p + rest
  const rise = (q - 0.5) * Math.log1p(-share)
  if (p < 10) return lgammaOf(p) + (rise - p * (Math.log(p + q) - 1) + rest)
  return HALF_LOG_TWO_PI - 0.5 * Math.log(p) + p * Math.log(share) + rise + (rest + stirlingRest(p))
}
