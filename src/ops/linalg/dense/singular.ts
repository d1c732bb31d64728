// Singular values and vectors of a matrix: rotations make the columns of its triangular factor orthogonal.
import { ArgumentError } from '../../../errors.js'
import { largestOf, lengthOf, qrOf } from './householder.js'
import { eigenOf, orient, unitOf } from './symmetric.js'
import { copyOf, product, turned, viewOf } from './view.js'

/** Singular values in descending order, U [m, n] and V [n, n], row by row. */
export interface Singular {
  readonly u: Float64Array
  readonly s: Float64Array
  readonly v: Float64Array
}

/** More sweeps over all pairs than are ever needed: six to ten are usual. */
const MOST = 60

/**
 * Of an m×n matrix with m ≥ n, which begins at a place of an array (one-sided Jacobi after QR: Hestenes 1958; Drmač & Veselić
 * 2008, New fast and accurate Jacobi SVD algorithm). All NaN where an entry is NaN or infinite.
 */
export function singularOf(values: ArrayLike<number>, start: number, m: number, n: number): Singular {
  const a = copyOf(values, start, m * n)
  if (!a.every(Number.isFinite))
    return { u: a.fill(NaN), s: new Float64Array(n).fill(NaN), v: new Float64Array(n * n).fill(NaN) }
  const unit = unitOf(largestOf(a, 0, a.length, 1))
  for (let i = 0; i < a.length; i++) a[i]! /= unit
  const { q, r } = qrOf(a, 0, m, n)
  // Rows of w and z are columns of R·V and of V. The eigenvectors of RᵀR, largest first, leave little to rotate.
  const gram = eigenOf(product(turned(r), r), 0, n).vectors
  const z = new Float64Array(n * n)
  for (let i = 0; i < n; i++) z.set(gram.subarray((n - 1 - i) * n, (n - i) * n), i * n)
  const w = product(viewOf(z, n), turned(r))
  let sweeps = 0
  while (sweepOf(w, z, n))
    if (++sweeps === MOST) throw new ArgumentError('svd', `no end of rotations after ${MOST} sweeps`)
  const lengths = Array.from({ length: n }, (_, i) => lengthOf(w, i * n, n, 1))
  const order = lengths.map((_, i) => i).sort((i, j) => lengths[j]! - lengths[i]!)
  const rows = new Float64Array(n * n)
  const v = new Float64Array(n * n)
  order.forEach((from, to) => {
    const length = lengths[from]!
    if (length > 0) for (let j = 0; j < n; j++) rows[to * n + j] = w[from * n + j]! / length
    else complete(rows, to, n)
  })
  const u = product(q, { ...viewOf(rows, n), row: 1, column: n })
  const column = new Float64Array(m)
  order.forEach((from, to) => {
    for (let i = 0; i < m; i++) column[i] = u[i * n + to]!
    const sign = orient(column, 0, m)
    for (let i = 0; i < m; i++) u[i * n + to] = column[i]!
    for (let i = 0; i < n; i++) v[i * n + to] = sign * z[from * n + i]!
  })
  return { u, s: Float64Array.from(order, i => lengths[i]! * unit), v }
}

/** Rotates every pair of rows that are not orthogonal to rounding. Gives whether there was one. */
function sweepOf(w: Float64Array, z: Float64Array, n: number): boolean {
  let turned = false
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) {
      const [i, k] = [p * n, q * n]
      let [first, second, both] = [0, 0, 0]
      for (let j = 0; j < n; j++) {
        const [x, y] = [w[i + j]!, w[k + j]!]
        first += x * x
        second += y * y
        both += x * y
      }
      if (!(Math.abs(both) > n * Number.EPSILON * Math.sqrt(first) * Math.sqrt(second))) continue
      turned = true
      const cot = (second - first) / (2 * both)
      const tangent = (cot < 0 ? -1 : 1) / (Math.abs(cot) + Math.hypot(cot, 1))
      const cosine = 1 / Math.hypot(tangent, 1)
      const sine = tangent * cosine
      rotate(w, i, k, n, cosine, sine)
      rotate(z, i, k, n, cosine, sine)
    }
  }
  return turned
}

function rotate(x: Float64Array, i: number, k: number, n: number, cosine: number, sine: number): void {
  for (let j = 0; j < n; j++) {
    const [p, q] = [x[i + j]!, x[k + j]!]
    x[i + j] = cosine * p - sine * q
    x[k + j] = sine * p + cosine * q
  }
}

/** Makes a row of length 1 that is orthogonal to those before it, from the axis that is least within them. */
function complete(rows: Float64Array, at: number, n: number): void {
  const within = new Float64Array(n)
  for (let i = 0; i < at; i++) for (let j = 0; j < n; j++) within[j]! += rows[i * n + j]! ** 2
  const axis = within.indexOf(Math.min(...within))
  const own = rows.subarray(at * n, (at + 1) * n)
  own[axis] = 1
  // Twice is enough (Parlett 1998, The Symmetric Eigenvalue Problem, §6.9).
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < at; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += own[j]! * rows[i * n + j]!
      for (let j = 0; j < n; j++) own[j]! -= sum * rows[i * n + j]!
    }
    const length = lengthOf(own, 0, n, 1)
    for (let j = 0; j < n; j++) own[j]! /= length
  }
}
