// Linear regression, with or without a penalty (ridge, lasso, elastic net), and Poisson regression of counts.
import { checkOptions } from '../errors.js'
import { meanSquaredError, poissonDeviance } from '../metrics/index.js'
import { broadcastTo, exp, mean } from '../ops/index.js'
import type { Tensor } from '../tensor.js'
import type { Blocks } from './glm/blocks.js'
import { type Family, linearFamily, poissonFamily } from './glm/family.js'
import { evaluationOf } from './glm/objective.js'
import { checkRegression, REGRESSION, type RegressionOptions, type RowOptions } from './glm/options.js'
import { checkResponses } from './glm/responses.js'
import { ScoreModel, type ScoreModelParts } from './glm/scoreModel.js'
import { separatedCounts } from './glm/separated.js'
import { startParams } from './glm/start.js'
import { learn, learnBlocks, namesOf, rowsOf, type Task } from './glm/task.js'
import { type Stream, streamOf } from './partial/partial.js'
import type { StartOptions } from './partial/state.js'
import { type Paths, pathsOf } from './path/path.js'

/** What a fit takes beside features and responses. */
export interface ResponseOptions<M> extends RowOptions {
  /** The d features. */
  readonly featureNames?: readonly string[]
  /** A model to start from, with the same features. */
  readonly start?: M
}

/** A regression of numbers to be fitted. */
export interface Regression<M> extends Paths<M, ResponseOptions<M>>, Stream<M, StartOptions<M>> {
  /**
   * Learns from rows and responses. x : [n, d], finite; y : [n], finite, for Poisson regression ≥ 0
   *
   * Throws an error that says what was got and wanted where the data cannot be used. Why the fit ended is the model's `reason`.
   */
  fit(x: Tensor, y: Tensor, rows?: ResponseOptions<M>): M

  /**
   * Learns from rows that are read in blocks, again for each step, so that memory is that of a block. It finds what `fit` finds, up to
   * rounding. In parameters of float64.
   *
   * blocks : gives { x: [m, d], y: [m] } and, where rows have them, weights [m] and offsets, the same at each call
   */
  fitBlocks(blocks: Blocks, rows?: ResponseOptions<M>): M
}

/** What a model without features predicts: the mean of y for each row. y : [m] → [m] */
const meanOf = (y: Tensor): Tensor => broadcastTo(mean(y), y.shape)

/** What JSON calls the models. */
export const [LINEAR, POISSON] = ['chainrule/linear-regression', 'chainrule/poisson-regression'] as const

/** A fitted linear regression: made by `fit` and `modelFromJSON`, and never changed. */
export class LinearModel extends ScoreModel {
  protected override readonly format = LINEAR

  /** xθ + b. x : [m, d] → [m] */
  predict(x: Tensor): Tensor {
    return this.scoresFor('predict', x)
  }

  /** R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; NaN where all y are the same. x : [m, d]; y : [m] → at most 1 */
  score(x: Tensor, y: Tensor): number {
    const predicted = this.predict(x)
    const given = checkResponses('score', y, predicted.size, false)
    return 1 - meanSquaredError(given, predicted) / meanSquaredError(given, meanOf(given))
  }
}

/** A fitted Poisson regression: made by `fit` and `modelFromJSON`, and never changed. */
export class PoissonModel extends ScoreModel {
  protected override readonly format = POISSON

  /** The expected count, e^(xθ + b). x : [m, d] → [m] */
  predict(x: Tensor): Tensor {
    return exp(this.scoresFor('predict', x))
  }

  /** The share of the deviance that is explained, 1 − D(y, ŷ) / D(y, ȳ). x : [m, d]; y : [m], ≥ 0 → at most 1 */
  score(x: Tensor, y: Tensor): number {
    const predicted = this.predict(x)
    const given = checkResponses('score', y, predicted.size, true)
    return 1 - poissonDeviance(given, predicted) / poissonDeviance(given, meanOf(given))
  }
}

/**
 * Linear regression: the least mean of ½(y − xθ − b)², and penalties; with `l2` it is ridge regression, with `l1` the lasso.
 * scikit-learn's Ridge has alpha = n · l2, its Lasso alpha = l1.
 *
 * @example
 * linearRegression({ l2: 0.1 }).fit(x, y).coefficients
 */
export const linearRegression = (options: RegressionOptions = {}): Regression<LinearModel> =>
  regression('linearRegression', linearFamily, LinearModel, options)

/**
 * Poisson regression of counts: the least mean of e^h − y·h with h = xθ + b, and penalties. The logarithm of how long or over
 * how many each count was taken is its `offset`.
 *
 * @example
 * poissonRegression().fit(x, counts, { offset: log(years) }).coefficients   // how much a unit adds to the logarithm of the rate
 */
export const poissonRegression = (options: RegressionOptions = {}): Regression<PoissonModel> =>
  regression('poissonRegression', poissonFamily, PoissonModel, options)

function regression<M extends ScoreModel>(
  op: string,
  family: Family,
  Model: new (parts: ScoreModelParts) => M,
  options: RegressionOptions,
): Regression<M> {
  checkOptions(op, options, REGRESSION)
  const { onEpoch } = options
  const settings = checkRegression(op, options)
  const task: Task<M> = {
    family,
    evaluate: evaluationOf(family),
    settings,
    ...(onEpoch === undefined ? {} : { onEpoch }),
    responses: (role, y, m) => checkResponses(role, y, m, family === poissonFamily),
    read: (model, d) => startParams(model, Model, d),
    ...(family === poissonFamily && {
      unbounded: (found, rows, names) => separatedCounts(found, rows, names, settings.bias),
    }),
    build: (found, featureNames) => new Model({ ...found, featureNames }),
  }
  return {
    fit(x, y, rows = {}) {
      const data = rowsOf('fit', task, x, y, rows)
      return learn(task, data, namesOf(rows.featureNames, x.shape[1]!), undefined, rows.start)
    },
    fitBlocks: (blocks, rows = {}) => learnBlocks(task, blocks, rows),
    ...pathsOf((role, x, y, rows: ResponseOptions<M>) => ({
      task,
      rows: rowsOf(role, task, x, y, rows),
      names: namesOf(rows.featureNames, x.shape[1]!),
    })),
    ...streamOf<M, StartOptions<M>>([], () => task),
  }
}
