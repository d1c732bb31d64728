// The receiver operating characteristic: how many of the others are claimed for how many of the positive rows.
import type { Tensor } from '../tensor.js'
import {
  type AreaOptions,
  areaUnder,
  byClass,
  checkSides,
  type Ranking,
  type RankOptions,
  ranking,
} from './ranked.js'
import type { MetricOptions } from './rows.js'

/** A point of the curve: what claiming all rows whose score is at least the threshold comes to. */
export interface RocPoint {
  /** The lowest score that is claimed; ∞ for the first point, where none is. */
  readonly threshold: number
  /** The share of the other rows that is claimed. */
  readonly falsePositiveRate: number
  /** The share of the positive rows that is claimed. */
  readonly truePositiveRate: number
}

/**
 * The curve from (0, 0) to (1, 1), a point for each distinct score from the highest down.
 *
 * labels : [n], whole numbers from 0; scores : [n], of class 1 unless `positive` names another; or [n, k], whose column
 * `positive` is taken. Scores are any numbers that rank rows, infinities too.
 *
 * Throws an `ArgumentError` where there are no rows of the positive class, or none of another.
 */
export function rocCurve(labels: Tensor, scores: Tensor, options: RankOptions = {}): readonly RocPoint[] {
  const found = ranking('rocCurve', labels, scores, options)
  checkSides('rocCurve', found, options.positive ?? 1)
  const start = { threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 }
  return [
    start,
    ...found.steps.map(({ threshold, hits, misses }) => ({
      threshold,
      falsePositiveRate: misses / found.negatives,
      truePositiveRate: hits / found.positives,
    })),
  ]
}

/**
 * The area under the curve: the share of pairs of a positive row and another in which the positive one scores higher,
 * where a tie counts one half. That is Mann and Whitney's U over the number of pairs (Hanley and McNeil 1982), by weight
 * Σᵢⱼ wᵢwⱼ (1[sᵢ > sⱼ] + ½·1[sᵢ = sⱼ]) / Σᵢⱼ wᵢwⱼ. Without weights pairs are counted in whole numbers, exactly.
 *
 * labels : [n]; scores : [n] or [n, k], as in `rocCurve`. Without `positive`, scores of three classes or more give the mean
 * over classes, each against the rest; classes without rows are left out. → from 0 to 1; ½ where scores say nothing
 *
 * Throws an `ArgumentError` where there are rows of one class alone.
 */
export function rocAuc(labels: Tensor, scores: Tensor, options: AreaOptions = {}): number {
  return areaUnder('rocAuc', labels, scores, options, areaOf, checkSides)
}

/**
 * The area of each class against the rest; `undefined` for one without rows, or that has all of them.
 *
 * labels : [n]; scores : [n, k] → k areas
 */
export function rocAucByClass(
  labels: Tensor,
  scores: Tensor,
  options: MetricOptions = {},
): readonly (number | undefined)[] {
  return byClass('rocAucByClass', labels, scores, options, areaOf)
}

function areaOf({ steps, positives, negatives }: Ranking): number | undefined {
  if (positives === 0 || negatives === 0) return undefined
  // Twice the pairs that are in order: half a pair is no whole number.
  let pairs = 0
  let before = { hits: 0, misses: 0 }
  for (const step of steps) {
    pairs += (step.misses - before.misses) * (before.hits + step.hits)
    before = step
  }
  return pairs / 2 / positives / negatives
}
