// Paths: one regression for each of many penalties, from the largest down, each begun where the one before ended.
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import { penalties as spaced } from '../../metrics/choice.js'
import type { Tensor } from '../../tensor.js'
import type { RowOptions } from '../glm/options.js'
import { learn, type Penalty, type Prepared, type Task } from '../glm/task.js'
import { type ChosenPenalty, chosen, type FoldsOptions } from './choose.js'
import { largestSlope } from './largest.js'

/** Which penalties a path goes through. */
export interface PathOptions {
  /** The penalties λ, ≥ 0, in any order. Unless given, `count` of them from the least at which all coefficients are 0 down. */
  readonly penalties?: readonly number[]
  /** How many, at least 2; 100 unless given, as glmnet's nlambda. */
  readonly count?: number
  /** The last over the first; 1e-4 unless given, 0.01 with fewer rows than features: glmnet's lambda.min.ratio. */
  readonly ratio?: number
  /**
   * Which part of λ is l1, from 0 (ridge) to 1 (lasso, the default): l1 = l1Ratio·λ and l2 = (1 − l1Ratio)·λ. glmnet's alpha,
   * scikit-learn's l1_ratio. Ridge keeps every coefficient; its first λ is then that of an l1Ratio of 0.001, as in glmnet.
   */
  readonly l1Ratio?: number
}

/** A model and its penalty. */
export interface PathPoint<M> extends Penalty {
  /** λ, of which l1 and l2 are the parts. */
  readonly penalty: number
  /** The fit at this penalty. */
  readonly model: M
}

/** What can be fitted at many penalties. R : what the rows have beside features and responses */
export interface Paths<M, R> {
  /**
   * A model for each of many penalties, from the largest down. Each fit begins at the model before it.
   *
   * x, y : as `fit` takes them; rows : names, weights and an offset. The first penalty, unless they are given, is the least one at which
   * all coefficients are 0: λ_max = max |∂ loss/∂θ| / l1Ratio, where θ = 0 and the bias is the best one.
   *
   * Throws an `ArgumentError` where the regression has a penalty of its own, or no feature says anything of y.
   *
   * @example
   * linearRegression({ standardize: true }).path(x, y, { count: 50 }).map(({ penalty, model }) => [penalty, model.coefficients])
   */
  path(x: Tensor, y: Tensor, options?: PathOptions, rows?: Omit<R, 'start'>): readonly PathPoint<M>[]

  /**
   * The simplest model that does about as well as the best: the largest penalty whose mean loss on rows set aside is within one
   * standard error of the least. The penalties are those of `path` for all rows; `model` is fitted to all rows.
   *
   * The loss is the log loss of classes, the mean square of errors, and the mean deviance of counts; offsets and weights count.
   *
   * @example
   * const { penalty, model } = logisticRegression().choosePenalty(x, y, { folds: 10, seed: 1 })
   */
  choosePenalty(
    x: Tensor,
    y: Tensor,
    options?: PathOptions & FoldsOptions,
    rows?: Omit<R, 'start'>,
  ): ChosenPenalty<M>
}

const PATH = ['penalties', 'count', 'ratio', 'l1Ratio']

/** Both functions of a regression, from what checks its rows. */
export function pathsOf<M, R extends RowOptions>(
  prepare: (op: string, x: Tensor, y: Tensor, rows: Omit<R, 'start'>) => Prepared<M>,
): Paths<M, R> {
  return {
    path(x, y, options = {}, rows) {
      checkOptions('path', options, PATH)
      const prepared = prepare('path', x, y, rows ?? ({} as Omit<R, 'start'>))
      const split = splitOf('path', prepared.task, options)
      return through(prepared, listOf('path', prepared, options), split)
    },
    choosePenalty(x, y, options = {}, rows) {
      const op = 'choosePenalty'
      const { folds, seed, ...asked } = checkOptions(op, options, [...PATH, 'folds', 'seed'])
      const prepared = prepare(op, x, y, rows ?? ({} as Omit<R, 'start'>))
      const split = splitOf(op, prepared.task, asked)
      const list = listOf(op, prepared, asked)
      const scored = chosen(prepared, list, { folds, seed }, part => through(part, list, split))
      const penalty = split(scored.penalty)
      const { task, rows: all, names } = prepared
      return { ...scored, ...penalty, model: learn(task, all, names, penalty) }
    },
  }
}

/** The fits at penalties that fall, each from the one before. */
function through<M>(
  { task, rows, names }: Prepared<M>,
  list: readonly number[],
  split: (penalty: number) => Penalty,
): readonly PathPoint<M>[] {
  const points: PathPoint<M>[] = []
  for (const penalty of list) {
    const parts = split(penalty)
    points.push({ penalty, ...parts, model: learn(task, rows, names, parts, points.at(-1)?.model) })
  }
  return points
}

function splitOf<M>(op: string, { settings }: Task<M>, { l1Ratio = 1 }: PathOptions) {
  if (settings.l1 + settings.l2 > 0)
    throw new ArgumentError(op, 'goes through penalties of its own; leave out l1 and l2 of the regression')
  if (typeof l1Ratio !== 'number' || !(l1Ratio >= 0 && l1Ratio <= 1))
    throw new ArgumentError(op, `l1Ratio must be a number from 0 to 1, got ${describe(l1Ratio)}`)
  return (penalty: number): Penalty => ({ l1: l1Ratio * penalty, l2: (1 - l1Ratio) * penalty })
}

/** How far above the largest slope a path begins, so that no rounding of it is mistaken for a coefficient. */
const ABOVE = 1e-9

/** The penalties of a path, from the largest down. */
function listOf<M>(
  op: string,
  { task, rows }: Prepared<M>,
  { penalties, count, ratio, l1Ratio = 1 }: PathOptions,
): readonly number[] {
  if (penalties !== undefined) {
    if (count !== undefined || ratio !== undefined)
      throw new ArgumentError(op, 'count and ratio space penalties that are not given; leave out either')
    if (!Array.isArray(penalties) || penalties.length === 0)
      throw new ArgumentError(op, `penalties must be at least one number, got ${describe(penalties)}`)
    const wrong = penalties.findIndex(v => typeof v !== 'number' || !(v >= 0 && v < Number.POSITIVE_INFINITY))
    if (wrong >= 0)
      throw new ArgumentError(
        op,
        `penalties must be finite numbers ≥ 0, got ${describe(penalties[wrong])} at ${wrong}`,
      )
    return [...new Set(penalties)].sort((a, b) => b - a)
  }
  const [n = 0, d = 0] = rows.x.shape
  const slope = largestSlope(task, rows)
  if (!(slope > 0))
    throw new ArgumentError(
      op,
      'no feature says anything of y: coefficients are 0 at every penalty; look for constant columns or a constant y',
    )
  return spaced((slope * (1 + ABOVE)) / Math.max(l1Ratio, 1e-3), {
    ratio: ratio ?? (n < d ? 0.01 : 1e-4),
    ...(count === undefined ? {} : { count }),
  })
}
