// Values moved around an axis as around a ring.
import { ArgumentError, describe } from '../../errors.js'
import { normalizeAxis } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { concat } from '../concat.js'
import { reshape } from '../reshape.js'
import { slice } from '../slice.js'

/**
 * x with its values moved along an axis by so many places; what leaves at one end comes in at the other. Without an axis the
 * values move in row-major order. Several axes go with as many shifts.
 *
 * x : any shape → the same; dy = dx, moved likewise
 *
 * @example
 * roll(tensor([1, 2, 3, 4]), 1)                          // [4, 1, 2, 3]
 * roll(tensor([[1, 2], [3, 4]]), [1, 1], [0, 1])         // [[4, 3], [2, 1]]
 */
export function roll(
  x: Tensor,
  shift: number | readonly number[],
  axis?: number | readonly number[],
): Tensor {
  checkTensor('roll', x)
  const shifts = [shift].flat()
  if (!shifts.every(Number.isSafeInteger))
    throw new ArgumentError(
      'roll',
      `moves by whole numbers of places, got ${shifts.map(describe).join(', ')}`,
    )
  if (axis === undefined) {
    if (typeof shift !== 'number')
      throw new ArgumentError('roll', `wants an axis for each of the ${shifts.length} shifts, got none`)
    return reshape(rolled(reshape(x, [x.size]), shift, 0), x.shape)
  }
  const axes = [axis].flat()
  if (axes.length !== shifts.length)
    throw new ArgumentError('roll', `wants one shift for each axis, got ${shifts.length} for ${axes.length}`)
  return axes.reduce((y, at, i) => rolled(y, shifts[i]!, normalizeAxis('roll', at, x.rank)), x)
}

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const n = x.shape[axis]!
  const by = n === 0 ? 0 : ((shift % n) + n) % n
  if (by === 0) return x
  const part = (from: number, to: number) =>
    slice(
      x,
      x.shape.map((_, i) => (i === axis ? [from, to] : undefined)),
    )
  return concat([part(n - by, n), part(0, n - by)], axis)
}
