// Calibration: whether of the rows with probability 0.8 four in five come true.
import { ArgumentError, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import {
  checkMetric,
  checkProbabilities,
  labelsIn,
  largestIn,
  type MetricOptions,
  weightsIn,
} from './rows.js'

/** How rows are binned by their probability. */
export interface CalibrationOptions extends MetricOptions {
  /** How many bins at most, 1 to 10,000; 10 unless given. */
  readonly bins?: number
  /** Bins of equal width over 0 … 1 (unless given), or of about as many rows each. */
  readonly by?: 'width' | 'quantile'
  /** Of probabilities [n, k]: the class whose column is tried. Unless given, the likeliest class of each row is. */
  readonly positive?: number
}

/** Rows of similar probability. */
export interface CalibrationBin {
  /** The lower edge, or, for bins by quantile, the least probability in it. */
  readonly low: number
  /** The upper edge, which the last bin alone includes; for bins by quantile, the greatest probability in it. */
  readonly high: number
  /** How many rows of weight above 0 it holds: at least one. */
  readonly count: number
  /** What these weigh. */
  readonly weight: number
  /** The mean probability. */
  readonly predicted: number
  /** The share of rows for which it came true. */
  readonly observed: number
}

/** What `calibrationTable` tells. */
export interface Calibration {
  /** From the lowest probability up; bins without rows are left out. */
  readonly bins: readonly CalibrationBin[]
  /** The expected calibration error: the mean of |observed − predicted| over rows, by their bins. */
  readonly ece: number
  /** The largest |observed − predicted| of a bin. */
  readonly mce: number
}

/**
 * Mean probability beside observed share, bin by bin, and ECE = Σ_b W_b/W · |observed_b − predicted_b| (Naeini et al. 2015).
 *
 * labels : [n], whole numbers from 0; probabilities : [n], of class 1 beside class 0, or [n, k]. Of [n, k] the largest of
 * each row is tried, and whether its class, the first of those that tie, is right (Guo et al. 2017), or the column `positive`.
 *
 * Equal probabilities always share a bin. Bins by quantile can hence be fewer than asked for.
 *
 * Throws an `ArgumentError` where there is no row, a probability is NaN or outside 0 … 1, or a row does not sum to 1 ± 0.001.
 *
 * @example
 * calibrationTable(labels, model.predictProba(x), { bins: 15 }).ece
 */
export function calibrationTable(
  labels: Tensor,
  probabilities: Tensor,
  options: CalibrationOptions = {},
): Calibration {
  const op = 'calibrationTable'
  const {
    bins = 10,
    by = 'width',
    positive,
    weights: given,
  } = checkMetric(op, options, ['bins', 'by', 'positive'])
  if (!Number.isSafeInteger(bins) || bins < 1 || bins > 10_000)
    throw new ArgumentError(op, `bins must be a whole number from 1 to 10000, got ${describe(bins)}`)
  if (by !== 'width' && by !== 'quantile')
    throw new ArgumentError(op, `by must be 'width' or 'quantile', got ${describe(by)}`)
  const { chances, came } = claimsIn(op, labels, probabilities, positive)
  const { weights, total } = weightsIn(op, given, chances.length)

  const rows = Int32Array.from(chances.keys())
    .filter(i => weights[i]! > 0)
    .sort((a, b) => chances[a]! - chances[b]!)
  const binOf =
    by === 'width' ? (i: number) => widthBin(chances[i]!, bins) : quantileBins(rows, chances, weights, bins)
  const found: CalibrationBin[] = []
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const bin = binOf(rows[from]!)
    let [weight, chance, truths] = [0, 0, 0]
    for (; to < rows.length && binOf(rows[to]!) === bin; to++) {
      const i = rows[to]!
      weight += weights[i]!
      chance += weights[i]! * chances[i]!
      truths += weights[i]! * came[i]!
    }
    const [least, greatest] = [chances[rows[from]!]!, chances[rows[to - 1]!]!]
    const [low, high] = by === 'width' ? [bin / bins, (bin + 1) / bins] : [least, greatest]
    // By rounding alone the mean could leave the values it is a mean of.
    const predicted = Math.min(Math.max(chance / weight, least), greatest)
    found.push({ low, high, count: to - from, weight, predicted, observed: truths / weight })
  }
  const gaps = found.map(({ observed, predicted }) => Math.abs(observed - predicted))
  return {
    bins: found,
    ece: gaps.reduce((sum, gap, b) => sum + (found[b]!.weight / total) * gap, 0),
    mce: gaps.reduce((a, b) => Math.max(a, b), 0),
  }
}

/** What is claimed of each row with which probability, and whether it came true, as 0 or 1. */
function claimsIn(op: string, labels: Tensor, probabilities: Tensor, positive: number | undefined) {
  const n = labelsIn(op, labels).length
  const k = checkProbabilities(op, probabilities, n)
  if (
    positive !== undefined &&
    (k === undefined || !Number.isSafeInteger(positive) || positive < 0 || positive >= k)
  )
    throw new ArgumentError(
      op,
      k === undefined
        ? 'positive is for probabilities [n, k]; those of [n] are of class 1'
        : `positive must be a class, 0 to ${k - 1}, got ${describe(positive)}`,
    )
  const truth = labelsIn(op, labels, k ?? 2)
  const { data } = probabilities
  const [chances, came] = [new Float64Array(n), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    const column = k === undefined ? 1 : (positive ?? largestIn(data, i * k, k))
    chances[i] = data[k === undefined ? i : i * k + column]!
    came[i] = truth[i] === column ? 1 : 0
  }
  return { chances, came }
}

/** The bin [b/bins, (b + 1)/bins) that holds p, by the very edges that are told; the last one holds 1, too. */
function widthBin(p: number, bins: number): number {
  let bin = Math.min(Math.floor(p * bins), bins - 1)
  if (bin + 1 < bins && p >= (bin + 1) / bins) bin++
  if (p < bin / bins) bin--
  return bin
}

/** Bins of about equal weight: a run of ties goes where its middle lies. rows : sorted by their probability */
function quantileBins(
  rows: Int32Array,
  chances: Float64Array,
  weights: ArrayLike<number>,
  bins: number,
): (row: number) => number {
  const total = rows.reduce((sum, i) => sum + weights[i]!, 0)
  const found = new Int32Array(chances.length)
  let before = 0
  for (let from = 0, to = 0; from < rows.length; from = to) {
    let weight = 0
    for (; to < rows.length && chances[rows[to]!] === chances[rows[from]!]; to++)
      weight += weights[rows[to]!]!
    const bin = Math.min(Math.floor((bins * (before + weight / 2)) / total), bins - 1)
    for (let r = from; r < to; r++) found[rows[r]!] = bin
    before += weight
  }
  return row => found[row]!
}
