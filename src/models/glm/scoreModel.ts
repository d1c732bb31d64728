// A fitted model with one score a row: what logistic, linear and Poisson regression have in common.
import type { Tensor } from '../../tensor.js'
import { checkFeatures } from '../samples.js'
import type { SavedScale, SavedTensor } from '../saved/format.js'
import { scaled } from '../scale.js'
import { type LinearParams, linearScores } from './family.js'
import { FittedModel, type ModelParts } from './fittedModel.js'
import { inUnits } from './units.js'

/** What a fitted model with one score a row consists of. */
export type ScoreModelParts = ModelParts<LinearParams>

/** A model with one score a row, written down. */
export interface SavedScoreModel {
  /** What the text calls itself. */
  readonly format: string
  /** The version of the format. */
  readonly version: 1
  /** The two classes of a logistic regression. */
  readonly classes?: readonly string[]
  /** The d features. */
  readonly featureNames?: readonly string[]
  /** What features are brought to before anything else. */
  readonly scale?: SavedScale
  /** What was learned. */
  readonly params: SavedScoreParams
}

/** The parameters of one score, written down. */
export interface SavedScoreParams {
  /** θ, [d] */
  readonly theta: SavedTensor
  /** b, as [1] */
  readonly bias?: SavedTensor
}

/** Linear scores of features: made by `fit` and read from JSON, and never changed. */
export abstract class ScoreModel extends FittedModel<LinearParams> {
  /** What JSON calls the model. */
  protected abstract readonly format: string

  /** The bias that belongs to `coefficients`; 0 for a model without one that keeps no scale. */
  get intercept(): number {
    return inUnits(this.params, this.scale).bias!.item()
  }

  /** The score of each row, xθ + b. x : [m, d] → [m] */
  decisionFunction(x: Tensor): Tensor {
    return this.scoresFor('decisionFunction', x)
  }

  /** @internal Scores of rows that are checked first. */
  protected scoresFor(op: string, x: Tensor): Tensor {
    checkFeatures(op, x, this.params.theta.size)
    return linearScores(this.params, scaled(x, this.scale))
  }

  /** The model as plain data: `JSON.stringify(model)` writes it, `modelFromJSON` reads it back. The history is left out. */
  toJSON(): SavedScoreModel {
    return { format: this.format, version: 1, ...this.saved() }
  }

  /** One line: what it is, and how many features it has. */
  override toString(): string {
    return `${this.constructor.name}: ${this.params.theta.size} features`
  }
}
