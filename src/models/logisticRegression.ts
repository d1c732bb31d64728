// Logistic regression: two classes, one score, which is the logarithm of their odds.
import { ArgumentError, checkOptions } from '../errors.js'
import { cast, greater, neg, sigmoid, softplus, stack, sub } from '../ops/index.js'
import type { Tensor } from '../tensor.js'
import { type ClassWeights, classWeighted } from './classWeights.js'
import type { Blocks } from './glm/blocks.js'
import { logisticFamily } from './glm/family.js'
import { evaluationOf } from './glm/objective.js'
import { checkRegression, REGRESSION, type RegressionOptions, type RowOptions } from './glm/options.js'
import { type SavedScoreModel, ScoreModel, type ScoreModelParts } from './glm/scoreModel.js'
import { separatedOutcome } from './glm/separated.js'
import { startParams } from './glm/start.js'
import { learn, learnBlocks, namesOf, rowsOf, type Task } from './glm/task.js'
import { bothScores, inUnits } from './glm/units.js'
import { type Stream, streamOf } from './partial/partial.js'
import { type ClassStartOptions, streamClasses } from './partial/state.js'
import { type Paths, pathsOf } from './path/path.js'
import { checkFeatures, checkLabels, checkNames, classNames } from './samples.js'
import type { SampleNames } from './softmaxRegression.js'

/** How to fit a logistic regression. */
export interface LogisticRegressionOptions extends RegressionOptions {
  /** How much the rows of each class count, beside their own weights: `'balanced'` for n / (2 · rows of the class), or a number by class name. */
  readonly classWeights?: ClassWeights
}

/** What a fit takes beside features and labels. */
export interface LogisticSampleOptions extends SampleNames, RowOptions {
  /** A model to start from, with the same features. */
  readonly start?: LogisticModel
}

/** A logistic regression to be fitted. */
export interface LogisticRegression
  extends Paths<LogisticModel, LogisticSampleOptions>,
    Stream<LogisticModel, ClassStartOptions<LogisticModel>> {
  /**
   * Learns from rows and labels. x : [n, d], finite; y : [n], 0 or 1
   *
   * Throws an error that says what was got and wanted where the data cannot be used. Why the fit ended is the model's `reason`.
   */
  fit(x: Tensor, y: Tensor, rows?: LogisticSampleOptions): LogisticModel

  /**
   * Learns from rows that are read in blocks, again for each step, so that memory is that of a block. It finds what `fit` finds, up to
   * rounding. In parameters of float64.
   *
   * blocks : gives { x: [m, d], y: [m] } and, where rows have them, weights [m] and offsets, the same at each call
   */
  fitBlocks(
    blocks: Blocks,
    rows: LogisticSampleOptions & { readonly classes: readonly string[] },
  ): LogisticModel
}

/** What JSON calls the model. */
export const LOGISTIC = 'chainrule/logistic-regression'

/** A fitted logistic regression: made by `fit` and `modelFromJSON`, and never changed. */
export class LogisticModel extends ScoreModel {
  /** The names of the two classes; the score is the log-odds of the second. */
  readonly classes: readonly string[]
  protected override readonly format = LOGISTIC

  /** @internal Use `logisticRegression(…).fit(…)`. */
  constructor(parts: ScoreModelParts & { readonly classes: readonly string[] }) {
    super(parts)
    this.classes = parts.classes
  }

  /** The probability of both classes, 1 − σ(h) and σ(h). x : [m, d] → [m, 2] */
  predictProba(x: Tensor): Tensor {
    const h = this.scoresFor('predictProba', x)
    return stack([sigmoid(neg(h)), sigmoid(h)], 1)
  }

  /** The logarithms of these, which are finite where they are too small for a number. x : [m, d] → [m, 2] */
  predictLogProba(x: Tensor): Tensor {
    const h = this.scoresFor('predictLogProba', x)
    // 0 − x and not −x: a class that is certain has 0, and not −0.
    return stack([sub(0, softplus(h)), sub(0, softplus(neg(h)))], 1)
  }

