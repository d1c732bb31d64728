// Reading by index and its adjoint, adding by index: gather and scatterAdd along an axis, take and segmentSum for whole rows.
import type { Replaced, Settled } from '../axes.js'
import { allocate, countable } from '../dtype.js'
import { checkOptions, DTypeError, ShapeError } from '../errors.js'
import { apply, type Operation, type Part } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import {
  around,
  checkCount,
  formatShape,
  normalizeAxis,
  normalizeIndex,
  type Shape,
  sameShape,
  sizeOf,
} from '../shape.js'
import { checkTensor, stopGradient, type Tensor, valuesOf } from '../tensor.js'
import { add } from './arithmetic.js'
import { broadcastTo, inRange } from './broadcast.js'
import { concat } from './concat.js'
import { commonDType } from './operand.js'
import { cast, reshape, transpose } from './reshape.js'
import { compute } from './storage.js'

/** @internal What `gather` and `scatterAdd` are told. */
export interface Pick {
  /** On whose behalf: the op whose name errors are to bear. */
  readonly op: string
  readonly axis: number
  /** One index for each value (gather), or for each whole row (take). */
  readonly along: boolean
  /** The shape that is read from. */
  readonly whole: Shape
  /** The shape that is read out. */
  readonly part: Shape
}

const GATHER: Operation<Pick> = {
  name: 'gather',
  shape: (_, { part }) => part,
  forward([x, indices], pick, shape, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    kernels.gather(valuesOf(x!), around(x!.shape, pick.axis), fromFront(indices!, pick), pick.along, out)
    return out
  },
  onSamples([x, indices], [xVaries, iVaries], pick, n) {
    if (!iVaries || pick.along) return undefined
    if (xVaries)
      return apply(GATHER, [x!, ofEach(indices!, pick, n)], { ...alongSamples(pick, n), along: true })
    // All samples read from one: their rows come in one go.
    const { axis, part } = pick
    const count = part[axis]!
    const wanted = (...extents: number[]) => [...part.slice(0, axis), ...extents, ...part.slice(axis + 1)]
    const rows = apply(GATHER, [x!, indices!], { ...pick, part: wanted(n * count) })
    const apart = reshape(rows, wanted(n, count))
    return transpose(apart, [axis, ...apart.shape.map((_, i) => i).filter(i => i !== axis)])
  },
  batch: alongSamples,
  differentials: ([, indices], _, pick) => [
    {
      jvp: dx => apply(GATHER, [dx, indices!], pick),
      vjp: dy => apply(SCATTER, [dy, indices!], pick),
      joint: {
        direction: 'vjp',
        kind: `gather ${pick.axis} ${pick.along}`,
        sum: scattered,
        at: { indices: indices!, pick },
      },
    },
    undefined,
  ],
}

const SCATTER: Operation<Pick> = {
  name: 'scatterAdd',
  shape: (_, { whole }) => whole,
  forward: ([x, indices], pick, shape, dtype) =>
    compute('scatterAdd', dtype, sizeOf(shape), out =>
      inRange(valuesOf(x!), out, (x, out) =>
        kernels.scatterAdd(x, around(shape, pick.axis), fromFront(indices!, pick), pick.along, out),
      ),
    ),
  onSamples([x, indices], [xVaries, iVaries], pick, n) {
    if (!iVaries || pick.along) return undefined
    const own = xVaries ? x! : broadcastTo(x!, [n, ...x!.shape])
    return apply(SCATTER, [own, ofEach(indices!, pick, n)], { ...alongSamples(pick, n), along: true })
  },
  batch: alongSamples,
  differentials: ([, indices], _, pick) => [
    { jvp: dx => apply(SCATTER, [dx, indices!], pick), vjp: dy => apply(GATHER, [dy, indices!], pick) },
    undefined,
  ],
}

interface At {
  readonly indices: Tensor
  readonly pick: Pick
}

/** What several reads along one axis pull back to what they read from: put behind one another, all is added at once. */
function scattered(parts: readonly Part<At>[]): Tensor {
  const { pick } = parts[0]!.at
  const { axis, along } = pick
  const x = concat(
    parts.map(({ x }) => x),
    axis,
  )
  const indices = concat(
    parts.map(({ at: { indices, pick } }) => reshape(indices, along ? pick.part : [pick.part[axis]!])),
    along ? axis : 0,
  )
  return apply(SCATTER, [x, indices], { ...pick, part: x.shape })
}

/** The same in each of n samples, with the indices of each, or with those that all share where they are of rows. */
function alongSamples(pick: Pick, n: number): Pick {
  const { axis, whole, part } = pick
  return { ...pick, axis: axis + 1, whole: [n, ...whole], part: [n, ...part] }
}

/** An index for each value, from those of each sample's rows. */
function ofEach(indices: Tensor, { axis, part }: Pick, n: number): Tensor {
  const beside = part.map((extent, i) => (i === axis ? extent : 1))
  return broadcastTo(reshape(indices, [n, ...beside]), [n, ...part])
}

/** Indices as int32, counted from the front; whole numbers in a float tensor are taken too. Refuses those outside. */
function fromFront(indices: Tensor, { op, axis, along, whole, part }: Pick): Int32Array {
  // In a batch there is a copy for each sample; of an index for each row, one is wanted.
  const values = along ? valuesOf(indices) : valuesOf(indices).subarray(0, part[axis]!)
  const size = whole[axis]!
  let plain = 0
  while (plain < values.length && values[plain]! >= 0 && values[plain]! < size) plain++
  return plain === values.length && values instanceof Int32Array
    ? values
    : Int32Array.from(values, index => normalizeIndex(op, index, axis, size))
}

