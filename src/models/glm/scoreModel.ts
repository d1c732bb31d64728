// A fitted model with one score a row: what logistic, linear and Poisson regression have in common.
import { reshape } from '../../ops/index.js'
import type { EpochRecord } from '../../optim/index.js'
import type { Tensor } from '../../tensor.js'
import { checkFeatures } from '../samples.js'
import { encode, type SavedScale, type SavedTensor } from '../saved.js'
import { type Scale, scaled } from '../scale.js'
import type { FitOutcome } from './estimate.js'
import { type LinearParams, linearScores } from './family.js'
import { inUnits } from './units.js'

/** What a fitted model with one score a row consists of. */
export interface ScoreModelParts extends FitOutcome {
  /** θ [d] and, where there is one, the bias [], for features on the model's scale. */
  readonly params: LinearParams
  /** The scale that features are brought to; `undefined` when they are taken as they are. */
  readonly scale: Scale | undefined
  /** The names of the d features, when they were given. */
  readonly featureNames: readonly string[] | undefined
}

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
export abstract class ScoreModel implements ScoreModelParts {
  readonly params: LinearParams
  readonly scale: Scale | undefined
  readonly featureNames: readonly string[] | undefined
  readonly history: readonly EpochRecord[]
  readonly converged: boolean
  readonly reason: string
  readonly message: string
  /** What JSON calls the model. */
  protected abstract readonly format: string

  /** @internal Models are made by `fit`. */
  constructor(parts: ScoreModelParts) {
    this.params = parts.params
    this.scale = parts.scale
    this.featureNames = parts.featureNames
    this.history = parts.history
    this.converged = parts.converged
    this.reason = parts.reason
    this.message = parts.message
  }

  /** θ in the units of the features as they are, whatever scale the model keeps: [d], float64. */
  get coefficients(): Tensor {
    return inUnits(this.params, this.scale).theta
  }

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
    const { theta, bias } = this.params
    return {
      format: this.format,
      version: 1,
      ...(this.featureNames === undefined ? {} : { featureNames: this.featureNames }),
      ...(this.scale === undefined
        ? {}
        : { scale: { mean: encode(this.scale.mean), deviation: encode(this.scale.deviation) } }),
      params: { theta: encode(theta), ...(bias === undefined ? {} : { bias: encode(reshape(bias, [1])) }) },
    }
  }

  /** One line: what it is, and how many features it has. */
  toString(): string {
    return `${this.constructor.name}: ${this.params.theta.size} features`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
