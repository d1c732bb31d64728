// What ops on images are given: a batch of them with channels, and kernels whose groups divide channels.
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'

const AXES = { 1: '[n, c, l]', 2: '[n, c, h, w]' } as const

/** Refuses what is no batch of images, or of lines for rank 1. */
export function checkImage(op: string, x: Tensor, rank: 1 | 2): void {
  checkTensor(op, x)
  if (x.rank !== rank + 2)
    throw new ShapeError(op, `wants an input ${AXES[rank]}, got shape ${formatShape(x.shape)}`, [x.shape])
}

/** The number of groups, for a kernel of the right rank. */
export function checkKernel(op: string, kernel: Tensor, rank: 1 | 2, groups = 1): number {
  checkTensor(op, kernel)
  if (kernel.rank !== rank + 2 || kernel.shape.slice(2).includes(0)) {
    throw new ShapeError(
      op,
      `wants a kernel of rank ${rank + 2} whose last ${rank === 1 ? 'axis is' : 'two axes are'} not empty, got shape ${formatShape(kernel.shape)}`,
      [kernel.shape],
    )
  }
  if (!Number.isSafeInteger(groups) || groups < 1)
    throw new ArgumentError(op, `groups must be a whole number ≥ 1, got ${describe(groups)}`)
  return groups
}
