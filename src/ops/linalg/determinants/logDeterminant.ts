// The logarithm of the determinant of symmetric positive definite matrices.
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { mul, neg } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { sum } from '../../reduce.js'
import { castResult, storage } from '../../storage.js'
import { writeCholesky } from '../dense/cholesky.js'
import { solveTriangle } from '../dense/substitute.js'
import { product, turned, viewOf } from '../dense/view.js'
import { type CholeskyOptions, refusal } from '../factors/cholesky.js'
import { mirrored } from '../mirror.js'
import { type BatchOf, beside, type Otherwise, otherwise, square } from '../square.js'

const MATRIX = { axis: [-2, -1] } as const

/** The factors of symmetric matrices: constants, as those of `solve`. */
const FACTOR: Operation<{ readonly indefinite: Otherwise }> = {
  name: 'logDeterminant',
  shape: ([x]) => x!.shape,
  dtype: () => 'float64',
  forward([x], { indefinite }, shape) {
    const n = shape.at(-1)!
    const out = new Float64Array(sizeOf(shape))
    const factor = new Float64Array(n * n)
    for (let start = 0; start < out.length; start += n * n) {
      const flaw = writeCholesky(valuesOf(x!), start, n, factor)
      if (flaw !== undefined && indefinite === 'throw')
        throw refusal('logDeterminant', shape, start / (n * n), flaw)
      if (flaw !== undefined) factor.fill(Number.NaN)
      out.set(factor, start)
    }
    return out
  },
  batch: params => params,
}

/** 2·Σ ln Lᵢᵢ, of symmetric matrices and their factors. */
const LOG_DETERMINANT: Operation = {
  name: 'logDeterminant',
  shape: ([x]) => x!.shape.slice(0, -2),
  dtype: ([x]) => x!.dtype,
  forward([, factor], _, shape, dtype) {
    const n = factor!.shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(factor!)
    for (let matrix = 0; matrix < out.length; matrix++) {
      let half = 0
      for (let i = 0; i < n; i++) half += Math.log(values[matrix * n * n + i * (n + 1)]!)
      out[matrix] = 2 * half
    }
    return castResult('logDeterminant', dtype, out)
  },
  batch: params => params,
  differentials([a, factor]) {
    const slope = () => apply(DEFINITE_INVERSE, [a!, stopGradient(factor!)], undefined)
    return [{ jvp: da => sum(mul(slope(), da), MATRIX), vjp: dy => mul(slope(), beside(dy)) }, undefined]
  },
}

/** A⁻¹ = L⁻ᵀ·L⁻¹ of symmetric matrices and their factors. */
const DEFINITE_INVERSE: Operation = {
  name: 'definiteInverse',
  shape: ([x]) => x!.shape,
  dtype: ([x]) => x!.dtype,
  forward([, factor], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    for (let start = 0; start < out.length; start += n * n) {
      const l = viewOf(valuesOf(factor!) as Float64Array, n, n, start)
      const half = viewOf(new Float64Array(n * n), n)
      for (let i = 0; i < n; i++) half.data[i * (n + 1)] = 1
      solveTriangle(l, { lower: true, unitDiagonal: false }, half)
      out.set(product(turned(half), half), start)
    }
    return castResult('definiteInverse', dtype, out)
  },
  batch: params => params,
  differentials: (_, y) => [
    {
      jvp: dx => neg(matmul(matmul(y, dx), y)),
      vjp: dy => neg(matmul(matmul(y, dy), y)),
    },
    undefined,
  ],
}

/**
 * The logarithm of the determinant of each symmetric positive definite matrix in the last two axes, by its Cholesky factor;
 * float also for integers.
 *
 * [..., n, n] → [...]; dy = ⟨A⁻¹, dA⟩ (Petersen & Pedersen, The Matrix Cookbook, 43), with dA as its lower triangle says
 *
 * Only the lower triangle is read, as by `cholesky`. A matrix that is not positive definite is refused, or gives NaN:
 * `indefinite: 'nan'`. `slogdet` takes any square matrix.
 */
export function logDeterminant<S extends Shape>(
  a: Tensor<S>,
  options: CholeskyOptions = {},
): Tensor<BatchOf<S>> {
  const indefinite = otherwise('logDeterminant', 'indefinite', options)
  const whole = mirrored(square('logDeterminant', a))
  const factor = apply(FACTOR, [stopGradient(whole)], { indefinite })
  return apply(LOG_DETERMINANT, [whole, factor], undefined) as Tensor<BatchOf<S>>
}
