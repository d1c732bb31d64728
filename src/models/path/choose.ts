// A penalty chosen by rows set aside: the whole path fitted to each fold, and the one-standard-error rule.
import { kFold, stratifiedKFold } from '../../data/folds.js'
import { ArgumentError, describe } from '../../errors.js'
import { type Choice, chooseByOneStandardError, type Rows as Fold } from '../../metrics/choice.js'
import { poissonDeviance } from '../../metrics/regression.js'
import { div, dot, exp, mean, sum, take } from '../../ops/index.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { linearScores } from '../glm/family.js'
import type { Rows } from '../glm/rows.js'
import type { Prepared, Task } from '../glm/task.js'

/** Which rows are set aside. */
export interface FoldsOptions {
  /**
   * How many folds, 10 unless given, as in glmnet; or folds such as `groupedKFold` gives. Numbers deal rows of each class out evenly.
   */
  readonly folds?: number | readonly Fold[]
  /** A whole number that decides how rows are dealt out; 0 unless given. */
  readonly seed?: number
}

/** A penalty chosen, with what was seen on the way. Indices are places in `penalties`. */
export interface ChosenPenalty<M> extends Choice {
  /** The l1 of the penalty chosen. */
  readonly l1: number
  /** The l2 of the penalty chosen. */
  readonly l2: number
  /** The fit to all rows at this penalty. */
  readonly model: M
  /** The penalties that were tried, from the largest down. */
  readonly penalties: readonly number[]
  /** For each penalty, its loss on each fold's rows set aside. */
  readonly scores: readonly (readonly number[])[]
}

/** The penalty chosen from a list by a path on each fold. */
export function chosen<M>(
  prepared: Prepared<M>,
  penalties: readonly number[],
  { folds, seed }: { readonly folds: FoldsOptions['folds']; readonly seed: number | undefined },
  path: (part: Prepared<M>) => readonly { readonly model: M }[],
): Omit<ChosenPenalty<M>, 'l1' | 'l2' | 'model'> {
  const { task, rows, names } = prepared
  const byFold = foldsOf(task, rows, folds, seed).map(({ train, test }) => {
    const aside = taken(rows, test)
    return path({ task, rows: taken(rows, train), names }).map(({ model }) => lossOn(task, model, aside))
  })
  const scores = penalties.map((_, i) => byFold.map(losses => losses[i]!))
  return { ...chooseByOneStandardError(penalties, scores), penalties, scores }
}

function foldsOf<M>(
  { classes }: Task<M>,
  { y }: Rows,
  folds: FoldsOptions['folds'] = 10,
  seed: number | undefined = 0,
): readonly Fold[] {
  if (typeof folds === 'number') {
    const options = { folds, seed }
    return classes !== undefined && y.rank === 1 ? stratifiedKFold(y, options) : kFold(y.shape[0]!, options)
  }
  if (!Array.isArray(folds) || folds.length < 2 || !folds.every(f => isTensor(f?.train) && isTensor(f?.test)))
    throw new ArgumentError(
      'choosePenalty',
      `folds must be a number or at least two folds such as kFold gives, got ${describe(folds)}`,
    )
  return folds
}

/** Some of the rows. which : int32 [m] */
function taken({ x, y, weights, offset }: Rows, which: Tensor): Rows {
  return {
    x: take(x, which),
    y: take(y, which),
    ...(weights === undefined ? {} : { weights: take(weights, which) }),
    ...(offset === undefined ? {} : { offset: take(offset, which) }),
  }
}

/** The mean loss of rows: what is minimized for classes, twice that for numbers, which is the mean square, and the deviance of counts. */
function lossOn<M>(task: Task<M>, model: M, { x, y, weights, offset }: Rows): number {
  const h = linearScores(task.read(model, x.shape[1]!), x, offset)
  if (task.family.name === 'Poisson')
    return poissonDeviance(y, exp(h), weights === undefined ? {} : { weights })
  const each = task.family.losses(h, y)
  const loss = weights === undefined ? mean(each) : div(dot(weights, each), sum(weights))
  return (task.family.name === 'linear' ? 2 : 1) * loss.item()
}
