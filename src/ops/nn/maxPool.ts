// The largest value in each window of an image.
import { allocate, type TypedArray } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { castResult, storage } from '../storage.js'
import { type PoolOptions, pooled } from './pool.js'
import { type Axis, reachOf, type Windows, windowsAt } from './window.js'

/** [..., h, w] → [..., oh, ow] */
const MAX_POOL: Operation<Windows> = {
  name: 'maxPool',
  shape: ([x], windows) => [...x!.shape.slice(0, -2), ...windows.map(axis => axis.windows)],
  forward([x], windows, shape, dtype) {
    // In float for whole numbers too: −∞ is below all of them.
    const out = storage(dtype, sizeOf(shape))
    largest(valuesOf(x!), windows, out)
    return castResult('maxPool', dtype, out)
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
    return dtype === 'float64' ? out : new Float32Array(out)
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
    // Where windows overlap, many values may land on one: their sums are gathered in float64.
    const overlap = windows.some(({ taps, stride, dilation }) => reachOf(taps, dilation) > stride)
    const out = allocate(overlap ? 'float64' : dtype, sizeOf(shape))
    share(valuesOf(dy!), valuesOf(x!), valuesOf(y!), windows, out)
    return out instanceof Float64Array && dtype === 'float32' ? new Float32Array(out) : out
  },
  batch: windows => windows,
  differentials: ([, x, y], _, windows) => [
    { jvp: dy => apply(SHARE, [dy, x!, y!], windows), vjp: dx => apply(PICK, [dx, x!, y!], windows) },
    undefined,
    undefined,
  ],
}

/** For each tap along columns the first window that sees a value by it, and the one after the last, one behind the other. */
const edgesOf = (columns: Axis): Int32Array =>
  Int32Array.from(Array.from({ length: columns.taps }, (_, tap) => windowsAt(columns, tap)).flat())

// All of these go along rows of windows, tap by tap, so that the inner loop walks over neighbours.

function largest(x: TypedArray, [rows, columns]: Windows, out: TypedArray): void {
  const edges = edgesOf(columns)
  const step = columns.stride
  out.fill(Number.NEGATIVE_INFINITY)
  for (let line = 0, start = 0; start < out.length; line++, start += columns.windows) {
    const plane = Math.floor(line / rows.windows)
    const first = (line % rows.windows) * rows.stride - rows.before
    for (let i = 0; i < rows.taps; i++) {
      const row = first + i * rows.dilation
      if (row < 0 || row >= rows.n) continue
      for (let j = 0; j < columns.taps; j++) {
        const left = edges[2 * j]!
        const right = edges[2 * j + 1]!
        let from = (plane * rows.n + row) * columns.n + left * step + j * columns.dilation - columns.before
        for (let at = start + left; at < start + right; at++, from += step) {
          // Without a branch, whose outcome nobody can predict; a NaN stays.
          out[at] = Math.max(out[at]!, x[from]!)
        }
      }
    }
  }
}

/** How many values of each window are its largest; 0 where that is NaN. */
function countTies(x: TypedArray, y: TypedArray, [rows, columns]: Windows): Uint32Array {
  const ties = new Uint32Array(y.length)
  const edges = edgesOf(columns)
  const step = columns.stride
  for (let line = 0, start = 0; start < y.length; line++, start += columns.windows) {
    const plane = Math.floor(line / rows.windows)
    const first = (line % rows.windows) * rows.stride - rows.before
    for (let i = 0; i < rows.taps; i++) {
      const row = first + i * rows.dilation
      if (row < 0 || row >= rows.n) continue
      for (let j = 0; j < columns.taps; j++) {
        const left = edges[2 * j]!
        const right = edges[2 * j + 1]!
        let from = (plane * rows.n + row) * columns.n + left * step + j * columns.dilation - columns.before
        for (let at = start + left; at < start + right; at++, from += step) {
          ties[at]! += Number(x[from] === y[at])
        }
      }
    }
  }
  return ties
}

function pick(
  dx: TypedArray,
  x: TypedArray,
  y: TypedArray,
  [rows, columns]: Windows,
  out: Float64Array,
): void {
  const ties = countTies(x, y, [rows, columns])
  const edges = edgesOf(columns)
  const step = columns.stride
  for (let line = 0, start = 0; start < out.length; line++, start += columns.windows) {
    const plane = Math.floor(line / rows.windows)
    const first = (line % rows.windows) * rows.stride - rows.before
    for (let i = 0; i < rows.taps; i++) {
      const row = first + i * rows.dilation
      if (row < 0 || row >= rows.n) continue
      for (let j = 0; j < columns.taps; j++) {
        const left = edges[2 * j]!
        const right = edges[2 * j + 1]!
        let from = (plane * rows.n + row) * columns.n + left * step + j * columns.dilation - columns.before
        for (let at = start + left; at < start + right; at++, from += step) {
          // Where the largest is NaN nothing is equal to it, and any change makes NaN.
          if (x[from] === y[at]) out[at]! += dx[from]!
          else if (ties[at] === 0 && dx[from] !== 0) out[at] = Number.NaN
        }
      }
    }
  }
  for (let at = 0; at < out.length; at++) if (ties[at]! > 1) out[at]! /= ties[at]!
}

function share(
  dy: TypedArray,
  x: TypedArray,
  y: TypedArray,
  [rows, columns]: Windows,
  out: TypedArray,
): void {
  // What each of the largest gets; where that is NaN nothing is equal to it, and any change makes NaN of the whole window.
  const parts = new Float64Array(dy.length)
  let odd = false
  const ties = countTies(x, y, [rows, columns])
  for (let at = 0; at < ties.length; at++) {
    odd ||= ties[at] === 0
    if (dy[at] !== 0) parts[at] = ties[at] === 0 ? Number.NaN : dy[at]! / ties[at]!
  }
  const edges = edgesOf(columns)
  const step = columns.stride
  for (let line = 0, start = 0; start < dy.length; line++, start += columns.windows) {
    const plane = Math.floor(line / rows.windows)
    const first = (line % rows.windows) * rows.stride - rows.before
    for (let i = 0; i < rows.taps; i++) {
      const row = first + i * rows.dilation
      if (row < 0 || row >= rows.n) continue
      for (let j = 0; j < columns.taps; j++) {
        const left = edges[2 * j]!
        const right = edges[2 * j + 1]!
        let to = (plane * rows.n + row) * columns.n + left * step + j * columns.dilation - columns.before
        for (let at = start + left; at < start + right; at++, to += step) {
          if (x[to] === y[at]) out[to]! += parts[at]!
          else if (odd && Number.isNaN(parts[at])) out[to] = Number.NaN
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
