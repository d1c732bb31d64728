// The exponential of square matrices, by scaling and squaring; its derivative is the exponential of a block matrix.

import { zerosLike } from '../../fill.js'
import { apply, type Operation } from '../../graph/index.js'
import { type Shape, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { concat } from '../concat.js'
import { castResult, storage } from '../storage.js'
import { writeExponential } from './dense/exponential.js'
import { columnsOf, rowsOf, square, transposed } from './square.js'

/** `first`: the extent of the leading block whose norm decides; what stands beside it enters linearly. */
const EXPM: Operation<{ readonly first: number }> = {
  name: 'expm',
  shape: ([x]) => x!.shape,
  forward([x], { first }, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    for (let start = 0; start < out.length; start += n * n)
      out.set(writeExponential(valuesOf(x!), start, n, first), start)
    return castResult('expm', dtype, out)
  },
  batch: params => params,
  differentials: ([x], _, { first }) => [
    { jvp: dx => along(x!, dx, first), vjp: dy => along(transposed(x!), dy, first) },
  ],
}

/** The derivative at x along dx: exp [x dx; 0 x] = [exp x, L(x, dx); 0, exp x]. */
function along(x: Tensor, dx: Tensor, first: number): Tensor {
  const n = x.shape.at(-1)!
  const whole = concat([concat([x, dx], -1), concat([zerosLike(x), x], -1)], -2)
  return columnsOf(rowsOf(apply(EXPM, [whole], { first }), 0, n), n, 2 * n)
}

/**
 * The exponential Σ Xᵏ/k! of each square matrix in the last two axes, by scaling and squaring of Padé approximants (Higham 2005,
 * The scaling and squaring method for the matrix exponential revisited); float also for integers.
 *
 * [..., n, n] → [..., n, n]; dy = L(x, dx), the block beside the diagonal in exp [x dx; 0 x] (Mathias 1996, A chain rule for
 * matrix functions; scaled by the norm of x alone, Al-Mohy & Higham 2009, Computing the Fréchet derivative)
 *
 * A matrix with a NaN or an infinity gives NaN.
 */
export function expm<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(EXPM, [square('expm', x)], { first: x.shape.at(-1)! }) as Tensor<S>
}
