// Stretching and its adjoint, summing down: broadcastTo and sumTo.
import { allocate, type TypedArray } from '../dtype.js'
import { ShapeError } from '../errors.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import {
  around,
  broadcastShapes,
  broadcastStrides,
  checkShape,
  formatShape,
  type Shape,
  sameShape,
  sizeOf,
} from '../shape.js'
import { checkTensor, onlyValue, type Tensor, valuesOf } from '../tensor.js'
import { castResult, storage } from './storage.js'

const BROADCAST_TO: Operation<Shape> = {
  name: 'broadcastTo',
  shape: (_, shape) => shape,
  forward([x], shape, _, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    if (x!.size === 1) return out.fill(onlyValue(x!))
    kernels.copy(valuesOf(x!), { shape, strides: broadcastStrides(x!.shape, shape), offset: 0 }, out)
    return out
  },
  shares: true,
  batch: (shape, n) => [n, ...shape],
  differentials: ([x], y) => [{ jvp: dx => broadcastTo(dx, y.shape), vjp: dy => sumTo(dy, x!.shape) }],
}

/**
 * x stretched to a shape by NumPy's rule: axes of extent 1 repeat, missing leading axes appear.
 *
 * [n, 1] → [n, c]; the adjoint is `sumTo`
 */
export function broadcastTo<const S extends Shape>(x: Tensor, shape: S): Tensor<S> {
  checkTensor('broadcastTo', x)
  checkShape('broadcastTo', shape)
  if (sameShape(x.shape, shape)) return x as Tensor<S>
  if (!sameShape(broadcastShapes('broadcastTo', x.shape, shape), shape)) {
    throw new ShapeError(
      'broadcastTo',
      `shape ${formatShape(x.shape)} does not stretch to ${formatShape(shape)}`,
      [x.shape, shape],
    )
  }
  return apply(BROADCAST_TO, [x], shape.slice()) as Tensor<S>
}

/** The first place of a value that is not below a limit; the length where there is none. */
function placeBeyond(x: TypedArray, limit: number): number {
  let at = 0
  while (at < x.length && Math.abs(x[at]!) < limit) at++
  return at
}

/**
 * Runs sums of x. Where float64 was left on the way though the result may fit, they run again on values that are smaller by
 * a power of two. Float32 and int32 are added in float64 anyway.
 */
export function inRange(x: TypedArray, out: TypedArray, run: (x: TypedArray, out: TypedArray) => void): void {
  run(x, out)
  if (!(x instanceof Float64Array)) return
  // Sums of less than 2⁹⁶⁰ stay finite; where few values are spread over many places, that is sooner seen.
  if (out.length > x.length && placeBeyond(x, 2 ** 960) === x.length) return
  let at = placeBeyond(out, Number.POSITIVE_INFINITY)
  if (at === out.length) return
  const scale = 2 ** Math.ceil(Math.log2(x.length))
  const small = new Float64Array(out.length)
  run(
    x.map(v => v / scale),
    small,
  )
  for (; at < out.length; at++) if (!Number.isFinite(out[at])) out[at] = small[at]! * scale
}

/** Sums of values of one shape, down to another that stretches to it. */
export function addDown(x: TypedArray, from: Shape, shape: Shape, out: TypedArray): void {
  const lead = from.length - shape.length
  const summed = (axis: number) => from[axis] !== 1 && (axis < lead || shape[axis - lead] !== from[axis])
  let first = 0
  let last = from.length - 1
  while (first < last && !summed(first)) first++
  while (last > first && !summed(last)) last--
  let together = true
  for (let axis = first; axis <= last; axis++) together &&= summed(axis) || from[axis] === 1
  const layout = { shape: from, strides: broadcastStrides(shape, from), offset: 0 }
  inRange(x, out, (x, out) =>
    together ? kernels.reduce('sum', x, around(from, first, last), out) : kernels.addInto(x, layout, out),
  )
}

const SUM_TO: Operation<Shape> = {
  name: 'sumTo',
  shape: (_, shape) => shape,
  forward([x], shape, _, dtype) {
    const out = storage(dtype, sizeOf(shape))
    addDown(valuesOf(x!), x!.shape, shape, out)
    return castResult('sum', dtype, out)
  },
  batch: (shape, n, [x]) => [n, ...x!.shape.slice(shape.length).fill(1), ...shape],
  // The adjoint is broadcastTo, which the walk does where it has to.
  spreads: true,
  differentials: (_, y) => [{ jvp: dx => sumTo(dx, y.shape), vjp: dy => dy }],
}

/**
 * x summed down to a shape that stretches to its own: the adjoint of `broadcastTo`.
 *
 * [n, c] → [n, 1], [c] or []
 */
export function sumTo<const S extends Shape>(x: Tensor, shape: S): Tensor<S> {
  checkTensor('sumTo', x)
  checkShape('sumTo', shape)
  if (sameShape(x.shape, shape)) return x as Tensor<S>
  if (!sameShape(broadcastShapes('sumTo', x.shape, shape), x.shape)) {
    throw new ShapeError('sumTo', `shape ${formatShape(x.shape)} does not sum to ${formatShape(shape)}`, [
      x.shape,
      shape,
    ])
  }
  return apply(SUM_TO, [x], shape.slice()) as Tensor<S>
}
