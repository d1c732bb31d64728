// Products over axes, and running sums along one.

import type { Reduced } from '../axes.js'
import { countable, type TypedArray } from '../dtype.js'
import { ArgumentError, checkOptions, isSet } from '../errors.js'
import { ones } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { type Around, around, normalizeAxis, type Shape } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { mul } from './arithmetic.js'
import { inRange } from './broadcast.js'
import { concat } from './concat.js'
import { type Axes, asOneAxis, type ReduceOptions, reducedShapes } from './reduce.js'
import { cast, reshape } from './reshape.js'
import { slice } from './slice.js'
import { castResult, compute } from './storage.js'
import { selfAdjoint } from './unary.js'

/**
 * Π x over axes; 1 for none. Neighbours are multiplied in pairs, so the derivative is right with zeros, at any order. What
 * fits is not lost on the way: factors are brought to one size by powers of two that cancel, and float32 goes through float64.
 *
 * [m, n], axis 1 → [m]; dy = Σᵢ dxᵢ · Π_{j≠i} xⱼ
 */
export function prod<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept>,
): Tensor<Reduced<S, A, Kept>>
export function prod(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { axes, result } = reducedShapes('prod', x, options)
  const dtype = countable(x.dtype)
  const one = asOneAxis(cast(x, 'float64'), axes)
  const { axis } = one
  let line = apply(EVENED, [one.line, one.line], axis)
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
  if (line.shape[axis] === 0) return ones(result, { dtype })
  const y = reshape(line, result)
  return dtype === 'int32' ? apply(COUNTED, [y], undefined) : cast(y, dtype)
}

/** Whole numbers in float64 as int32; refuses those that it cannot hold. */
const COUNTED: Operation = {
  name: 'prod',
  shape: ([x]) => x!.shape,
  dtype: () => 'int32',
  forward: ([x]) => castResult('prod', 'int32', valuesOf(x!)),
  batch: params => params,
}

/** v times the powers of two that even out the factors x along an axis. They cancel in each product: linear in v. */
const EVENED: Operation<number> = {
  name: 'evened',
  shape: ([x]) => x!.shape,
  forward: ([x, v], axis) => evened(valuesOf(x!), around(x!.shape, axis), valuesOf(v!)),
  batch: axis => axis + 1,
  differentials: ([x], _, axis) => [undefined, selfAdjoint(v => apply(EVENED, [x!, v], axis))],
}

/**
 * Values times powers of two that cancel in the product of x along n: of the factors x, neighbours, however many, then have a
 * product between 1 and all of them, or about 1 where one is 0 or ∞, so that it leaves the range only if the whole does.
 */
function evened(x: TypedArray, { outer, n, inner }: Around, values: TypedArray): TypedArray {
  // NaN for 0, ∞ and NaN, whose size does not change.
  const sizes = new Float64Array(x).map(v => {
    const size = Math.log2(Math.abs(v))
    return size - size + size
  })
  if (!sizes.some(size => Math.abs(size) * n > 1000)) return values
  const powers = new Float64Array(x.length)
  for (let line = 0; line < outer * inner; line++) {
    const first = Math.floor(line / inner) * n * inner + (line % inner)
    const last = first + (n - 1) * inner
    let [total, odd] = [0, -1]
    for (let at = first; at <= last; at += inner) {
      if (Number.isNaN(sizes[at])) odd = at
      else total += sizes[at]!
    }
    let [wanted, given] = [0, 0]
    for (let at = first; at <= last; at += inner) {
      if (Number.isNaN(sizes[at])) continue
      wanted += (odd < 0 ? total / n : 0) - sizes[at]!
      powers[at] = Math.round(wanted) - given
      given += powers[at]!
    }
    // One whose size does not change takes back what the others were given; without one that is nothing.
    if (odd >= 0) powers[odd] = -given
  }
  // A power may be too large for one number, but not for two.
  const half = (p: number) => 2 ** Math.max(-1023, Math.min(1023, Math.floor(p / 2)))
  return values.map((v, i) => v * half(powers[i]!) * half(powers[i]! + 1))
}

const CUMSUM: Operation<{ readonly axis: number; readonly reverse: boolean }> = {
  name: 'cumsum',
  shape: ([x]) => x!.shape,
  forward: ([x], { axis, reverse }, shape, dtype) => {
    const place = around(shape, axis)
    return compute('cumsum', dtype, x!.size, out =>
      inRange(valuesOf(x!), out, (x, out) => kernels.cumsum(x, place, reverse, out)),
    )
  },
  batch: ({ axis, reverse }) => ({ axis: axis + 1, reverse }),
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
    reverse: isSet('cumsum', options, 'reverse'),
  })
}
