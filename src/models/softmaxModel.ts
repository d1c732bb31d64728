// What fitting gives: a softmax regression that classifies, scores itself and can be written down.
import { ArgumentError } from '../errors.js'
import { argMax, logSoftmax, softmax } from '../ops/index.js'
import type { Tensor } from '../tensor.js'
import { FittedModel, type ModelParts } from './glm/fittedModel.js'
import { inUnits } from './glm/units.js'
import { checkFeatures, checkLabels } from './samples.js'
import { FORMAT, type SavedModel, VERSION } from './saved/format.js'
import { scaled } from './scale.js'
import { type SoftmaxParams, scores } from './softmaxLoss.js'

/** What a fitted softmax regression consists of. */
export interface SoftmaxModelParts extends ModelParts<SoftmaxParams> {
  /** The names of the k classes, in the order of labels. */
  readonly classes: readonly string[]
}

/** A fitted softmax regression of d features and k classes: made by `fit` and `fromJSON`, and never changed. */
export class SoftmaxModel extends FittedModel<SoftmaxParams> implements SoftmaxModelParts {
  readonly classes: readonly string[]

  /** @internal Use `softmaxRegression(…).fit(…)`. */
  constructor(parts: SoftmaxModelParts) {
    super(parts)
    this.classes = parts.classes
  }

  /** The score of each class, Xθ + b; the largest wins. x : [m, d] → [m, k] */
  scores(x: Tensor): Tensor {
    return scoresOf('scores', this, x)
  }

  /** The same as `scores`, under the name that scikit-learn gives it. x : [m, d] → [m, k] */
  decisionFunction(x: Tensor): Tensor {
    return scoresOf('decisionFunction', this, x)
  }

  /** b that belongs to `coefficients`: [k], float64; 0 for a model without a bias that keeps no scale. */
  get intercepts(): Tensor {
    return inUnits(this.params, this.scale).bias!
  }

  /** The logarithm of each class's probability, which is finite where that is too small for a number. x : [m, d] → [m, k] */
  predictLogProba(x: Tensor): Tensor {
    return logSoftmax(scoresOf('predictLogProba', this, x))
  }

  /** The probability of each class, softmax(Xθ + b). x : [m, d] → [m, k], rows sum to 1 */
  predictProba(x: Tensor): Tensor {
    return softmax(scoresOf('predictProba', this, x))
  }

  /** The likeliest class of each row, the first of those that tie; `classes` has its name. x : [m, d] → int32 [m] */
  predict(x: Tensor): Tensor {
    return argMax(scoresOf('predict', this, x), { axis: -1 })
  }

  /** The share of rows whose class is predicted right. x : [m, d], m ≥ 1; y : [m], whole numbers → from 0 to 1 */
  score(x: Tensor, y: Tensor): number {
    const predicted = argMax(scoresOf('score', this, x), { axis: -1 })
    const labels = checkLabels('score', y, predicted.size, this.classes.length)
    if (labels.rank !== 1)
      throw new ArgumentError('score', 'wants one class a row, got weights for each class')
    let right = 0
    for (let i = 0; i < predicted.size; i++) if (predicted.data[i] === labels.data[i]) right++
    return right / predicted.size
  }

  /**
   * The model as plain data: `JSON.stringify(model)` writes it, `fromJSON` reads it back with exactly its values, but for
   * −0, which becomes 0. The history is left out.
   */
  toJSON(): SavedModel {
    return { format: FORMAT, version: VERSION, classes: this.classes, ...this.saved() }
  }

  /** One line: features, classes and, for a model that was just fitted, how fitting went. */
  override toString(): string {
    const [d, k] = this.params.theta.shape
    const names = this.classes.slice(0, 5).join(', ') + (k > 5 ? ', …' : '')
    const last = this.history.at(-1)
    const end = last === undefined ? '' : `, loss ${last.loss.toPrecision(6)} after ${last.epoch} epochs`
    return `SoftmaxModel: ${d} features → ${k} classes (${names})${end}`
  }
}

/** Scores of checked rows, brought to the model's scale. x : [m, d] → [m, k] */
function scoresOf(op: string, { params, scale }: SoftmaxModel, x: Tensor): Tensor {
  checkFeatures(op, x, params.theta.shape[0])
  return scores(params, scaled(x, scale))
}
