// Whole matrices of derivatives: all output values are walked back from in one batch, or all input values ahead from.
import { fromData } from '../create.js'
import { allocate } from '../dtype.js'
import { checkFunction } from '../errors.js'
import { zeros } from '../fill.js'
import { watcher } from '../graph/index.js'
import { concat } from '../ops/concat.js'
import { cast, expandDims, reshape, transpose } from '../ops/reshape.js'
import type { Tensor } from '../tensor.js'
import { foundAt, inBatch, type Path, pullBack } from '../walk/index.js'
import { push } from './forward.js'
import { grad } from './gradient.js'
import { type Linearized, linearizeAt, rebuild } from './linearize.js'
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

const isOnPath = (x: Tensor, { indices }: Path): boolean => (indices.get(x) ?? -1) >= 0

const count = (tensors: readonly Tensor[]): number => tensors.reduce((n, x) => n + x.size, 0)

/** Rows of Jᵀ: blocks[o][i] has shape [...output o, ...input i]. */
function byReverse({ inputs, aliases, path }: Linearized, outputs: readonly Tensor[]): Tensor[][] {
  const reached = aliases.filter(x => isOnPath(x, path))
  return outputs.map(y => {
    if (!isOnPath(y, path)) return inputs.map(x => block(y, x, undefined))
    const rows = atUnits(y, path, unit => {
      const found = pullBack(path, [[y, unit]])
      return reached.map(x => foundAt(x, path, found))
    })
    return inputs.map((x, i) => block(y, x, rows[reached.indexOf(aliases[i]!)]))
  })
}

/** Columns of J, each the change of all outputs along one unit tangent. */
function byForward(linear: Linearized, outputs: readonly Tensor[]): Tensor[][] {
  const columns = linear.inputs.map((x, i) =>
    isOnPath(linear.aliases[i]!, linear.path)
      ? atUnits(x, linear.path, unit =>
          leavesOf(
            push(
              linear,
              linear.inputs.map((_, j) => (i === j ? unit : undefined)),
            ),
          ),
        )
      : undefined,
  )
  return outputs.map((y, o) =>
    linear.inputs.map((x, i) => {
      const found = columns[i]?.[o]
      return block(y, x, found && transpose(reshape(found, [x.size, y.size])))
    }),
  )
}

/** What was found for each value of y, towards x. */
const block = (y: Tensor, x: Tensor, found: Tensor | undefined): Tensor => {
  const shape = [...y.shape, ...x.shape]
  return found === undefined ? zeros(shape, { dtype: x.dtype }) : cast(reshape(found, shape), x.dtype)
}

/** So many values may a tensor of a batch have, where that of one sample has fewer. */
const ROOM = 2 ** 20

/**
 * What a linear map along a path gives for each unit vector of a space: 1 at one position, 0 elsewhere. They go in batches;
 * one by one where the map refuses that, and where a watcher looks on, which is to see what the user's program does.
 */
function atUnits(like: Tensor, { nodes }: Path, map: (unit: Tensor) => readonly Tensor[]): readonly Tensor[] {
  const { size, shape, dtype } = like
  const largest = nodes.reduce((most, x) => Math.max(most, x.size), size)
  let most = watcher === undefined ? Math.max(1, Math.floor(ROOM / largest)) : 1
  const parts: (readonly Tensor[])[] = []
  for (let start = 0; start < size; ) {
    const n = Math.min(most, size - start)
    const data = allocate(dtype, n * size)
    for (let i = 0; i < n; i++) data[i * size + start + i] = 1
    const units = fromData(data, [n, ...shape], dtype)
    try {
      parts.push(
        n === 1
          ? map(reshape(units, shape)).map(x => expandDims(x, 0))
          : inBatch(n, ({ enter, leave }) => map(enter(units)).map(leave)),
      )
      start += n
    } catch (error) {
      if (n === 1) throw error
      most = 1
    }
  }
  return parts.length > 1 ? parts[0]!.map((_, k) => concat(parts.map(found => found[k]!))) : (parts[0] ?? [])
}

/**
 * All derivatives of a function: ∂y/∂x of shape [...y.shape, ...x.shape].
 *
 * f : x, …rest → y, tensors of any shape or nested in objects and arrays; the result is nested as y, then as x.
 * Runs f once, then walks back from all output values at once, or ahead from all input values, whichever are fewer among those
 * that hang together; in several batches where memory asks for it.
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
    const linear = linearizeAt('jacobian', f, x, rest)
    const outputs = leavesOf(linear.y)
    // What does not depend on x, or is not depended on, takes no walk in either direction.
    const onPath = (t: Tensor) => isOnPath(t, linear.path)
    const isWide = count(outputs.filter(onPath)) <= count(linear.aliases.filter(onPath))
    const blocks = isWide ? byReverse(linear, outputs) : byForward(linear, outputs)
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
