// What --calibrate asks for: a temperature by which the probabilities of rows that the model has not seen fit how often they come true.
import { fromData } from '../../create.js'
import { type Samples, stratifiedKFold } from '../../data/index.js'
import { fitTemperature, type Temperature } from '../../metrics/index.js'
import { take } from '../../ops/index.js'
import type { Learned } from './learn.js'

/** In so many folds each row is judged once, by a model of the other rows. */
const FOLDS = 5

/** The temperature, and how it was found. */
export interface Calibrated extends Temperature {
  readonly folds: number
}

/**
 * The temperature of least log loss (Guo et al. 2017) on the training rows, each scored by a fit to the folds that it is not in. Rows
 * set aside to test on stay out of it.
 */
export function calibrated(
  refit: NonNullable<Learned['refit']>,
  { features, labels }: Samples,
  seed: number,
): Calibrated {
  const parts = stratifiedKFold(labels, { folds: FOLDS, seed })
  const n = labels.size
  let [scores, k] = [new Float64Array(0), 0]
  for (const { train, test } of parts) {
    const model = refit({ features: take(features, train), labels: take(labels, train) })
    const own = model.predictLogProba(take(features, test)).data
    if (k === 0) {
      k = model.classes.length
      scores = new Float64Array(n * k)
    }
    for (let i = 0; i < test.size; i++)
      for (let c = 0; c < k; c++) scores[test.data[i]! * k + c] = own[i * k + c]!
  }
  return { ...fitTemperature(fromData(scores, [n, k]), labels), folds: FOLDS }
}
