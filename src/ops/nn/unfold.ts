// Every window of an image written out, and its adjoint, which adds windows up: what makes a convolution a matrix product.
import type { TypedArray } from '../../dtype.js'
import { type Windows, windowsAt } from './window.js'

/**
 * The windows of images, [planes, h, w] → [planes, kh, kw, oh, ow]; what stands on padding is left as it is, and must be 0.
 * Row by row: neighbouring windows read neighbouring values. Where windows move down by no more than their taps do, most of what a
 * tap reads the tap above it has read, some windows further down, and that is moved as a whole.
 */
export function copyWindows(x: TypedArray, planes: number, [rows, columns]: Windows, out: TypedArray): void {
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

/** Windows added up where they came from, [planes, kh, kw, oh, ow] → [planes, h, w]: the adjoint. */
export function addWindows(x: TypedArray, planes: number, [rows, columns]: Windows, out: Float64Array): void {
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
