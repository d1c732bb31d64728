// How two tensors meet value by value: stretched to a common shape by strides, without copies.
import type { TypedArray } from '../dtype.js'
import { kernels } from '../kernels/current.js'
import { broadcastStrides, type Shape, sameShape } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'

/** Strides are not read where one side has a single value. */
const ONE_VALUE = { shape: [], stridesA: [], stridesB: [] }

/** out = f(a, b) with both stretched to `shape`. */
export function zipped(
  op: string,
  f: (a: number, b: number) => number,
  a: Tensor,
  b: Tensor,
  shape: Shape,
  out: TypedArray,
): void {
  const stretch = sameShape(a.shape, b.shape)
    ? undefined
    : a.data.length === 1 || b.data.length === 1
      ? ONE_VALUE
      : { shape, stridesA: broadcastStrides(a.shape, shape), stridesB: broadcastStrides(b.shape, shape) }
  kernels.zip(op, f, valuesOf(a), valuesOf(b), out, stretch)
}
