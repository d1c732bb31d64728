// The complementary error function and e^(−x²) on one number, to the last digits in their tails too.
import { erfOf } from '../../erf.js'
import { polynomial } from './polynomial.js'

/**
 * (1 + 2x)·e^(x²)·erfc x for x ≥ ¼, as a polynomial in s = 1 − 6.5/(x + 3), which goes from −1 to 1: the interpolant at
 * Chebyshev points (the form is Shepherd and Laframboise's, Math. Comp. 36, 1981), off by less than 1e-18 of it.
 */
const SCALED = [
  1.2423492448711544, -0.13000852441350372, -0.018387832254764598, 0.07611572199330191, -0.06902065450805164,
  0.03866650445276497, -0.013687723659750042, 0.002010768525518761, 0.0007011735336203257,
  -0.00039899296694537824, 5.731835329819231e-9, 4.993236813897611e-5, -5.669423487433897e-6,
  -6.604208193976241e-6, 1.0850892101238996e-6, 1.0177536299642795e-6, -1.47196872707617e-7,
  -1.787497507952171e-7, 1.1409215384601043e-8, 3.2985663137584644e-8, 1.3266880363682412e-9,
  -5.718993064864098e-9, -6.599802366666519e-10, 7.896948183395328e-10, 8.718692957284209e-11,
  -6.181687190427432e-11,
]

/** erfc x = 1 − erf x = 2/√π ∫ₓ^∞ e^(−t²) dt */
export function erfcOf(x: number): number {
  if (x < 0.25) return x <= -6 ? 2 : x < -0.25 ? 2 - erfcOf(-x) : 1 - erfOf(x)
  return x === Number.POSITIVE_INFINITY
    ? 0
    : timesGauss(x, polynomial(SCALED, 1 - 6.5 / (x + 3)) / (1 + 2 * x))
}

/** e^(−x²) */
export const gaussOf = (x: number): number => timesGauss(Math.abs(x), 1)

/** f·e^(−x²). x is cut to h, whose square has few digits: e^(−h²)·e^(−(x − h)(x + h)), so that no digit of x² is lost. */
function timesGauss(x: number, f: number): number {
  if (x > 40) return 0
  const h = Math.round(x * 1024) / 1024
  const rest = f * Math.exp((h - x) * (x + h))
  // By halves where e^(−h²) has no room for all its digits.
  if (h > 26) return Math.exp((-h * h) / 2) * (Math.exp((-h * h) / 2) * rest)
  return Math.exp(-h * h) * rest
}
