// The QR factors of matrices.
import { apply, type Operation } from '../../../graph/index.js'
import { sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { add, sub } from '../../arithmetic.js'
import { concat } from '../../concat.js'
import { matmul } from '../../matmul.js'
import { castResult, storage } from '../../storage.js'
import { qrOf } from '../dense/householder.js'
import { mirrored } from '../mirror.js'
import { columnsOf, matrices, rowsOf, transposed } from '../square.js'
import { solveOn } from '../systems/triangular.js'
import { triangle } from '../triangle.js'
import { ofFullRank } from './rank.js'

/** The factors of A = Q·R. */
export interface QR {
  /** Columns of length 1, orthogonal to one another: [..., m, k] with k = min(m, n). */
  readonly q: Tensor
  /** Upper triangular: [..., k, n]. */
  readonly r: Tensor
}

/** [..., m, n] with m ≥ n → Q [m, n] above R [n, n], in [..., m + n, n] */
const QR_FACTORS: Operation = {
  name: 'qr',
  shape: ([x]) => [...x!.shape.slice(0, -2), x!.shape.at(-2)! + x!.shape.at(-1)!, x!.shape.at(-1)!],
  forward([x], _, shape, dtype) {
    const [m, n] = x!.shape.slice(-2) as [number, number]
    const out = storage(dtype, sizeOf(shape))
    for (let matrix = 0; matrix * (m + n) * n < out.length; matrix++) {
      const { q, r } = qrOf(valuesOf(x!), matrix * m * n, m, n)
      out.set(q.data, matrix * (m + n) * n)
      out.set(r.data, matrix * (m + n) * n + m * n)
    }
    return castResult('qr', dtype, out)
  },
  batch: params => params,
  differentials([x], y) {
    const [m, n] = x!.shape.slice(-2) as [number, number]
    const part = (both: Tensor) => ({ q: rowsOf(both, 0, m), r: rowsOf(both, m, m + n) })
    const factors = () => {
      const { q, r } = part(y)
      return { q, r: ofFullRank(r, { op: 'qr', of: x!.shape, columns: 'column', slope: true }) }
    }
    return [
      {
        // With M = Qᵀ·dA·R⁻¹ and Ω = M below the diagonal less its transpose: dQ = dA·R⁻¹ − Q·(M − Ω), dR = (M − Ω)·R.
        jvp(dx) {
          const { q, r } = factors()
          const right = solveOn(r, dx, { lower: false, right: true })
          const inner = matmul(q, right, { transposeA: true })
          const below = triangle(inner, { lower: true, diagonal: 0 })
          const rest = add(sub(inner, below), transposed(below))
          const dr = triangle(matmul(rest, r), { lower: false, diagonal: 1 })
          return concat([sub(right, matmul(q, rest)), dr], -2)
        },
        // Ā = (Q̄ + Q·M)·R⁻ᵀ, with M the lower triangle of R·R̄ᵀ − Q̄ᵀ·Q, mirrored.
        vjp(dy) {
          const { q, r } = factors()
          const bar = part(dy)
          const upper = triangle(bar.r, { lower: false, diagonal: 1 })
          const inner = sub(matmul(r, upper, { transposeB: true }), matmul(bar.q, q, { transposeA: true }))
          const whole = add(bar.q, matmul(q, mirrored(inner)))
          return solveOn(r, whole, { lower: false, transposed: true, right: true })
        },
      },
    ]
  },
}

/**
 * The reduced QR factors of each matrix in the last two axes, by Householder reflections; float also for integers. Diagonal
 * entries of R have the signs that LAPACK, NumPy and PyTorch give them.
 *
 * [..., m, n] → [..., m, k] and [..., k, n] with k = min(m, n); dy: dQ = dA·R⁻¹ − Q·(M − Ω), dR = (M − Ω)·R with M = QᵀdA·R⁻¹
 * and Ω = M below the diagonal less its transpose (Walter & Lehmann 2010, Algorithmic differentiation of linear algebra
 * functions)
 *
 * The derivative wants the first k columns to have full rank, and is refused where they do not.
 */
export function qr(x: Tensor): QR {
  const a = matrices('qr', x)
  const [m, n] = a.shape.slice(-2) as [number, number]
  const both = apply(QR_FACTORS, [m < n ? columnsOf(a, 0, m) : a], undefined)
  const k = Math.min(m, n)
  const [q, r] = [rowsOf(both, 0, m), rowsOf(both, m, m + k)]
  if (m >= n) return { q, r }
  // What stands to the right of a square block is met by its Q.
  return { q, r: concat([r, matmul(q, columnsOf(a, m, n), { transposeA: true })], -1) }
}
