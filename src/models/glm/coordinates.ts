// The coordinates that a fit works in: columns centred and brought to one scale, whatever units the user's table has.
import type { LinearParams } from './family.js'
import { type Layout, pack, unpack } from './objective.js'
import type { Moments } from './rows.js'
import { fromScale, toScale } from './units.js'

/** How the user's parameters and the fit's belong together. */
export interface Coordinates {
  /** What is taken from each column, [d]; 0 without a bias, which would have to make up for it. */
  readonly center: Float64Array
  /** What each column is divided by, [d]. */
  readonly scale: Float64Array
  /** How much ½θ² counts for each column, in these coordinates, [d]. */
  readonly ridge: Float64Array
  /** How much |θ| counts for each column, in these coordinates, [d]. */
  readonly lasso: Float64Array
}

/**
 * The coordinates in which every number's own second derivative is about the curvature of the loss: columns are divided by
 * √(variance + l2 / curvature). A column of years and one in micrometres are then equally easy, with a penalty and without one.
 */
export function coordinatesOf(
  { mean, variance }: Moments,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
  curvature: number,
  bias: boolean,
): Coordinates {
  const scale = variance.map((v, j) => Math.sqrt(v + (bias ? 0 : mean[j]! ** 2) + l2 / curvature) || 1)
  return {
    center: bias ? mean : new Float64Array(mean.length),
    scale,
    ridge: scale.map(s => l2 / s ** 2),
    lasso: scale.map(s => l1 / s),
  }
}

/** The parameters for rows as they are, from those of a fit. → θ, b in float64 */
export function toUnits(vector: Float64Array, layout: Layout, { center, scale }: Coordinates): LinearParams {
  const { theta, bias } = fromScale(unpack(vector, layout), center, scale)
  return layout.bias ? { theta, bias } : { theta }
}

/** A flat vector for a fit to start from, out of parameters for rows as they are. */
export const fromUnits = (
  params: LinearParams,
  layout: Layout,
  { center, scale }: Coordinates,
): Float64Array => pack(toScale(params, center, scale), layout)
