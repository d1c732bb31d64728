// What metrics take: labels, weights, predictions and probabilities, each checked row by row.
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.js'
import { formatShape } from '../shape.js'
import { checkTensor, type Tensor, type TensorData } from '../tensor.js'

/** What every metric takes beside its rows. */
export interface MetricOptions {
  /** [n], finite and ≥ 0, not all 0: a row of weight 2 counts as two such rows do. Each row counts 1 unless given. */
  readonly weights?: Tensor
}

/** More classes than this are a column of something else. */
const MOST_CLASSES = 2 ** 24

/** How far from 1 the sum of a row of probabilities may be: programs that print probabilities round them. */
const SUM_TOLERANCE = 1e-3

const refuse = (op: string, message: string): never => {
  throw new ArgumentError(op, message)
}

/** Refuses options that the metric does not have. */
export const checkMetric = <T extends MetricOptions>(
  op: string,
  options: T,
  known: readonly string[] = [],
): T => checkOptions(op, options, ['weights', ...known])

/** The classes of rows: whole numbers from 0, below k where that is known. labels : [n], n ≥ 1 → n values */
export function labelsIn(op: string, labels: Tensor, k?: number, role = 'label'): TensorData {
  checkTensor(op, labels, `${role}s must be`)
  if (labels.rank !== 1)
    throw new ShapeError(op, `wants ${role}s [n], got ${formatShape(labels.shape)}`, [labels.shape])
  if (labels.size === 0) refuse(op, 'wants at least one row, got none')
  const { data } = labels
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!
    if (!Number.isInteger(label) || label < 0)
      refuse(op, `${role}s must be whole numbers from 0, got ${label} in row ${i}`)
    if (k !== undefined && label >= k)
      refuse(op, `${role} ${label} in row ${i} is out of range: there are ${k} classes, 0 to ${k - 1}`)
    if (label >= MOST_CLASSES)
      refuse(op, `${role} ${label} in row ${i} is too large for a class; number the classes from 0`)
  }
  return data
}

/** The weight of each row: 1 unless given. → n values and their sum, which is above 0 */
export function weightsIn(
  op: string,
  weights: Tensor | undefined,
  n: number,
): { readonly weights: TensorData; readonly total: number } {
  if (weights === undefined) return { weights: new Float64Array(n).fill(1), total: n }
  checkTensor(op, weights, 'weights must be')
  if (weights.rank !== 1 || weights.size !== n)
    throw new ShapeError(op, `wants a weight for each of ${n} rows, got ${formatShape(weights.shape)}`, [
      weights.shape,
    ])
  const { data } = weights
  let total = 0
  for (let i = 0; i < n; i++) {
    const weight = data[i]!
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      refuse(op, `weights must be finite and ≥ 0, got ${weight} in row ${i}`)
    total += weight
  }
  if (total === 0) refuse(op, 'every weight is 0: no row counts')
  if (total === Number.POSITIVE_INFINITY) refuse(op, 'the sum of the weights is too large for float64')
  return { weights: data, total }
}

/** Values [n], or [n, k] with k ≥ 2, one row for each of n labels; NaN is refused. → k; undefined for [n] */
export function columnsOf(op: string, role: string, values: Tensor, n: number): number | undefined {
  checkTensor(op, values, `${role} must be`)
  const { shape, data } = values
  if (values.rank !== 1 && values.rank !== 2)
    throw new ShapeError(op, `wants ${role} [n] or [n, k], got ${formatShape(shape)}`, [shape])
  if (shape[0] !== n)
    throw new ShapeError(op, `wants ${role} for each label, got ${n} labels and ${formatShape(shape)}`, [
      shape,
    ])
  const k = shape[1]
  if (k !== undefined && k < 2)
    throw new ShapeError(
      op,
      `wants ${role} of two classes or more, got ${formatShape(shape)}; [n] is for one`,
      [shape],
    )
  for (let i = 0; i < data.length; i++)
    if (Number.isNaN(data[i])) refuse(op, `${role} must not be NaN, got it in ${placeOf(i, k)}`)
  return k
}

/** The classes that are predicted: those given, [n], or the largest of each row, [n, k], the first of those that tie. */
export function predictedIn(
  op: string,
  predictions: Tensor,
  n: number,
): { readonly predicted: TensorData; readonly k: number | undefined } {
  const k = columnsOf(op, 'predictions', predictions, n)
  if (k === undefined) return { predicted: labelsIn(op, predictions, undefined, 'prediction'), k }
  return { predicted: Int32Array.from({ length: n }, (_, i) => largestIn(predictions.data, i * k, k)), k }
}

/** Where the largest of k values is, the first of those that tie. */
export function largestIn(data: TensorData, start: number, k: number): number {
  let best = 0
  for (let j = 1; j < k; j++) if (data[start + j]! > data[start + best]!) best = j
  return best
}

/** Refuses what is no probability, [n], or no row of them that sums to 1, [n, k]. → k; undefined for [n] */
export function checkProbabilities(op: string, probabilities: Tensor, n: number): number | undefined {
  const k = columnsOf(op, 'probabilities', probabilities, n)
  const { data } = probabilities
  for (let i = 0; i < data.length; i++) {
    if (!(data[i]! >= 0 && data[i]! <= 1))
      refuse(op, `probabilities must be from 0 to 1, got ${data[i]} in ${placeOf(i, k)}`)
  }
  if (k === undefined) return k
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < k; j++) sum += data[i * k + j]!
    if (Math.abs(sum - 1) > SUM_TOLERANCE)
      refuse(op, `the probabilities of a row must sum to 1, got ${describe(sum)} in row ${i}`)
  }
  return k
}

/** Refuses what is no list of finite numbers. values : [n] → n values */
export function numbersIn(op: string, role: string, values: Tensor, n = values.size): TensorData {
  checkTensor(op, values, `${role} must be`)
  if (values.rank !== 1 || values.size !== n)
    throw new ShapeError(op, `wants ${role} [${n}], got ${formatShape(values.shape)}`, [values.shape])
  if (n === 0) refuse(op, 'wants at least one row, got none')
  const { data } = values
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(data[i])) refuse(op, `${role} must be finite, got ${data[i]} in row ${i}`)
  return data
}

/** The mean of a quantity over rows, by weight. A row without weight is not asked. */
export function meanOver(weights: TensorData, total: number, of: (row: number) => number): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 0) sum += weights[i]! * of(i)
  return sum / total
}

const placeOf = (i: number, k: number | undefined): string =>
  k === undefined ? `row ${i}` : `row ${Math.floor(i / k)}, class ${i % k}`
