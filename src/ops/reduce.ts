// Ops that bring axes down to one value: the sum, and mean and variance from it; and what all reductions share.
import type { Reduced } from '../axes.js'
import { allocate, countable, floatOf, type TypedArray } from '../dtype.js'
import { ArgumentError, checkOptions, describe, isSet } from '../errors.js'
import { apply, type Operation } from '../graph/index.js'
import * as kernels from '../kernels/run.js'
import { square } from '../kernels/wasm/functions/plain.js'
import { normalizeAxes, type Shape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { div, mul, sub } from './arithmetic.js'
import { addDown, sumTo } from './broadcast.js'
import { cast, reshape, transpose } from './reshape.js'

/** One axis or several. */
export type Axes = number | readonly number[]

/** Which axes to bring down, and whether they stay with extent 1. */
export interface ReduceOptions<A extends Axes = Axes, Kept extends boolean = boolean> {
  /** One axis or several; negative ones count from the end. All when left out. */
  readonly axis?: A
  /** Keep each reduced axis with extent 1, so that the result broadcasts against x. */
  readonly keepdims?: Kept
}

/** A reduction over axes as a function; `More` are options of its own. */
export type Reducer<More = unknown> = <
  S extends Shape,
  const A extends Axes = never,
  const Kept extends boolean = false,
>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept> & More,
) => Tensor<Reduced<S, A, Kept>>

/** x's shape with the given axes at extent 1, and without them. */
export function reducedShapes(op: string, x: Tensor, options: ReduceOptions, ...more: readonly string[]) {
  checkTensor(op, x)
  checkOptions(op, options, ['axis', 'keepdims', ...more])
  const axes = normalizeAxes(op, options.axis, x.rank)
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
  const dropped = x.shape.filter((_, i) => !axes.includes(i))
  return {
    axes,
    kept,
    result: isSet(op, options, 'keepdims') ? kept : dropped,
    count: sizeOf(axes.map(i => x.shape[i]!)),
  }
}

/**
 * Σ x over axes; 0 for none. Counts for bool, int32 for int32 (an overflow is refused).
 *
 * [m, n], axis 1 → [m], or [m, 1] with keepdims; dy = Σ dx
 */
export function sum<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options: ReduceOptions<A, Kept> | undefined,
): Tensor<Reduced<S, A, Kept>>
export function sum(x: Tensor): Tensor<readonly []>
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { kept, result } = reducedShapes('sum', x, options)
  return reshape(sumTo(cast(x, countable(x.dtype)), kept), result)
}

interface Average {
  readonly shape: Shape
  /** What is divided by. */
  readonly n: number
  readonly squares: boolean
}

/**
 * Σ x / n, or of squares Σ x² / n. What leaves the range as a sum, though its nth part may not, is averaged anew from values
 * that are smaller by a power of two.
 *
 * x : float → the shape; dy = Σ dx / n, or Σ 2x·dx / n
 */
const AVERAGE: Operation<Average> = {
  name: 'mean',
  shape: (_, { shape }) => shape,
  forward([x], { shape, n, squares }, _, dtype) {
    const values = valuesOf(x!)
    const averages = (scale: number): TypedArray => {
      const smaller = scale === 1 ? values : values.map(v => v / scale)
      const parts = squares ? allocate(dtype, values.length) : smaller
      if (squares) kernels.map('square', v => v * v, smaller, parts, square)
      const out = allocate(dtype, sizeOf(shape))
      addDown(parts, x!.shape, shape, out)
      for (let i = 0; i < out.length; i++) out[i] = (out[i]! / n) * (squares ? scale * scale : scale)
      return out
    }
    const out = averages(1)
    if (n === 0 || out.every(Number.isFinite)) return out
    const anew = averages(2 ** Math.ceil(Math.log2(values.length / out.length)))
    return out.map((v, i) => (Number.isFinite(v) ? v : anew[i]!))
  },
  batch: (params, n) => ({ ...params, shape: [n, ...params.shape] }),
  spreads: true,
  differentials: ([x], _, params) => {
    const { n, squares } = params
    const sloped = (v: Tensor) => (squares ? mul(v, mul(x!, 2)) : v)
    return [
      {
        jvp: dx => apply(AVERAGE, [sloped(dx)], { ...params, squares: false }),
        vjp: dy => sloped(div(dy, n)),
      },
    ]
  },
}

/** Σ x / n over axes; NaN over none, as NumPy's. Float also for integers. [m, n], axis 1 → [m]; dy = Σ dx / n */
export function mean<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options: ReduceOptions<A, Kept> | undefined,
): Tensor<Reduced<S, A, Kept>>
export function mean(x: Tensor): Tensor<readonly []>
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { kept, result, count } = reducedShapes('mean', x, options)
  const params = { shape: kept, n: count, squares: false }
  return reshape(apply(AVERAGE, [cast(x, floatOf(x.dtype))], params), result)
}

/**
 * Σ (x − mean)² / (n − ddof) over axes; `ddof` is 0 unless given, 1 for the unbiased estimate.
 * Without enough values it is NaN or ∞, as NumPy's.
 *
 * [m, n], axis 1 → [m]; dy = 2/(n − ddof) · Σ (x − mean)·dx
 */
export function variance<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept> & { readonly ddof?: number },
): Tensor<Reduced<S, A, Kept>>
export function variance(x: Tensor, options: ReduceOptions & { readonly ddof?: number } = {}): Tensor {
  const { kept, result, count } = reducedShapes('variance', x, options, 'ddof')
  const { ddof = 0, ...over } = options
  if (!Number.isFinite(ddof))
    throw new ArgumentError('variance', `ddof must be a number, got ${describe(ddof)}`)
  const centred = sub(x, mean(x, { ...over, keepdims: true }))
  const params = { shape: kept, n: Math.max(0, count - ddof), squares: true }
  return reshape(apply(AVERAGE, [centred], params), result)
}

/** x with the given axes moved to the end and made one, and where that one stands; a single axis stays in its place. */
export function asOneAxis(x: Tensor, axes: readonly number[]): { line: Tensor; axis: number } {
  if (axes.length === 1) return { line: x, axis: axes[0]! }
  const others = x.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]))
  const lead = others.map(i => x.shape[i]!)
  const moved = transpose(x, [...others, ...axes])
  return { line: reshape(moved, [...lead, sizeOf(axes.map(i => x.shape[i]!))]), axis: lead.length }
}

/** The shape with one axis at extent 1. */
export const keptAt = (shape: Shape, axis: number): Shape => shape.map((n, i) => (i === axis ? 1 : n))
