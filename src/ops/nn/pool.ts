// What pooling ops share: a window over each image, with at least one value of it in every place.
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { formatShape, type Shape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { reshape } from '../reshape.js'
import { checkImage } from './image.js'
import { type PerAxis, perAxis, tapsOn, type WindowOptions, type Windows, windowsOf } from './window.js'

/** How a window moves: as far as it is wide, unless a stride is given. */
export interface PoolOptions extends WindowOptions {
  /** The extent of the window. */
  readonly window: PerAxis
}

/** Runs an op on windows over the last axes of a batch of images: lines are images of one row. */
export function pooled(
  op: string,
  rank: 1 | 2,
  x: Tensor,
  options: PoolOptions,
  more: readonly string[],
  run: (image: Tensor, windows: Windows) => Tensor,
): Tensor {
  checkOptions(op, options, ['window', 'stride', 'padding', 'dilation', ...more])
  checkImage(op, x, rank)
  if (options?.window === undefined)
    throw new ArgumentError(op, `wants a window, as in ${op}(x, { window: 2 }), got ${describe(options)}`)
  const size = perAxis(op, 'window', options.window, rank)
  const windows = windowsOf(op, x.shape, size, { ...options, stride: options.stride ?? size })
  for (const axis of windows) {
    const [first, end] = tapsOn(axis)
    if (first.some((tap, p) => tap === end[p]!)) throw nothingSeen(op, x.shape, size)
  }
  const [n, c] = [x.shape[0]!, x.shape[1]!]
  const y = run(reshape(x, [n, c, windows[0].n, windows[1].n]), windows)
  return rank === 1 ? reshape(y, [n, c, windows[1].windows]) : y
}

const nothingSeen = (op: string, image: Shape, size: readonly number[]) =>
  new ShapeError(
    op,
    `some window of ${formatShape(size)} on an image of shape ${formatShape(image)} would see nothing but padding; pad by less than the window reaches`,
    [image, size],
  )
