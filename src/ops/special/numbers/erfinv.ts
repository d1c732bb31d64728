// The inverses of the error function and of its complement on one number.
import { erfOf } from '../../erf.js'
import { erfcOf } from './erfc.js'

const SLOPE = 2 / Math.sqrt(Math.PI)

/** The x with erf x = y; ±∞ at ±1, NaN beyond. */
export function erfinvOf(y: number): number {
  const size = Math.abs(y)
  // 1 − |y| is exact here, and says more of a y near 1.
  if (size > 0.5) return Math.sign(y) * erfcinvOf(1 - size)
  let x = start(Math.log1p(-size * size)) * Math.sign(y)
  // Halley's steps, as erf″ = −2x·erf′: of an error of 2 · 10⁻³ the second leaves 10⁻²¹.
  for (let step = 0; step < 3; step++) {
    const off = (erfOf(x) - y) / (SLOPE * Math.exp(-x * x))
    x -= off / (1 + x * off)
  }
  // Below, the series is its first term, and erf x has no digits to compare.
  return size < 1e-8 ? y / SLOPE : x
}

/** The x with erfc x = q; ∞ at 0, −∞ at 2, NaN outside 0 … 2. */
export function erfcinvOf(q: number): number {
  if (q > 1.5) return -erfcinvOf(2 - q)
  if (q >= 0.5) return erfinvOf(1 - q)
  if (!(q > 0)) return q === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  let x = start(Math.log(q * (2 - q)))
  // Newton's steps on the logarithm, which is nearly a parabola; the last corrects by what is below the digits of x.
  for (let step = 0; step < 4; step++) {
    const tail = erfcOf(x)
    x += (Math.log1p((tail - q) / q) * tail) / (SLOPE * Math.exp(-x * x))
  }
  return x
}

/** Winitzki's approximation to erf⁻¹ y (2008), to 2 · 10⁻³, from ln(1 − y²). */
function start(log: number): number {
  const a = 0.147
  const half = 2 / (Math.PI * a) + log / 2
  return Math.sqrt(Math.sqrt(half * half - log / a) - half)
}
