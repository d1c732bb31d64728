// The sign of a determinant and the logarithm of its size, which stays in range where the determinant does not.
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { mul } from '../../arithmetic.js'
import { sum } from '../../reduce.js'
import { castResult, storage } from '../../storage.js'
import { type BatchOf, beside, square, transposed } from '../square.js'
import { factorsOf } from '../systems/factors.js'
import { inverseBy } from '../systems/inverse.js'

const MATRIX = { axis: [-2, -1] } as const

/** What the determinant of each matrix is: sign·exp(logAbsDet). */
export interface SignAndLog<S extends Shape = Shape> {
  /** 1 or −1; 0 for a singular matrix. It has no derivative. */
  readonly sign: Tensor<S>
  /** ln |det|; −∞ for a singular matrix. */
  readonly logAbsDet: Tensor<S>
}

/** The sign of the determinant by the factors, or the logarithm of its size. */
const FROM_FACTORS: Operation<{ readonly sign: boolean }> = {
  name: 'slogdet',
  shape: ([x]) => x!.shape.slice(0, -2),
  dtype: ([x]) => x!.dtype,
  forward([, factors], { sign }, shape, dtype) {
    const n = factors!.shape.at(-2)!
    const out = storage(dtype, sizeOf(shape))
    const values = valuesOf(factors!)
    for (let matrix = 0; matrix < out.length; matrix++) {
      const start = matrix * n * (n + 1)
      const pivots = Array.from({ length: n }, (_, i) => values[start + i * (n + 2)]!)
      const order = Array.from({ length: n }, (_, i) => values[start + i * (n + 1) + n]!)
      out[matrix] = sign
        ? pivots.reduce((product, v) => product * Math.sign(v), parity(order))
        : pivots.reduce((total, v) => total + Math.log(Math.abs(v)), 0)
    }
    return castResult('slogdet', dtype, out)
  },
  batch: params => params,
  differentials([a], _, { sign }) {
    if (sign) return [undefined, undefined]
    const slope = () => transposed(inverseBy(a!, factorsOf(a!, { op: 'slogdet', singular: 'derivative' })))
    return [{ jvp: da => sum(mul(slope(), da), MATRIX), vjp: dy => mul(slope(), beside(dy)) }, undefined]
  },
}

/** 1 for an even permutation, −1 for an odd one: each cycle of even length changes the sign. */
function parity(order: readonly number[]): number {
  const seen = new Set<number>()
  let sign = 1
  for (let first = 0; first < order.length; first++) {
    if (seen.has(first)) continue
    for (let at = order[first]!; at !== first; at = order[at]!) {
      seen.add(at)
      sign = -sign
    }
  }
  return sign
}

/**
 * The sign of the determinant of each matrix in the last two axes, and the logarithm of its size, by LU factors with row
 * exchanges; float also for integers.
 *
 * [..., n, n] → [...] both; dy = ⟨X⁻ᵀ, dX⟩ for the logarithm (Petersen & Pedersen, The Matrix Cookbook, 43)
 *
 * A singular matrix has sign 0 and logarithm −∞, as in NumPy, and its derivative is refused.
 */
export function slogdet<S extends Shape>(x: Tensor<S>): SignAndLog<BatchOf<S>> {
  const a = square('slogdet', x)
  const factors = factorsOf(a, { op: 'slogdet', singular: 'keep' })
  const part = (sign: boolean) => apply(FROM_FACTORS, [a, factors], { sign }) as Tensor<BatchOf<S>>
  return { sign: stopGradient(part(true)), logAbsDet: part(false) }
}
