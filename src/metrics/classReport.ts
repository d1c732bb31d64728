// Precision, recall and F1 of every class, and their means.
import type { Tensor } from '../tensor.js'
import { type ClassOptions, countsOf } from './classes.js'
import { checkMetric } from './rows.js'

/** How one class fares. A quotient 0/0 is `undefined`. */
export interface ClassScores {
  /** Of the rows that are predicted as this class, the share that is; `undefined` where none is predicted so. */
  readonly precision: number | undefined
  /** Of the rows of this class, the share that is predicted so; `undefined` where it has none. */
  readonly recall: number | undefined
  /** 2·right / (rows of it + rows predicted as it), the harmonic mean of both; `undefined` where there is neither. */
  readonly f1: number | undefined
  /** How many rows the class has, by weight. */
  readonly support: number
}

/** Means of precision, recall and F1 over classes. */
export interface MeanScores {
  /** The mean precision. */
  readonly precision: number
  /** The mean recall. */
  readonly recall: number
  /** The mean F1, which is not the F1 of the mean precision and recall. */
  readonly f1: number
}

/** What `classReport` tells. */
export interface ClassReport {
  /** Class by class, in the order of labels. */
  readonly classes: readonly ClassScores[]
  /** The share of rows that are predicted right. */
  readonly accuracy: number
  /** Means in which each class counts alike; the mean recall is the balanced accuracy. */
  readonly macro: MeanScores
  /** Means in which each class counts by its rows; the mean recall is the accuracy. */
  readonly weighted: MeanScores
  /** How many rows there are, by weight. */
  readonly support: number
}

/**
 * For each class c: precision = right/predicted, recall = right/support and F1 = 2·right/(support + predicted), where
 * `predicted` counts rows predicted as c, `support` rows of c, and `right` those that are both.
 *
 * labels : [n], whole numbers from 0; predictions : [n], or scores or probabilities [n, k], whose largest is predicted
 *
 * 0/0 is `undefined`. In means it counts as 0 where the class has rows: one that is never predicted has precision 0 there.
 * Where the class has no rows, it is left out.
 *
 * @example
 * classReport(labels, model.predictProba(x)).macro.f1
 */
export function classReport(labels: Tensor, predictions: Tensor, options: ClassOptions = {}): ClassReport {
  checkMetric('classReport', options, ['classes'])
  const { right, actual, claimed, total } = countsOf('classReport', labels, predictions, options)
  const classes = Array.from(
    actual,
    (support, c): ClassScores => ({
      precision: ratio(right[c]!, claimed[c]!),
      recall: ratio(right[c]!, support),
      f1: ratio(2 * right[c]!, support + claimed[c]!),
      support,
    }),
  )
  const means = (countOf: (scores: ClassScores) => number): MeanScores => {
    const mean = (name: 'precision' | 'recall' | 'f1'): number => {
      let [sum, count] = [0, 0]
      for (const scores of classes) {
        if (scores[name] === undefined && scores.support === 0) continue
        sum += countOf(scores) * (scores[name] ?? 0)
        count += countOf(scores)
      }
      return sum / count
    }
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
  }
  return {
    classes,
    accuracy: right.reduce((sum, count) => sum + count, 0) / total,
    macro: means(() => 1),
    weighted: means(({ support }) => support),
    support: total,
  }
}

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)
