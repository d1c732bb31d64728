// Eigenvalues and eigenvectors of symmetric matrices.
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { mul } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { sum } from '../../reduce.js'
import { castResult, storage } from '../../storage.js'
import { eigenOf } from '../dense/symmetric.js'
import { mirrored } from '../mirror.js'
import { acrossRows, square } from '../square.js'
import { reciprocals } from './rank.js'

/** What a symmetric matrix is made of: A = V·diag(values)·Vᵀ. */
export interface Eigh<S extends Shape = Shape> {
  /** Eigenvalues in ascending order: [..., n]. */
  readonly values: Tensor
  /** Eigenvectors of length 1 as columns, in the same order: [..., n, n]. */
  readonly vectors: Tensor<S>
}

/** Rows of eigenvectors, then a row of eigenvalues: constants, in float64, which both ops read. */
const FACTORS: Operation = {
  name: 'eigh',
  shape: ([x]) => [...x!.shape.slice(0, -2), x!.shape.at(-1)! + 1, x!.shape.at(-1)!],
  dtype: () => 'float64',
  forward([x], _, shape) {
    const n = shape.at(-1)!
    const out = new Float64Array(sizeOf(shape))
    for (let matrix = 0; matrix * (n + 1) * n < out.length; matrix++) {
      const { values, vectors } = eigenOf(valuesOf(x!), matrix * n * n, n)
      out.set(vectors, matrix * (n + 1) * n)
      out.set(values, matrix * (n + 1) * n + n * n)
    }
    return out
  },
  batch: params => params,
}

/** Of symmetric matrices and their factors. dλ = diag(Vᵀ·dA·V) */
const VALUES: Operation = {
  name: 'eigh',
  shape: ([x]) => x!.shape.slice(0, -1),
  dtype: ([x]) => x!.dtype,
  forward([, factors], _, shape, dtype) {
    const n = factors!.shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(factors!)
    for (let i = 0; i < out.length; i++) out[i] = values[i + (Math.floor(i / n) + 1) * n * n]!
    return castResult('eigh', dtype, out)
  },
  batch: params => params,
  differentials([a, factors]) {
    const vectors = () => apply(VECTORS, [a!, stopGradient(factors!)], undefined)
    return [
      {
        jvp(da) {
          const v = vectors()
          return sum(mul(v, matmul(da, v)), { axis: -2 })
        },
        vjp(dy) {
          const v = vectors()
          return matmul(mul(v, acrossRows(dy)), v, { transposeB: true })
        },
      },
      undefined,
    ]
  },
}

/** Of symmetric matrices and their factors. dV = V·(F ⊙ Vᵀ·dA·V) with Fᵢⱼ = 1/(λⱼ − λᵢ) */
const VECTORS: Operation = {
  name: 'eigh',
  shape: ([x]) => x!.shape,
  dtype: ([x]) => x!.dtype,
  forward([, factors], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(factors!)
    for (let matrix = 0; matrix * n * n < out.length; matrix++)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) out[(matrix * n + i) * n + j] = values[(matrix * (n + 1) + j) * n + i]!
    return castResult('eigh', dtype, out)
  },
  batch: params => params,
  differentials([a, factors], v) {
    const apart = () => {
      const values = apply(VALUES, [a!, stopGradient(factors!)], undefined)
      return reciprocals(values, { op: 'eigh', what: 'eigenvalues', sign: -1 })
    }
    return [
      {
        jvp: da => matmul(v, mul(apart(), matmul(v, matmul(da, v), { transposeA: true }))),
        vjp: dy =>
          matmul(matmul(v, mul(apart(), matmul(v, dy, { transposeA: true }))), v, { transposeB: true }),
      },
      undefined,
    ]
  },
}

/**
 * The eigenvalues and eigenvectors of each symmetric matrix in the last two axes; float also for integers. Of each vector the
 * value of largest size is positive.
 *
 * [..., n, n] → [..., n] and [..., n, n]; dy: dλ = diag(VᵀdA·V), dV = V·(F ⊙ VᵀdA·V) with Fᵢⱼ = 1/(λⱼ − λᵢ) beside the
 * diagonal (Giles 2008, An extended collection of matrix derivative results, 3.1), with dA as its lower triangle says
 *
 * Only the lower triangle is read, as LAPACK and NumPy do. Vectors of equal eigenvalues are any basis of what they span, and
 * have no derivative: it is refused where two eigenvalues are equal to rounding, n·eps of the largest. Derivatives of values
 * alone need no vectors' derivative and are not refused; where two are equal they go by the order in which these come. Second
 * derivatives of values need vectors' first. A matrix with a NaN or an infinity gives NaN.
 */
export function eigh<S extends Shape>(x: Tensor<S>): Eigh<S> {
  const a = mirrored(square('eigh', x))
  const factors = apply(FACTORS, [stopGradient(a)], undefined)
  return {
    values: apply(VALUES, [a, factors], undefined),
    vectors: apply(VECTORS, [a, factors], undefined) as Tensor<S>,
  }
}
