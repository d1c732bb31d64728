// What every regression takes, checked: penalties, when to stop, weights and offsets of rows.

import { fromData } from '../../create.js'
import { floatOf } from '../../dtype.js'
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { cast } from '../../ops/index.js'
import type { EpochRecord } from '../../optim/index.js'
import { formatShape, sameShape } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'

/** How a regression is fitted to its optimum. */
export interface RegressionOptions {
  /**
   * How much Σ|θ| counts beside the mean loss, ≥ 0; 0 unless given. glmnet's lambda · alpha. With `standardize`, θ is that of
   * columns with deviation 1.
   */
  readonly l1?: number
  /**
   * How much ½ Σ θ² counts beside the mean loss, ≥ 0; 0 unless given. scikit-learn's C is 1 / (n · l2), glmnet's lambda · (1 − alpha)
   * is l2. The bias is never penalised.
   */
  readonly l2?: number
  /** Whether scores have a bias, which they do unless this is `false`. */
  readonly bias?: boolean
  /**
   * Whether to bring features to mean 0 and deviation 1; the model keeps the scale and applies it to all rows to come. It changes
   * what a penalty is on. Without a penalty it changes nothing that is found, for the fit works on columns of one scale in any case.
   */
  readonly standardize?: boolean
  /** How many steps are taken at most; 1000 unless given. */
  readonly maxIterations?: number
  /**
   * The fit ends when no entry of the gradient is above this; 1e-8 unless given. It is that for columns on one scale and, where classes
   * have no penalty and in linear and Poisson regression without `l1`, made uncorrelated.
   */
  readonly tolerance?: number
  /** Told how the fit stands at the start and after each step, which counts as an epoch. The fit ends when this returns `false`. */
  readonly onEpoch?: (record: EpochRecord) => unknown
}

/** The names of these options. */
export const REGRESSION = [
  'l1',
  'l2',
  'bias',
  'standardize',
  'maxIterations',
  'tolerance',
  'onEpoch',
] as const

/** What rows have beside features and labels. */
export interface RowOptions {
  /** How much each row counts, [n], ≥ 0. A weight of 2 is that row twice. */
  readonly weights?: Tensor | readonly number[]
  /** Added to the scores, and not learned: [n], or [n, k] for k classes. */
  readonly offset?: Tensor
}

/** The options with what they leave out; refuses what makes no sense. */
export function checkRegression(op: string, options: RegressionOptions) {
  const { l1 = 0, l2 = 0, bias = true, standardize = false, maxIterations = 1000, tolerance = 1e-8 } = options
  for (const [name, value] of Object.entries({ l1, l2, tolerance })) {
    if (typeof value !== 'number' || !(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new ArgumentError(op, `${name} must be a finite number ≥ 0, got ${describe(value)}`)
  }
  if (!Number.isSafeInteger(maxIterations) || maxIterations < 0)
    throw new ArgumentError(op, `maxIterations must be a whole number ≥ 0, got ${describe(maxIterations)}`)
  return { l1, l2, bias, standardize, maxIterations, tolerance }
}

/** Weights of rows as float64 [n]; `undefined` where there are none. */
export function checkRowWeights(weights: RowOptions['weights'], n: number): Tensor | undefined {
  if (weights === undefined) return undefined
  const values = Array.isArray(weights) ? weights : undefined
  if (values === undefined) checkTensor('fit', weights, 'weights must be')
  const x = values === undefined ? (weights as Tensor) : undefined
  const shape = values === undefined ? x!.shape : [values.length]
  if (!sameShape(shape, [n]))
    throw new ShapeError('fit', `wants a weight for each of ${n} rows, got ${formatShape(shape)}`, [shape])
  const data = Float64Array.from(values ?? valuesOf(x!))
  const wrong = data.findIndex(w => !(w >= 0 && w < Number.POSITIVE_INFINITY))
  if (wrong >= 0)
    throw new ArgumentError('fit', `weights must be finite and ≥ 0, got ${data[wrong]} in row ${wrong}`)
  return fromData(data, [n])
}

/** An offset of the shape of the scores, in float64; `undefined` where there is none. */
export function checkOffset(offset: Tensor | undefined, shape: readonly number[]): Tensor | undefined {
  if (offset === undefined) return undefined
  checkTensor('fit', offset, 'offset must be')
  if (!sameShape(offset.shape, shape))
    throw new ShapeError(
      'fit',
      `wants an offset for each score, ${formatShape(shape)}, got ${formatShape(offset.shape)}`,
      [offset.shape],
    )
  const wrong = valuesOf(offset).findIndex(v => !Number.isFinite(v))
  if (wrong >= 0)
    throw new ArgumentError('fit', `offset must be finite, got ${offset.data[wrong]} at ${wrong}`)
  return cast(offset, floatOf('float64'))
}
