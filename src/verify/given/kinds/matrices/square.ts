// Square matrices, which stand in the last two axes: what kinds of them share.
import type { Layout } from '../lanes.js'

/** What the axes lack. */
export const squareLacks = (axes: readonly string[]): string | undefined =>
  axes.length >= 2 && axes.at(-1) === axes.at(-2) ? undefined : 'rows and columns of one size'

/** Asking about a matrix takes an elimination, n times as many steps as it has entries. */
export const elimination = ({ shape }: Layout): number => shape.reduce((a, b) => a * b, 1) * shape.at(-1)!

/** What becomes of each matrix. */
export function eachMatrix(
  values: Float64Array,
  { shape }: Layout,
  f: (matrix: Float64Array, n: number) => Float64Array,
): Float64Array {
  const n = shape.at(-1)!
  const all = new Float64Array(values.length)
  for (let at = 0; at < all.length; at += n * n) all.set(f(values.subarray(at, at + n * n), n), at)
  return all
}

/** Whether something holds of each matrix. */
export function everyMatrix(
  values: Float64Array,
  { shape }: Layout,
  holds: (matrix: Float64Array, n: number) => boolean,
): boolean {
  const n = shape.at(-1)!
  for (let at = 0; at < values.length; at += n * n)
    if (!holds(values.subarray(at, at + n * n), n)) return false
  return true
}

/** The matrix of given entries. */
export const matrixOf = (n: number, entry: (row: number, column: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n))

/** 1 on the diagonal, 0 elsewhere. */
export const identity = (n: number): Float64Array => matrixOf(n, (i, j) => (i === j ? 1 : 0))

/** The diagonal alone. */
export const diagonalOf = (matrix: Float64Array, n: number): Float64Array =>
  matrixOf(n, (i, j) => (i === j ? matrix[i * n + j]! : 0))

/** The entry across the diagonal. */
export function twinOf(e: number, { shape }: Layout): number {
  const n = shape.at(-1)!
  return e + ((e % n) - (Math.floor(e / n) % n)) * (n - 1)
}

/** What stands above the diagonal, below it as well. */
export const mirrored = (matrix: Float64Array, n: number): Float64Array =>
  matrixOf(n, (i, j) => matrix[Math.min(i, j) * n + Math.max(i, j)]!)

/** The pivots of Gaussian elimination: down the diagonal, or with rows exchanged for the largest in the column. */
export function pivotsOf(matrix: Float64Array, n: number, exchange: boolean): readonly number[] {
  const rows = Array.from({ length: n }, (_, i) => matrix.slice(i * n, (i + 1) * n))
  return rows.map((_, k) => {
    let top = k
    for (let i = k + 1; exchange && i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[top]![k]!)) top = i
    ;[rows[k], rows[top]] = [rows[top]!, rows[k]!]
    const pivot = rows[k]!
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / pivot[k]!
      for (let j = k; j < n; j++) rows[i]![j]! -= factor * pivot[j]!
    }
    return pivot[k]!
  })
}

/** A pivot this much smaller than the largest entry is as good as 0: float64 keeps 52 digits, and half of them are wanted. */
const SMALL = 2 ** -16

/** Whether all pivots are far enough above 0, beside the largest entry. */
export function areLarge(pivots: readonly number[], matrix: Float64Array): boolean {
  const largest = matrix.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  return largest < Infinity && pivots.every(pivot => pivot > SMALL * largest)
}

/** A matrix with as little as needed added to its diagonal: a diagonal that outweighs its rows will do for all kinds. */
export function shifted(
  matrix: Float64Array,
  n: number,
  holds: (matrix: Float64Array, n: number) => boolean,
): Float64Array {
  let found = matrix
  for (let shift = 1; !holds(found, n) && shift < Infinity; shift *= 2)
    found = matrixOf(n, (i, j) => matrix[i * n + j]! + (i === j ? shift : 0))
  return found
}
