// Transposed convolutions: the adjoint of a convolution, which spreads each value of a small image over a window of a large one.
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { cast, reshape } from '../reshape.js'
import { asImages, biased, type ConvOptions, dtypeOf } from './conv.js'
import { deconvolve } from './convolve.js'
import { checkImage, checkKernel } from './image.js'
import { type Axis, ONE_ROW, type PerAxis, paddingOf, perAxis, reachOf, type Windows } from './window.js'

/** Those of the convolution whose adjoint this is, and how large its input was. */
export interface ConvTransposeOptions extends ConvOptions {
  /**
   * By how much the output is larger than the smallest that fits, 0 unless given: a convolution whose stride is s makes images of s
   * sizes equally small. Less than the stride; not beside `padding: 'same'`, which makes the output `stride` times the input.
   */
  readonly outputPadding?: PerAxis
}

/**
 * Transposed convolution along one axis: with the same options the adjoint of `conv1d`.
 *
 * x : [n, c, l], kernel : [c, o/groups, k] → [n, o, (l − 1)·stride + reach − padding + outputPadding]; dy = convTranspose1d(dx, kernel) + convTranspose1d(x, dkernel)
 */
export function convTranspose1d(x: Tensor, kernel: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return transposed('convTranspose1d', 1, x, kernel, options)
}

/**
 * Transposed convolution of images: with the same options the adjoint of `conv2d`, so that ⟨conv2d(x, k), y⟩ =
 * ⟨x, convTranspose2d(y, k)⟩.
 *
 * x : [n, c, h, w], kernel : [c, o/groups, kh, kw] → [n, o, (h − 1)·stride + reach − padding + outputPadding, …]; dy = convTranspose2d(dx, kernel) + convTranspose2d(x, dkernel)
 *
 * @example
 * convTranspose2d(x, kernel, { stride: 2, padding: 'same' })   // [n, 16, 7, 7], [16, 8, 3, 3] → [n, 8, 14, 14]
 */
export function convTranspose2d(x: Tensor, kernel: Tensor, options: ConvTransposeOptions = {}): Tensor {
  return transposed('convTranspose2d', 2, x, kernel, options)
}

function transposed(
  op: string,
  rank: 1 | 2,
  x: Tensor,
  kernel: Tensor,
  options: ConvTransposeOptions,
): Tensor {
  checkOptions(op, options, ['stride', 'padding', 'dilation', 'groups', 'bias', 'outputPadding'])
  checkImage(op, x, rank)
  const groups = checkKernel(op, kernel, rank, options.groups)
  const [n, c] = [x.shape[0]!, x.shape[1]!]
  const own = kernel.shape[1]!
  if (c !== kernel.shape[0] || c % groups !== 0) {
    const each = groups === 1 ? '' : ` in ${groups} groups`
    throw new ShapeError(
      op,
      `an input of shape ${formatShape(x.shape)} and a kernel of shape ${formatShape(kernel.shape)} do not fit${each}: the kernel takes ${kernel.shape[0]} channels, the input has ${c}`,
      [x.shape, kernel.shape],
    )
  }
  const windows = spreadOf(op, x, kernel, rank, options)
  const dtype = dtypeOf(op, x, kernel, options.bias)
  const [rows, columns] = windows
  const image = reshape(cast(x, dtype), [n, c, rows.windows, columns.windows])
  const y = deconvolve(image, asImages(cast(kernel, dtype)), windows, groups)
  const o = own * groups
  return biased(op, reshape(y, [n, o, ...(rank === 1 ? [columns.n] : [rows.n, columns.n])]), options.bias)
}

/** The windows of the convolution whose output has the extents of x. */
function spreadOf(
  op: string,
  x: Tensor,
  kernel: Tensor,
  rank: 1 | 2,
  options: ConvTransposeOptions,
): Windows {
  const strides = perAxis(op, 'stride', options.stride ?? 1, rank)
  const dilations = perAxis(op, 'dilation', options.dilation ?? 1, rank)
  const padding = paddingOf(op, options.padding ?? 0, rank)
  const more = moreOf(op, options, strides)
  const axes = strides.map((stride, i): Axis => {
    const [windows, taps, dilation] = [x.shape[2 + i]!, kernel.shape[2 + i]!, dilations[i]!]
    const reach = reachOf(taps, dilation)
    const missing = Math.max(0, reach - stride)
    const [before, after] = padding?.[i] ?? [Math.floor(missing / 2), 0]
    const n =
      padding === undefined ? windows * stride : (windows - 1) * stride + reach - before - after + more[i]!
    if (n < 1 && !(padding === undefined && windows === 0)) {
      throw new ShapeError(
        op,
        `padding leaves nothing: an input of shape ${formatShape(x.shape)} under a kernel of shape ${formatShape(kernel.shape)} gives an extent of ${n} at axis ${2 + i}`,
        [x.shape, kernel.shape],
      )
    }
    return { n, taps, stride, dilation, before, windows }
  })
  return axes.length === 1 ? [ONE_ROW, axes[0]!] : [axes[0]!, axes[1]!]
}

/** By how much each axis is larger than it has to be. */
function moreOf(
  op: string,
  { outputPadding = 0, padding }: ConvTransposeOptions,
  strides: readonly number[],
): readonly number[] {
  const list: unknown = typeof outputPadding === 'number' ? strides.map(() => outputPadding) : outputPadding
  const fits = (v: unknown, i: number) =>
    Number.isSafeInteger(v) && (v as number) >= 0 && (v as number) < strides[i]!
  if (!Array.isArray(list) || list.length !== strides.length || !list.every(fits)) {
    throw new ArgumentError(
      op,
      `outputPadding must be whole numbers from 0 up to less than the stride, which is ${strides.join(' and ')}; got ${Array.isArray(list) ? `[${list.join(', ')}]` : describe(outputPadding)}`,
    )
  }
  if (padding === 'same' && list.some(v => v !== 0))
    throw new ArgumentError(
      op,
      "padding 'same' says how large the output is; leave outputPadding out beside it",
    )
  return list as readonly number[]
}
