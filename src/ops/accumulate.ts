// Products over axes, and running sums along one.

import { countable } from '../dtype.js'
import { ArgumentError, checkOptions } from '../errors.js'
import { ones } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import { kernels } from '../kernels/current.js'
import { around, normalizeAxis } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { mul } from './arithmetic.js'
import { concat } from './concat.js'
import { asOneAxis, type ReduceOptions, reducedShapes } from './reduce.js'
import { cast, reshape } from './reshape.js'
import { slice } from './slice.js'
import { compute } from './storage.js'

/**
 * Π x over axes; 1 for none. Neighbours are multiplied in pairs, so the derivative is right with zeros, at any order.
 *
 * [m, n], axis 1 → [m]; dy = Σᵢ dxᵢ · Π_{j≠i} xⱼ
 */
export function prod(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { axes, result } = reducedShapes('prod', x, options)
  const one = asOneAxis(cast(x, countable(x.dtype)), axes)
  const { axis } = one
  let { line } = one
  const every = (start: number, stop: number, step: number) =>
    slice(
      line,
      line.shape.map((_, i) => (i === axis ? [start, stop, step] : undefined)),
    )
  while (line.shape[axis]! > 1) {
    const n = line.shape[axis]!
    const paired = n - (n % 2)
    const pairs = mul(every(0, paired, 2), every(1, paired, 2))
    line = paired === n ? pairs : concat([pairs, every(paired, n, 1)], axis)
  }
  if (line.shape[axis] === 0) return ones(result, { dtype: line.dtype })
  return reshape(line, result)
}

const CUMSUM: Operation<{ readonly axis: number; readonly reverse: boolean }> = {
  name: 'cumsum',
  shape: ([x]) => x!.shape,
  forward: ([x], { axis, reverse }, _, dtype) =>
    compute('cumsum', dtype, x!.size, out =>
      kernels.cumsum(valuesOf(x!), around(x!.shape, axis), reverse, out),
    ),
  differentials: (_, _y, { axis, reverse }) => [
    {
      jvp: dx => apply(CUMSUM, [dx], { axis, reverse }),
      vjp: dy => apply(CUMSUM, [dy], { axis, reverse: !reverse }),
    },
  ],
}

/**
 * Running sums along an axis: y_j = x_0 + … + x_j, or x_j + … + x_n with `reverse`, which is the adjoint.
 *
 * x : any shape → the same; dy_j = dx_0 + … + dx_j
 */
export function cumsum(x: Tensor, options: { readonly axis: number; readonly reverse?: boolean }): Tensor {
  checkTensor('cumsum', x)
  checkOptions('cumsum', options ?? {}, ['axis', 'reverse'])
  if (options?.axis === undefined)
    throw new ArgumentError('cumsum', 'wants an axis, as in cumsum(x, { axis: 0 })')
  const axis = normalizeAxis('cumsum', options.axis, x.rank)
  return apply(CUMSUM, [cast(x, countable(x.dtype))], {
    axis,
    reverse: options.reverse ?? false,
  })
}
