// Every window of an image written out, and its adjoint, which adds windows up: what makes a convolution a matrix product.
import { allocate, type TypedArray } from '../../dtype.js'
import { apply, type Operation } from '../../graph/index.js'
import { type Shape, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { inRange } from '../broadcast.js'
import { castResult, storage } from '../storage.js'
import { type Windows, windowsAt } from './window.js'

/** [..., kh, kw, oh, ow]: values by tap, then by window. Zeros where a tap stands on padding. */
const UNFOLD: Operation<Windows> = {
  name: 'unfold',
  shape: ([x], windows) => [...x!.shape.slice(0, -2), ...tapsThenWindows(windows)],
  forward([x], windows, shape, dtype) {
    const out = allocate(dtype, sizeOf(shape))
    const [{ n: h }, { n: w }] = windows
    copyWindows(valuesOf(x!), sizeOf(x!.shape) / (h * w || 1), windows, out)
    return out
  },
  batch: windows => windows,
  differentials: (_, _y, windows) => [{ jvp: dx => unfold(dx, windows), vjp: dy => fold(dy, windows) }],
}

/** [..., h, w]: each value the sum of what the windows hold at its place. */
const FOLD: Operation<Windows> = {
  name: 'fold',
  shape: ([x], [{ n: h }, { n: w }]) => [...x!.shape.slice(0, -4), h, w],
  forward([x], windows, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    inRange(valuesOf(x!), out, (x, out) => {
      // Many values land on one: their sums are gathered in float64.
      const sums = out instanceof Float64Array ? out : new Float64Array(out.length)
      const [{ n: h }, { n: w }] = windows
      addWindows(x, sizeOf(shape) / (h * w || 1), windows, sums)
      if (sums !== out) out.set(sums)
    })
    return castResult('fold', dtype, out)
  },
  batch: windows => windows,
  differentials: (_, _y, windows) => [{ jvp: dx => fold(dx, windows), vjp: dy => unfold(dy, windows) }],
}

/**
 * The windows of an image: y[…, i, j, p, q] = x[…, p·s + i·d − before, q·s + j·d − before], and 0 on padding.
 *
 * [..., h, w] → [..., kh, kw, oh, ow]; linear, the adjoint is `fold`
 */
export const unfold = (x: Tensor, windows: Windows): Tensor => apply(UNFOLD, [x], windows)

/** Windows added up where they came from: the adjoint of `unfold`. [..., kh, kw, oh, ow] → [..., h, w] */
export const fold = (x: Tensor, windows: Windows): Tensor => apply(FOLD, [x], windows)

const tapsThenWindows = ([rows, columns]: Windows): Shape => [
  rows.taps,
  columns.taps,
  rows.windows,
  columns.windows,
]

/**
 * Row by row: neighbouring windows read neighbouring values. Where windows move down by no more than their taps do, most of what a
 * tap reads the tap above it has read, some windows further down, and that is moved as a whole.
 */
function copyWindows(x: TypedArray, planes: number, [rows, columns]: Windows, out: TypedArray): void {
  const step = columns.stride
  const shift = rows.dilation / rows.stride
  const fresh = Number.isInteger(shift) && shift < rows.windows ? rows.windows - shift : 0
  const block = rows.windows * columns.windows
  let start = 0
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < rows.taps; i++) {
      const [top, bottom] = windowsAt(rows, i)
      for (let j = 0; j < columns.taps; j++, start += block) {
        const [left, right] = windowsAt(columns, j)
        const above = start - columns.taps * block
        if (i > 0 && fresh > 0) out.copyWithin(start, above + shift * columns.windows, above + block)
        for (let p = i > 0 ? Math.max(top, fresh) : top; p < bottom; p++) {
          const row = plane * rows.n + p * rows.stride + i * rows.dilation - rows.before
          let from = row * columns.n + left * step + j * columns.dilation - columns.before
          const line = start + p * columns.windows
          for (let at = line + left; at < line + right; at++, from += step) out[at] = x[from]!
        }
      }
    }
  }
}

/** The same places, the other way. */
function addWindows(x: TypedArray, planes: number, [rows, columns]: Windows, out: Float64Array): void {
  const step = columns.stride
  let line = 0
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < rows.taps; i++) {
      const [top, bottom] = windowsAt(rows, i)
      for (let j = 0; j < columns.taps; j++, line += rows.windows) {
        const [left, right] = windowsAt(columns, j)
        for (let p = top; p < bottom; p++) {
          const row = plane * rows.n + p * rows.stride + i * rows.dilation - rows.before
          let to = row * columns.n + left * step + j * columns.dilation - columns.before
          const start = (line + p) * columns.windows
          for (let at = start + left; at < start + right; at++, to += step) out[to]! += x[at]!
        }
      }
    }
  }
}
