// Singular values and vectors of matrices.
import { apply, type Operation } from '../../../graph/index.js'
import { sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { add, mul, sub } from '../../arithmetic.js'
import { matmul } from '../../matmul.js'
import { sum } from '../../reduce.js'
import { castResult, storage } from '../../storage.js'
import { singularOf } from '../dense/singular.js'
import { acrossRows, matrices, transposed } from '../square.js'
import { inversesOf, reciprocals } from './rank.js'

/** What a matrix is made of: A = U·diag(s)·Vᵀ, with k = min(m, n). */
export interface SVD {
  /** Left singular vectors as columns: [..., m, k]. */
  readonly u: Tensor
  /** Singular values in descending order: [..., k]. */
  readonly s: Tensor
  /** Right singular vectors as columns, not as rows: [..., n, k]. */
  readonly v: Tensor
}

/** [..., m, n] with m ≥ n → U [m, n] above V [n, n] above a row of singular values: constants, in float64. */
const FACTORS: Operation = {
  name: 'svd',
  shape: ([x]) => [...x!.shape.slice(0, -2), x!.shape.at(-2)! + x!.shape.at(-1)! + 1, x!.shape.at(-1)!],
  dtype: () => 'float64',
  forward([x], _, shape) {
    const [m, n] = x!.shape.slice(-2) as [number, number]
    const out = new Float64Array(sizeOf(shape))
    const size = (m + n + 1) * n
    for (let matrix = 0; matrix * size < out.length; matrix++) {
      const { u, s, v } = singularOf(valuesOf(x!), matrix * m * n, m, n)
      out.set(u, matrix * size)
      out.set(v, matrix * size + m * n)
      out.set(s, matrix * size + (m + n) * n)
    }
    return out
  },
  batch: params => params,
}

/** Rows of the factors from one to another, of each matrix, in the dtype of the matrices. */
function rowsOfFactors(factors: Tensor, from: number, to: number, out: { [at: number]: number }): void {
  const [rows, n] = factors.shape.slice(-2) as [number, number]
  const values = valuesOf(factors)
  const size = (to - from) * n
  for (let matrix = 0; matrix * rows * n < values.length; matrix++)
    for (let i = 0; i < size; i++) out[matrix * size + i] = values[(matrix * rows + from) * n + i]!
}

/** Of matrices with m ≥ n and their factors. ds = diag(Uᵀ·dA·V) */
const VALUES: Operation = {
  name: 'svd',
  shape: ([x]) => [...x!.shape.slice(0, -2), x!.shape.at(-1)!],
  dtype: ([x]) => x!.dtype,
  forward([x, factors], _, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const [m, n] = x!.shape.slice(-2) as [number, number]
    rowsOfFactors(factors!, m + n, m + n + 1, out)
    return castResult('svd', dtype, out)
  },
  batch: params => params,
  differentials([a, factors]) {
    const vectors = (left: boolean) => apply(VECTORS, [a!, stopGradient(factors!)], { left })
    return [
      {
        jvp: da => sum(mul(vectors(true), matmul(da, vectors(false))), { axis: -2 }),
        vjp: dy => matmul(mul(vectors(true), acrossRows(dy)), vectors(false), { transposeB: true }),
      },
      undefined,
    ]
  },
}

/**
 * U or V, of matrices with m ≥ n and their factors. With P = Uᵀ·dA·V, E = 1/(sⱼ − sᵢ), H = 1/(sⱼ + sᵢ) and Ω = ½(E ⊙ (P + Pᵀ) +
 * H ⊙ (P − Pᵀ)): dU = U·Ω + (dA·V − U·P)·S⁻¹, where the last term is 0 for a square matrix. V is the U of Aᵀ.
 */
const VECTORS: Operation<{ readonly left: boolean }> = {
  name: 'svd',
  shape: ([x], { left }) => [...x!.shape.slice(0, -2), x!.shape.at(left ? -2 : -1)!, x!.shape.at(-1)!],
  dtype: ([x]) => x!.dtype,
  forward([x, factors], { left }, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const [m, n] = x!.shape.slice(-2) as [number, number]
    rowsOfFactors(factors!, left ? 0 : m, left ? m : m + n, out)
    return castResult('svd', dtype, out)
  },
  batch: params => params,
  differentials([a, factors], u, { left }) {
    const inputs = [a!, stopGradient(factors!)]
    const parts = () => {
      const s = apply(VALUES, inputs, undefined)
      const between = (sign: -1 | 1) => reciprocals(s, { op: 'svd', what: 'singular values', sign })
      return {
        v: apply(VECTORS, inputs, { left: !left }),
        e: between(-1),
        h: between(1),
        // V is square, and so is U of a square matrix: nothing is left outside of what they span.
        reciprocal:
          left && a!.shape.at(-2) !== a!.shape.at(-1) ? acrossRows(inversesOf(s, a!.shape)) : undefined,
      }
    }
    /** Without what U spans. */
    const outside = (x: Tensor) => sub(x, matmul(u, matmul(u, x, { transposeA: true })))
    return [
      {
        jvp(da) {
          const { v, e, h, reciprocal } = parts()
          const along = matmul(left ? da : transposed(da), v)
          const p = matmul(u, along, { transposeA: true })
          const q = transposed(p)
          const turn = mul(0.5, add(mul(e, add(p, q)), mul(h, sub(p, q))))
          const within = matmul(u, turn)
          return reciprocal === undefined ? within : add(within, mul(outside(along), reciprocal))
        },
        vjp(dy) {
          const { v, e, h, reciprocal } = parts()
          const g = matmul(u, dy, { transposeA: true })
          const [x, y] = [mul(e, g), mul(h, g)]
          const p = mul(0.5, add(add(x, transposed(x)), sub(y, transposed(y))))
          const within = matmul(u, p)
          const whole = reciprocal === undefined ? within : add(within, outside(mul(dy, reciprocal)))
          return left ? matmul(whole, v, { transposeB: true }) : matmul(v, whole, { transposeB: true })
        },
      },
      undefined,
    ]
  },
}

/**
 * The reduced singular value decomposition A = U·diag(s)·Vᵀ of each matrix in the last two axes; float also for integers. Of
 * each column of U (of V, where m < n) the value of largest size is positive.
 *
 * [..., m, n] → [..., m, k], [..., k] and [..., n, k] with k = min(m, n); dy: ds = diag(UᵀdA·V), dU = U·Ω + (I − UUᵀ)·dA·V·S⁻¹ with
 * Ω = F ⊙ (P·S + S·Pᵀ), P = UᵀdA·V and Fᵢⱼ = 1/(sⱼ² − sᵢ²), and dV likewise (Townsend 2016, Differentiating the singular value
 * decomposition; Wan & Zhang 2019, Automatic differentiation for complex valued SVD)
 *
 * The derivative of vectors is refused where two singular values are equal to rounding, and that of the vectors of the longer
 * side where one is 0; derivatives of values alone are not. Second derivatives of values need vectors' first. A matrix with a NaN or
 * an infinity gives NaN.
 */
export function svd(x: Tensor): SVD {
  const a = matrices('svd', x)
  const wide = a.shape.at(-2)! < a.shape.at(-1)!
  const tall = wide ? transposed(a) : a
  const inputs = [tall, apply(FACTORS, [stopGradient(tall)], undefined)]
  const [u, v] = [true, false].map(left => apply(VECTORS, inputs, { left })) as [Tensor, Tensor]
  const s = apply(VALUES, inputs, undefined)
  return wide ? { u: v, s, v: u } : { u, s, v }
}
