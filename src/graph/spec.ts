// What is known of a tensor before its values are.
import type { DType } from '../dtype.js'
import type { Shape } from '../shape.js'

/** A tensor without its values: all that rules of shape and dtype may read. Every tensor is one. */
export interface Spec {
  /** The extents, outermost first. */
  readonly shape: Shape
  /** The type of each value. */
  readonly dtype: DType
}
