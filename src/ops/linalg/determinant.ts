// The determinant of square matrices, and the cofactors that are its slope.
import { apply, type Operation } from '../../graph/index.js'
import { sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { mul, sub } from '../arithmetic.js'
import { matmul } from '../matmul.js'
import { sum } from '../reduce.js'
import { expandDims } from '../reshape.js'
import { castResult, storage } from '../storage.js'
import { inverseInSlope } from './inverse.js'
import { determinantOf, factored, writeInverse } from './lu.js'
import { square, transposed } from './square.js'

const MATRIX = { axis: [-2, -1] } as const

/** A number for each matrix, beside its entries. */
const beside = (x: Tensor): Tensor => expandDims(expandDims(x, -1), -1)

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
    const inverted = new Float64Array(n * n)
    for (let start = 0; start < out.length; start += n * n) {
      const factors = factored(values, start, n)
      const whole = determinantOf(factors)
      const regular = factors.missing === undefined && Math.abs(whole) > 0
      if (regular) writeInverse(factors, inverted, 0)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          out[start + i * n + j] = regular ? whole * inverted[j * n + i]! : cofactor(values, start, n, i, j)
    }
    return castResult('determinant', dtype, out)
  },
  // With Y = A⁻ᵀ, d(det·Y) = det·(⟨Y, dA⟩·Y − Y·dAᵀ·Y): as the second derivative of a number, its own adjoint.
  batch: params => params,
  differentials([x]) {
    const slope = (d: Tensor): Tensor => {
      const y = transposed(inverseInSlope(x!))
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
export function determinant(x: Tensor): Tensor {
  return apply(DETERMINANT, [square('determinant', x)], undefined)
}
