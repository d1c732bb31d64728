// What rounding does to the LU factors that determinants and inverses come from.
import { fromData } from '../../../create.js'
import { factored } from '../../../ops/linalg/dense/lu.js'
import type { Tensor } from '../../../tensor.js'

/**
 * How far the entries of matrices may be off, in units of eps, so that their computed factors are exact, and what is solved
 * by these as well: 3n·P⁻¹|L||U| (Higham, Accuracy and Stability, §9.3 and §9.4).
 */
export function factorsError({ data, shape }: Tensor): Tensor {
  const n = shape.at(-1)!
  const out = new Float64Array(data.length)
  for (let start = 0; start < out.length; start += n * n) {
    const { lu, order } = factored(data, start, n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = i <= j ? Math.abs(lu[i * n + j]!) : 0
        for (let k = 0; k < Math.min(i, j + 1); k++) sum += Math.abs(lu[i * n + k]! * lu[k * n + j]!)
        out[start + order[i]! * n + j] = 3 * n * sum
      }
  }
  return fromData(out, shape)
}
