// Whole matrices of derivatives: one walk for each output value or each input value, whichever are fewer.
import { fromData } from '../create.js'
import { allocate } from '../dtype.js'
import { checkFunction } from '../errors.js'
import { zeros } from '../fill.js'
import { stack } from '../ops/concat.js'
import { cast, reshape } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import { foundAt, pullBack } from '../walk/index.js'
import { push } from './forward.js'
import { type Linearized, linearize, rebuild } from './linearize.js'
import { grad } from './reverse.js'
import { type GradientOf, leavesOf, mapTree } from './tree.js'

/** Derivatives of each tensor of Y towards each tensor of X: nested as Y, then as X; shapes [...y, ...x]. */
export type JacobianOf<Y, X> = Y extends Tensor
  ? DerivativeOf<X>
  : Y extends object
    ? { readonly [K in keyof Y]: JacobianOf<Y[K], X> }
    : undefined

type DerivativeOf<X> = X extends Tensor
  ? Tensor
  : X extends object
    ? { readonly [K in keyof X]: DerivativeOf<X[K]> }
    : undefined

/** 1 at one position, 0 elsewhere. */
function unit(like: Tensor, position: number): Tensor {
  const data = allocate(like.dtype, like.size)
  data[position] = 1
  return fromData(data, like.shape, like.dtype)
}

const count = (tensors: readonly Tensor[]): number => tensors.reduce((n, x) => n + x.size, 0)

/** Rows of Jᵀ: blocks[o][i] has shape [size of output o, ...shape of input i]. */
function byReverse({ inputs, aliases, path }: Linearized, outputs: readonly Tensor[]): Tensor[][] {
  return outputs.map(y => {
    const rows = Array.from({ length: y.size }, (_, e) => pullBack(path, [[y, unit(y, e)]]))
    return inputs.map((x, i) =>
      together(
        rows.map(found => foundAt(aliases[i]!, path, found)),
        y,
        x,
      ),
    )
  })
}

/** Columns of J, each the change of all outputs along one unit tangent. */
function byForward(linear: Linearized, outputs: readonly Tensor[]): Tensor[][] {
  const columns = linear.inputs.map((x, i) =>
    Array.from({ length: x.size }, (_, e) => {
      const tangents = linear.inputs.map((_, j) => (i === j ? unit(x, e) : undefined))
      return leavesOf(push(linear, tangents))
    }),
  )
  return outputs.map((y, o) =>
    linear.inputs.map((x, i) =>
      together(
        columns[i]!.map(column => column[o]!),
        y,
        x,
        -1,
      ),
    ),
  )
}

/** Rows stacked in front, or columns stacked behind (axis −1), as one tensor of shape [...y, ...x]. */
function together(parts: readonly Tensor[], y: Tensor, x: Tensor, axis = 0): Tensor {
  const shape = [...y.shape, ...x.shape]
  return parts.length === 0
    ? zeros(shape, { dtype: x.dtype })
    : cast(reshape(stack(parts, axis), shape), x.dtype)
}

/**
 * All derivatives of a function: ∂y/∂x of shape [...y.shape, ...x.shape].
 *
 * f : x, …rest → y, tensors of any shape or nested in objects and arrays; the result is nested as y, then as x.
 * Runs f once, then walks back once for each output value or ahead once for each input value.
 *
 * @example
 * jacobian(square)(tensor([1, 2]))   // [[2, 0], [0, 4]]
 */
export function jacobian<X = Tensor, Rest extends readonly unknown[] = [], Y = Tensor>(
  f: (x: X, ...rest: Rest) => Y,
): (x: X, ...rest: Rest) => JacobianOf<Y, X>
export function jacobian<X, Rest extends readonly unknown[], Y>(
  f: (x: X, ...rest: Rest) => Y,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => JacobianOf<Y, X> {
  checkFunction('jacobian', f, more)
  return (x, ...rest) => {
    const linear = linearize('jacobian', f, x, rest)
    const outputs = leavesOf(linear.y)
    const blocks =
      count(outputs) < count(linear.inputs) ? byReverse(linear, outputs) : byForward(linear, outputs)
    let o = 0
    return mapTree(
      linear.y,
      () => {
        const row = blocks[o++]!
        return rebuild(x, i => row[i])
      },
      () => undefined,
    ) as JacobianOf<Y, X>
  }
}

/**
 * All second derivatives of a scalar function: the Jacobian of its gradient, shape [...x.shape, ...x.shape].
 *
 * f : x, …rest → []; for nested x, blocks nested as x, then as x again.
 */
export function hessian<X = Tensor, Rest extends readonly unknown[] = []>(
  f: (x: X, ...rest: Rest) => Tensor,
): (x: X, ...rest: Rest) => JacobianOf<GradientOf<X>, X>
export function hessian<X, Rest extends readonly unknown[]>(
  f: (x: X, ...rest: Rest) => Tensor,
  ...more: readonly unknown[]
): (x: X, ...rest: Rest) => JacobianOf<GradientOf<X>, X> {
  checkFunction('hessian', f, more)
  return jacobian(grad(f)) as (x: X, ...rest: Rest) => JacobianOf<GradientOf<X>, X>
}
