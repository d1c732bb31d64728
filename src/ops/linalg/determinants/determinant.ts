// The determinant of square matrices, and the cofactors that are its slope.
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import { mul, sub } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { sum } from '../../reduce.js'
import { castResult, storage } from '../../storage.js'
import { determinantOf, factored, inverseOf } from '../dense/lu.js'
import { type BatchOf, beside, square, transposed } from '../square.js'
import { factorsOf } from '../systems/factors.js'
import { inverseBy } from '../systems/inverse.js'

const MATRIX = { axis: [-2, -1] } as const

const DETERMINANT: Operation = {
  name: 'determinant',
  shape: ([x]) => x!.shape.slice(0, -2),
  forward([x], _, shape, dtype) {
    const n = x!.shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    for (let i = 0; i < out.length; i++) out[i] = determinantOf(factored(valuesOf(x!), i * n * n, n))
    return castResult('determinant', dtype, out)
  },
  batch: params => params,
  differentials([x]) {
    const slope = () => apply(COFACTORS, [x!], undefined)
    return [{ jvp: dx => sum(mul(slope(), dx), MATRIX), vjp: dy => mul(slope(), beside(dy)) }]
  },
}

/** The matrix of (−1)^{i+j}·det of what is left without row i and column j: det(A)·A⁻ᵀ where A has an inverse. */
const COFACTORS: Operation = {
  name: 'determinant',
  shape: ([x]) => x!.shape,
  forward([x], _, shape, dtype) {
    const n = shape.at(-1)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(x!)
    for (let start = 0; start < out.length; start += n * n) {
      const factors = factored(values, start, n)
      const whole = determinantOf(factors)
      const regular = factors.missing === undefined && Math.abs(whole) > 0
      const inverted = regular ? inverseOf(factors) : undefined
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          out[start + i * n + j] = inverted ? whole * inverted[j * n + i]! : cofactor(values, start, n, i, j)
    }
    return castResult('determinant', dtype, out)
  },
  batch: params => params,
  // With Y = A⁻ᵀ, d(det·Y) = det·(⟨Y, dA⟩·Y − Y·dAᵀ·Y): as the second derivative of a number, its own adjoint.
  differentials([x]) {
    const slope = (d: Tensor): Tensor => {
      const y = transposed(inverseBy(x!, factorsOf(x!, { op: 'determinant', singular: 'second derivative' })))
      const along = beside(sum(mul(y, d), MATRIX))
      const turned = matmul(matmul(y, d, { transposeB: true }), y)
      return mul(beside(determinant(x!)), sub(mul(along, y), turned))
    }
    return [{ jvp: slope, vjp: slope }]
  },
}

/** (−1)^{i+j} times the determinant of what is left without row i and column j. */
function cofactor(values: ArrayLike<number>, start: number, n: number, i: number, j: number): number {
  const kept: number[] = []
  for (let row = 0; row < n; row++)
    for (let col = 0; col < n; col++) if (row !== i && col !== j) kept.push(values[start + row * n + col]!)
  const minor = determinantOf(factored(kept, 0, n - 1))
  // 0 − x and not −x: no cofactor is −0.
  return (i + j) % 2 === 0 ? minor : 0 - minor
}

/**
 * The determinant of each matrix in the last two axes, by LU factors with row exchanges; float also for integers.
 *
 * [..., n, n] → [...]; dy = Σ C ⊙ dX with the cofactors C, which are det(X)·X⁻ᵀ where X has an inverse (Jacobi's formula).
 * A singular matrix has a first derivative, and a second is refused.
 */
export function determinant<S extends Shape>(x: Tensor<S>): Tensor<BatchOf<S>> {
  return apply(DETERMINANT, [square('determinant', x)], undefined) as Tensor<BatchOf<S>>
}
