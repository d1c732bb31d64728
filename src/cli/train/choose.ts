// The penalty that does as well as the best on rows set aside, and is simplest: cross-validation with the one-standard-error rule.
import { kFold, type Samples, type Schema, stratifiedKFold } from '../../data/index.js'
import {
  chooseByOneStandardError,
  logLoss,
  meanSquaredError,
  penalties,
  poissonDeviance,
} from '../../metrics/index.js'
import {
  type AnyModel,
  linearRegression,
  PoissonModel,
  poissonRegression,
  softmaxRegression,
} from '../../models/index.js'
import { take } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import type { Penalty } from '../options.js'
import type { TrainFlags } from './options.js'

/** So many penalties are tried, from where almost nothing is learned down to where almost nothing is penalised. */
const TRIED = 20
const RATIO = 1e-6

/** Chooses l2, or l1 where --penalty asks for some, by --cv folds. */
export function chosenPenalty(
  rows: Samples,
  schema: Schema,
  regression: 'softmax' | 'linear' | 'poisson',
  flags: TrainFlags,
): { readonly penalty: Penalty; readonly because: string } {
  const { seed } = flags
  const folds = typeof flags.cv === 'number' ? flags.cv : 5
  const isLasso = (flags.penalty?.l1 ?? 0) > 0
  const list = penalties(regression === 'softmax' ? 1 : 10, { count: TRIED, ratio: RATIO })
  const classified = schema.target?.kind === 'classes'
  const parts = classified
    ? stratifiedKFold(rows.labels, { folds, seed })
    : kFold(rows.labels.size, { folds, seed })
  const scores = list.map(() => new Array<number>(folds).fill(0))
  parts.forEach(({ train, test }, fold) => {
    const [x, y] = [take(rows.features, train), take(rows.labels, train)]
    const [xTest, yTest] = [take(rows.features, test), take(rows.labels, test)]
    // Each penalty goes on from the model of the larger one.
    let model: AnyModel | undefined
    list.forEach((value, i) => {
      model = fitted(
        regression,
        isLasso ? { l1: value, l2: 0 } : { l1: 0, l2: value },
        x,
        y,
        schema,
        flags,
        model,
      )
      scores[i]![fold] = lossOf(model, xTest, yTest)
    })
  })
  const { penalty: value } = chooseByOneStandardError(list, scores)
  return {
    penalty: isLasso ? { l1: value, l2: 0 } : { l1: 0, l2: value },
    because: `chosen from ${TRIED} by ${folds}-fold cross-validation, the largest within one standard error of the best`,
  }
}

function fitted(
  regression: 'softmax' | 'linear' | 'poisson',
  penalty: Penalty,
  x: Tensor,
  y: Tensor,
  schema: Schema,
  { classWeight }: TrainFlags,
  start: AnyModel | undefined,
): AnyModel {
  const options = { ...penalty, standardize: true, tolerance: 1e-6 }
  switch (regression) {
    case 'softmax': {
      const classes = schema.target?.kind === 'classes' ? schema.target.classes : []
      const weighted = classWeight === undefined ? {} : { classWeights: classWeight }
      return softmaxRegression({ ...options, ...weighted }).fit(x, y, { classes, ...startOf(start) })
    }
    case 'linear':
      return linearRegression(options).fit(x, y, startOf(start))
    case 'poisson':
      return poissonRegression(options).fit(x, y, startOf(start))
  }
}

/** A model of the same kind as the one that goes on from it. */
const startOf = <M extends AnyModel>(start: AnyModel | undefined) =>
  start === undefined ? {} : { start: start as M }

function lossOf(model: AnyModel, x: Tensor, y: Tensor): number {
  if ('predictProba' in model) return logLoss(y, model.predictProba(x))
  const predicted = model.predict(x)
  return model instanceof PoissonModel ? poissonDeviance(y, predicted) : meanSquaredError(y, predicted)
}
