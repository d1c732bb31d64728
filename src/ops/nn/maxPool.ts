// The largest value in each window of an image.
import { allocate, type TypedArray } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { type PoolOptions, pooled } from './pool.js'
import { tapsOn, type Windows } from './window.js'

/** [..., h, w] → [..., oh, ow] */
const MAX_POOL: Operation<Windows> = {
  name: 'maxPool',
  shape: ([x], windows) => [...x!.shape.slice(0, -2), ...windows.map(axis => axis.windows)],
  forward([x], windows, shape, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    largest(valuesOf(x!), windows, out)
    return out
  },
  batch: windows => windows,
  differentials: ([x], y, windows) => [
    { jvp: dx => apply(PICK, [dx, x!, y], windows), vjp: dy => apply(SHARE, [dy, x!, y], windows) },
  ],
}

/** Of a change of x, what the largest values make of it: the mean of those that tie. x and its pooled y are held. */
const PICK: Operation<Windows> = {
  name: 'maxPoolPick',
  shape: ([, , y]) => y!.shape,
  forward([dx, x, y], windows, shape, dtype) {
    const out = new Float64Array(sizeOf(shape))
    pick(valuesOf(dx!), valuesOf(x!), valuesOf(y!), windows, out)
    return dtype === 'float64' ? out : Float32Array.from(out)
  },
  batch: windows => windows,
  differentials: ([, x, y], _, windows) => [
    { jvp: dx => apply(PICK, [dx, x!, y!], windows), vjp: dy => apply(SHARE, [dy, x!, y!], windows) },
    undefined,
    undefined,
  ],
}

/** Its adjoint: what arrives at each window goes to its largest values, in equal shares. */
const SHARE: Operation<Windows> = {
  name: 'maxPoolShare',
  shape: ([, x]) => x!.shape,
  forward([dy, x, y], windows, shape, dtype) {
    const out = new Float64Array(sizeOf(shape))
    share(valuesOf(dy!), valuesOf(x!), valuesOf(y!), windows, out)
    return dtype === 'float64' ? out : Float32Array.from(out)
  },
  batch: windows => windows,
  differentials: ([, x, y], _, windows) => [
    { jvp: dy => apply(SHARE, [dy, x!, y!], windows), vjp: dx => apply(PICK, [dx, x!, y!], windows) },
    undefined,
    undefined,
  ],
}

function largest(x: TypedArray, [rows, columns]: Windows, out: TypedArray): void {
  const [[top, bottom], [left, right]] = [tapsOn(rows), tapsOn(columns)]
  const [down, across] = [rows.dilation * columns.n, columns.dilation]
  for (let at = 0, corner = -rows.before * columns.n; at < out.length; corner += rows.n * columns.n) {
    for (let p = 0; p < rows.windows; p++) {
      for (let q = 0; q < columns.windows; q++, at++) {
        const start = corner + p * rows.stride * columns.n + q * columns.stride - columns.before
        let most = Number.NEGATIVE_INFINITY
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across) {
            const v = x[from]!
            // NaN, once found, stays: nothing is larger than it.
            if (v > most || Number.isNaN(v)) most = v
          }
        }
        out[at] = most
      }
    }
  }
}

function pick(
  dx: TypedArray,
  x: TypedArray,
  y: TypedArray,
  [rows, columns]: Windows,
  out: Float64Array,
): void {
  const [[top, bottom], [left, right]] = [tapsOn(rows), tapsOn(columns)]
  const [down, across] = [rows.dilation * columns.n, columns.dilation]
  for (let at = 0, corner = -rows.before * columns.n; at < out.length; corner += rows.n * columns.n) {
    for (let p = 0; p < rows.windows; p++) {
      for (let q = 0; q < columns.windows; q++, at++) {
        const start = corner + p * rows.stride * columns.n + q * columns.stride - columns.before
        const most = y[at]!
        let ties = 0
        let sum = 0
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across) {
            if (x[from] === most) {
              ties++
              sum += dx[from]!
            } else if (Number.isNaN(most) && dx[from] !== 0) sum = Number.NaN
          }
        }
        out[at] = ties > 1 ? sum / ties : sum
      }
    }
  }
}

function share(
  dy: TypedArray,
  x: TypedArray,
  y: TypedArray,
  [rows, columns]: Windows,
  out: Float64Array,
): void {
  const [[top, bottom], [left, right]] = [tapsOn(rows), tapsOn(columns)]
  const [down, across] = [rows.dilation * columns.n, columns.dilation]
  for (let at = 0, corner = -rows.before * columns.n; at < dy.length; corner += rows.n * columns.n) {
    for (let p = 0; p < rows.windows; p++) {
      for (let q = 0; q < columns.windows; q++, at++) {
        const change = dy[at]!
        if (change === 0) continue
        const start = corner + p * rows.stride * columns.n + q * columns.stride - columns.before
        const most = y[at]!
        let ties = 0
        let last = 0
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across) {
            if (x[from] === most) {
              ties++
              last = from
            }
          }
        }
        if (ties === 1) {
          out[last]! += change
          continue
        }
        // Where the largest is NaN nothing is equal to it, and the whole window gets NaN.
        const part = ties === 0 ? Number.NaN : change / ties
        for (let i = top[p]!; i < bottom[p]!; i++) {
          const end = start + i * down + right[q]! * across
          for (let from = start + i * down + left[q]! * across; from < end; from += across) {
            if (x[from] === most || ties === 0) out[from]! += part
          }
        }
      }
    }
  }
}

/**
 * The largest value in each window along one axis; NaN where there is one. Padding is never chosen.
 *
 * x : [n, c, l] → [n, c, l′]; dy = dx of the largest, shared equally where several tie
 */
export function maxPool1d(x: Tensor, options: PoolOptions): Tensor {
  return pooled('maxPool1d', 1, x, options, [], (x, windows) => apply(MAX_POOL, [x], windows))
}

/**
 * The largest value in each window of an image; NaN where there is one. Padding is never chosen.
 *
 * x : [n, c, h, w] → [n, c, h′, w′]; dy = dx of the largest, shared equally where several tie
 *
 * Throws a `ShapeError` for a window that is larger than the padded image, or that sees nothing but padding.
 *
 * @example
 * maxPool2d(x, { window: 2 })                            // [n, c, 24, 24] → [n, c, 12, 12]
 * maxPool2d(x, { window: 3, stride: 2, padding: 1 })     // → [n, c, 12, 12]
 */
export function maxPool2d(x: Tensor, options: PoolOptions): Tensor {
  return pooled('maxPool2d', 2, x, options, [], (x, windows) => apply(MAX_POOL, [x], windows))
}
