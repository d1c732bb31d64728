// Diagonals read out of matrices, and vectors put into them. In row-major order neighbours of a diagonal lie n + 1 apart.
import { ArgumentError, checkOptions, ShapeError } from '../../errors.js'
import { formatShape, normalizeAxis } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { pad } from '../concat.js'
import { reshape, transpose } from '../reshape.js'
import { slice } from '../slice.js'
import { checkDiagonal, checkMatrices } from './triangle.js'

/** Which diagonal to read, and of which two axes. */
export interface DiagonalOptions {
  /** 0 is the main diagonal, 1 the one above it, −1 the one below. */
  readonly offset?: number
  /** The axis of the rows, the last but one unless given. */
  readonly axis1?: number
  /** The axis of the columns, the last unless given. */
  readonly axis2?: number
}

/**
 * The diagonals of matrices. Unlike NumPy's the matrices stand in the last two axes, unless others are named; the diagonal is the
 * last axis of the result.
 *
 * [..., m, n] → [..., min(m, n)]; dy = diagonal(dx)
 */
export function diagonal(x: Tensor, options: DiagonalOptions = {}): Tensor {
  checkMatrices('diagonal', x)
  checkOptions('diagonal', options, ['offset', 'axis1', 'axis2'])
  const { offset: k = 0, axis1 = -2, axis2 = -1 } = options
  checkDiagonal('diagonal', k)
  const rows = normalizeAxis('diagonal', axis1, x.rank)
  const columns = normalizeAxis('diagonal', axis2, x.rank)
  if (rows === columns)
    throw new ArgumentError(
      'diagonal',
      `axis1 and axis2 both name axis ${rows} of shape ${formatShape(x.shape)}`,
    )
  const others = x.shape.flatMap((_, i) => (i === rows || i === columns ? [] : [i]))
  const lead = others.map(i => x.shape[i]!)
  const [m, n] = [x.shape[rows]!, x.shape[columns]!]
  const count = Math.max(0, k < 0 ? Math.min(m + k, n) : Math.min(m, n - k))
  const first = count === 0 ? 0 : k < 0 ? -k * n : k
  const flat = reshape(transpose(x, [...others, rows, columns]), [...lead, m * n])
  const last = count === 0 ? 0 : first + (count - 1) * (n + 1) + 1
  return slice(flat, [...lead.map(() => undefined), [first, last, n + 1]])
}

/**
 * A matrix with a vector as its kth diagonal and 0 elsewhere; of a matrix, that diagonal. Diagonals of a batch: `diagonal`.
 *
 * [n] → [n, n], or [n + |k|, n + |k|]; [m, n] → [min(m, n)]; dy = diag(dx, k)
 */
export function diag(x: Tensor, k = 0): Tensor {
  checkTensor('diag', x)
  checkDiagonal('diag', k)
  if (x.rank === 2) return diagonal(x, { offset: k })
  if (x.rank !== 1)
    throw new ShapeError(
      'diag',
      `wants a vector or a matrix, got shape ${formatShape(x.shape)}; diagonals of a batch: diagonal(x)`,
      [x.shape],
    )
  const n = x.size + Math.abs(k)
  // Each value with n zeros behind it, the whole with zeros in front: what is then cut into rows of n.
  const apart = reshape(
    pad(reshape(x, [x.size, 1]), [
      [0, 0],
      [0, n],
    ]),
    [x.size * (n + 1)],
  )
  const first = k < 0 ? -k * n : k
  const whole = pad(apart, [[first, Math.max(0, n * n - first - apart.size)]])
  return reshape(slice(whole, [[0, n * n]]), [n, n])
}
