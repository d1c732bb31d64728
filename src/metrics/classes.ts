// How often the right class is predicted, over all rows and class by class, and which is taken for which.
import { fromData } from '../create.js'
import { ArgumentError, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { checkMetric, labelsIn, type MetricOptions, meanOver, predictedIn, weightsIn } from './rows.js'

/** What the metrics of classes take beside the rows. */
export interface ClassOptions extends MetricOptions {
  /** How many classes there are; unless given, k of predictions [n, k], or all up to the largest that occurs. */
  readonly classes?: number
}

/** A table of this many classes a side has 16 million cells. */
const LARGEST_TABLE = 4096

/**
 * The share of rows whose class is predicted: Σᵢ wᵢ·1[ŷᵢ = yᵢ] / Σᵢ wᵢ.
 *
 * labels : [n], whole numbers from 0; predictions : [n], or scores or probabilities [n, k], whose largest is predicted, the
 * first of those that tie → from 0 to 1
 *
 * Throws an `ArgumentError` where there is no row, a value is NaN or a label is no class.
 */
export function accuracy(labels: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  checkMetric('accuracy', options)
  const { truth, predicted, weights, total } = pairsIn('accuracy', labels, predictions, options)
  return meanOver(weights, total, i => (predicted[i] === truth[i] ? 1 : 0))
}

/**
 * The mean over classes of the share of a class's rows that are predicted right, so that small classes count as large ones
 * do: the mean recall. Classes without rows are left out.
 *
 * labels : [n]; predictions : [n] or [n, k], as in `accuracy` → from 0 to 1
 */
export function balancedAccuracy(labels: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  checkMetric('balancedAccuracy', options)
  const { right, actual } = countsOf('balancedAccuracy', labels, predictions, options)
  let [sum, present] = [0, 0]
  for (let c = 0; c < actual.length; c++) {
    if (actual[c] === 0) continue
    sum += right[c]! / actual[c]!
    present++
  }
  return sum / present
}

/**
 * How many rows of each class are predicted as which: cell (i, j) is the weight of rows of class i that are predicted as j.
 *
 * labels : [n]; predictions : [n] or [n, k], as in `accuracy` → float64 [k, k]; its sum is that of the weights
 */
export function confusionMatrix(
  labels: Tensor,
  predictions: Tensor,
  options: ClassOptions = {},
): Tensor<readonly [number, number]> {
  checkMetric('confusionMatrix', options, ['classes'])
  const { truth, predicted, weights, k } = pairsIn('confusionMatrix', labels, predictions, options)
  if (k > LARGEST_TABLE)
    throw new ArgumentError(
      'confusionMatrix',
      `a table of ${k} × ${k} classes is too large, ${LARGEST_TABLE} are the most; classReport takes more`,
    )
  const cells = new Float64Array(k * k)
  for (let i = 0; i < truth.length; i++) cells[truth[i]! * k + predicted[i]!]! += weights[i]!
  return fromData(cells, [k, k])
}

/** Weights of rows, class by class. */
interface Counts {
  readonly right: Float64Array
  readonly actual: Float64Array
  readonly claimed: Float64Array
  /** Of all rows. */
  readonly total: number
}

/** For each class the weight of its rows, of those that are predicted as it, and of those where both hold. */
export function countsOf(op: string, labels: Tensor, predictions: Tensor, options: ClassOptions): Counts {
  const { truth, predicted, weights, total, k } = pairsIn(op, labels, predictions, options)
  const [right, actual, claimed] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)]
  for (let i = 0; i < truth.length; i++) {
    const [c, p, weight] = [truth[i]!, predicted[i]!, weights[i]!]
    actual[c]! += weight
    claimed[p]! += weight
    if (c === p) right[c]! += weight
  }
  return { right, actual, claimed, total }
}

/** Checked labels, predictions and weights, and the number of classes. */
function pairsIn(op: string, labels: Tensor, predictions: Tensor, options: ClassOptions) {
  const { classes } = options
  if (classes !== undefined && !(Number.isSafeInteger(classes) && classes >= 1))
    throw new ArgumentError(op, `classes must be a whole number ≥ 1, got ${describe(classes)}`)
  const n = labelsIn(op, labels, classes).length
  const { predicted, k: columns } = predictedIn(op, predictions, n)
  const k = columns ?? classes
  if (classes !== undefined && columns !== undefined && columns !== classes)
    throw new ArgumentError(op, `classes is ${classes}, but predictions are those of ${columns}`)
  const truth = labelsIn(op, labels, k)
  if (columns === undefined && k !== undefined) labelsIn(op, predictions, k, 'prediction')
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, truth[i]!, predicted[i]!)
  return { truth, predicted, ...weightsIn(op, options.weights, n), k: k ?? largest + 1 }
}
