// Ops that give values another shape, order or dtype. All are linear, and each is the adjoint of one of its own kind.
import type { Inserted, Without } from '../axes.js'
import { allocate, checkDType, type DType, isFloat } from '../dtype.js'
import { ArgumentError, DTypeError, describe, ShapeError } from '../errors.js'
import { apply, type Operation, tracked } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { checkShape, formatShape, normalizeAxis, type Shape, sameShape, sizeOf, stridesOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'

/** The identity by which transforms name their inputs anew. */
export const ALIAS: Operation<undefined> = {
  name: 'alias',
  shape: ([x]) => x!.shape,
  forward: ([x]) => valuesOf(x!),
  differentials: () => [{ jvp: dx => dx, vjp: dy => dy }],
}

/** The same values under a new name, tracked whether x is or not: where a transform starts and stops. */
export function alias<S extends Shape>(x: Tensor<S>): Tensor<S> {
  if (!isFloat(x.dtype)) throw new DTypeError('alias', `${x.dtype} tensors have no derivative`)
  return tracked(x, ALIAS, [x], undefined)
}

const CAST: Operation<DType> = {
  name: 'cast',
  shape: ([x]) => x!.shape,
  dtype: (_, dtype) => dtype,
  forward: ([x], dtype, _shape, _dtype) => {
    const values = valuesOf(x!)
    const out = allocate(dtype, values.length)
    for (let i = 0; i < out.length; i++) {
      const value = values[i]!
      if (dtype === 'bool') out[i] = value === 0 ? 0 : 1
      else out[i] = value
      if (dtype === 'int32' && out[i] !== Math.trunc(value)) {
        throw new DTypeError('cast', `${value} at position ${i} does not fit int32`)
      }
    }
    return out
  },
  batch: dtype => dtype,
  differentials: ([x], y) => [{ jvp: dx => cast(dx, y.dtype), vjp: dy => cast(dy, x!.dtype) }],
}

/**
 * The same values in another dtype. To int32 truncates toward zero; to bool is "not 0".
 *
 * x : any shape → the same; dy = dx between floats, nothing else has a derivative
 *
 * Throws a `DTypeError` for values that int32 cannot hold (NaN, infinities, beyond ±2³¹).
 */
export function cast<S extends Shape>(x: Tensor<S>, dtype: DType): Tensor<S> {
  checkTensor('cast', x)
  if (x.dtype === dtype) return x
  checkDType('cast', dtype)
  return apply(CAST, [x], dtype) as Tensor<S>
}

const RESHAPE: Operation<Shape> = {
  name: 'reshape',
  shape: (_, shape) => shape,
  forward: ([x]) => valuesOf(x!),
  batch: (shape, n) => [n, ...shape],
  differentials: ([x], y) => [{ jvp: dx => reshape(dx, y.shape), vjp: dy => reshape(dy, x!.shape) }],
}

/** A shape in which one −1 stands for "whatever is left". */
export type Inferred<S extends Shape> = { readonly [K in keyof S]: S[K] extends -1 ? number : S[K] }

/**
 * The same values in the same order under another shape; one extent may be −1 and is then inferred. No copy is made.
 *
 * x : any shape → shape; dy = dx, reshaped likewise
 */
export function reshape<const S extends Shape>(x: Tensor, shape: S): Tensor<Inferred<S>> {
  checkTensor('reshape', x)
  checkShape('reshape', shape, -1)
  const hole = shape.indexOf(-1)
  let target: Shape = shape.slice()
  if (hole >= 0) {
    const rest = sizeOf(shape.filter((_, i) => i !== hole))
    const extent = rest === 0 ? Number.NaN : x.size / rest
    if (Number.isInteger(extent)) target = shape.map((n, i) => (i === hole ? extent : n))
  }
  if (target.includes(-1) || sizeOf(target) !== x.size) {
    throw new ShapeError(
      'reshape',
      `shape ${formatShape(x.shape)} has ${x.size} values, which do not fill ${formatShape(shape)}`,
      [x.shape, shape],
    )
  }
  return (sameShape(target, x.shape) ? x : apply(RESHAPE, [x], target)) as Tensor<Inferred<S>>
}

/** A new axis of extent 1 at a position; −1 is after the last. [m, n], axis 1 → [m, 1, n]; dy = dx, reshaped likewise */
export function expandDims<S extends Shape, const A extends number>(
  x: Tensor<S>,
  axis: A,
): Tensor<Inserted<S, A, 1>>
export function expandDims(x: Tensor, axis: number): Tensor {
  checkTensor('expandDims', x)
  const at = normalizeAxis('expandDims', axis, x.rank + 1)
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)])
}

