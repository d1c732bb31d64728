// Covariances from the observed information, by Cholesky factors of centred and scaled columns, and back in the user's units.
import { writeCholesky } from '../../ops/linalg/dense/cholesky.js'
import type { ScaledDesign } from './design.js'

/** Symmetric, for coefficients in blocks of `columns` for each of some classes, in row-major order. */
export interface Information {
  readonly matrix: Float64Array
  readonly size: number
}

/** The inverse of an information, as a factor. */
export interface Covariance {
  /** [size, size] in the user's units. */
  readonly matrix: Float64Array
  /** A⁻¹·g for a gradient g in units of z: a Newton step. */
  solve(gradient: Float64Array): Float64Array
  /** gᵀ·A⁻¹·g for a gradient g in units of z: twice what a Newton step would gain. */
  decrement(gradient: Float64Array): number
}

/**
 * The covariance of coefficients in units of x from the information A of those of z, or `undefined` where A is singular to
 * working precision: V = (T·L⁻ᵀ)(T·L⁻ᵀ)ᵀ with A = LLᵀ and T the change of units, so that a variance is a sum of squares.
 */
export function covarianceOf({ matrix, size }: Information, design: ScaledDesign): Covariance | undefined {
  const { columns, lead, centres, scales } = design
  // Ones on the diagonal: no pivot then depends on a unit.
  const roots = Float64Array.from({ length: size }, (_, i) => Math.sqrt(matrix[i * (size + 1)]!))
  if (roots.some(r => !(r > 0))) return undefined
  const unit = matrix.map((v, at) => v / roots[Math.floor(at / size)]! / roots[at % size]!)
  const l = new Float64Array(size * size)
  if (writeCholesky(unit, 0, size, l) !== undefined) return undefined
  for (let i = 0; i < size; i++) if (!(l[i * (size + 1)]! ** 2 > size * 2 ** -46)) return undefined
  const inverse = lowerInverse(l, size)
  // Row i of T·D⁻¹·L⁻ᵀ: entry k is Σ over j of T[i, j]/root[j]·L⁻¹[k, j].
  const factor = new Float64Array(size * size)
  for (let start = 0; start < size; start += columns)
    for (let i = 0; i < columns; i++)
      for (let k = 0; k < size; k++) {
        const entry = (j: number) => inverse[k * size + start + j]! / roots[start + j]!
        let value = entry(i)
        if (i >= lead) value /= scales[i - lead]!
        else for (let j = 0; j < centres.length; j++) value -= (entry(1 + j) * centres[j]!) / scales[j]!
        factor[(start + i) * size + k] = value
      }
  const out = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += factor[i * size + k]! * factor[j * size + k]!
      out[i * size + j] = out[j * size + i] = sum
    }
  /** Entry k of L⁻¹·D⁻¹·g. */
  const along = (k: number, g: Float64Array): number => {
    let entry = 0
    for (let j = 0; j <= k; j++) entry += (inverse[k * size + j]! * g[j]!) / roots[j]!
    return entry
  }
  return {
    matrix: out,
    solve: gradient => {
      const half = Float64Array.from({ length: size }, (_, k) => along(k, gradient))
      return Float64Array.from({ length: size }, (_, j) => {
        let sum = 0
        for (let k = j; k < size; k++) sum += inverse[k * size + j]! * half[k]!
        return sum / roots[j]!
      })
    },
    decrement: gradient => {
      let sum = 0
      for (let k = 0; k < size; k++) sum += along(k, gradient) ** 2
      return sum
    },
  }
}

/** The inverse of a lower triangular matrix, by columns. */
function lowerInverse(l: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let c = 0; c < n; c++) {
    out[c * (n + 1)] = 1 / l[c * (n + 1)]!
    for (let i = c + 1; i < n; i++) {
      let sum = 0
      for (let k = c; k < i; k++) sum -= l[i * n + k]! * out[k * n + c]!
      out[i * n + c] = sum / l[i * (n + 1)]!
    }
  }
  return out
}

/** Adds w·z·zᵀ of a row to the block (a, b) of an information, whole where a ≠ b and its lower triangle where a = b. */
export function addOuter(
  { matrix, size }: Information,
  { z, columns }: ScaledDesign,
  row: number,
  w: number,
  a: number,
  b: number,
): void {
  for (let i = 0; i < columns; i++) {
    const factor = w * z[row * columns + i]!
    if (factor === 0) continue
    const at = (a * columns + i) * size + b * columns
    const end = a === b ? i + 1 : columns
    for (let j = 0; j < end; j++) matrix[at + j]! += factor * z[row * columns + j]!
  }
}

/** Copies the lower triangle to the upper. */
export function mirror({ matrix, size }: Information): void {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j]!
}
