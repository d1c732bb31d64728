// What all fitted models are: parameters, the scale that they are for, names, and how the fit went.
import { reshape } from '../../ops/index.js'
import type { EpochRecord } from '../../optim/index.js'
import type { Tensor } from '../../tensor.js'
import { encode, type SavedScale, type SavedTensor } from '../saved/format.js'
import type { Scale } from '../scale.js'
import type { FitOutcome } from './estimate.js'
import type { LinearParams } from './family.js'
import { inUnits } from './units.js'

/** What a fitted model consists of. */
export interface ModelParts<P extends LinearParams> extends FitOutcome {
  /** θ and, where there is one, the bias, for features on the model's scale: [d, k] and [k] for classes, [d] and [] for one score. */
  readonly params: P
  /** The scale that features are brought to; `undefined` when they are taken as they are. */
  readonly scale: Scale | undefined
  /** The names of the d features, when they were given. */
  readonly featureNames: readonly string[] | undefined
}

/** A fitted model: made by `fit` or read from JSON, and never changed. */
export abstract class FittedModel<P extends LinearParams> implements ModelParts<P> {
  readonly params: P
  readonly scale: Scale | undefined
  readonly featureNames: readonly string[] | undefined
  readonly history: readonly EpochRecord[]
  readonly converged: boolean
  readonly reason: string
  readonly message: string

  /** @internal Models are made by `fit`. */
  constructor(parts: ModelParts<P>) {
    this.params = parts.params
    this.scale = parts.scale
    this.featureNames = parts.featureNames
    this.history = parts.history
    this.converged = parts.converged
    this.reason = parts.reason
    this.message = parts.message
  }

  /** θ in the units of the features as they are, whatever scale the model keeps: [d, k] for classes, else [d]; float64. */
  get coefficients(): Tensor {
    return inUnits(this.params, this.scale).theta
  }

  /** @internal What JSON says of every model. */
  protected saved(): {
    readonly featureNames?: readonly string[]
    readonly scale?: SavedScale
    readonly params: { readonly theta: SavedTensor; readonly bias?: SavedTensor }
  } {
    const { theta, bias } = this.params
    return {
      ...(this.featureNames === undefined ? {} : { featureNames: this.featureNames }),
      ...(this.scale === undefined
        ? {}
        : { scale: { mean: encode(this.scale.mean), deviation: encode(this.scale.deviation) } }),
      params: {
        theta: encode(theta),
        ...(bias === undefined ? {} : { bias: encode(reshape(bias, [bias.size])) }),
      },
    }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
