// A model to start a fit from: checked, and its parameters in the units of the table.
import { ArgumentError, describe } from '../../errors.js'
import type { LinearParams } from './family.js'
import type { ScoreModel, ScoreModelParts } from './scoreModel.js'
import { inUnits } from './units.js'

/** The parameters of a model with d features, for features as they are. */
export function startParams<M extends ScoreModel, P extends ScoreModelParts>(
  model: M,
  kind: new (parts: P) => M,
  d: number,
): LinearParams {
  if (!(model instanceof kind))
    throw new ArgumentError('fit', `start must be a ${kind.name}, got ${describe(model)}`)
  const { size } = model.params.theta
  if (size !== d) throw new ArgumentError('fit', `start has ${size} features, and the rows have ${d}`)
  return inUnits(model.params, model.scale)
}
