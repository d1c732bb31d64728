// What rounding does to the LU factors that determinants and inverses come from.
import { fromData } from '../../../create.js'
import { factored } from '../../../ops/linalg/lu.js'
import { type Tensor, valuesOf } from '../../../tensor.js'

/**
 * How far the entries of matrices may be off, in units of eps, so that their computed factors are exact: by n·|L||U| (Higham,
 * Accuracy and Stability, theorem 9.3).
 */
export function factorsError(c: Tensor, n: number): Tensor {
  const out = new Float64Array(c.size)
  for (let start = 0; start < c.size; start += n * n) {
    const { lu, order } = factored(valuesOf(c), start, n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = i <= j ? Math.abs(lu[i * n + j]!) : 0
        for (let k = 0; k < Math.min(i, j + 1); k++) sum += Math.abs(lu[i * n + k]! * lu[k * n + j]!)
        out[start + order[i]! * n + j] = n * sum
      }
  }
  return fromData(out, c.shape)
}
