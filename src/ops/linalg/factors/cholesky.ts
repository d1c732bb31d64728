// The Cholesky factors of symmetric positive definite matrices.
import { ArgumentError } from '../../../errors.js'
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { matmul } from '../../matmul.js'
import { type Flaw, writeCholesky } from '../dense/cholesky.js'
import { inDType } from '../dense/view.js'
import { mirrored, mirroredProduct } from '../mirror.js'
import { named, type Otherwise, otherwise, square } from '../square.js'
import { solveOn } from '../systems/triangular.js'
import { triangle } from '../triangle.js'

/** What is done about a matrix that is not positive definite. */
export interface CholeskyOptions {
  /** `throw` (default) names the matrix, the column and its pivot; `nan` gives NaN. */
  readonly indefinite?: Otherwise
}

/** The lower triangle with its diagonal halved: Murray's Φ. */
const HALVED = { lower: true, diagonal: 0.5 } as const

const CHOLESKY: Operation<{ readonly indefinite: Otherwise }> = {
  name: 'cholesky',
  shape: ([x]) => x!.shape,
  forward([x], { indefinite }, shape, dtype) {
    const n = shape.at(-1)!
    const factors = new Float64Array(sizeOf(shape))
    for (let start = 0; start < factors.length; start += n * n) {
      const flaw = writeCholesky(valuesOf(x!), start, n, factors, start)
      if (flaw === undefined) continue
      if (indefinite === 'throw') throw refusal('cholesky', shape, start / (n * n), flaw)
      for (let i = 0; i < n; i++) factors.fill(Number.NaN, start + i * n, start + i * n + i + 1)
    }
    return inDType(dtype, factors)
  },
  batch: params => params,
  // With dA the symmetric matrix that its lower triangle says, and P = Lᵀ·L̄ mirrored: L⁻ᵀ·P·L⁻¹ is symmetric.
  differentials: (_, y) => [
    {
      jvp(dx) {
        const left = solveOn(y, mirrored(dx), { lower: true })
        const whole = solveOn(y, left, { lower: true, transposed: true, right: true })
        return matmul(y, triangle(whole, HALVED))
      },
      vjp(dy) {
        const left = solveOn(y, mirroredProduct(y, dy), { lower: true, transposed: true })
        return triangle(solveOn(y, left, { lower: true, right: true }), HALVED)
      },
    },
  ],
}

/** Says which matrix is not positive definite, and where that is seen. */
export function refusal(op: string, shape: Shape, matrix: number, { column, pivot }: Flaw): ArgumentError {
  return new ArgumentError(
    op,
    `${named(shape, matrix)} is not positive definite: the pivot of column ${column} is ${pivot === 0 ? 0 : pivot}`,
  )
}

/**
 * The lower triangular L with LLᵀ = A for each symmetric positive definite matrix in the last two axes; float also for
 * integers.
 *
 * [..., n, n] → [..., n, n]; dy = y·Φ(y⁻¹·dA·y⁻ᵀ), where Φ keeps the lower triangle and halves the diagonal (Murray 2016,
 * Differentiation of the Cholesky decomposition, 8 and 10)
 *
 * Only the lower triangle of A is read, as LAPACK and NumPy do, so gradients towards A are 0 above the diagonal. A matrix that
 * is not positive definite is refused by the column that shows it, or gives NaN: `indefinite: 'nan'`.
 */
export function cholesky<S extends Shape>(a: Tensor<S>, options: CholeskyOptions = {}): Tensor<S> {
  const indefinite = otherwise('cholesky', 'indefinite', options)
  return apply(CHOLESKY, [square('cholesky', a)], { indefinite }) as Tensor<S>
}