  /** The likelier class of each row, 0 where both are as likely. x : [m, d] → int32 [m] */
  predict(x: Tensor): Tensor {
    return cast(greater(this.scoresFor('predict', x), 0), 'int32')
  }

  /** The share of rows whose class is predicted right. x : [m, d], m ≥ 1; y : [m], 0 or 1 → from 0 to 1 */
  score(x: Tensor, y: Tensor): number {
    const predicted = this.predict(x)
    const labels = checkLabels('score', y, predicted.size, 2)
    if (labels.rank !== 1)
      throw new ArgumentError('score', 'wants one class a row, got weights for each class')
    let right = 0
    for (let i = 0; i < predicted.size; i++) if (predicted.data[i] === labels.data[i]) right++
    return right / predicted.size
  }

  /** The model as plain data: `JSON.stringify(model)` writes it, `modelFromJSON` reads it back. The history is left out. */
  override toJSON(): SavedScoreModel {
    return { ...super.toJSON(), classes: this.classes }
  }

  /** One line: features and classes. */
  override toString(): string {
    return `LogisticModel: ${this.params.theta.size} features → ${this.classes.join(', ')}`
  }
}

/**
 * Logistic regression: the least mean of ln(1 + e^h) − y·h with h = xθ + b, and penalties. It is softmax regression with two classes
 * and one score, so an l2 of this weighs like one of ½·l2 there.
 *
 * @example
 * const model = logisticRegression().fit(x, y)
 * model.coefficients   // how much a unit of each feature adds to the log-odds of class 1
 */
export function logisticRegression(options: LogisticRegressionOptions = {}): LogisticRegression {
  const op = 'logisticRegression'
  checkOptions(op, options, ['classWeights', ...REGRESSION])
  const { onEpoch, classWeights } = options
  const settings = checkRegression(op, options)
  const evaluate = evaluationOf(logisticFamily)
  const taskOf = (classes: readonly string[]): Task<LogisticModel> => ({
    family: logisticFamily,
    evaluate,
    settings,
    ...(onEpoch === undefined ? {} : { onEpoch }),
    classes,
    responses(role, y, m) {
      const labels = checkLabels(role, y, m, 2)
      if (labels.rank !== 1)
        throw new ArgumentError(role, 'wants one class a row, got weights for each class')
      return cast(labels, 'float64')
    },
    weigh: all => classWeighted(classWeights, classes, all),
    read: (model, d) => startParams(model, LogisticModel, d),
    unbounded: (found, { x, y, weights }, featureNames) =>
      separatedOutcome(found, {
        x,
        labels: y,
        weights,
        classes,
        featureNames,
        params: bothScores(inUnits(found.params, found.scale)),
        bias: settings.bias,
      }),
    build: (found, featureNames) => new LogisticModel({ ...found, classes, featureNames }),
  })
  const prepared = (role: string, x: Tensor, y: Tensor, rows: SampleNames & RowOptions) => {
    const [n, d] = checkFeatures(role, x)
    const classes = classNames(y, n, rows.classes)
    if (classes.length !== 2)
      throw new ArgumentError(role, `wants two classes, got ${classes.length}; softmaxRegression takes more`)
    const task = taskOf(classes)
    return { task, rows: rowsOf(role, task, x, y, rows), names: namesOf(rows.featureNames, d) }
  }
  return {
    fit(x, y, rows = {}) {
      const { task, rows: data, names } = prepared('fit', x, y, rows)
      return learn(task, data, names, undefined, rows.start)
    },
    fitBlocks: (blocks, rows) => learnBlocks(taskOf(checkNames('classes', rows.classes, 2)), blocks, rows),
    ...pathsOf(prepared),
    ...streamOf(['classes'], (role, classes) =>
      taskOf(checkNames('classes', streamClasses(role, classes, classWeights), 2)),
    ),
  }
}
