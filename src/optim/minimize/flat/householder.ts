// Linear least squares by Householder's reflections, on columns.
import { addScaled, dot, norm } from './vectors.js'

/** Columns of a matrix, all of one length, and a right side of that length. */
export interface System {
  readonly columns: readonly Float64Array[]
  readonly right: Float64Array
}

/**
 * R and Qᵀb of A = QR, which has as many rows as A has columns, or as A has rows where these are fewer; ‖Ap + b‖ and ‖Rp + Qᵀb‖ are
 * smallest at the same p (G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th ed., algorithm 5.2.1).
 */
export function triangular({ columns, right }: System): System {
  const [a, b] = [columns.map(column => column.slice()), right.slice()]
  const rows = Math.min(b.length, a.length)
  for (let k = 0; k < rows; k++) {
    const v = a[k]!.slice(k)
    const size = norm(v)
    if (size === 0) continue
    // Away from the entry, so that nothing cancels.
    const end = v[0]! > 0 ? -size : size
    v[0]! -= end
    const unit = norm(v)
    for (let i = 0; i < v.length; i++) v[i]! /= unit
    for (const column of [...a.slice(k), b]) {
      const below = column.subarray(k)
      addScaled(below, -2 * dot(v, below), v)
    }
    a[k]!.fill(0, k + 1)
    a[k]![k] = end
  }
  return { columns: a.map(column => column.slice(0, rows)), right: b.slice(0, rows) }
}

/** The p at which ‖Ap + b‖² + Σ (dᵢpᵢ)² is smallest. A : columns [n] of [m]; d : [n], no entry 0 */
export function damped({ columns, right }: System, d: Float64Array): Float64Array {
  const n = columns.length
  const below = columns.map((column, j) => {
    const tall = new Float64Array(column.length + n)
    tall.set(column)
    tall[column.length + j] = d[j]!
    return tall
  })
  const tallRight = new Float64Array(right.length + n)
  tallRight.set(right)
  const r = triangular({ columns: below, right: tallRight })
  const p = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let rest = -r.right[i]!
    for (let j = i + 1; j < n; j++) rest -= r.columns[j]![i]! * p[j]!
    p[i] = rest / r.columns[i]![i]!
  }
  return p
}
