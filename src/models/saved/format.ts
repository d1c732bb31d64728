// How a model is written down: JSON with a format, a version, and tensors as a shape and values.
import type { DType } from '../../dtype.js'
import type { Tensor } from '../../tensor.js'

/** What the text calls itself. */
export const FORMAT = 'chainrule/softmax-regression'

/** The version of the format; a change that an older reader would misunderstand makes a new one. */
export const VERSION = 1

/** A tensor written down. */
export interface SavedTensor {
  /** float64 or float32. */
  readonly dtype: DType
  /** The extents, outermost first. */
  readonly shape: readonly number[]
  /** In row-major order. */
  readonly values: readonly number[]
}

/** A softmax regression written down. */
export interface SavedModel {
  /** What the text calls itself. */
  readonly format: typeof FORMAT
  /** The version of the format. */
  readonly version: typeof VERSION
  /** The k classes. */
  readonly classes: readonly string[]
  /** The d features. */
  readonly featureNames?: readonly string[]
  /** What features are brought to before anything else. */
  readonly scale?: SavedScale
  /** What was learned. */
  readonly params: SavedParams
}

/** The scale of d features, written down. */
export interface SavedScale {
  /** [d] */
  readonly mean: SavedTensor
  /** [d] */
  readonly deviation: SavedTensor
}

/** Parameters written down. */
export interface SavedParams {
  /** [d, k] */
  readonly theta: SavedTensor
  /** [k] */
  readonly bias?: SavedTensor
}

/** A tensor as plain data. Every float64 has a decimal that reads back as the same number. */
export const encode = (x: Tensor): SavedTensor => ({
  dtype: x.dtype,
  shape: [...x.shape],
  values: Array.from(x.data),
})
