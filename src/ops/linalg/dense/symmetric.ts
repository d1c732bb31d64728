// Eigenvalues and eigenvectors of a symmetric matrix: made tridiagonal by reflections, then diagonal by rotations.
import { ArgumentError } from '../../../errors.js'
import { largestOf, reflectionOf } from './householder.js'

/** Eigenvalues in ascending order, and a row for the vector of each. */
export interface Eigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/** The power of two that is next below a size; 1 where there is none. */
export const unitOf = (size: number): number =>
  size === 0 || !Number.isFinite(size) ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(size))))

/** Of the n×n matrix whose lower triangle begins at a place of an array; all NaN where an entry is NaN or infinite. */
export function eigenOf(values: ArrayLike<number>, start: number, n: number): Eigen {
  const a = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = values[start + i * n + j]!
  if (!a.every(Number.isFinite)) return { values: new Float64Array(n).fill(NaN), vectors: a.fill(NaN) }
  const unit = unitOf(largestOf(a, 0, a.length, 1))
  for (let i = 0; i < a.length; i++) a[i]! /= unit
  const d = new Float64Array(n)
  const e = new Float64Array(n)
  const z = tridiagonal(a, n, d, e)
  diagonalize(d, e, z, n)
  const order = Array.from(d.keys()).sort((i, j) => d[i]! - d[j]!)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    vectors.set(z.subarray(from * n, (from + 1) * n), to * n)
    orient(vectors, to * n, n)
  })
  return { values: Float64Array.from(order, i => d[i]! * unit), vectors }
}

/** Turns a vector so that its value of largest size, the first of them, is positive. Gives the sign that did it. */
export function orient(vectors: Float64Array, start: number, n: number): 1 | -1 {
  let largest = 0
  for (let i = 1; i < n; i++)
    if (Math.abs(vectors[start + i]!) > Math.abs(vectors[start + largest]!)) largest = i
  if (!(vectors[start + largest]! < 0)) return 1
  for (let i = 0; i < n; i++) vectors[start + i] = -vectors[start + i]!
  return -1
}

/**
 * Overwrites A; d and e become the diagonal and what is beside it of QᵀAQ. Gives Qᵀ (Golub & Van Loan, Matrix Computations,
 * §8.3.1).
 */
function tridiagonal(a: Float64Array, n: number, d: Float64Array, e: Float64Array): Float64Array {
  const taus = new Float64Array(n)
  const w = new Float64Array(n)
  for (let k = 0; k < n - 1; k++) {
    const row = k * n
    const first = k + 1
    const { tau, beta, divisor } = reflectionOf(a, row + first, n - first, 1)
    taus[k] = tau
    e[k] = beta
    a[row + first] = 1
    for (let j = first + 1; j < n; j++) a[row + j]! /= divisor
    if (tau === 0) continue
    // w = p − ½τ(pᵀv)·v with p = τ·A·v; A −= v·wᵀ + w·vᵀ
    let along = 0
    for (let i = first; i < n; i++) {
      let sum = 0
      for (let j = first; j < n; j++) sum += a[i * n + j]! * a[row + j]!
      w[i] = tau * sum
      along += w[i]! * a[row + i]!
    }
    for (let i = first; i < n; i++) w[i]! -= (tau / 2) * along * a[row + i]!
    for (let i = first; i < n; i++) {
      const [v, p] = [a[row + i]!, w[i]!]
      for (let j = first; j < n; j++) a[i * n + j]! -= v * w[j]! + p * a[row + j]!
    }
  }
  const z = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    d[i] = a[i * (n + 1)]!
    z[i * (n + 1)] = 1
  }
  // Q from the last reflection to the first, as rows of Qᵀ: each row is reflected.
  for (let k = n - 2; k >= 0; k--)
    for (let i = k + 1; i < n; i++) {
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += z[i * n + j]! * a[k * n + j]!
      sum *= taus[k]!
      for (let j = k + 1; j < n; j++) z[i * n + j]! -= sum * a[k * n + j]!
    }
  return z
}

/** As many steps as one eigenvalue may take: two or three are usual. */
const MOST = 60

/** Rotations with implicit shifts until nothing is left beside the diagonal d; rows of z go along (Golub & Van Loan, §8.3.4). */
function diagonalize(d: Float64Array, e: Float64Array, z: Float64Array, n: number): void {
  // What rounding of the largest entries has made of the others anyway.
  const least = Number.EPSILON * Math.max(largestOf(d, 0, n, 1), largestOf(e, 0, n, 1))
  for (let low = 0; low < n; low++) {
    for (let steps = 0; ; steps++) {
      let high = low
      while (high < n - 1 && Math.abs(e[high]!) > least) high++
      if (high === low) break
      if (steps === MOST) throw new ArgumentError('eigh', `no eigenvalue ${low} after ${MOST} steps`)
      step(d, e, z, n, low, high)
    }
  }
}

/** One step from `high` down to `low`, shifted by the eigenvalue of the first two rows that is nearer to d[low]. */
function step(d: Float64Array, e: Float64Array, z: Float64Array, n: number, low: number, high: number): void {
  const half = (d[low + 1]! - d[low]!) / (2 * e[low]!)
  const root = Math.hypot(half, 1)
  let bulge = d[high]! - d[low]! + e[low]! / (half + (half < 0 ? -root : root))
  let [sine, cosine, moved] = [1, 1, 0]
  for (let i = high - 1; i >= low; i--) {
    const across = sine * e[i]!
    const beside = cosine * e[i]!
    const length = Math.hypot(across, bulge)
    e[i + 1] = length
    if (length === 0) {
      d[i + 1]! -= moved
      e[high] = 0
      return
    }
    sine = across / length
    cosine = bulge / length
    const last = d[i + 1]! - moved
    const turn = (d[i]! - last) * sine + 2 * cosine * beside
    moved = sine * turn
    d[i + 1] = last + moved
    bulge = cosine * turn - beside
    for (let k = i * n, other = k + n, end = other; k < end; k++, other++) {
      const [p, q] = [z[k]!, z[other]!]
      z[other] = sine * p + cosine * q
      z[k] = cosine * p - sine * q
    }
  }
  d[low]! -= moved
  e[low] = bulge
  e[high] = 0
}