/** Without an axis of extent 1; without all of them when no axis is named. [m, 1, n], axis 1 → [m, n]; dy = dx, reshaped likewise */
export function squeeze<S extends Shape, const A extends number>(x: Tensor<S>, axis: A): Tensor<Without<S, A>>
export function squeeze(x: Tensor, axis?: number): Tensor
export function squeeze(x: Tensor, axis?: number): Tensor {
  checkTensor('squeeze', x)
  if (axis === undefined)
    return reshape(
      x,
      x.shape.filter(n => n !== 1),
    )
  const at = normalizeAxis('squeeze', axis, x.rank)
  if (x.shape[at] !== 1) {
    throw new ShapeError(
      'squeeze',
      `axis ${axis} of shape ${formatShape(x.shape)} has extent ${x.shape[at]}, not 1`,
      [x.shape],
    )
  }
  return reshape(
    x,
    x.shape.filter((_, i) => i !== at),
  )
}

const PERMUTE: Operation<readonly number[]> = {
  name: 'permute',
  shape: ([x], axes) => axes.map(axis => x!.shape[axis]!),
  forward([x], axes, shape, dtype) {
    const strides = stridesOf(x!.shape)
    const out = allocate(dtype, x!.size)
    kernels.copy(valuesOf(x!), { shape, strides: axes.map(axis => strides[axis]!), offset: 0 }, out)
    return out
  },
  batch: axes => [0, ...axes.map(axis => axis + 1)],
  differentials(_, _y, axes) {
    const back = axes.map((_, i) => axes.indexOf(i))
    return [{ jvp: dx => apply(PERMUTE, [dx], axes), vjp: dy => apply(PERMUTE, [dy], back) }]
  },
}

/** The shape of a transpose, where it can be told: [m, n] → [n, m]. */
export type Transposed<S extends Shape> = number extends S['length']
  ? Shape
  : S extends readonly [infer M extends number, infer N extends number]
    ? readonly [N, M]
    : S extends readonly [] | readonly [number]
      ? S
      : Shape

/** The shape with its axes in another order, counted from the front. */
export type Permuted<S extends Shape, P extends readonly number[]> = number extends S['length'] | P['length']
  ? Shape
  : { readonly [K in keyof P]: `${P[K]}` extends keyof S ? S[P[K]] & number : number }

/**
 * Axes in another order: axis i of the result is axis axes[i] of x. Reversed when no order is given.
 *
 * [m, n] → [n, m]; dy = dx, transposed likewise
 */
export function transpose<S extends Shape>(x: Tensor<S>): Tensor<Transposed<S>>
export function transpose<S extends Shape, const P extends readonly number[]>(
  x: Tensor<S>,
  axes: P,
): Tensor<Permuted<S, P>>
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  checkTensor('transpose', x)
  if (axes !== undefined && !Array.isArray(axes)) {
    throw new ArgumentError('transpose', `wants axes such as [1, 0], got ${describe(axes)}`)
  }
  const order = (axes ?? x.shape.map((_, i) => x.rank - 1 - i)).map(axis =>
    normalizeAxis('transpose', axis, x.rank),
  )
  if (order.length !== x.rank || new Set(order).size !== x.rank) {
    throw new ArgumentError(
      'transpose',
      `axes [${order.join(', ')}] do not name each of the ${x.rank} axes once`,
    )
  }
  return order.every((axis, i) => axis === i) ? x : apply(PERMUTE, [x], order)
}
