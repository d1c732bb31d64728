// Triangular systems in place, in halves: what is solved of one half is taken from the other by a matrix product.
import { block, gathered, put, subtractProduct, turned, type View } from './view.js'

/** Which triangle is read, and whether its diagonal is taken for ones. */
export interface Triangular {
  readonly lower: boolean
  readonly unitDiagonal: boolean
}

/** Up to here equation after equation costs less than the copies of a product. */
const LEAF = 24

/** Solves T·X = B, in place of B (Golub & Van Loan, Matrix Computations, §3.1; in halves, Elmroth et al. 2004, SIAM Review 46). */
export function solveTriangle(t: View, kind: Triangular, x: View): void {
  if (x.columns === 1) solveColumn(t, kind, x)
  else if (x.column === 1) inHalves(t, kind, x)
  else {
    // Rows without gaps are what products and leaves are fast on.
    const copy = gathered(x)
    inHalves(t, kind, copy)
    put(copy, x)
  }
}

function inHalves(t: View, kind: Triangular, x: View): void {
  const n = t.rows
  if (n <= LEAF) {
    rowByRow(t, kind, x)
    return
  }
  const half = n >> 1
  const [first, second] = kind.lower ? [0, half] : [half, 0]
  const sizes = (from: number) => (from === 0 ? half : n - half)
  const part = (from: number) => block(x, from, 0, sizes(from), x.columns)
  const diagonal = (from: number) => block(t, from, from, sizes(from), sizes(from))
  inHalves(diagonal(first), kind, part(first))
  subtractProduct(part(second), block(t, second, first, sizes(second), sizes(first)), part(first))
  inHalves(diagonal(second), kind, part(second))
}

/** Solves X·T = B, in place of B: TᵀXᵀ = Bᵀ. */
export const solveTriangleRight = (t: View, { lower, unitDiagonal }: Triangular, x: View): void =>
  solveTriangle(turned(t), { lower: !lower, unitDiagonal }, turned(x))

/** Equation after equation, for rows of X that have no gaps; four rows are taken away at a time. */
function rowByRow(t: View, { lower, unitDiagonal }: Triangular, x: View): void {
  const { data: a, start, row, column, rows: n } = t
  const { data, columns: m } = x
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step
    const to = x.start + i * x.row
    const end = lower ? i : n
    let k = lower ? 0 : i + 1
    let at = start + i * row + k * column
    let from = x.start + k * x.row
    for (; k + 4 <= end; k += 4, at += 4 * column, from += 4 * x.row) {
      const [p, q, r, s] = [a[at]!, a[at + column]!, a[at + 2 * column]!, a[at + 3 * column]!]
      const [x1, x2, x3] = [from + x.row, from + 2 * x.row, from + 3 * x.row]
      for (let c = 0; c < m; c++)
        data[to + c]! -= p * data[from + c]! + q * data[x1 + c]! + (r * data[x2 + c]! + s * data[x3 + c]!)
    }
    for (; k < end; k++, at += column, from += x.row) {
      const p = a[at]!
      for (let c = 0; c < m; c++) data[to + c]! -= p * data[from + c]!
    }
    if (unitDiagonal) continue
    const pivot = a[start + i * (row + column)]!
    for (let c = 0; c < m; c++) data[to + c]! /= pivot
  }
}

/** One column. Where columns of T lie without gaps, each is taken from what is left; otherwise each row is a sum of products. */
function solveColumn(t: View, { lower, unitDiagonal }: Triangular, x: View): void {
  const { data: a, start, row, column, rows: n } = t
  const { data, start: first, row: apart } = x
  const byColumns = row === 1 && column !== 1
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step
    const own = first + i * apart
    let rest = data[own]!
    if (!byColumns) {
      let at = start + i * row + (lower ? 0 : i + 1) * column
      const end = first + (lower ? i : n) * apart
      for (let from = first + (lower ? 0 : i + 1) * apart; from < end; from += apart, at += column)
        rest -= a[at]! * data[from]!
    }
    if (!unitDiagonal) rest /= a[start + i * (row + column)]!
    data[own] = rest
    if (!byColumns) continue
    let at = start + (lower ? i + 1 : 0) + i * column
    const end = first + (lower ? n : i) * apart
    for (let to = first + (lower ? i + 1 : 0) * apart; to < end; to += apart) data[to]! -= a[at++]! * rest
  }
}
