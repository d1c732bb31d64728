// The inverse of square matrices.
import {
  ArgumentError,
  type ChainruleError,
  checkOptions,
  DifferentiationError,
  describe,
} from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { formatShape, type Shape, sizeOf } from '../../shape.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { neg } from '../arithmetic.js'
import { matmul } from '../matmul.js'
import { castResult, storage } from '../storage.js'
import { factored, writeInverse } from './lu.js'
import { square } from './square.js'

/** What is done about a matrix that has no inverse. */
export interface InverseOptions {
  /** `throw` (default) names the matrix and the column without a pivot; `nan` gives a matrix of NaN. */
  readonly singular?: 'throw' | 'nan'
}

/** `slope`: it is wanted for a derivative, which is refused. */
const INVERSE: Operation<{ readonly singular: 'throw' | 'nan' | 'slope' }> = {
  name: 'inverse',
  shape: ([x]) => x!.shape,
  forward([x], options, shape, dtype) {
    const out = storage(dtype, sizeOf(shape))
    const n = shape.at(-1)!
    for (let start = 0; start < out.length; start += n * n) {
      const factors = factored(valuesOf(x!), start, n)
      if (factors.missing === undefined) writeInverse(factors, out, start)
      else if (options.singular === 'nan') out.fill(Number.NaN, start, start + n * n)
      else throw refusal(options.singular, shape, start / (n * n), factors.missing)
    }
    return castResult('inverse', dtype, out)
  },
  batch: params => params,
  differentials: (_, y) => [
    {
      jvp: dx => neg(matmul(matmul(y, dx), y)),
      vjp: dy => neg(matmul(matmul(y, dy, { transposeA: true }), y, { transposeB: true })),
    },
  ],
}

/** Says which matrix is singular. */
function refusal(wanted: 'throw' | 'slope', shape: Shape, matrix: number, column: number): ChainruleError {
  const which = shape.length === 2 ? 'the matrix' : `matrix ${matrix} of ${formatShape(shape)}`
  const why = `${which} is singular: column ${column} has no pivot`
  return wanted === 'throw'
    ? new ArgumentError('inverse', why)
    : new DifferentiationError('determinant', `has no second derivative to give where ${why}`)
}

/** The inverse as a part of a derivative. */
export const inverseInSlope = (x: Tensor): Tensor => apply(INVERSE, [x], { singular: 'slope' })

/**
 * The inverse of each matrix in the last two axes, by LU factors with row exchanges; float also for integers. A singular
 * matrix is refused, or gives NaN.
 *
 * [..., n, n] → [..., n, n]; dy = −y·dx·y (Petersen & Pedersen, The Matrix Cookbook, 59)
 */
export function inverse(x: Tensor, options: InverseOptions = {}): Tensor {
  checkOptions('inverse', options, ['singular'])
  const { singular: otherwise = 'throw' } = options
  if (otherwise !== 'throw' && otherwise !== 'nan')
    throw new ArgumentError('inverse', `singular must be 'throw' or 'nan', got ${describe(otherwise)}`)
  return apply(INVERSE, [square('inverse', x)], { singular: otherwise })
}
