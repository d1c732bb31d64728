// Ops that bring an axis down to one value: sum and its relatives, largest and smallest, products, running sums.

import { ones } from '../create.js'
import { allocate, floatOf } from '../dtype.js'
import { ShapeError } from '../errors.js'
import { kernels } from '../kernels/current.js'
import type { Fold } from '../kernels/kernels.js'
import { apply, compute } from '../op.js'
import { around, formatShape, normalizeAxes, normalizeAxis, type Shape, sizeOf } from '../shape.js'
import { type Operation, type Tensor, valuesOf } from '../tensor.js'
import { div, mul, sub } from './arithmetic.js'
import { broadcastTo, sumTo } from './broadcast.js'
import { equal } from './comparison.js'
import { square } from './elementwise.js'
import { cast, reshape, transpose } from './reshape.js'
import { concat, slice } from './slice.js'

/** Which axes to bring down, and whether they stay with extent 1. */
export interface ReduceOptions {
  /** One axis or several; negative ones count from the end. All when left out. */
  readonly axis?: number | readonly number[]
  /** Keep each reduced axis with extent 1, so that the result broadcasts against x. */
  readonly keepdims?: boolean
}

/** The shape of a reduction: `readonly []` without options, `Shape` with any. */
export type Reduced<O extends ReduceOptions> = [keyof O] extends [never] ? readonly [] : Shape

/** x's shape with the given axes at extent 1, and without them. */
function reducedShapes(op: string, x: Tensor, options: ReduceOptions) {
  const axes = normalizeAxes(op, options.axis, x.rank)
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
  const dropped = x.shape.filter((_, i) => !axes.includes(i))
  return { axes, kept, result: options.keepdims ? kept : dropped, count: sizeOf(axes.map(i => x.shape[i]!)) }
}

/**
 * Σ x over axes; 0 for none. Counts for bool, int32 for int32 (an overflow is refused).
 *
 * [m, n], axis 1 → [m], or [m, 1] with keepdims; dy = Σ dx
 */
export function sum<const O extends ReduceOptions = Record<never, never>>(
  x: Tensor,
  options?: O,
): Tensor<Reduced<O>> {
  const { kept, result } = reducedShapes('sum', x, options ?? {})
  const countable = x.dtype === 'bool' ? cast(x, 'int32') : x
  return reshape(sumTo(countable, kept), result) as Tensor<Reduced<O>>
}

/** Σ x / n over axes; NaN over none, as NumPy's. Float also for integers. [m, n], axis 1 → [m]; dy = Σ dx / n */
export function mean<const O extends ReduceOptions = Record<never, never>>(
  x: Tensor,
  options?: O,
): Tensor<Reduced<O>> {
  const { count } = reducedShapes('mean', x, options ?? {})
  return div(sum(cast(x, floatOf(x.dtype)), options) as Tensor, count) as Tensor<Reduced<O>>
}

/**
 * Σ (x − mean)² / (n − ddof) over axes; `ddof` is 0 unless given, 1 for the unbiased estimate.
 *
 * [m, n], axis 1 → [m]
 */
export function variance(x: Tensor, options: ReduceOptions & { readonly ddof?: number } = {}): Tensor {
  const { count } = reducedShapes('variance', x, options)
  const centred = sub(x, mean(x, { ...options, keepdims: true }))
  return div(sum(square(centred), options) as Tensor, count - (options.ddof ?? 0))
}

/** Axes brought together to one at their first place: [outer, n, inner]. */
/* @__NO_SIDE_EFFECTS__ */
function extremum(name: 'max' | 'min', fold: Fold): (x: Tensor, options?: ReduceOptions) => Tensor {
  const op: Operation<Shape> = {
    name,
    shape: (_, kept) => kept,
    forward: ([x], kept, _, dtype) =>
      compute(name, dtype, sizeOf(kept), out => {
        const axis = kept.findIndex((n, i) => n !== x!.shape[i])
        const place = axis < 0 ? { outer: x!.size, n: 1, inner: 1 } : around(x!.shape, axis)
        kernels.reduce(fold, valuesOf(x!), place, out)
      }),
    differentials([x], y, kept) {
      const shares = () => {
        const hit = cast(equal(x!, y), x!.dtype)
        return div(hit, sumTo(hit, kept))
      }
      return [
        { jvp: dx => sumTo(mul(dx, shares()), kept), vjp: dy => mul(broadcastTo(dy, x!.shape), shares()) },
      ]
    },
  }
  return (x, options = {}) => {
    const { axes, result, count } = reducedShapes(name, x, options)
    if (count === 0) {
      throw new ShapeError(name, `no value to choose from: shape ${formatShape(x.shape)} has an empty axis`, [
        x.shape,
      ])
    }
    const { line, kept } = asOneAxis(x, axes)
    return reshape(apply(op, [line], kept), result)
  }
}

