// How two operands meet value by value: in one dtype, and stretched to a common shape by strides, without copies.
import type { DType, TypedArray } from '../dtype.js'
import type { Stretch } from '../kernels/kernels.js'
import * as kernels from '../kernels/run.js'
import type { VectorPair } from '../kernels/wasm/functions/parts.js'
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
export const ONE_VALUE: Stretch = { shape: [], stridesA: [], stridesB: [] }

/** How a and b are stretched to a shape. */
export const stretchOf = (a: Tensor, b: Tensor, shape: Shape): Stretch | undefined =>
  sameShape(a.shape, b.shape)
    ? undefined
    : a.size === 1 || b.size === 1
      ? ONE_VALUE
      : { shape, stridesA: broadcastStrides(a.shape, shape), stridesB: broadcastStrides(b.shape, shape) }

/** out = f(a, b) with both stretched to `shape`; `code` is f for vectors. */
export function zipped(
  op: string,
  f: (a: number, b: number) => number,
  a: Tensor,
  b: Tensor,
  shape: Shape,
  out: TypedArray,
  code?: VectorPair,
): void {
  kernels.zip(op, f, valuesOf(a), valuesOf(b), out, stretchOf(a, b, shape), code)
}
