// Taking a block out and putting it back among zeros: slice and its adjoint; flip, split and unstack from it.

import type { Minus, Replaced, Settled, Units, Without } from '../axes.js'
import { allocate } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import { apply, type Differential, type Operation, type Part } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { formatShape, normalizeAxis, normalizeIndex, type Shape, sizeOf, stridesOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { reshape } from './reshape.js'
import { castResult, storage } from './storage.js'

/** Which values of an axis: from `start` in steps of `step`, `counts` of them. */
export interface Cut {
  readonly starts: readonly number[]
  readonly steps: readonly number[]
  readonly shape: Shape
}

function layoutOf(whole: Shape, { starts, steps, shape }: Cut) {
  const strides = stridesOf(whole)
  return {
    shape,
    strides: strides.map((stride, i) => stride * steps[i]!),
    offset: strides.reduce((sum, stride, i) => sum + stride * starts[i]!, 0),
  }
}

/** Whether along some axis each cut ends before the next one begins, so that no two of them meet. */
function areApart(cuts: readonly Cut[]): boolean {
  return cuts[0]!.shape.some((_, axis) => {
    const spans = cuts.map(({ starts, steps, shape }) => {
      const [first, last] = [starts[axis]!, starts[axis]! + (shape[axis]! - 1) * steps[axis]!]
      return { low: Math.min(first, last), high: Math.max(first, last) }
    })
    spans.sort((a, b) => a.low - b.low)
    return spans.every(({ low }, i) => i === 0 || spans[i - 1]!.high < low)
  })
}

/** The same cut of each of n samples. */
const ofSamples = ({ starts, steps, shape }: Cut, n: number): Cut => ({
  starts: [0, ...starts],
  steps: [1, ...steps],
  shape: [n, ...shape],
})

/** Where the values of a cut begin and how many they are, if they lie in one block of the whole. */
function blockOf(whole: Shape, { starts, steps, shape }: Cut): { start: number; end: number } | undefined {
  const strides = stridesOf(whole)
  let start = 0
  let inside = false
  for (let axis = 0; axis < whole.length; axis++) {
    const n = shape[axis]!
    start += starts[axis]! * strides[axis]!
    if (inside ? n !== whole[axis] : n !== 1) {
      if (inside) return undefined
      inside = true
    }
    if (n !== 1 && steps[axis] !== 1) return undefined
    inside ||= n !== 1
  }
  return { start, end: start + sizeOf(shape) }
}

const SLICE: Operation<Cut> = {
  name: 'slice',
  shape: (_, cut) => cut.shape,
  forward([x], cut, shape, dtype) {
    const block = blockOf(x!.shape, cut)
    if (block !== undefined) return valuesOf(x!).slice(block.start, block.end)
    const out = allocate(dtype, sizeOf(shape))
    kernels.copy(valuesOf(x!), layoutOf(x!.shape, cut), out)
    return out
  },
  batch: ofSamples,
  differentials([x], _y, cut) {
    const whole = x!.shape
    return [
      {
        jvp: dx => cutOut(dx, cut),
        vjp: dy => place([dy], [cut], whole),
        joint: { direction: 'vjp', kind: PLACE, sum: assembled, at: { cut, whole } },
      },
    ]
  },
}

/** Where pieces belong, and the shape of the whole. */
interface Places {
  readonly cuts: readonly Cut[]
  readonly whole: Shape
}

/**
 * Zeros with pieces added in, in their order, at the places that their cuts name: in one pass, however many there are. So T
 * steps of a sequence, each of which reads its own slice, cost a walk back over T slices, and not T times the whole.
 */
const PLACE: Operation<Places> = {
  name: 'embed',
  shape: (_, { whole }) => whole,
  forward(pieces, { cuts }, whole, dtype) {
    const out = storage(dtype, sizeOf(whole))
    // Many values may land on one: their sums are gathered in float64.
    const meet = pieces.length > 1 && !(out instanceof Float64Array) && !areApart(cuts)
    const sums = meet ? new Float64Array(out.length) : out
    pieces.forEach((piece, k) => {
      const values = valuesOf(piece)
      const block = blockOf(whole, cuts[k]!)
      if (block === undefined) kernels.addInto(values, layoutOf(whole, cuts[k]!), sums)
      else for (let i = 0; i < values.length; i++) sums[block.start + i]! += values[i]!
    })
    if (sums !== out) out.set(sums)
    return castResult('embed', dtype, out)
  },
  batch: ({ cuts, whole }, n) => ({ cuts: cuts.map(cut => ofSamples(cut, n)), whole: [n, ...whole] }),
  differentials: (_, _y, { cuts, whole }) => cuts.map(cut => placed(cut, whole)),
}

/** Pieces put in place among zeros; those that meet are added. */
const place = (pieces: readonly Tensor[], cuts: readonly Cut[], whole: Shape): Tensor =>
  apply(PLACE, pieces, { cuts, whole })

interface At {
  readonly cut: Cut
  readonly whole: Shape
}

const assembled = (parts: readonly Part<At>[]): Tensor =>
  place(
    parts.map(({ x }) => x),
    parts.map(({ at }) => at.cut),
    parts[0]!.at.whole,
  )

/** The differential of an input that becomes a part of the output. */
export const placed = (cut: Cut, whole: Shape): Differential => ({
  jvp: dx => place([dx], [cut], whole),
  vjp: dy => cutOut(dy, cut),
  joint: { direction: 'jvp', kind: PLACE, sum: assembled, at: { cut, whole } },
})

/** The values of x that a cut names. */
export const cutOut = (x: Tensor, cut: Cut): Tensor => apply(SLICE, [x], cut)

/**
 * Part of an axis: `[start, stop, step]`, each of which may be left out or `undefined`; negative positions count from
 * the end, and a negative step walks backwards. A plain number picks one index and drops the axis; `undefined` takes all.
 */
export type Range =
  | number
  | undefined
  | readonly [start?: number | undefined, stop?: number | undefined, step?: number | undefined]

/** What a range leaves of an axis of extent N: nothing for an index, which drops it. */
type Kept<N extends number, R> = R extends number
  ? readonly []
  : R extends undefined | readonly [] | readonly [undefined, undefined, -1]
    ? readonly [N]
    : R extends readonly [(number | undefined)?, (number | undefined)?]
      ? readonly [Minus<Bound<N, R[1], N>, Bound<N, R[0], 0>>]
      : readonly [number]

/** A bound of a range, counted from the front. */
type Bound<N extends number, B, Otherwise extends number> = B extends number
  ? `${B}` extends `-${infer D extends number}`
    ? Minus<N, D>
    : B
  : Otherwise

/** The shape of a slice. */
export type Sliced<
  S extends Shape,
  R extends readonly Range[],
  Done extends Shape = readonly [],
> = number extends S['length'] | R['length']
  ? Shape
  : R extends readonly [infer First, ...infer More extends readonly Range[]]
    ? S extends readonly [infer N extends number, ...infer Rest extends Shape]
      ? Sliced<Rest, More, readonly [...Done, ...Kept<N, First>]>
      : Shape
    : readonly [...Done, ...S]

/** `unknown` where there are no more ranges than axes, or it is not known; otherwise a text that the compiler shows. */
export type SliceCheck<S extends Shape, R extends readonly Range[]> = number extends S['length'] | R['length']
  ? unknown
  : R extends readonly [unknown, ...infer More extends readonly Range[]]
    ? S extends readonly [number, ...infer Rest extends Shape]
      ? SliceCheck<Rest, More>
      : 'slice: more ranges than axes'
    : unknown

/**
 * A block of x: one range for each leading axis, as NumPy's x[a:b:c, …]. Unlike NumPy's, bounds must lie on the axis.
 *
 * [m, n], [[0, 2]] → [2, n]; dy = dx, sliced likewise
 *
 * @example
 * slice(x, [[0, 10], -1])                       // rows 0 … 9 of the last column: [n, c] → [10]
 * slice(x, [undefined, [undefined, undefined, 2]])   // every other column
 */
// Without `| readonly []` TypeScript 5.0 takes the ranges for a list of unknown length.
export function slice<S extends Shape, const R extends readonly Range[] | readonly []>(
  x: Tensor<S>,
  ranges: R & SliceCheck<S, R>,
): Tensor<Sliced<S, R>>
export function slice(x: Tensor, ranges: readonly Range[]): Tensor {
  checkTensor('slice', x)
  if (!Array.isArray(ranges) || ranges.length > x.rank) {
    throw new ArgumentError(
      'slice',
      `wants an array of up to ${x.rank} ranges for shape ${formatShape(x.shape)}, got ${describe(ranges)}`,
    )
  }
  const cuts = x.shape.map((n, axis) => resolve(ranges[axis], axis, n))
  const y = cutOut(x, {
    starts: cuts.map(c => c.start),
    steps: cuts.map(c => c.step),
    shape: cuts.map(c => c.count),
  })
  return reshape(
    y,
    y.shape.filter((_, axis) => typeof ranges[axis] !== 'number'),
  )
}

function resolve(range: Range, axis: number, n: number): { start: number; step: number; count: number } {
  if (typeof range === 'number') return { start: normalizeIndex('slice', range, axis, n), step: 1, count: 1 }
  const [from, to, step = 1] = range ?? []
  if (!Number.isInteger(step) || step === 0)
    throw new ArgumentError('slice', `the step must be a whole number other than 0, got ${step}`)
  const bound = (at: number | undefined, otherwise: number): number => {
    if (at === undefined) return otherwise
    if (!Number.isInteger(at) || at < -n || at > n) {
      throw new ArgumentError('slice', `bound ${at} is outside axis ${axis} of size ${n}; use ${-n} to ${n}`)
    }
    return at < 0 ? at + n : at
  }
  const start = bound(from, step > 0 ? 0 : n - 1)
  const stop = bound(to, step > 0 ? n : -1)
  const first = step < 0 ? Math.min(start, n - 1) : start
  return { start: first, step, count: Math.max(0, Math.ceil((stop - first) / step)) }
}

/** x read backwards along an axis. [m, n] → [m, n]; dy = dx, flipped */
export function flip<S extends Shape>(x: Tensor<S>, axis: number): Tensor<S> {
  checkTensor('flip', x)
  const at = normalizeAxis('flip', axis, x.rank)
  return slice(
    x,
    x.shape.map((_, i) => (i === at ? [undefined, undefined, -1] : undefined)),
  ) as Tensor<S>
}

/** The parts of a split: as many as are named, with the lengths that are named. */
export type Parts<
  S extends Shape,
  P extends number | readonly number[],
  A extends number,
> = P extends readonly number[]
  ? { -readonly [K in keyof P]: Tensor<Replaced<S, A, readonly [P[K] & number]>> }
  : P extends number
    ? [Units<P>] extends [never]
      ? Tensor<Replaced<S, A, readonly [number]>>[]
      : Each<Units<P>, Tensor<Replaced<S, A, readonly [number]>>>
    : never

type Each<L extends readonly unknown[], T> = { -readonly [K in keyof L]: T }

/** x cut along an axis into equal parts, or into parts of the given lengths. [6, c], 3 → three of [2, c]; dy = dx, split likewise */
export function split<
  S extends Shape,
  const P extends number | readonly number[],
  const A extends number = 0,
>(x: Tensor<S>, parts: P, axis?: A): Parts<S, P, Settled<A>>
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  checkTensor('split', x)
  const at = normalizeAxis('split', axis, x.rank)
  const n = x.shape[at]!
  const equal =
    typeof parts === 'number' && parts > 0 && n % parts === 0 ? new Array<number>(parts).fill(n / parts) : []
  const lengths = Array.isArray(parts) ? (parts as readonly number[]) : equal
  if (lengths.some(l => !Number.isInteger(l) || l < 0) || lengths.reduce((a, b) => a + b, 0) !== n) {
    throw new ArgumentError('split', `${JSON.stringify(parts)} does not divide axis ${axis} of size ${n}`)
  }
  let start = 0
  return lengths.map(length => {
    start += length
    return slice(
      x,
      x.shape.map((_, i) => (i === at ? [start - length, start] : undefined)),
    )
  })
}

/**
 * The slices of x along an axis, the first unless given, without that axis: what `stack` puts together.
 *
 * [t, n] → t of [n]; dy = dx, unstacked likewise
 *
 * @example
 * for (const row of unstack(x)) h = step(h, row)
 */
export function unstack<S extends Shape, const A extends number = 0>(
  x: Tensor<S>,
  axis?: A,
): Tensor<Without<S, Settled<A>>>[]
export function unstack(x: Tensor, axis = 0): Tensor[] {
  checkTensor('unstack', x)
  const at = normalizeAxis('unstack', axis, x.rank)
  const steps = x.shape.map(() => 1)
  const shape = x.shape.map((n, i) => (i === at ? 1 : n))
  const rest = x.shape.filter((_, i) => i !== at)
  return Array.from({ length: x.shape[at]! }, (_, t) =>
    reshape(cutOut(x, { starts: steps.map((_, i) => (i === at ? t : 0)), steps, shape }), rest),
  )
}
