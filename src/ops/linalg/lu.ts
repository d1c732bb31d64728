// The LU factors of a square matrix: rows are exchanged so that each pivot is the largest of what is left in its column.

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

/** Factors an n×n matrix, which begins at a place of an array (Golub & Van Loan, Matrix Computations, §3.4). */
export function factored(values: ArrayLike<number>, start: number, n: number): Factors {
  const lu = Float64Array.from({ length: n * n }, (_, i) => values[start + i]!)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  let sign: 1 | -1 = 1
  let missing: number | undefined
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(lu[i * n + k]!) > Math.abs(lu[pivot * n + k]!)) pivot = i
    if (lu[pivot * n + k] === 0) {
      missing ??= k
      continue
    }
    if (pivot !== k) {
      sign = sign === 1 ? -1 : 1
      exchange(lu, n, k, pivot)
      ;[order[k], order[pivot]] = [order[pivot]!, order[k]!]
    }
    for (let i = k + 1; i < n; i++) {
      const factor = lu[i * n + k]! / lu[k * n + k]!
      lu[i * n + k] = factor
      for (let j = k + 1; j < n; j++) lu[i * n + j]! -= factor * lu[k * n + j]!
    }
  }
  return { n, lu, order, sign, missing }
}

function exchange(values: Float64Array, n: number, i: number, k: number): void {
  for (let j = 0; j < n; j++)
    [values[i * n + j], values[k * n + j]] = [values[k * n + j]!, values[i * n + j]!]
}

/** The product of the pivots, with the sign of the permutation. */
export function determinantOf({ n, lu, sign }: Factors): number {
  let product: number = sign
  for (let k = 0; k < n; k++) product *= lu[k * n + k]!
  return product
}

/** Writes A⁻¹ to a place of an array, column by column: LUx = P·e. */
export function writeInverse({ n, lu, order }: Factors, out: { [at: number]: number }, start: number): void {
  const x = new Float64Array(n)
  for (let column = 0; column < n; column++) {
    for (let i = 0; i < n; i++) {
      let sum = order[i] === column ? 1 : 0
      for (let k = 0; k < i; k++) sum -= lu[i * n + k]! * x[k]!
      x[i] = sum
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i]!
      for (let k = i + 1; k < n; k++) sum -= lu[i * n + k]! * x[k]!
      x[i] = sum / lu[i * n + i]!
      out[start + i * n + column] = x[i]!
    }
  }
}
