// What belongs to a triangle of square matrices: masks that keep it, with the diagonal whole, halved or left out.
import { fromData } from '../../create.js'
import { allocate, type DType } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'
import { mulNoNan } from '../arithmetic.js'

/** What is kept: the lower or the upper triangle, and this much of the diagonal. */
export interface Kept {
  readonly lower: boolean
  readonly diagonal: 0 | 0.5 | 1
}

/** The matrices with all but a triangle set to 0, whatever stands there. [..., n, n] → [..., n, n] */
export const triangle = (x: Tensor, kept: Kept): Tensor => mulNoNan(x, mask(x.shape.at(-1)!, x.dtype, kept))

function mask(n: number, dtype: DType, { lower, diagonal }: Kept): Tensor {
  const out = allocate(dtype, n * n)
  for (let i = 0; i < n; i++) {
    for (let j = lower ? 0 : i + 1; j < (lower ? i : n); j++) out[i * n + j] = 1
    out[i * n + i] = diagonal
  }
  return fromData(out, [n, n], dtype)
}
