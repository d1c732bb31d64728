// Functions in fixed point with 1024 binary places, by their plainest series: what wide numbers are measured by.
import type { Exact } from './rational.js'

const PLACES = 1024n
const UNIT = 1n << PLACES

const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES
const over = (a: bigint, b: bigint): bigint => (a << PLACES) / b
const halves = (a: bigint): bigint => a >> 1n
const size = (a: bigint): bigint => (a < 0n ? -a : a)
/** The nearest whole number of times that b goes into a. */
const folds = (a: bigint, b: bigint): bigint => (2n * a + (a < 0n ? -b : b)) / (2n * b)

/** x, which must be a multiple of 2⁻¹⁰²⁴ or near one. */
export const fixed = ({ units, exponent }: Exact): bigint => {
  const places = BigInt(exponent) + PLACES
  return places >= 0n ? units << places : units >> -places
}
export const unfixed = (value: bigint, more = 0n): Exact => ({
  units: value,
  exponent: Number(more - PLACES),
})

/** Σ of terms, each the one before times a factor, until they vanish. */
function series(first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let sum = 0n
  for (let term = first, n = 1n; term !== 0n && term !== -1n; term = next(term, n), n++) sum += term
  return sum
}

/** 2·atanh(z) = ln((1 + z)/(1 − z)) */
function logarithmOf(z: bigint): bigint {
  const square = times(z, z)
  let sum = 0n
  for (let power = z, n = 1n; size(power) > 1n; power = times(power, square), n += 2n) sum += power / n
  return 2n * sum
}

const LN2 = logarithmOf(UNIT / 3n)
const arctan = (n: bigint): bigint => {
  let sum = 0n
  for (let power = UNIT / n, k = 1n; power !== 0n; power /= -n * n, k += 2n) sum += power / k
  return sum
}
/** π = 4·(2·atan(1/3) + atan(1/7)) (Hutton), another formula than the one that is tested. */
export const PI = 8n * arctan(3n) + 4n * arctan(7n)

/** eˣ as a fixed number and an exponent of 2. */
function power(x: bigint): readonly [bigint, bigint] {
  const k = folds(x, LN2)
  const rest = x - k * LN2
  return [series(UNIT, (term, n) => times(term, rest) / n), k]
}

export const exp = (x: bigint): Exact => unfixed(...power(x))

/** eˣ in fixed point: x must not be far above 0. */
function plainExp(x: bigint): bigint {
  const [value, k] = power(x)
  return k >= 0n ? value << k : value >> -k
}

export const expm1 = (x: bigint): bigint => plainExp(x) - UNIT

/** ln(m·2ᵏ) for m > 0. */
export function log(m: bigint, k = 0n): bigint {
  const fold = BigInt(m.toString(2).length - 1) - PLACES
  const near = fold >= 0n ? m >> fold : m << -fold
  return logarithmOf(over(near - UNIT, near + UNIT)) + (k + fold) * LN2
}

export const log1p = (x: bigint): bigint => log(UNIT + x)

/** Σ ±xⁿ/n! over n = from, from + 2, … */
function wave(x: bigint, from: 0n | 1n): bigint {
  const k = folds(x, PI)
  const rest = x - k * PI
  const square = times(rest, rest)
  const sum = series(
    from === 0n ? UNIT : rest,
    (term, n) => -times(term, square) / ((2n * n + from) * (2n * n + from - 1n)),
  )
  return k % 2n === 0n ? sum : -sum
}
export const sin = (x: bigint): bigint => wave(x, 1n)
export const cos = (x: bigint): bigint => wave(x, 0n)

export const tanh = (x: bigint): bigint => over(expm1(2n * x), expm1(2n * x) + 2n * UNIT)
export const sigmoid = (x: bigint): bigint => over(plainExp(x), UNIT + plainExp(x))
export const softplus = (x: bigint): bigint => log1p(plainExp(x))
export const sech = (x: bigint): bigint => over(2n * plainExp(x), UNIT + plainExp(2n * x))

/** 2/√π·Σ (−1)ⁿx^(2n+1)/(n!·(2n + 1)): the alternating series, whose cancelling 1024 places can afford. */
export function erf(x: bigint): bigint {
  let sum = 0n
  for (let term = x, n = 0n; size(term) > 1n; n++, term = -times(term, times(x, x)) / n)
    sum += term / (2n * n + 1n)
  return over(2n * sum, root(PI))
}

/** √x by Newton's iteration from above. */
function root(x: bigint): bigint {
  let y = x + UNIT
  for (let next = halves(y + over(x, y)); next < y; next = halves(y + over(x, y))) y = next
  return y
}
