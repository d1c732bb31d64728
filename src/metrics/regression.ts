// How far predicted numbers are from those that came.
import { ArgumentError } from '../errors.js'
import type { Tensor, TensorData } from '../tensor.js'
import { checkMetric, type MetricOptions, meanOver, numbersIn, weightsIn } from './rows.js'

/**
 * The mean squared error: Σᵢ wᵢ (ŷᵢ − yᵢ)² / Σᵢ wᵢ.
 *
 * y, predictions : [n], finite, n ≥ 1 → ≥ 0; its root is in the units of y
 */
export function meanSquaredError(y: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  const { truth, predicted, weights, total } = pairsIn('meanSquaredError', y, predictions, options)
  return meanOver(weights, total, i => (predicted[i]! - truth[i]!) ** 2)
}

/**
 * The mean absolute error: Σᵢ wᵢ |ŷᵢ − yᵢ| / Σᵢ wᵢ, in the units of y.
 *
 * y, predictions : [n], finite, n ≥ 1 → ≥ 0
 */
export function meanAbsoluteError(y: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  const { truth, predicted, weights, total } = pairsIn('meanAbsoluteError', y, predictions, options)
  return meanOver(weights, total, i => Math.abs(predicted[i]! - truth[i]!))
}

/**
 * The share of variance that is explained: 1 − Σᵢ wᵢ (ŷᵢ − yᵢ)² / Σᵢ wᵢ (yᵢ − ȳ)², ȳ the weighted mean.
 *
 * y, predictions : [n], finite → up to 1; 0 is what the mean itself gets, and below 0 is worse than that
 *
 * Throws an `ArgumentError` where all y of weight above 0 are equal, one row among them: there is nothing to explain.
 */
export function r2(y: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  const { truth, predicted, weights, total } = pairsIn('r2', y, predictions, options)
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < truth.length; i++) {
    if (weights[i] === 0) continue
    low = Math.min(low, truth[i]!)
    high = Math.max(high, truth[i]!)
  }
  if (low === high) throw new ArgumentError('r2', `every y is ${low}: there is no variance to explain`)
  // In units of the range, from the least y: squares neither overflow nor vanish, and a large common part costs no digits.
  // Halves, where the range itself would overflow.
  const part = Number.isFinite(high - low) ? 1 : 0.5
  const range = part * high - part * low
  const above = (i: number): number => (part * truth[i]! - part * low) / range
  const mean = meanOver(weights, total, above)
  const left = meanOver(weights, total, i => ((part * predicted[i]! - part * truth[i]!) / range) ** 2)
  return 1 - left / meanOver(weights, total, i => (above(i) - mean) ** 2)
}

/**
 * The mean deviance of counts from their predicted means: 2 Σᵢ wᵢ (yᵢ log(yᵢ/μᵢ) − yᵢ + μᵢ) / Σᵢ wᵢ, with 0·log 0 = 0
 * (McCullagh and Nelder 1989, § 2.3).
 *
 * y : [n], finite and ≥ 0, whole or not; predictions μ : [n], finite and ≥ 0 → ≥ 0; ∞ where a mean of 0 met y > 0
 *
 * Throws an `ArgumentError` where a value is negative.
 */
export function poissonDeviance(y: Tensor, predictions: Tensor, options: MetricOptions = {}): number {
  const op = 'poissonDeviance'
  const { truth, predicted, weights, total } = pairsIn(op, y, predictions, options)
  for (const [role, values] of [
    ['y', truth],
    ['predictions', predicted],
  ] as const) {
    for (let i = 0; i < values.length; i++)
      if (values[i]! < 0) throw new ArgumentError(op, `${role} must be ≥ 0, got ${values[i]} in row ${i}`)
  }
  return 2 * meanOver(weights, total, i => halfDeviance(truth[i]!, predicted[i]!))
}

/** y log(y/μ) − y + μ to its last digits where both are close, by the series of Loader (2000), "bd0". */
function halfDeviance(y: number, mean: number): number {
  if (y === 0) return mean
  if (mean === 0) return Number.POSITIVE_INFINITY
  if (Math.abs(y - mean) > 0.1 * y + 0.1 * mean) return y * Math.log(y / mean) - y + mean
  const v = (y - mean) / 2 / (y / 2 + mean / 2)
  let sum = (y - mean) * v
  let term = 2 * y * v
  for (let j = 3; ; j += 2) {
    term *= v * v
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

/** Checked values, and the weight of each row. */
function pairsIn(
  op: string,
  y: Tensor,
  predictions: Tensor,
  options: MetricOptions,
): { truth: TensorData; predicted: TensorData; weights: TensorData; total: number } {
  checkMetric(op, options)
  const truth = numbersIn(op, 'y', y)
  const predicted = numbersIn(op, 'predictions', predictions, truth.length)
  return { truth, predicted, ...weightsIn(op, options.weights, truth.length) }
}
