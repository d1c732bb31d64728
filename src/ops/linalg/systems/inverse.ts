// The inverse of square matrices.
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import type { Tensor } from '../../../tensor.js'
import { neg } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { castResult, storage } from '../../storage.js'
import { type Otherwise, otherwise, square } from '../square.js'
import { factorsOf, solveBy } from './factors.js'

/** What is done about a matrix that has no inverse. */
export interface InverseOptions {
  /** `throw` (default) names the matrix and the column without a pivot; `nan` gives a matrix of NaN. */
  readonly singular?: Otherwise
}

const INVERSE: Operation = {
  name: 'inverse',
  shape: ([a]) => a!.shape,
  forward([, factors], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const one = new Float64Array(n * n)
    for (let i = 0; i < n; i++) one[i * (n + 1)] = 1
    for (let start = 0; start < out.length; start += n * n)
      out.set(solveBy(factors!, start / (n * n), false, one, n), start)
    return castResult('inverse', dtype, out)
  },
  batch: params => params,
  differentials: (_, y) => [
    {
      jvp: dx => neg(matmul(matmul(y, dx), y)),
      vjp: dy => neg(matmul(matmul(y, dy, { transposeA: true }), y, { transposeB: true })),
    },
    undefined,
  ],
}

/** The inverse from factors. [..., n, n] → [..., n, n] */
export const inverseBy = (a: Tensor, factors: Tensor): Tensor => apply(INVERSE, [a, factors], undefined)

/**
 * The inverse of each matrix in the last two axes, by LU factors with row exchanges; float also for integers. A singular
 * matrix is refused, or gives NaN.
 *
 * [..., n, n] → [..., n, n]; dy = −y·dx·y (Petersen & Pedersen, The Matrix Cookbook, 59)
 */
export function inverse<S extends Shape>(x: Tensor<S>, options: InverseOptions = {}): Tensor<S> {
  const singular = otherwise('inverse', 'singular', options)
  const a = square('inverse', x)
  return inverseBy(a, factorsOf(a, { op: 'inverse', singular })) as Tensor<S>
}
