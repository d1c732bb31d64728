// What rounding does to the LU factors that determinants and inverses come from.
import { mul, norm } from '../../../ops/index.js'
import type { Tensor } from '../../../tensor.js'

/**
 * How far the entries of a matrix may be off, in units of eps, so that its computed factors are exact: n²·2ⁿ⁻¹ of the largest
 * entry (Higham, Accuracy and Stability, §9.3, with the largest growth that row exchanges allow).
 */
export const factorsError = (c: Tensor, n: number): Tensor =>
  mul(norm(c, { axis: [-2, -1], keepdims: true, ord: Number.POSITIVE_INFINITY }), n * n * 2 ** (n - 1))
