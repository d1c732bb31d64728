// The exponential of a matrix in an array.
import { factored, solveFactored } from './lu.js'
import { copyOf, product, viewOf } from './view.js'

/**
 * Orders m of Padé approximants, and up to which 1-norm of A each is exact to rounding, for exp A and for its derivative
 * (ℓₘ of Al-Mohy & Higham 2009, Computing the Fréchet derivative of the matrix exponential, table 6.1).
 */
const ORDERS = [
  { m: 3, largest: 1.08e-2 },
  { m: 5, largest: 0.2 },
  { m: 7, largest: 0.783 },
  { m: 9, largest: 1.78 },
  { m: 13, largest: 4.74 },
] as const

/** Coefficients of the approximant's numerator: b₀ = 1, b_{k+1} = b_k·(m − k)/((2m − k)(k + 1)) (Higham 2008, Functions of Matrices, 10.23). */
function coefficients(m: number): number[] {
  const b = [1]
  for (let k = 0; k < m; k++) b.push((b[k]! * (m - k)) / ((2 * m - k) * (k + 1)))
  return b
}

/** The largest sum of sizes in a column of the leading block. */
function normOf(a: Float64Array, n: number, first: number): number {
  let norm = 0
  for (let j = 0; j < first; j++) {
    let sum = 0
    for (let i = 0; i < first; i++) sum += Math.abs(a[i * n + j]!)
    norm = Math.max(norm, sum)
  }
  return norm
}

/**
 * exp A for the n×n matrix that begins at a place of an array. A is taken to be block triangular with its leading block again
 * and again on the diagonal, so that this block's norm decides on scaling.
 */
export function writeExponential(
  values: ArrayLike<number>,
  start: number,
  n: number,
  first: number,
): Float64Array {
  const a = copyOf(values, start, n * n)
  const norm = normOf(a, n, first)
  if (!a.every(Number.isFinite) || !Number.isFinite(norm)) return a.fill(Number.NaN)
  const { m } = ORDERS.find(({ largest }) => norm <= largest) ?? { m: 13 }
  const squarings = m < 13 ? 0 : Math.max(0, Math.ceil(Math.log2(norm / 4.74)))
  for (let s = 0; s < squarings; s++) for (let i = 0; i < a.length; i++) a[i]! /= 2
  let y = approximant(a, n, m)
  for (let s = 0; s < squarings; s++) y = times(y, y, n)
  return y
}

const times = (a: Float64Array, b: Float64Array, n: number): Float64Array =>
  product(viewOf(a, n), viewOf(b, n))

/** (V − U)⁻¹(V + U), with the even powers in V and the odd ones in U. */
function approximant(a: Float64Array, n: number, m: number): Float64Array {
  const b = coefficients(m)
  const a2 = times(a, a, n)
  const powers = [identity(n), a2]
  // Of order 13, powers up to A⁶ are enough: the rest is A⁶ times their sum.
  const most = m === 13 ? 3 : (m - 1) / 2
  while (powers.length <= most) powers.push(times(powers.at(-1)!, a2, n))
  const sumOf = (from: number, to: number, odd: 0 | 1) => {
    const sum = new Float64Array(n * n)
    for (let p = from; p <= to; p++) {
      const c = b[2 * p + odd]!
      const power = powers[p - (from > 0 && m === 13 ? 3 : 0)]!
      for (let i = 0; i < sum.length; i++) sum[i]! += c * power[i]!
    }
    return sum
  }
  const half = (odd: 0 | 1) => {
    if (m < 13) return sumOf(0, most, odd)
    const high = times(powers[3]!, sumOf(4, 6, odd), n)
    const low = sumOf(0, 3, odd)
    for (let i = 0; i < low.length; i++) low[i]! += high[i]!
    return low
  }
  const u = times(a, half(1), n)
  const v = half(0)
  const above = v.map((x, i) => x + u[i]!)
  const { lu, order } = factored(
    v.map((x, i) => x - u[i]!),
    0,
    n,
  )
  return solveFactored(viewOf(lu, n), order, false, above, n)
}

function identity(n: number): Float64Array {
  const one = new Float64Array(n * n)
  for (let i = 0; i < n; i++) one[i * (n + 1)] = 1
  return one
}
