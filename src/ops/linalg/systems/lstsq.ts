// Least squares: the solution of as many or more equations than unknowns that leaves the least, or the shortest of many.
import { epsilonOf } from '../../../dtype.js'
import { ArgumentError, checkOptions, describe } from '../../../errors.js'
import { apply, type Operation } from '../../../graph/index.js'
import { sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { add, sub } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { singularOf } from '../dense/singular.js'
import { inDType, product, put, reading, turned, viewOf } from '../dense/view.js'
import { qr } from '../factors/qr.js'
import { ofFullRank } from '../factors/rank.js'
import { matrices, transposed } from '../square.js'
import { systemOf } from './operands.js'
import { solveTriangular } from './triangular.js'

/** What is done about columns, or rows, that depend on one another. */
export interface LstsqOptions {
  /**
   * `throw` (default) names the matrix and the first column that depends on others; `minimumNorm` gives the shortest of all
   * solutions, by singular values above max(m, n)·eps of the largest.
   */
  readonly rankDeficient?: 'throw' | 'minimumNorm'
}

/** [..., m, n] → [..., n, m]: the Moore–Penrose inverse, whose rank a small change of A does not change. */
const PSEUDO_INVERSE: Operation = {
  name: 'lstsq',
  shape: ([x]) => [...x!.shape.slice(0, -2), x!.shape.at(-1)!, x!.shape.at(-2)!],
  forward([x], _, shape, dtype) {
    const [m, n] = x!.shape.slice(-2) as [number, number]
    const out = new Float64Array(sizeOf(shape))
    for (let start = 0; start < out.length; start += m * n) {
      const own = reading(valuesOf(x!), start, m, n)
      const tall = m < n ? viewOf(new Float64Array(m * n), n, m) : own
      if (m < n) put(turned(own), tall)
      const k = tall.columns
      const { u, s, v } = singularOf(tall.data, tall.start, tall.rows, k)
      const least = Math.max(m, n) * epsilonOf(dtype) * (s[0] ?? 0)
      for (let i = 0; i < k; i++)
        for (let j = 0; j < k; j++) v[i * k + j] = s[j]! <= least ? 0 : v[i * k + j]! / s[j]!
      const inverse = viewOf(product(viewOf(v, k), turned(viewOf(u, tall.rows, k))), k, tall.rows)
      put(m < n ? turned(inverse) : inverse, viewOf(out, n, m, start))
    }
    return inDType(dtype, out)
  },
  batch: params => params,
  // dY = −Y·dA·Y + Y·Yᵀ·dAᵀ·(I − A·Y) + (I − Y·A)·dAᵀ·Yᵀ·Y
  differentials: ([a], y) => [
    {
      jvp(da) {
        const own = matmul(matmul(y, da), y)
        const p = matmul(y, matmul(da, y), { transposeB: true })
        const q = matmul(matmul(y, da), y, { transposeA: true })
        return sub(add(sub(p, matmul(matmul(p, a!), y)), sub(q, matmul(y, matmul(a!, q)))), own)
      },
      vjp(dy) {
        const own = matmul(matmul(y, dy, { transposeA: true }), y, { transposeB: true })
        const p = matmul(matmul(dy, y, { transposeA: true }), y, { transposeB: true })
        const q = matmul(y, matmul(y, dy, { transposeB: true }), { transposeA: true })
        return sub(add(sub(p, matmul(a!, matmul(y, p))), sub(q, matmul(matmul(q, y), a!))), own)
      },
    },
  ],
}

/**
 * The solution y for which ‖A·y − b‖ is least, for each matrix A in the last two axes, by QR factors; where there are fewer
 * equations than unknowns, the shortest that meets them. Float also for integers.
 *
 * [..., m, n], [m] → [..., n]; [..., m, n], [..., m, k] → [..., n, k]; dy = A⁺·(db − dA·y) + (AᵀA)⁻¹·dAᵀ·(b − A·y) for m ≥ n
 * (Golub & Pereyra 1973, The differentiation of pseudo-inverses and nonlinear least squares problems)
 *
 * A column (for m < n a row) that those before it give, to max(m, n)·eps of its length, is refused by its place. With
 * `rankDeficient: 'minimumNorm'` the shortest solution is given by singular values, and its derivative is that for changes which
 * leave the rank as it is. Leading axes are batches and broadcast; one vector serves all of them.
 */
export function lstsq(a: Tensor, b: Tensor, options: LstsqOptions = {}): Tensor {
  const op = 'lstsq'
  checkOptions(op, options, ['rankDeficient'])
  const { rankDeficient = 'throw' } = options
  if (rankDeficient !== 'throw' && rankDeficient !== 'minimumNorm')
    throw new ArgumentError(
      op,
      `rankDeficient must be 'throw' or 'minimumNorm', got ${describe(rankDeficient)}`,
    )
  const { a: matrix, b: right, shaped } = systemOf(op, matrices(op, a), b)
  if (rankDeficient === 'minimumNorm')
    return shaped(matmul(apply(PSEUDO_INVERSE, [matrix], undefined), right))
  const [m, n] = matrix.shape.slice(-2) as [number, number]
  const columns = m < n ? 'row' : 'column'
  const factors = qr(m < n ? transposed(matrix) : matrix)
  const r = ofFullRank(factors.r, { op, of: matrix.shape, columns, slope: false })
  // A = QR: R·y = Qᵀb. Aᵀ = QR: y = Q·z with Rᵀ·z = b.
  return shaped(
    m < n
      ? matmul(factors.q, solveTriangular(r, right, { lower: false, transposed: true }))
      : solveTriangular(r, matmul(factors.q, right, { transposeA: true }), { lower: false }),
  )
}
