// The mean of each window of an image.
import { floatOf, type TypedArray } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { cast } from '../reshape.js'
import { type PoolOptions, pooled } from './pool.js'
import { tapsOn, type Windows } from './window.js'

/** How to take means of windows. */
export interface AvgPoolOptions extends PoolOptions {
  /**
   * Whether the zeros of padding count as values, as they do unless this is false; then the mean is that of the values that a window
   * sees.
   */
  readonly countPadding?: boolean
}

interface Average {
  readonly windows: Windows
  readonly countPadding: boolean
}

/** [..., h, w] → [..., oh, ow]: sums of windows, divided by their numbers of values. */
const AVERAGE: Operation<Average> = {
  name: 'avgPool',
  shape: ([x], { windows }) => [...x!.shape.slice(0, -2), ...windows.map(axis => axis.windows)],
  forward([x], params, shape, dtype) {
    const out = new Float64Array(sizeOf(shape))
    average(valuesOf(x!), params, out)
    return dtype === 'float64' ? out : new Float32Array(out)
  },
  batch: params => params,
  differentials: (_, _y, params) => [
    { jvp: dx => apply(AVERAGE, [dx], params), vjp: dy => apply(SPREAD, [dy], params) },
  ],
}

/** Its adjoint, [..., oh, ow] → [..., h, w]. */
const SPREAD: Operation<Average> = {
  name: 'avgPoolSpread',
  shape: ([y], { windows }) => [...y!.shape.slice(0, -2), ...windows.map(axis => axis.n)],
  forward([y], params, shape, dtype) {
    const out = new Float64Array(sizeOf(shape))
    spread(valuesOf(y!), params, out)
    return dtype === 'float64' ? out : new Float32Array(out)
  },
  batch: params => params,
  differentials: (_, _y, params) => [
    { jvp: dy => apply(SPREAD, [dy], params), vjp: dx => apply(AVERAGE, [dx], params) },
  ],
}

function average(
  x: TypedArray,
  { windows: [rows, columns], countPadding }: Average,
  out: Float64Array,
): void {
  const [[top, bottom], [left, right]] = [tapsOn(rows), tapsOn(columns)]
  const [down, across] = [rows.dilation * columns.n, columns.dilation]
  for (let at = 0, corner = -rows.before * columns.n; at < out.length; corner += rows.n * columns.n) {
    for (let p = 0; p < rows.windows; p++) {
      for (let q = 0; q < columns.windows; q++, at++) {
        const start = corner + p * rows.stride * columns.n + q * columns.stride - columns.before
        const seen = (bottom[p]! - top[p]!) * (right[q]! - left[q]!)
        const count = countPadding ? rows.taps * columns.taps : seen
        let sum = 0
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across) sum += x[from]!
        }
        out[at] = sum / count
        if (Number.isFinite(sum)) continue
        // The sum may have left the range, though the mean does not.
        sum = 0
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across)
            sum += x[from]! / count
        }
        out[at] = sum
      }
    }
  }
}

function spread(y: TypedArray, { windows: [rows, columns], countPadding }: Average, out: Float64Array): void {
  const [[top, bottom], [left, right]] = [tapsOn(rows), tapsOn(columns)]
  const [down, across] = [rows.dilation * columns.n, columns.dilation]
  for (let at = 0, corner = -rows.before * columns.n; at < y.length; corner += rows.n * columns.n) {
    for (let p = 0; p < rows.windows; p++) {
      for (let q = 0; q < columns.windows; q++, at++) {
        const start = corner + p * rows.stride * columns.n + q * columns.stride - columns.before
        const seen = (bottom[p]! - top[p]!) * (right[q]! - left[q]!)
        const part = y[at]! / (countPadding ? rows.taps * columns.taps : seen)
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let to = start + i * down + left[q]! * across; to < end; to += across) out[to]! += part
        }
      }
    }
  }
}

const averaged = (op: string, rank: 1 | 2, x: Tensor, options: AvgPoolOptions): Tensor =>
  pooled(op, rank, x, options, ['countPadding'], (x, windows) =>
    apply(AVERAGE, [cast(x, floatOf(x.dtype))], { windows, countPadding: options.countPadding ?? true }),
  )

/**
 * The mean of each window along one axis; float also for integers. Padding counts as zeros, unless `countPadding` is false.
 *
 * x : [n, c, l] → [n, c, l′]; dy = the same means of dx
 */
export function avgPool1d(x: Tensor, options: AvgPoolOptions): Tensor {
  return averaged('avgPool1d', 1, x, options)
}

/**
 * The mean of each window of an image; float also for integers. Padding counts as zeros, unless `countPadding` is false.
 *
 * x : [n, c, h, w] → [n, c, h′, w′]; dy = the same means of dx
 *
 * Throws a `ShapeError` for a window that is larger than the padded image, or that sees nothing but padding.
 */
export function avgPool2d(x: Tensor, options: AvgPoolOptions): Tensor {
  return averaged('avgPool2d', 2, x, options)
}
