// How good probabilities are: log loss and the Brier score, both least in the mean for the true probabilities.
import { ArgumentError } from '../errors.js'
import type { Tensor, TensorData } from '../tensor.js'
import {
  checkMetric,
  checkProbabilities,
  columnsOf,
  labelsIn,
  type MetricOptions,
  meanOver,
  weightsIn,
} from './rows.js'

/** What `logLoss` takes beside the rows. */
export interface LogLossOptions extends MetricOptions {
  /** Whether logarithms of probabilities are given, which tell probabilities below 1e-308 from 0. */
  readonly log?: boolean
}

/**
 * The mean negative logarithm of the probability of what happened: −Σᵢ wᵢ log pᵢ(yᵢ) / Σᵢ wᵢ, in nats.
 *
 * labels : [n], whole numbers from 0; probabilities : [n, k], rows that sum to 1, or [n], those of class 1 beside class 0
 * → ≥ 0, but for rounding
 *
 * Nothing is clipped: a row whose class has probability 0 makes it ∞, whatever the dtype. To tell tiny probabilities from
 * 0, give log-probabilities [n, k] and `log: true`. A row of weight 0 counts nothing, even there.
 *
 * Throws an `ArgumentError` where there is no row, a probability is NaN or outside 0 … 1, or a row does not sum to 1 ± 0.001.
 *
 * @example
 * logLoss(labels, logSoftmax(scores), { log: true })
 */
export function logLoss(labels: Tensor, probabilities: Tensor, options: LogLossOptions = {}): number {
  const { log = false, weights: given } = checkMetric('logLoss', options, ['log'])
  const n = labelsIn('logLoss', labels).length
  const k = log ? checkLogProbabilities(probabilities, n) : checkProbabilities('logLoss', probabilities, n)
  const truth = labelsIn('logLoss', labels, k ?? 2)
  const { weights, total } = weightsIn('logLoss', given, n)
  const { data } = probabilities
  const logOf = (i: number): number => {
    if (k === undefined) return truth[i] === 1 ? Math.log(data[i]!) : Math.log1p(-data[i]!)
    const value = data[i * k + truth[i]!]!
    return log ? value : Math.log(value)
  }
  // From 0, for the mean of logarithms that are all 0 is 0 and not −0.
  return 0 - meanOver(weights, total, logOf)
}

/** Refuses what is no logarithm of probabilities that sum to 1. [n, k] → k */
function checkLogProbabilities(values: Tensor, n: number): number {
  const k = columnsOf('logLoss', 'log-probabilities', values, n)
  if (k === undefined)
    throw new ArgumentError('logLoss', 'wants log-probabilities of all classes, [n, k], got [n]')
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < k; j++) sum += Math.exp(values.data[i * k + j]!)
    if (!(Math.abs(sum - 1) <= 1e-3))
      throw new ArgumentError(
        'logLoss',
        `log-probabilities must be those of probabilities that sum to 1, got ${sum} in row ${i}; logSoftmax makes them of scores`,
      )
  }
  return k
}

/**
 * The mean squared distance of probabilities from what happened.
 *
 * labels : [n], whole numbers from 0; probabilities : [n, k] or [n]
 *
 * For [n, k] it is Brier's own (1950), Σᵢ wᵢ Σⱼ (pᵢⱼ − 1[yᵢ = j])² / Σᵢ wᵢ, from 0 to 2. For [n], the probabilities of
 * class 1 beside class 0, it is Σᵢ wᵢ (pᵢ − yᵢ)² / Σᵢ wᵢ, from 0 to 1: half of what both columns would give, and what
 * most programs call the Brier score of two classes.
 *
 * Throws an `ArgumentError` where `logLoss` does.
 */
export function brier(labels: Tensor, probabilities: Tensor, options: MetricOptions = {}): number {
  checkMetric('brier', options)
  const n = labelsIn('brier', labels).length
  const k = checkProbabilities('brier', probabilities, n)
  const truth = labelsIn('brier', labels, k ?? 2)
  const { weights, total } = weightsIn('brier', options.weights, n)
  const { data } = probabilities
  if (k === undefined) return meanOver(weights, total, i => (data[i]! - truth[i]!) ** 2)
  return meanOver(weights, total, i => distance(data, i * k, k, truth[i]!))
}

function distance(data: TensorData, start: number, k: number, label: number): number {
  let sum = 0
  for (let j = 0; j < k; j++) sum += (data[start + j]! - (j === label ? 1 : 0)) ** 2
  return sum
}
