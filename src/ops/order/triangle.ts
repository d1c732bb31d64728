// Triangles of matrices: all beyond a diagonal set to 0.
import { fromData, scalar } from '../../create.js'
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { where } from '../comparison.js'

/** x where the column less the row is within bounds, and 0 elsewhere. */
function kept(op: string, x: Tensor, isKept: (column: number, row: number) => boolean, k: number): Tensor {
  checkMatrices(op, x)
  checkDiagonal(op, k)
  const [m, n] = [x.shape.at(-2)!, x.shape.at(-1)!]
  const mask = Uint8Array.from({ length: m * n }, (_, at) => (isKept(at % n, Math.floor(at / n)) ? 1 : 0))
  return where(fromData(mask, [m, n], 'bool'), x, scalar(0, x.dtype))
}

/** Refuses what has no last two axes. */
export function checkMatrices(op: string, x: Tensor): void {
  checkTensor(op, x)
  if (x.rank < 2)
    throw new ShapeError(op, `wants matrices in the last two axes, got shape ${formatShape(x.shape)}`, [
      x.shape,
    ])
}

/** Refuses what names no diagonal. */
export function checkDiagonal(op: string, k: number): void {
  if (!Number.isSafeInteger(k))
    throw new ArgumentError(
      op,
      `a diagonal is named by a whole number, 0 for the main one, got ${describe(k)}`,
    )
}

/**
 * The lower triangles of matrices: what stands above the kth diagonal is 0, whatever it was. k = 0 is the main diagonal, 1 the
 * one above it.
 *
 * [..., m, n] → [..., m, n]; dy = tril(dx, k)
 */
export const tril = (x: Tensor, k = 0): Tensor => kept('tril', x, (column, row) => column - row <= k, k)

/**
 * The upper triangles of matrices: what stands below the kth diagonal is 0, whatever it was. k = 0 is the main diagonal, 1 the
 * one above it.
 *
 * [..., m, n] → [..., m, n]; dy = triu(dx, k)
 */
export const triu = (x: Tensor, k = 0): Tensor => kept('triu', x, (column, row) => column - row >= k, k)
