// Convolutions, as networks mean them (the kernel is not turned around): windows written out, times the kernel as a matrix.
import { countable, type DType, promote } from '../../dtype.js'
import { checkOptions, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { add } from '../arithmetic.js'
import { commonDType } from '../operand.js'
import { cast, reshape } from '../reshape.js'
import { convolve } from './convolve.js'
import { checkImage, checkKernel } from './image.js'
import { type WindowOptions, type Windows, windowsOf } from './window.js'

/** How a convolution moves, and what belongs together. */
export interface ConvOptions extends WindowOptions {
  /** Into how many groups channels are divided, each with kernels of its own; 1 unless given. */
  readonly groups?: number
  /** One number for each output channel, added everywhere. */
  readonly bias?: Tensor
}

/**
 * Convolution along one axis: y[n, o, p] = Σ over c, j of kernel[o, c, j]·x[n, c, p·stride + j·dilation − padding].
 *
 * x : [n, c, l], kernel : [o, c/groups, k] → [n, o, l′]; dy = conv1d(dx, kernel) + conv1d(x, dkernel)
 *
 * Throws a `ShapeError` where channels do not fit or the kernel is larger than the padded input.
 */
export function conv1d(x: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  return convolution('conv1d', 1, x, kernel, options)
}

/**
 * Convolution of images: y[n, o, p, q] = Σ over c, i, j of kernel[o, c, i, j]·x[n, c, p·stride + i·dilation − padding, …].
 *
 * x : [n, c, h, w], kernel : [o, c/groups, kh, kw] → [n, o, h′, w′]; dy = conv2d(dx, kernel) + conv2d(x, dkernel)
 *
 * Throws a `ShapeError` where channels do not fit or the kernel is larger than the padded image.
 *
 * @example
 * conv2d(images, kernel)                                    // [n, 1, 28, 28], [16, 1, 5, 5] → [n, 16, 24, 24]
 * conv2d(images, kernel, { padding: 'same', stride: 2 })    // → [n, 16, 14, 14]
 */
export function conv2d(x: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  return convolution('conv2d', 2, x, kernel, options)
}

function convolution(op: string, rank: 1 | 2, x: Tensor, kernel: Tensor, options: ConvOptions): Tensor {
  checkOptions(op, options, ['stride', 'padding', 'dilation', 'groups', 'bias'])
  checkImage(op, x, rank)
  const groups = checkKernel(op, kernel, rank, options.groups)
  const [n, c] = [x.shape[0]!, x.shape[1]!]
  const [o, own] = [kernel.shape[0]!, kernel.shape[1]!]
  if (c !== own * groups || o % groups !== 0) {
    const each = groups === 1 ? '' : ` in ${groups} groups`
    throw new ShapeError(
      op,
      `an input of shape ${formatShape(x.shape)} and a kernel of shape ${formatShape(kernel.shape)} do not fit${each}: the kernel takes ${own * groups} channels and gives ${o}, the input has ${c}`,
      [x.shape, kernel.shape],
    )
  }
  const windows = windowsOf(op, x.shape, kernel.shape.slice(2), options)
  const dtype = dtypeOf(op, x, kernel, options.bias)
  const image = reshape(cast(x, dtype), [n, c, windows[0].n, windows[1].n])
  const y = convolve(image, asImages(cast(kernel, dtype)), windows, groups)
  return biased(op, reshape(y, [n, o, ...windowCounts(rank, windows)]), options.bias)
}

/** Kernels along one axis as those of images of one row. */
export const asImages = (kernel: Tensor): Tensor =>
  kernel.rank === 4 ? kernel : reshape(kernel, [...kernel.shape.slice(0, 2), 1, kernel.shape[2]!])

/** The dtype in which all that a convolution is given meets. */
export function dtypeOf(op: string, x: Tensor, kernel: Tensor, bias: Tensor | undefined): DType {
  const dtype = countable(commonDType(op, x, kernel))
  if (bias === undefined) return dtype
  checkTensor(op, bias)
  return promote(dtype, bias.dtype)
}

/** How many windows there are along each of the axes that the user has. */
export const windowCounts = (rank: 1 | 2, [rows, columns]: Windows): readonly number[] =>
  rank === 1 ? [columns.windows] : [rows.windows, columns.windows]

/** y with one number for each channel added. */
export function biased(op: string, y: Tensor, bias: Tensor | undefined): Tensor {
  if (bias === undefined) return y
  const channels = y.shape[1]!
  if (bias.rank !== 1 || bias.size !== channels) {
    throw new ShapeError(
      op,
      `the bias must have shape ${formatShape([channels])}, one number for each output channel, got ${formatShape(bias.shape)}`,
      [bias.shape],
    )
  }
  return add(y, reshape(bias, [channels, ...y.shape.slice(2).map(() => 1)]) as Tensor)
}
