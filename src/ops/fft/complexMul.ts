// Products of complex numbers that are pairs in a last axis of 2.
import { checkTensor, type Tensor } from '../../tensor.js'
import { add, mul, sub } from '../arithmetic.js'
import { stack } from '../concat.js'
import { slice } from '../slice.js'
import { checkComplex } from './fft.js'

/**
 * a·b of complex numbers: (p + qi)(r + si) = pr − qs + (ps + qr)i. The axes in front of the pairs broadcast. With `rfft` and `irfft`
 * it makes convolutions in time n·log n.
 *
 * complex [..., 2], [..., 2] → [..., 2]; d(ab) = da·b + a·db
 *
 * @example
 * // What goes beyond the end comes in at the beginning, unless there are zeros.
 * irfft(complexMul(rfft(signal), rfft(kernel)), { n })
 */
export function complexMul(a: Tensor, b: Tensor): Tensor {
  for (const x of [a, b]) {
    checkTensor('complexMul', x)
    checkComplex('complexMul', x)
  }
  const part = (x: Tensor, i: number) => slice(x, [...x.shape.slice(1).map(() => undefined), i])
  const [p, q, r, s] = [part(a, 0), part(a, 1), part(b, 0), part(b, 1)]
  return stack([sub(mul(p, r), mul(q, s)), add(mul(p, s), mul(q, r))], -1)
}
