// The Cholesky factors of symmetric positive definite matrices.
import { ArgumentError } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { formatShape, type Shape, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { add } from '../arithmetic.js'
import { matmul } from '../matmul.js'
import { castResult, storage } from '../storage.js'
import { square, transposed } from './square.js'
import { triangle } from './triangle.js'
import { solveTriangular } from './triangular.js'

/** The lower triangle with its diagonal halved: Murray's Φ. */
const halved = (x: Tensor): Tensor => triangle(x, { lower: true, diagonal: 0.5 })

const CHOLESKY: Operation = {
  name: 'cholesky',
  shape: ([x]) => x!.shape,
  forward([x], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const factor = new Float64Array(n * n)
    for (let start = 0; start < out.length; start += n * n) {
      const flaw = writeCholesky(valuesOf(x!), start, n, factor)
      if (flaw !== undefined) throw refusal(shape, start / (n * n), flaw)
      out.set(factor, start)
    }
    return castResult('cholesky', dtype, out)
  },
  batch: params => params,
  differentials: (_, y) => [
    {
      jvp(dx) {
        // dA as the lower triangle has it, on both sides of the diagonal.
        const half = halved(dx)
        const inner = solveTriangular(y, add(half, transposed(half)))
        return matmul(y, halved(solveTriangular(y, transposed(inner))))
      },
      vjp(dy) {
        const inner = halved(matmul(y, dy, { transposeA: true }))
        const left = solveTriangular(y, inner, { transposed: true })
        const whole = solveTriangular(y, transposed(left), { transposed: true })
        return halved(add(whole, transposed(whole)))
      },
    },
  ],
}

/** A column whose pivot, the square of its diagonal entry, is not above 0. */
export interface Flaw {
  readonly column: number
  readonly pivot: number
}

/**
 * Writes L with LLᵀ = A for the n×n matrix whose lower triangle begins at a place of an array, row by row (Golub & Van Loan,
 * Matrix Computations, §4.2). Gives the first flaw, at which it stops. NaN goes on as NaN.
 */
export function writeCholesky(
  values: ArrayLike<number>,
  start: number,
  n: number,
  factor: Float64Array,
): Flaw | undefined {
  factor.fill(0)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = values[start + i * n + j]!
      for (let k = 0; k < j; k++) rest -= factor[i * n + k]! * factor[j * n + k]!
      if (j < i) factor[i * n + j] = rest / factor[j * n + j]!
      else if (rest <= 0) return { column: j, pivot: rest }
      else factor[i * n + i] = Math.sqrt(rest)
    }
  }
  return undefined
}

/** Says which matrix is not positive definite, and where that is seen. */
function refusal(shape: Shape, matrix: number, { column, pivot }: Flaw): ArgumentError {
  const which = shape.length === 2 ? 'the matrix' : `matrix ${matrix} of ${formatShape(shape)}`
  return new ArgumentError(
    'cholesky',
    `${which} is not positive definite: the pivot of column ${column} is ${pivot === 0 ? 0 : pivot}`,
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
 * is not positive definite is refused by the column that shows it.
 */
export function cholesky(a: Tensor): Tensor {
  return apply(CHOLESKY, [square('cholesky', a)], undefined)
}
