// How two operands meet value by value: in one dtype, and stretched to a common shape by strides, without copies.
import type { DType, TypedArray } from '../dtype.js'
import { kernels } from '../kernels/current.js'
import { broadcastStrides, type Shape, sameShape } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'
import { asTensor, commonDType, type Operand } from './operand.js'
import { cast } from './reshape.js'

/** Two operands as tensors of one dtype: their common one, or what `working` makes of it. */
export function paired(
  op: string,
  a: Operand,
  b: Operand,
  working?: (common: DType) => DType,
): readonly [Tensor, Tensor] {
  const common = commonDType(op, a, b)
  const dtype = working === undefined ? common : working(common)
  const x = asTensor(op, a, dtype)
  const y = asTensor(op, b, dtype)
  return [x.dtype === dtype ? x : cast(x, dtype), y.dtype === dtype ? y : cast(y, dtype)]
}

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
    : a.size === 1 || b.size === 1
      ? ONE_VALUE
      : { shape, stridesA: broadcastStrides(a.shape, shape), stridesB: broadcastStrides(b.shape, shape) }
  kernels.zip(op, f, valuesOf(a), valuesOf(b), out, stretch)
}
