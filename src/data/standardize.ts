// Features on one scale: each column shifted to mean 0 and divided by its standard deviation.
import { fromData } from '../create.js'
import { allocate, floatOf } from '../dtype.js'
import { ArgumentError, ShapeError } from '../errors.js'
import { formatShape } from '../shape.js'
import { type Tensor, valuesOf } from '../tensor.js'

/** Features on one scale, and the scale, for rows that come later. */
export interface Standardized {
  /** [n, d] */
  readonly features: Tensor<readonly [number, number]>
  /** the mean of each column, [d] */
  readonly mean: Tensor<readonly [number]>
  /** the standard deviation of each column, [d]; 1 for a constant column */
  readonly deviation: Tensor<readonly [number]>
  /** Other rows on the same scale: (x − mean) / deviation. [m, d] → [m, d] */
  apply(x: Tensor): Tensor<readonly [number, number]>
}

/**
 * Each column with mean 0 and standard deviation 1: (x − mean) / deviation.
 *
 * features : [n, d] → features [n, d], mean [d], deviation [d]; float32 stays, all else becomes float64
 *
 * deviation² = Σ(x − mean)² / n. A constant column has deviation 1, and becomes 0 rather than a division by 0.
 *
 * @example
 * const scale = standardize(train.features)
 * fit(scale.features, train.labels)
 * predict(scale.apply(test.features))
 */
export function standardize(features: Tensor): Standardized {
  const [n, d] = features.shape
  if (features.rank !== 2 || n === undefined || d === undefined)
    throw new ShapeError('standardize', `wants features [n, d], got ${formatShape(features.shape)}`)
  if (n === 0) throw new ArgumentError('standardize', 'wants at least one row: there is no mean of none')
  const values = valuesOf(features)
  const dtype = floatOf(features.dtype)
  const mean = allocate(dtype, d)
  const deviation = allocate(dtype, d)
  for (let j = 0; j < d; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => values[i * d + j]!)
    ;[mean[j], deviation[j]] = scaleOf(column, j)
    // A spread too small for the dtype is none.
    deviation[j] ||= 1
  }

  function apply(x: Tensor): Tensor<readonly [number, number]> {
    if (x.rank !== 2 || x.shape[1] !== d) {
      throw new ShapeError('standardize', `wants rows of ${d} features, got ${formatShape(x.shape)}`, [
        x.shape,
      ])
    }
    const out = allocate(dtype, x.size)
    const given = valuesOf(x)
    for (let i = 0; i < out.length; i++) out[i] = (given[i]! - mean[i % d]!) / deviation[i % d]!
    return fromData(out, [x.shape[0]!, d])
  }
  return { features: apply(features), mean: fromData(mean, [d]), deviation: fromData(deviation, [d]), apply }
}

/** Mean and deviation of a column, by ways that neither overflow nor lose a small spread around a large mean. */
function scaleOf(column: Float64Array, j: number): readonly [mean: number, deviation: number] {
  const n = column.length
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of column) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const range = high - low
  if (!Number.isFinite(range)) {
    throw new ArgumentError(
      'standardize',
      `column ${j} must hold finite numbers of a finite range, got ${low} to ${high}`,
    )
  }
  if (range === 0) return [low, 1]
  let mean = column.reduce((sum, x) => sum + x / n, 0)
  mean += column.reduce((sum, x) => sum + (x - mean) / n, 0)
  const square = column.reduce((sum, x) => sum + ((x - mean) / range) ** 2 / n, 0)
  return [mean, range * Math.sqrt(square)]
}
