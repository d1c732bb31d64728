// Choosing a model by rows that it has not seen: cross-validation, and the simplest model that does as well as the best.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'

/** Rows to learn from and rows to be judged by, as `kFold` and its kin give them. */
export interface Rows {
  /** int32 [n − m] */
  readonly train: Tensor
  /** int32 [m] */
  readonly test: Tensor
}

/** What a model scores on rows that it has not seen. */
export interface CrossValidation {
  /** The score of each fold. */
  readonly scores: readonly number[]
  /** Their mean. */
  readonly mean: number
  /** What that mean is uncertain by: the standard deviation of the scores over √folds. `undefined` for one fold. */
  readonly standardError: number | undefined
}

/**
 * Learns once for each fold, from its training rows, and scores on those set aside.
 *
 * learn : rows int32 [n − m], the fold's number → any model; score : model, rows int32 [m], the number → a number
 *
 * The standard error takes folds for independent, which they are not quite, for they share rows to learn from: it is the
 * usual estimate, and rather too small (Bengio and Grandvalet 2004). It is ∞ where a score is.
 *
 * Throws an `ArgumentError` where a score is NaN; what `learn` and `score` throw passes through.
 *
 * @example
 * const folds = stratifiedKFold(labels, { seed: 1 })
 * crossValidate(
 *   rows => softmaxRegression().fit(take(x, rows), take(labels, rows)),
 *   folds,
 *   (model, rows) => logLoss(take(labels, rows), model.predictProba(take(x, rows))),
 * ).mean
 */
export function crossValidate<M, R extends Rows>(
  learn: (train: R['train'], fold: number) => M,
  folds: readonly R[],
  score: (model: M, test: R['test'], fold: number) => number,
): CrossValidation {
  if (typeof learn !== 'function' || typeof score !== 'function')
    throw new ArgumentError(
      'crossValidate',
      `wants a function that learns, folds, and a function that scores, got ${describe(learn)}, ${describe(folds)} and ${describe(score)}`,
    )
  if (!Array.isArray(folds) || folds.length === 0)
    throw new ArgumentError('crossValidate', `wants folds such as kFold gives, got ${describe(folds)}`)
  const scores = folds.map(({ train, test }: R, fold) => {
    const value = score(learn(train, fold), test, fold)
    if (typeof value !== 'number' || Number.isNaN(value))
      throw new ArgumentError(
        'crossValidate',
        `the score of fold ${fold} must be a number, got ${describe(value)}`,
      )
    return value
  })
  return { scores, ...summaryOf('crossValidate', scores) }
}

/** What `penalties` takes beside the largest one. */
export interface PenaltiesOptions {
  /** How many, at least 2; 100 unless given. */
  readonly count?: number
  /** The last over the first, between 0 and 1; 1e-4 unless given. */
  readonly ratio?: number
}

/**
 * A path of penalties from the largest down, each the same part of the one before: λᵢ = λ_max · ratio^(i/(count − 1)).
 *
 * largest : above 0, such as the least one at which every coefficient is 0 → `count` numbers; the first is `largest` exactly
 */
export function penalties(largest: number, options: PenaltiesOptions = {}): readonly number[] {
  const { count = 100, ratio = 1e-4 } = checkOptions('penalties', options, ['count', 'ratio'])
  const refuse = (what: string, value: unknown): never => {
    throw new ArgumentError('penalties', `${what}, got ${describe(value)}`)
  }
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY))
    refuse('the largest penalty must be finite and above 0', largest)
  if (!Number.isSafeInteger(count) || count < 2) refuse('count must be a whole number ≥ 2', count)
  if (!(ratio > 0 && ratio < 1)) refuse('ratio must be between 0 and 1', ratio)
  return Array.from({ length: count }, (_, i) => largest * ratio ** (i / (count - 1)))
}

