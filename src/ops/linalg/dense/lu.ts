// The LU factors of a square matrix: rows are exchanged so that each pivot is the largest of what is left in its column.
import { solveTriangle } from './substitute.js'
import { block, copyOf, subtractProduct, type View, viewOf } from './view.js'

/** PA = LU, in one array in row-major order: U on and above the diagonal, L below it, whose own diagonal is 1. */
export interface Factors {
  readonly n: number
  readonly lu: Float64Array
  /** Where each row of PA stands in A. */
  readonly order: Int32Array
  /** The sign of the permutation P. */
  readonly sign: 1 | -1
  /** The first column without a pivot, if there is one: then A is singular. */
  readonly missing: number | undefined
}

const LEAF = 16

/**
 * Factors an n×n matrix, which begins at a place of an array (Golub & Van Loan, Matrix Computations, §3.4), left half of the
 * columns before right half (Toledo 1997, SIAM J. Matrix Anal. Appl. 18).
 */
export function factored(values: ArrayLike<number>, start: number, n: number): Factors {
  const lu = copyOf(values, start, n * n)
  const a = viewOf(lu, n)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  let sign: 1 | -1 = 1
  let missing: number | undefined
  const exchange = (i: number, k: number) => {
    sign = sign === 1 ? -1 : 1
    const row = lu.slice(i * n, (i + 1) * n)
    lu.copyWithin(i * n, k * n, (k + 1) * n)
    lu.set(row, k * n)
    ;[order[i], order[k]] = [order[k]!, order[i]!]
  }
  const columnByColumn = (from: number, to: number) => {
    for (let k = from; k < to; k++) {
      let pivot = k
      for (let i = k + 1; i < n; i++) if (Math.abs(lu[i * n + k]!) > Math.abs(lu[pivot * n + k]!)) pivot = i
      if (lu[pivot * n + k] === 0) {
        missing ??= k
        continue
      }
      if (pivot !== k) exchange(k, pivot)
      for (let i = k + 1; i < n; i++) {
        const factor = lu[i * n + k]! / lu[k * n + k]!
        lu[i * n + k] = factor
        for (let j = k + 1; j < to; j++) lu[i * n + j]! -= factor * lu[k * n + j]!
      }
    }
  }
  const columns = (from: number, to: number): void => {
    if (to - from <= LEAF) {
      columnByColumn(from, to)
      return
    }
    const half = from + ((to - from) >> 1)
    columns(from, half)
    const [above, below] = [
      block(a, from, half, half - from, to - half),
      block(a, half, half, n - half, to - half),
    ]
    solveTriangle(block(a, from, from, half - from, half - from), UNIT_LOWER, above)
    subtractProduct(below, block(a, half, from, n - half, half - from), above)
    columns(half, to)
  }
  columns(0, n)
  return { n, lu, order, sign, missing }
}

const UNIT_LOWER = { lower: true, unitDiagonal: true }
const UPPER = { lower: false, unitDiagonal: false }

/** The product of the pivots, with the sign of the permutation. */
export function determinantOf({ n, lu, sign }: Factors): number {
  let product: number = sign
  for (let k = 0; k < n; k++) product *= lu[k * n + k]!
  // No determinant is −0.
  return product + 0
}

/** Solves AX = B, or AᵀX = B, row by row: LUX = PB, and UᵀLᵀPX = B. */
export function solveFactored(
  { data, start, row, column, rows: n }: View,
  order: ArrayLike<number>,
  transposed: boolean,
  b: Float64Array,
  m: number,
): Float64Array {
  const x = new Float64Array(n * m)
  const view = viewOf(x, n, m)
  if (!transposed) {
    for (let i = 0; i < n; i++) x.set(b.subarray(order[i]! * m, (order[i]! + 1) * m), i * m)
    const lu = { data, start, row, column, rows: n, columns: n }
    solveTriangle(lu, UNIT_LOWER, view)
    solveTriangle(lu, UPPER, view)
    return x
  }
  const turned = { data, start, row: column, column: row, rows: n, columns: n }
  const z = viewOf(b.slice(), n, m)
  solveTriangle(turned, { lower: true, unitDiagonal: false }, z)
  solveTriangle(turned, { lower: false, unitDiagonal: true }, z)
  for (let i = 0; i < n; i++) x.set(z.data.subarray(i * m, (i + 1) * m), order[i]! * m)
  return x
}

/** A⁻¹, row by row. */
export function inverseOf({ n, lu, order }: Factors): Float64Array {
  const one = new Float64Array(n * n)
  for (let i = 0; i < n; i++) one[i * (n + 1)] = 1
  return solveFactored(viewOf(lu, n), order, false, one, n)
}
