// Temme's uniform expansion of the incomplete gamma functions, for large a and x near it (DLMF 8.12).
import { erfcOf } from './erfc.js'
import { deviance } from './lgamma.js'

/** Powers of 1/a, and of η: enough for a ≥ 20 and 0.7 ≤ x/a ≤ 1.3, where |η| < 0.34. */
const [ORDERS, POWERS] = [12, 18]

/** Γ(a)·√(a/2π)·(e/a)ᵃ in powers of 1/a, as the exponential of Stirling's series (DLMF 5.11.3). */
function gammaCoefficients(): number[] {
  const log = [0, 1 / 12, 0, -1 / 360, 0, 1 / 1260, 0, -1 / 1680, 0, 1 / 1188, 0, -691 / 360360]
  const g = [1]
  for (let n = 1; n < ORDERS; n++) {
    let sum = 0
    for (let j = 1; j <= n; j++) sum += j * log[j]! * g[n - j]!
    g.push(sum / n)
  }
  return g
}

/** d[k][n] of DLMF 8.12.11, by 8.12.12; x/a − 1 = η + η²/3 + η³/36 − … comes from η(1 + μ) = μ·μ′. */
function coefficients(): number[][] {
  const count = POWERS + 2 * ORDERS + 2
  const mu = [0, 1]
  for (let n = 2; n < count; n++) {
    let sum = mu[n - 1]!
    for (let i = 2; i < n; i++) sum -= mu[i]! * (n + 1 - i) * mu[n + 1 - i]!
    mu.push(sum / (n + 1))
  }
  const first = Array.from({ length: count - 2 }, (_, n) => (n === 0 ? -1 / 3 : (n + 2) * mu[n + 2]!))
  const rows = [first]
  gammaCoefficients().forEach((g, k) => {
    const above = rows[k - 1]
    if (above === undefined) return
    const signed = k % 2 === 0 ? g : -g
    rows.push(
      Array.from({ length: above.length - 2 }, (_, n) => signed * first[n]! + (n + 2) * above[n + 2]!),
    )
  })
  return rows.map(row => row.slice(0, POWERS))
}

let table: readonly (readonly number[])[] | undefined

/** The smaller one of P and Q first said by `upper`: P(a, x) below a, Q(a, x) from a on. */
export function temme(a: number, x: number): number {
  table ??= coefficients()
  const d = deviance(a, x)
  const side = x < a ? -1 : 1
  const eta = side * Math.sqrt((2 * d) / a)
  let sum = 0
  for (let k = ORDERS - 1; k >= 0; k--) {
    let c = 0
    for (let n = POWERS - 1; n >= 0; n--) c = c * eta + table[k]![n]!
    sum = sum / a + c
  }
  return erfcOf(Math.sqrt(d)) / 2 + (side * Math.exp(-d) * sum) / Math.sqrt(2 * Math.PI * a)
}
