// The penalty that does as well as the best on rows set aside, and is simplest: cross-validation with the one-standard-error rule.
import type { Samples, Schema } from '../../data/index.js'
import { penalties } from '../../metrics/index.js'
import { linearRegression, poissonRegression, softmaxRegression } from '../../models/index.js'
import type { Penalty } from '../options.js'
import type { TrainFlags } from './options.js'

/** So many penalties are tried, from where almost nothing is learned down to where almost nothing is penalised. */
const TRIED = 20
const RATIO = 1e-6

/** Chooses l2, or l1 where --penalty asks for some, by --cv folds. */
export function chosenPenalty(
  { features, labels }: Samples,
  { target }: Schema,
  regression: 'softmax' | 'linear' | 'poisson',
  { seed, cv, penalty, classWeight }: TrainFlags,
): { readonly penalty: Penalty; readonly because: string } {
  const folds = typeof cv === 'number' ? cv : 5
  const path = {
    penalties: penalties(regression === 'softmax' ? 1 : 10, { count: TRIED, ratio: RATIO }),
    l1Ratio: (penalty?.l1 ?? 0) > 0 ? 1 : 0,
    folds,
    seed,
  }
  const common = { standardize: true, tolerance: 1e-6 }
  const chosen = () => {
    if (target?.kind !== 'classes') {
      const numbers = regression === 'poisson' ? poissonRegression(common) : linearRegression(common)
      return numbers.choosePenalty(features, labels, path)
    }
    const weighted = classWeight === undefined ? {} : { classWeights: classWeight }
    const { classes } = target
    return softmaxRegression({ ...common, ...weighted }).choosePenalty(features, labels, path, { classes })
  }
  const { l1, l2 } = chosen()
  return {
    penalty: { l1, l2 },
    because: `chosen from ${TRIED} by ${folds}-fold cross-validation, the largest within one standard error of the best`,
  }
}
