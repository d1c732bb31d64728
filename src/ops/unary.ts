// The shared part of ops on single values: y = f(x), of x's shape.
import type { DType } from '../dtype.js'
import { apply, type Differential, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import type { VectorFunction } from '../kernels/wasm/functions/parts.js'
import type { Shape } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { cast } from './reshape.js'
import { castResult, storage } from './storage.js'

interface UnaryDefinition {
  readonly name: string
  readonly f: (x: number) => number
  /** f for vectors, where it has such code. */
  readonly code?: VectorFunction | undefined
  /** The dtype to work in, of x's; the same when absent. */
  readonly dtype?: (own: DType) => DType
  /** Left out where the function is flat almost everywhere. */
  readonly differential?: (x: Tensor, y: Tensor) => Differential
}

/** A map that is its own transpose, as one that works value by value is: both directions at once. */
export const selfAdjoint = (map: (change: Tensor) => Tensor): Differential => ({ jvp: map, vjp: map })

/** A function of a tensor that keeps its shape. */
export type UnaryOp = <S extends Shape>(x: Tensor<S>) => Tensor<S>

/** An op on single values. */
/* @__NO_SIDE_EFFECTS__ */
export function unary({ name, f, code, dtype, differential }: UnaryDefinition): UnaryOp {
  const op: Operation = {
    name,
    shape: ([x]) => x!.shape,
    forward([x], _, _shape, working) {
      const out = storage(working, x!.size)
      kernels.map(name, f, valuesOf(x!), out, code)
      return castResult(name, working, out)
    },
    single: f,
    batch: params => params,
    ...(differential && {
      broadcasts: true,
      differentials: ([x]: readonly Tensor[], y: Tensor) => [differential(x!, y)],
    }),
  }
  return ((x: Tensor) => {
    checkTensor(name, x)
    return apply(op, [dtype === undefined ? x : cast(x, dtype(x.dtype))], undefined)
  }) as UnaryOp
}