/** What `chooseByOneStandardError` found. All indices are places in the penalties given. */
export interface Choice {
  /** The largest penalty whose mean score is within one standard error of the best. */
  readonly chosen: number
  /** The penalty with the best mean score; of those that tie, the largest. */
  readonly best: number
  /** The penalty chosen. */
  readonly penalty: number
  /** The mean score of each penalty. */
  readonly means: readonly number[]
  /** The standard error of each mean. */
  readonly standardErrors: readonly number[]
  /** What a mean must reach: the best one, worse by its standard error. */
  readonly limit: number
}

/**
 * The simplest model that does about as well as the best: the largest penalty whose mean score is no worse than the best
 * mean by more than the standard error of that best mean (Breiman et al. 1984, § 3.4.3).
 *
 * penalties : p ≥ 1 numbers ≥ 0 in any order; scores : for each penalty its scores fold by fold, at least 2, of the same folds
 *
 * Low scores are better unless `better` says 'high'. A score of ±∞ on the bad side rules its penalty out.
 *
 * Throws an `ArgumentError` where a score is NaN, numbers of folds differ, or no penalty has a finite mean.
 */
export function chooseByOneStandardError(
  penalties: readonly number[],
  scores: readonly (readonly number[])[],
  options: { readonly better?: 'low' | 'high' } = {},
): Choice {
  const op = 'chooseByOneStandardError'
  const { better = 'low' } = checkOptions(op, options, ['better'])
  if (better !== 'low' && better !== 'high')
    throw new ArgumentError(op, `better must be 'low' or 'high', got ${describe(better)}`)
  checkScores(op, penalties, scores)
  const sign = better === 'low' ? 1 : -1
  const summaries = scores.map(row => summaryOf(op, row))
  const loss = (i: number): number => sign * summaries[i]!.mean
  const all = penalties.map((_, i) => i)
  const best = all.reduce((a, b) =>
    loss(b) < loss(a) || (loss(b) === loss(a) && penalties[b]! > penalties[a]!) ? b : a,
  )
  if (!Number.isFinite(loss(best)))
    throw new ArgumentError(op, `no penalty has a finite mean score: the best is ${summaries[best]!.mean}`)
  const limit = loss(best) + summaries[best]!.standardError!
  const chosen = all.reduce((a, b) => (loss(b) <= limit && penalties[b]! > penalties[a]! ? b : a), best)
  return {
    chosen,
    best,
    penalty: penalties[chosen]!,
    means: summaries.map(({ mean }) => mean),
    standardErrors: summaries.map(({ standardError }) => standardError!),
    limit: sign * limit,
  }
}

function checkScores(op: string, penalties: readonly number[], scores: readonly (readonly number[])[]): void {
  if (
    !Array.isArray(penalties) ||
    !Array.isArray(scores) ||
    penalties.length !== scores.length ||
    scores.length === 0
  )
    throw new ArgumentError(
      op,
      `wants penalties and scores for each, got ${describe(penalties)} and ${describe(scores)}`,
    )
  const folds = scores[0]!.length
  penalties.forEach((penalty: number, i: number) => {
    if (!(penalty >= 0))
      throw new ArgumentError(op, `penalties must be ≥ 0, got ${describe(penalty)} at ${i}`)
    const row = scores[i]!
    if (row.length !== folds || folds < 2)
      throw new ArgumentError(
        op,
        `wants the scores of the same folds, at least 2, got ${folds} and ${row.length}`,
      )
    const odd = row.findIndex((score: number) => typeof score !== 'number' || Number.isNaN(score))
    if (odd >= 0)
      throw new ArgumentError(
        op,
        `scores must be numbers, got ${describe(row[odd])} for penalty ${i}, fold ${odd}`,
      )
  })
}

/** Mean and standard error. */
function summaryOf(op: string, scores: readonly number[]): Pick<CrossValidation, 'mean' | 'standardError'> {
  const count = scores.length
  const mean = scores.reduce((sum, score) => sum + score, 0) / count
  if (Number.isNaN(mean)) throw new ArgumentError(op, 'scores of ∞ and −∞ together have no mean')
  if (count === 1) return { mean, standardError: undefined }
  if (!Number.isFinite(mean)) return { mean, standardError: Number.POSITIVE_INFINITY }
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count) }
}
