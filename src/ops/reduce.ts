// Ops that bring axes down to one value: the sum, and mean and variance from it; and what all reductions share.
import { scalar } from '../create.js'
import { countable, floatOf } from '../dtype.js'
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { normalizeAxes, type Shape, sizeOf } from '../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../tensor.js'
import { div, mul, sub } from './arithmetic.js'
import { sumTo } from './broadcast.js'
import { equal, where } from './comparison.js'
import { square } from './elementwise.js'
import { cast, reshape, transpose } from './reshape.js'

/** Which axes to bring down, and whether they stay with extent 1. */
export interface ReduceOptions {
  /** One axis or several; negative ones count from the end. All when left out. */
  readonly axis?: number | readonly number[]
  /** Keep each reduced axis with extent 1, so that the result broadcasts against x. */
  readonly keepdims?: boolean
}

/** x's shape with the given axes at extent 1, and without them. */
export function reducedShapes(op: string, x: Tensor, options: ReduceOptions, ...more: readonly string[]) {
  checkTensor(op, x)
  checkOptions(op, options, ['axis', 'keepdims', ...more])
  const axes = normalizeAxes(op, options.axis, x.rank)
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
  const dropped = x.shape.filter((_, i) => !axes.includes(i))
  return { axes, kept, result: options.keepdims ? kept : dropped, count: sizeOf(axes.map(i => x.shape[i]!)) }
}

/**
 * Σ x over axes; 0 for none. Counts for bool, int32 for int32 (an overflow is refused).
 *
 * [m, n], axis 1 → [m], or [m, 1] with keepdims; dy = Σ dx
 */
export function sum(x: Tensor, options: ReduceOptions | undefined): Tensor
export function sum(x: Tensor): Tensor<readonly []>
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { kept, result } = reducedShapes('sum', x, options)
  return reshape(sumTo(cast(x, countable(x.dtype)), kept), result)
}

/** Σ x / n over axes; NaN over none, as NumPy's. Float also for integers. [m, n], axis 1 → [m]; dy = Σ dx / n */
export function mean(x: Tensor, options: ReduceOptions | undefined): Tensor
export function mean(x: Tensor): Tensor<readonly []>
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { count } = reducedShapes('mean', x, options)
  const same = (x: Tensor) => x
  return averaged(cast(x, floatOf(x.dtype)), same, options, count, count)
}

/**
 * Σ f(x) / n over so many values, f being x or x². Where a sum leaves the range though its nth part may not, x is made
 * smaller by a power of two, and the quotient larger again.
 */
function averaged(
  x: Tensor,
  f: (x: Tensor) => Tensor,
  options: ReduceOptions,
  count: number,
  n: number,
): Tensor {
  const mean = (x: Tensor): Tensor => div(sum(f(x), options), n)
  const y = mean(x)
  if (n === 0 || valuesOf(y).every(Number.isFinite)) return y
  const scale = 2 ** Math.ceil(Math.log2(count))
  const larger = mul(mean(div(x, scale)), f(scalar(scale, x.dtype)))
  return where(equal(sub(y, y), 0), y, larger)
}

/**
 * Σ (x − mean)² / (n − ddof) over axes; `ddof` is 0 unless given, 1 for the unbiased estimate.
 * Without enough values it is NaN or ∞, as NumPy's.
 *
 * [m, n], axis 1 → [m]; dy = 2/(n − ddof) · Σ (x − mean)·dx
 */
export function variance(x: Tensor, options: ReduceOptions & { readonly ddof?: number } = {}): Tensor {
  const { count } = reducedShapes('variance', x, options, 'ddof')
  const { ddof = 0, ...over } = options
  if (!Number.isFinite(ddof))
    throw new ArgumentError('variance', `ddof must be a number, got ${describe(ddof)}`)
  const centred = sub(x, mean(x, { ...over, keepdims: true }))
  return averaged(centred, square, over, count, Math.max(0, count - ddof))
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
