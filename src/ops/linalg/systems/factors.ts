// LU factors of square matrices as constants, which ops and their derivatives share.
import { ArgumentError, type ChainruleError, DifferentiationError } from '../../../errors.js'
import { apply, type Operation } from '../../../graph/index.js'
import { type Shape, sizeOf } from '../../../shape.js'
import { stopGradient, type Tensor, valuesOf } from '../../../tensor.js'
import { factored, solveFactored } from '../dense/lu.js'
import type { View } from '../dense/view.js'
import { named, type Otherwise } from '../square.js'

/** Who wants factors, and what is done about a singular matrix. */
interface Wanted {
  readonly op: string
  /** `keep` leaves a pivot of 0; for a derivative they are refused by its name. */
  readonly singular: Otherwise | 'keep' | 'derivative' | 'second derivative'
}

/**
 * The LU factors as they lie in one array, with the order of rows as a last column, in float64. NaN where there are none and
 * NaN is wanted. They are constants: what is computed with them has its derivative through the matrix.
 */
const FACTORS: Operation<Wanted> = {
  name: 'luFactors',
  shape: ([x]) => [...x!.shape.slice(0, -1), x!.shape.at(-1)! + 1],
  dtype: () => 'float64',
  forward([x], wanted, shape) {
    const n = shape.at(-2)!
    const out = new Float64Array(sizeOf(shape))
    for (let matrix = 0; matrix * n * (n + 1) < out.length; matrix++) {
      const { lu, order, missing } = factored(valuesOf(x!), matrix * n * n, n)
      const start = matrix * n * (n + 1)
      const flawed = missing !== undefined && wanted.singular !== 'keep'
      if (flawed && wanted.singular !== 'nan') throw refusal(wanted, x!.shape, matrix, missing)
      for (let i = 0; i < n; i++) {
        const row = start + i * (n + 1)
        if (flawed) out.fill(Number.NaN, row, row + n)
        else out.set(lu.subarray(i * n, (i + 1) * n), row)
        out[row + n] = order[i]!
      }
    }
    return out
  },
  batch: wanted => wanted,
}

/** Says which matrix is singular. */
function refusal({ op, singular }: Wanted, shape: Shape, matrix: number, column: number): ChainruleError {
  const why = `${named(shape, matrix)} is singular: column ${column} has no pivot`
  return singular === 'throw'
    ? new ArgumentError(op, why)
    : new DifferentiationError(op, `has no ${singular} to give where ${why}`)
}

/** The factors of square matrices, without a history. */
export const factorsOf = (a: Tensor, wanted: Wanted): Tensor => apply(FACTORS, [stopGradient(a)], wanted)

/** Solves with the factors of one matrix of a batch, of which they are the values. */
export function solveBy(
  factors: Tensor,
  matrix: number,
  transposed: boolean,
  right: Float64Array,
  m: number,
): Float64Array {
  const n = factors.shape.at(-2)!
  const lu: View = {
    data: valuesOf(factors) as Float64Array,
    start: matrix * n * (n + 1),
    row: n + 1,
    column: 1,
    rows: n,
    columns: n,
  }
  const order = Array.from({ length: n }, (_, i) => lu.data[lu.start + i * (n + 1) + n]!)
  return solveFactored(lu, order, transposed, right, m)
}
