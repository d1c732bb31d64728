// Putting blocks together: concat, and stack and pad from it.

import type { Differ, ExtentAt, Inserted, Plus, Replaced, Settled } from '../axes.js'
import { allocate, isFloat, promote } from '../dtype.js'
import { ArgumentError, DTypeError, describe, ShapeError } from '../errors.js'
import { full } from '../fill.js'
import { apply, type Operation } from '../graph/index.js'
import { around, formatShape, normalizeAxis, type Shape, sameShape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { cast, expandDims } from './reshape.js'
import { placed } from './slice.js'

/** Along which axis, and on whose behalf: the op whose name errors are to bear. */
interface Joint {
  readonly axis: number
  readonly op: string
}

const CONCAT: Operation<Joint> = {
  name: 'concat',
  shape(inputs, { axis, op }) {
    const first = inputs[0]!.shape
    for (const { shape } of inputs) {
      if (shape.length !== first.length || shape.some((n, i) => i !== axis && n !== first[i])) {
        throw new ShapeError(
          op,
          `shapes ${formatShape(first)} and ${formatShape(shape)} differ beside axis ${axis}`,
          [first, shape],
        )
      }
    }
    return first.map((n, i) => (i === axis ? inputs.reduce((sum, x) => sum + x.shape[axis]!, 0) : n))
  },
  forward(inputs, { axis }, shape, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    const { outer, n, inner } = around(shape, axis)
    let start = 0
    for (const x of inputs) {
      const block = x.shape[axis]! * inner
      for (let o = 0; o < outer; o++)
        out.set(valuesOf(x).subarray(o * block, (o + 1) * block), o * n * inner + start)
      start += block
    }
    return out
  },
  batch: ({ axis, op }) => ({ axis: axis + 1, op }),
  differentials(inputs, y, { axis }) {
    const steps = y.shape.map(() => 1)
    let start = 0
    return inputs.map(({ shape }) => {
      const starts = steps.map((_, i) => (i === axis ? start : 0))
      start += shape[axis]!
      return placed({ starts, steps, shape }, y.shape)
    })
  },
}

/**
 * x with `widths[axis] = [before, after]` cells of a value around it, 0 unless given.
 *
 * [m, n], [[1, 0], [2, 2]] → [m + 1, n + 4]; dy = dx with zeros around it
 */
export function pad(
  x: Tensor,
  widths: readonly (readonly [before: number, after: number])[],
  value = 0,
): Tensor {
  checkTensor('pad', x)
  if (typeof value !== 'number' || (!isFloat(x.dtype) && !Number.isInteger(value))) {
    throw new DTypeError('pad', `the value ${describe(value)} does not fit ${x.dtype}; cast to float64 first`)
  }
  if (
    !Array.isArray(widths) ||
    widths.some(pair => !Array.isArray(pair) || pair.length !== 2) ||
    widths.length !== x.rank ||
    widths.flat().some(w => !Number.isInteger(w) || w < 0)
  ) {
    throw new ArgumentError(
      'pad',
      `wants [before, after] ≥ 0 for each of the ${x.rank} axes, got ${JSON.stringify(widths)}`,
    )
  }
  let y = x
  widths.forEach(([before, after], axis) => {
    const margin = (n: number) =>
      full(
        y.shape.map((extent, i) => (i === axis ? n : extent)),
        value,
        { dtype: x.dtype },
      )
    if (before + after > 0) y = apply(CONCAT, [margin(before), y, margin(after)], { axis, op: 'pad' })
  })
  return y
}

/** The shape of tensors after one another: that of the first, with the extents along the axis added up. */
export type Joined<T extends readonly Tensor[], A extends number> =
  T[0] extends Tensor<infer S>
    ? Replaced<S, A, readonly [number extends T['length'] | A ? number : Total<T, A>]>
    : Shape

type Total<T extends readonly Tensor[], A extends number, N extends number = 0> = T extends readonly [
  Tensor<infer S>,
  ...infer Rest extends readonly Tensor[],
]
  ? Total<Rest, A, Plus<N, ExtentAt<S, A>>>
  : N

/** The shape of tensors beside one another: that of the first, with their number as a new extent. */
export type Stacked<T extends readonly Tensor[], A extends number> =
  T[0] extends Tensor<infer S> ? Inserted<S, A, T['length']> : Shape

/** `unknown` where all agree beside axis A, or may; otherwise a text that the compiler shows. `never` stands for no axis. */
export type BesideCheck<T extends readonly Tensor[], A extends number> = T extends readonly [
  Tensor<infer S>,
  Tensor<infer Q>,
  ...infer Rest extends readonly Tensor[],
]
  ? Differ<Aside<S, A>, Aside<Q, A>> extends true
    ? 'these shapes differ beside the axis'
    : BesideCheck<readonly [T[0], ...Rest], A>
  : unknown

/** S with any extent at A; S itself where it has no such axis. */
type Aside<S extends Shape, A extends number> = number extends A
  ? Shape
  : [A] extends [never]
    ? S
    : number extends Replaced<S, A, readonly [number]>['length']
      ? S
      : Replaced<S, A, readonly [number]>

/** Tensors after one another along an axis. [m, c] and [n, c], axis 0 → [m + n, c]; dy = concat(dx₁, dx₂, …) */
export function concat<const T extends readonly Tensor[] | readonly [], const A extends number = 0>(
  inputs: T & BesideCheck<T, Settled<A>>,
  axis?: A,
): Tensor<Joined<T, Settled<A>>>
export function concat(inputs: readonly Tensor[], axis = 0): Tensor {
  checkInputs('concat', inputs)
  return joined('concat', inputs, normalizeAxis('concat', axis, inputs[0]!.rank))
}

/** Tensors of one shape beside one another along a new axis. k times [m, n], axis 0 → [k, m, n]; dy = stack(dx₁, dx₂, …) */
export function stack<const T extends readonly Tensor[] | readonly [], const A extends number = 0>(
  inputs: T & BesideCheck<T, never>,
  axis?: A,
): Tensor<Stacked<T, Settled<A>>>
export function stack(inputs: readonly Tensor[], axis = 0): Tensor {
  checkInputs('stack', inputs)
  const { shape, rank } = inputs[0]!
  const at = normalizeAxis('stack', axis, rank + 1)
  const other = inputs.find(x => !sameShape(x.shape, shape))
  if (other !== undefined) {
    const shapes = [shape, other.shape]
    throw new ShapeError(
      'stack',
      `wants tensors of one shape, got ${shapes.map(formatShape).join(' and ')}`,
      shapes,
    )
  }
  return joined(
    'stack',
    inputs.map(x => expandDims(x, at)),
    at,
  )
}

function joined(op: string, inputs: readonly Tensor[], axis: number): Tensor {
  const dtype = inputs.reduce((common, x) => promote(common, x.dtype), inputs[0]!.dtype)
  return apply(
    CONCAT,
    inputs.map(x => cast(x, dtype)),
    { axis, op },
  )
}

function checkInputs(op: string, inputs: readonly Tensor[]): void {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new ArgumentError(op, 'wants at least one tensor, in an array')
  for (const x of inputs) checkTensor(op, x)
}