/** x with the given axes moved to the end and made one, and its shape with that axis at extent 1. */
function asOneAxis(x: Tensor, axes: readonly number[]): { line: Tensor; kept: Shape } {
  if (axes.length === 1) return { line: x, kept: x.shape.map((n, i) => (i === axes[0] ? 1 : n)) }
  const others = x.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]))
  const lead = others.map(i => x.shape[i]!)
  const moved = transpose(x, [...others, ...axes])
  return { line: reshape(moved, [...lead, sizeOf(axes.map(i => x.shape[i]!))]), kept: [...lead, 1] }
}

/**
 * The largest value over axes; NaN where there is one. An empty axis is refused.
 *
 * [m, n], axis 1 → [m]; dy = dx of the largest, shared equally where several tie
 */
export const max = extremum('max', 'max')

/** The smallest value over axes; NaN where there is one. [m, n], axis 1 → [m]; dy = dx of the smallest, ties share */
export const min = extremum('min', 'min')

/**
 * Π x over axes; 1 for none. Halves are multiplied together, so the derivative is right with zeros, at any order.
 *
 * [m, n], axis 1 → [m]; dy = Σᵢ dxᵢ · Π_{j≠i} xⱼ
 */
export function prod(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { axes, result } = reducedShapes('prod', x, options)
  let { line } = asOneAxis(x.dtype === 'bool' ? cast(x, 'int32') : x, axes)
  const axis = axes.length === 1 ? axes[0]! : line.rank - 1
  const part = (start: number, stop: number) =>
    slice(
      line,
      line.shape.map((_, i) => (i === axis ? [start, stop] : undefined)),
    )
  while (line.shape[axis]! > 1) {
    const half = Math.floor(line.shape[axis]! / 2)
    const pairs = mul(part(0, half), part(half, 2 * half))
    line = line.shape[axis] === 2 * half ? pairs : concat([pairs, part(2 * half, 2 * half + 1)], axis)
  }
  if (line.shape[axis] === 0) return ones(result, { dtype: line.dtype })
  return reshape(line, result)
}

/** The index of the first largest value along an axis, or in row-major order without one; → int32 */
export const argMax = (
  x: Tensor,
  options: { readonly axis?: number; readonly keepdims?: boolean } = {},
): Tensor => position('argMax', 1, x, options)

/** The index of the first smallest value along an axis, or in row-major order without one; → int32 */
export const argMin = (
  x: Tensor,
  options: { readonly axis?: number; readonly keepdims?: boolean } = {},
): Tensor => position('argMin', -1, x, options)

function position(
  name: string,
  sign: 1 | -1,
  x: Tensor,
  options: { axis?: number; keepdims?: boolean },
): Tensor {
  const { axes, result, count } = reducedShapes(name, x, options)
  if (count === 0)
    throw new ShapeError(name, `no value to choose from: shape ${formatShape(x.shape)} has an empty axis`, [
      x.shape,
    ])
  const op: Operation = {
    name,
    shape: () => result,
    dtype: () => 'int32',
    forward: ([input], _, shape) => {
      const out = allocate('int32', sizeOf(shape))
      const place = options.axis === undefined ? { outer: 1, n: x.size, inner: 1 } : around(x.shape, axes[0]!)
      kernels.argMax(valuesOf(input!), place, sign, out)
      return out
    },
  }
  return apply(op, [x], undefined)
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
  const axis = normalizeAxis('cumsum', options.axis, x.rank)
  return apply(CUMSUM, [x.dtype === 'bool' ? cast(x, 'int32') : x], {
    axis,
    reverse: options.reverse ?? false,
  })
}
