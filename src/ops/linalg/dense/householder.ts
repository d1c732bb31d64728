// QR factors by Householder reflections, a panel of columns at a time on the fast matmul.
import { block, copyOf, product, subtractProduct, turned, type View, viewOf } from './view.js'

/** A reflection I − tau·v·vᵀ with v₁ = 1, which leaves (alpha, rest) with beta in front and zeros behind. */
interface Reflection {
  readonly tau: number
  readonly beta: number
  /** What the rest is divided by to be that of v. */
  readonly divisor: number
}

/** The largest size of n values, every `step`th; NaN where there is one. */
export function largestOf(data: Float64Array, start: number, n: number, step: number): number {
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(data[start + i * step]!))
  return largest
}

/** The length of n values, every `step`th, which neither overflows nor underflows. */
export function lengthOf(data: Float64Array, start: number, n: number, step: number): number {
  const largest = largestOf(data, start, n, step)
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let sum = 0
  for (let i = 0; i < n; i++) sum += (data[start + i * step]! / largest) ** 2
  return largest * Math.sqrt(sum)
}

/** The reflection for n values, every `step`th (Golub & Van Loan, Matrix Computations, §5.1; signs as LAPACK has them). */
export function reflectionOf(data: Float64Array, start: number, n: number, step: number): Reflection {
  const alpha = data[start]!
  if (largestOf(data, start + step, n - 1, step) === 0) return { tau: 0, beta: alpha, divisor: 1 }
  const length = lengthOf(data, start, n, step)
  const beta = alpha < 0 ? length : -length
  return { tau: (beta - alpha) / beta, beta, divisor: alpha - beta }
}

/** Columns whose reflections are applied together. */
const PANEL = 32

/** Reflections of a panel: I − V·T·Vᵀ (Schreiber & Van Loan 1989, A storage-efficient WY representation). */
interface Panel {
  readonly first: number
  readonly v: View
  readonly t: View
}

/** Writes Q [m, n] and R [n, n] of an m×n matrix with m ≥ n, which begins at a place of an array. */
export function qrOf(values: ArrayLike<number>, start: number, m: number, n: number): { q: View; r: View } {
  const a = viewOf(copyOf(values, start, m * n), m, n)
  const panels: Panel[] = []
  for (let first = 0; first < n; first += PANEL) {
    const width = Math.min(PANEL, n - first)
    const panel = factorPanel(a, first, width)
    panels.push(panel)
    const rest = block(a, first, first + width, m - first, n - first - width)
    if (rest.columns > 0) reflect(panel, turned(panel.t), rest)
  }
  const q = viewOf(new Float64Array(m * n), m, n)
  for (let i = 0; i < n; i++) q.data[i * (n + 1)] = 1
  for (const panel of panels.reverse()) {
    const { first } = panel
    reflect(panel, panel.t, block(q, first, first, m - first, n - first))
  }
  const r = viewOf(new Float64Array(n * n), n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) r.data[i * n + j] = a.data[i * n + j]!
  return { q, r }
}

/** C −= V·T·(Vᵀ·C), or with the transpose of T. */
function reflect({ v }: Panel, t: View, c: View): void {
  const inner = viewOf(product(turned(v), c), v.columns, c.columns)
  subtractProduct(c, v, viewOf(product(t, inner), v.columns, c.columns))
}

/** Column after column of a panel, in place. */
function factorPanel(a: View, first: number, width: number): Panel {
  const { data, row } = a
  const rows = a.rows - first
  const v = viewOf(new Float64Array(rows * width), rows, width)
  const t = viewOf(new Float64Array(width * width), width)
  const sums = new Float64Array(width)
  for (let j = 0; j < width; j++) {
    const corner = (first + j) * (row + 1)
    const { tau, beta, divisor } = reflectionOf(data, corner, rows - j, row)
    data[corner] = beta
    v.data[j * (width + 1)] = 1
    for (let i = j + 1; i < rows; i++) {
      v.data[i * width + j] = data[corner + (i - j) * row]! / divisor
      data[corner + (i - j) * row] = 0
    }
    // Columns to the right are reflected; those of V to the left are met for T.
    sums.fill(0)
    for (let i = j; i < rows; i++) {
      const own = v.data[i * width + j]!
      for (let k = 0; k < j; k++) sums[k]! += own * v.data[i * width + k]!
      const at = (first + i) * row + first
      for (let k = j + 1; k < width; k++) sums[k]! += own * data[at + k]!
    }
    for (let i = j; i < rows; i++) {
      const own = tau * v.data[i * width + j]!
      const at = (first + i) * row + first
      for (let k = j + 1; k < width; k++) data[at + k]! -= own * sums[k]!
    }
    t.data[j * (width + 1)] = tau
    for (let i = 0; i < j; i++) {
      let sum = 0
      for (let k = i; k < j; k++) sum += t.data[i * width + k]! * sums[k]!
      t.data[i * width + j] = -tau * sum
    }
  }
  return { first, v, t }
}
