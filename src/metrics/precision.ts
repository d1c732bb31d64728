// Precision against recall: how pure the claimed rows are for how many of the positive ones, and the area under that.
import { ArgumentError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { type AreaOptions, areaUnder, byClass, type Ranking, type RankOptions, ranking } from './ranked.js'
import type { MetricOptions } from './rows.js'

/** A point of the curve: what claiming all rows whose score is at least the threshold comes to. */
export interface PrecisionRecallPoint {
  /** The lowest score that is claimed; ∞ for the first point, where none is. */
  readonly threshold: number
  /** The share of the claimed rows that is positive; 1 where none is claimed, the convention for 0/0 here. */
  readonly precision: number
  /** The share of the positive rows that is claimed. */
  readonly recall: number
}

/**
 * The curve from recall 0 to recall 1, a point for each distinct score from the highest down.
 *
 * labels : [n], whole numbers from 0; scores : [n], of class 1 unless `positive` names another; or [n, k], whose column
 * `positive` is taken
 *
 * Throws an `ArgumentError` where there are no rows of the positive class.
 */
export function precisionRecallCurve(
  labels: Tensor,
  scores: Tensor,
  options: RankOptions = {},
): readonly PrecisionRecallPoint[] {
  const found = ranking('precisionRecallCurve', labels, scores, options)
  checkPositives('precisionRecallCurve', found, options.positive ?? 1)
  return [
    { threshold: Number.POSITIVE_INFINITY, precision: 1, recall: 0 },
    ...found.steps.map(({ threshold, hits, misses }) => ({
      threshold,
      precision: hits / (hits + misses),
      recall: hits / found.positives,
    })),
  ]
}

/**
 * The mean precision over positive rows: Σₜ (Rₜ − Rₜ₋₁)·Pₜ over the distinct scores from the highest down, with precision
 * Pₜ and recall Rₜ. Steps are not joined by straight lines, which would promise precision that no threshold has (Davis and
 * Goadrich 2006). Tied rows are claimed together.
 *
 * labels : [n]; scores : [n] or [n, k], as in `precisionRecallCurve`. Without `positive`, scores of three classes or more
 * give the mean over classes, each against the rest; classes without rows are left out. → above 0, up to 1; the share of
 * positive rows where scores say nothing
 *
 * Throws an `ArgumentError` where there are no rows of the positive class.
 */
export function averagePrecision(labels: Tensor, scores: Tensor, options: AreaOptions = {}): number {
  return areaUnder('averagePrecision', labels, scores, options, areaOf, checkPositives)
}

/**
 * The average precision of each class against the rest; `undefined` for one without rows.
 *
 * labels : [n]; scores : [n, k] → k areas
 */
export function averagePrecisionByClass(
  labels: Tensor,
  scores: Tensor,
  options: MetricOptions = {},
): readonly (number | undefined)[] {
  return byClass('averagePrecisionByClass', labels, scores, options, areaOf)
}

function areaOf({ steps, positives }: Ranking): number | undefined {
  if (positives === 0) return undefined
  let area = 0
  let before = 0
  for (const { hits, misses } of steps) {
    area += ((hits - before) * hits) / (hits + misses)
    before = hits
  }
  return area / positives
}

function checkPositives(op: string, { positives }: Ranking, positive: number): void {
  if (positives === 0) throw new ArgumentError(op, `wants rows of class ${positive}, got none`)
}
