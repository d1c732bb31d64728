// The scale of features: what brings each column to mean 0 and deviation 1, kept with a model for rows to come.
import { standardize } from '../data/standardize.js'
import { div, sub } from '../ops/index.js'
import type { Tensor } from '../tensor.js'

/** Where each feature is centred, and how far it spreads. */
export interface Scale {
  /** [d] */
  readonly mean: Tensor<readonly [number]>
  /** [d], > 0 */
  readonly deviation: Tensor<readonly [number]>
}

/** The scale of rows. x : [n, d] */
export function scaleOf(x: Tensor): Scale {
  const { mean, deviation } = standardize(x)
  return { mean, deviation }
}

/** Rows on a scale, (x − mean) / deviation; without a scale, as they are. x : [n, d] → [n, d] */
export const scaled = (x: Tensor, scale: Scale | undefined): Tensor =>
  scale === undefined ? x : div(sub(x, scale.mean), scale.deviation)