/** @internal Refuses what cannot be indices, whatever its values. */
export function checkIndices(op: string, indices: Tensor): void {
  if (indices.dtype === 'bool')
    throw new DTypeError(op, 'indices must be int32, got bool; to choose by a mask use where')
}

/** How indices of x's rank, or of one less to pick a single value, read along an axis of x. */
function alongAxis(op: string, { shape: x }: Tensor, indices: Tensor, axis: number): Pick {
  checkTensor(op, indices)
  const at = normalizeAxis(op, axis, x.length)
  const single = indices.rank === x.length - 1
  const part = single ? [...indices.shape.slice(0, at), 1, ...indices.shape.slice(at)] : indices.shape
  if (part.length !== x.length || part.some((n, i) => i !== at && n !== x[i])) {
    const rest = x.filter((_, i) => i !== at)
    throw new ShapeError(
      op,
      `indices of shape ${formatShape(indices.shape)} do not fit ${formatShape(x)} along axis ${at}; wanted ${formatShape(rest)}, or that with any extent at axis ${at}`,
      [x, indices.shape],
    )
  }
  checkIndices(op, indices)
  return { op, axis: at, along: true, whole: x, part }
}

/**
 * Values picked along an axis, one index for each: y[i, j] = x[i, indices[i, j]] for the last axis of a matrix.
 * Indices with one axis less pick a single value from each line: y[i] = x[i, indices[i]].
 *
 * x : [n, c]; indices : int32 [n] → [n], or [n, k] → [n, k]; the adjoint is `scatterAdd`
 *
 * Throws an `IndexError` for an index outside its axis; negative ones count from the end.
 */
export function gather<I extends Shape>(
  x: Tensor,
  indices: Tensor<I>,
  options: { readonly axis?: number } = {},
): Tensor<I> {
  checkOptions('gather', options, ['axis'])
  checkTensor('gather', x)
  const pick = alongAxis('gather', x, indices, options.axis ?? -1)
  return reshape(apply(GATHER, [x, stopGradient(indices)], pick), indices.shape) as Tensor<I>
}

/**
 * x with values added where `gather` would read: y[i, indices[i, j]] += updates[i, j]. Repeated indices add up.
 *
 * x : [n, c]; indices : int32 [n, k] or [n]; updates : the same shape as indices → [n, c]; dy = dx + scatterAdd(0, dupdates)
 */
export function scatterAdd(
  x: Tensor,
  indices: Tensor,
  updates: Tensor,
  options: { readonly axis?: number } = {},
): Tensor {
  checkTensor('scatterAdd', x)
  checkOptions('scatterAdd', options, ['axis'])
  checkTensor('scatterAdd', updates)
  const pick = alongAxis('scatterAdd', x, indices, options.axis ?? -1)
  if (!sameShape(updates.shape, indices.shape)) {
    throw new ShapeError(
      'scatterAdd',
      `updates of shape ${formatShape(updates.shape)} do not match indices of shape ${formatShape(indices.shape)}`,
      [updates.shape, indices.shape],
    )
  }
  const dtype = commonDType('scatterAdd', x, updates)
  const values = reshape(cast(updates, dtype), pick.part)
  return add(x, apply(SCATTER, [values, stopGradient(indices)], pick))
}

/**
 * Whole rows by index: y[i, :] = x[indices[i], :]. An embedding lookup.
 *
 * x : [v, d]; indices : int32, any shape → [...indices.shape, d]; another axis likewise. The adjoint is `segmentSum`.
 */
export function take<S extends Shape, I extends Shape, const A extends number = 0>(
  x: Tensor<S>,
  indices: Tensor<I>,
  options?: { readonly axis?: A },
): Tensor<Replaced<S, Settled<A>, I>>
export function take(x: Tensor, indices: Tensor, options: { readonly axis?: number } = {}): Tensor {
  checkTensor('take', x)
  checkOptions('take', options, ['axis'])
  return takeAs('take', x, indices, options.axis ?? 0)
}

/** @internal `take` on behalf of an op. */
export function takeAs(op: string, x: Tensor, indices: Tensor, at: number): Tensor {
  const axis = normalizeAxis(op, at, x.rank)
  checkTensor(op, indices)
  checkIndices(op, indices)
  const replaced = (shape: Shape) => [...x.shape.slice(0, axis), ...shape, ...x.shape.slice(axis + 1)]
  const pick: Pick = { op, axis, along: false, whole: x.shape, part: replaced([indices.size]) }
  return reshape(apply(GATHER, [x, stopGradient(indices)], pick), replaced(indices.shape))
}

/**
 * Rows added up by the segment that each belongs to: y[s, :] = Σ of x[i, :] with segments[i] = s. The adjoint of `take`.
 *
 * x : [n, d]; segments : int32 [n], each below count → [count, d]
 */
export function segmentSum(x: Tensor, segments: Tensor, count: number): Tensor {
  checkTensor('segmentSum', x)
  checkTensor('segmentSum', segments)
  checkCount('segmentSum', 'the count', count)
  if (segments.rank !== 1 || segments.size !== x.shape[0]) {
    throw new ShapeError(
      'segmentSum',
      `wants one segment for each row of ${formatShape(x.shape)}, got shape ${formatShape(segments.shape)}`,
      [x.shape, segments.shape],
    )
  }
  checkIndices('segmentSum', segments)
  const whole = [count, ...x.shape.slice(1)]
  const pick: Pick = { op: 'segmentSum', axis: 0, along: false, whole, part: x.shape }
  return apply(SCATTER, [cast(x, countable(x.dtype)), stopGradient(segments)], pick)
}
