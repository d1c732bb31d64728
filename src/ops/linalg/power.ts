// Powers of square matrices.
import { ArgumentError, describe } from '../../errors.js'
import { eye } from '../../fill.js'
import type { Shape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { broadcastTo } from '../broadcast.js'
import { matmul } from '../matmul.js'
import { square } from './square.js'
import { inverse } from './systems/inverse.js'

/**
 * The kth power of each square matrix in the last two axes, by repeated squaring; float also for integers. Power 0 is the
 * identity, and a negative one that of the inverse: a singular matrix is refused.
 *
 * [..., n, n] → [..., n, n]; dy = Σᵢ xⁱ·dx·x^{k−1−i}, i = 0 … k − 1 (Petersen & Pedersen, The Matrix Cookbook, 91)
 */
export function matrixPower<S extends Shape>(x: Tensor<S>, k: number): Tensor<S> {
  const a = square('matrixPower', x)
  if (!Number.isSafeInteger(k))
    throw new ArgumentError('matrixPower', `wants a whole number for a power, got ${describe(k)}`)
  if (k === 0) return broadcastTo(eye(a.shape.at(-1)!, { dtype: a.dtype }), a.shape) as Tensor<S>
  let base: Tensor = k < 0 ? inverse(a) : a
  let y: Tensor | undefined
  for (let left = Math.abs(k); ; base = matmul(base, base)) {
    if (left % 2 === 1) y = y === undefined ? base : matmul(y, base)
    left = Math.floor(left / 2)
    if (left === 0) return y as Tensor<S>
  }
}
