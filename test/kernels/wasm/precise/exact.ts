// Elementary functions to 50 digits and more, made of decimal.js's exp and ln so that nothing cancels.
import { Decimal } from 'decimal.js'
import { unitExponent } from '../../../support/ulps.js'

/** 60 digits hold the sum of 1 and a tenth of a double's last place with more than 40 to spare. */
const Precise = Decimal.clone({ precision: 60 })

const ONE = new Precise(1)
const powers = new Map<number, Decimal>()

/** 2ⁿ */
export function powerOf2(n: number): Decimal {
  const power = powers.get(n) ?? Precise.pow(2, n)
  powers.set(n, power)
  return power
}

/** The value of a finite double itself: `new Decimal(0.1)` is 1/10, which no double is. */
export function decimal(x: number): Decimal {
  const exponent = unitExponent(x, 'float64')
  // To a whole number in two steps, for 2¹⁰⁷⁴ is no double.
  const half = Math.trunc(exponent / 2)
  return powerOf2(exponent).times(x * 2 ** -half * 2 ** (half - exponent))
}

/** e to ±2000 is beyond every double, and arguments beyond would take long. */
const exp = (x: Decimal): Decimal => Precise.exp(Precise.max(Precise.min(x, 2000), -2000))

/** c₁x + c₂x² + … + c₁₀x¹⁰, which for |x| < 10⁻⁶ is exact to 60 digits. */
function series(x: Decimal, coefficient: (k: number) => Decimal): Decimal {
  let sum = new Precise(0)
  for (let k = 10; k > 0; k--) sum = sum.plus(coefficient(k)).times(x)
  return sum
}

const isSmall = (x: Decimal): boolean => x.abs().lt(1e-6)

const FACTORIALS = [1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880, 3_628_800]

const expm1 = (x: Decimal): Decimal =>
  isSmall(x) ? series(x, k => ONE.div(FACTORIALS[k]!)) : exp(x).minus(1)

const log1p = (x: Decimal): Decimal =>
  isSmall(x) ? series(x, k => ONE.div(k % 2 === 1 ? k : -k)) : x.plus(1).ln()

const softplus = (x: Decimal): Decimal => Precise.max(x, 0).plus(log1p(exp(x.abs().neg())))

/** 2/√π·e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(2n + 1)!!, a sum without cancellation; beyond 12 it is 1 to 60 digits. */
function erf(x: Decimal): Decimal {
  if (x.abs().gt(12)) return new Precise(x.s)
  const square = x.times(x)
  let [sum, term] = [x, x]
  for (let n = 1; term.abs().gt(sum.abs().times(1e-62)); n++) {
    term = term
      .times(square)
      .times(2)
      .div(2 * n + 1)
    sum = sum.plus(term)
  }
  return sum.times(exp(square.neg())).times(2).div(Precise.acos(-1).sqrt())
}

/** The functions that have to be rounded, at finite arguments where they are finite. */
export const exact = {
  exp,
  expm1,
  log: (x: Decimal): Decimal => x.ln(),
  log1p,
  sigmoid: (x: Decimal): Decimal => ONE.div(exp(x.neg()).plus(1)),
  softplus,
  logSigmoid: (x: Decimal): Decimal => softplus(x.neg()).neg(),
  tanh: (x: Decimal): Decimal => {
    const t = expm1(x.abs().times(-2))
    const y = t.neg().div(t.plus(2))
    return x.lt(0) ? y.neg() : y
  },
  // Of tiny numbers decimal.js has no digits.
  sin: (x: Decimal): Decimal => (x.abs().lt(1e-30) ? x : Precise.sin(x)),
  cos: (x: Decimal): Decimal => (x.abs().lt(1e-30) ? ONE.minus(x.times(x).div(2)) : Precise.cos(x)),
  erf,
  sechSquared: (x: Decimal): Decimal => {
    const e = exp(x.abs().times(-2))
    return e.times(4).div(e.plus(1).pow(2))
  },
}

export type Rounded = keyof typeof exact
