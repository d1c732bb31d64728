// Cholesky factors in halves, on the fast matmul.
import { solveTriangle } from './substitute.js'
import { block, gathered, product, put, subtractProduct, turned, type View, viewOf } from './view.js'

/** A column whose pivot, the square of its diagonal entry, is not above 0. */
export interface Flaw {
  readonly column: number
  readonly pivot: number
}

const LEAF = 32

/**
 * Writes L with LLᵀ = A for the n×n matrix whose lower triangle begins at a place of an array, row by row, from a place
 * of another on (Golub & Van Loan, Matrix Computations, §4.2). Gives the first flaw, at which it stops. NaN goes on as NaN.
 */
export function writeCholesky(
  values: ArrayLike<number>,
  start: number,
  n: number,
  factor: Float64Array,
  at = 0,
): Flaw | undefined {
  for (let i = 0; i < n; i++) {
    const [from, to] = [start + i * n, at + i * n]
    for (let j = 0; j <= i; j++) factor[to + j] = values[from + j]!
    factor.fill(0, to + i + 1, to + n)
  }
  return factorLower(viewOf(factor, n, n, at), 0)
}

/** In place of the lower triangle; the upper one is not touched. */
function factorLower(a: View, first: number): Flaw | undefined {
  const n = a.rows
  if (n <= LEAF) return columnByColumn(a, first)
  const half = n >> 1
  const left = block(a, 0, 0, half, half)
  const flaw = factorLower(left, first)
  if (flaw !== undefined) return flaw
  const below = block(a, half, 0, n - half, half)
  const copy = gathered(turned(below))
  solveTriangle(left, { lower: true, unitDiagonal: false }, copy)
  put(turned(copy), below)
  const right = block(a, half, half, n - half, n - half)
  subtractLower(right, gathered(below))
  return factorLower(right, first + half)
}

/** The lower triangle of C −= A·Aᵀ; only diagonal blocks are computed whole. */
function subtractLower(c: View, a: View): void {
  const n = c.rows
  if (n <= 2 * LEAF) {
    const out = product(a, turned(a))
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) c.data[c.start + i * c.row + j]! -= out[i * n + j]!
    return
  }
  const half = n >> 1
  const [top, bottom] = [block(a, 0, 0, half, a.columns), block(a, half, 0, n - half, a.columns)]
  subtractLower(block(c, 0, 0, half, half), top)
  subtractProduct(block(c, half, 0, n - half, half), bottom, turned(top))
  subtractLower(block(c, half, half, n - half, n - half), bottom)
}

function columnByColumn({ data, start, row, rows: n }: View, first: number): Flaw | undefined {
  for (let i = 0; i < n; i++) {
    const own = start + i * row
    for (let j = 0; j <= i; j++) {
      const other = start + j * row
      let rest = data[own + j]!
      for (let k = 0; k < j; k++) rest -= data[own + k]! * data[other + k]!
      if (j < i) data[own + j] = rest / data[other + j]!
      else if (rest <= 0) return { column: first + j, pivot: rest }
      else data[own + i] = Math.sqrt(rest)
    }
  }
  return undefined
}
