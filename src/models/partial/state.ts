// How learning from a stream stands: what it takes to begin, what goes in and out of a step, and what a checkpoint keeps.
import { ArgumentError, describe, ShapeError } from '../../errors.js'
import { cast } from '../../ops/index.js'
import type { Optimizer, OptimizerState } from '../../optim/index.js'
import { formatShape, sameShape } from '../../shape.js'
import { checkTensor, isTensor, type Tensor, valuesOf } from '../../tensor.js'
import type { ClassWeights } from '../classWeights.js'
import type { LinearParams } from '../glm/family.js'
import type { Task } from '../glm/task.js'
import { checkNames } from '../samples.js'
import type { Scale } from '../scale.js'

/** What must be known before the first row: nothing of it is learned from a batch. */
export interface StartOptions<M> {
  /** How many columns all rows will have. */
  readonly features: number
  /** The rule of the steps, such as `adam({ learningRate: 0.01 })`; a rate that decays is what leads to the optimum of a stream. */
  readonly optimizer: Optimizer
  /** The names of the features. */
  readonly featureNames?: readonly string[]
  /**
   * What all rows are brought to, (x − mean) / deviation: that of `standardize` for some rows, or numbers known beforehand. Unless
   * given, rows are taken as they are.
   */
  readonly scale?: Scale
  /** A model to begin with, with the same features and classes; parameters are 0 unless given. */
  readonly start?: M
}

/** The same with all classes that rows will ever have: scikit-learn's `classes` of the first `partial_fit`. */
export interface ClassStartOptions<M> extends StartOptions<M> {
  /** The names of the classes, in the order of labels. */
  readonly classes: readonly string[]
}

/** All that a run needs to go on, as plain data for `checkpointText`. */
export interface PartialCheckpoint {
  /** Which regression it is of. */
  readonly kind: string
  /** The names of the classes; none for numbers. */
  readonly classes: readonly string[]
  /** The names of the features, where there are any. */
  readonly featureNames: readonly string[] | undefined
  /** The scale of the features, where there is one. */
  readonly scale: Scale | undefined
  /** The parameters, for features on the scale, in float64. */
  readonly params: LinearParams
  /** What the optimizer carries from step to step. */
  readonly optimizer: OptimizerState<LinearParams>
}

/** How learning stands after some batches: pass it in and take it out. */
export interface PartialState<M> {
  /** The model as it is now. */
  readonly model: M
  /**
   * The mean loss of the rows of the last call, penalty included, each row before the step that learned from it: what a stream can
   * say of rows that are new. `undefined` before the first.
   */
  readonly loss: number | undefined
  /** The rule of the steps. */
  readonly optimizer: Optimizer
  /** What `resume` goes on from. */
  readonly checkpoint: PartialCheckpoint
}

/** The classes of a stream; refuses weights that would take a look at all rows. */
export function streamClasses(
  op: string,
  classes: readonly string[] | undefined,
  classWeights: ClassWeights | undefined,
): readonly string[] {
  if (classWeights === 'balanced')
    throw new ArgumentError(
      op,
      "a stream does not know how many rows each class will have; give classWeights by name instead of 'balanced'",
    )
  if (!Array.isArray(classes) || classes.length < 2)
    throw new ArgumentError(
      op,
      `wants classes, the names of all that rows will ever have, at least two, got ${describe(classes)}`,
    )
  return checkNames('classes', classes, classes.length)
}

/** A scale for d features, in float64. */
export function checkScale(op: string, scale: Scale | undefined, d: number): Scale | undefined {
  if (scale === undefined) return undefined
  const column = (role: 'mean' | 'deviation') => {
    const given = scale?.[role]
    checkTensor(op, given, `the ${role} of a scale must be`)
    if (!sameShape(given.shape, [d]))
      throw new ShapeError(
        op,
        `wants the ${role} of each of ${d} features, [${d}], got ${formatShape(given.shape)}`,
        [given.shape],
      )
    const least = role === 'mean' ? Number.NEGATIVE_INFINITY : 0
    const wrong = valuesOf(given).findIndex(v => !(v > least && v < Number.POSITIVE_INFINITY))
    if (wrong >= 0)
      throw new ArgumentError(
        op,
        `the ${role} of a scale must be finite${role === 'mean' ? '' : ' and above 0'}, got ${given.data[wrong]} at ${wrong}`,
      )
    return cast(given, 'float64') as Tensor<readonly [number]>
  }
  return { mean: column('mean'), deviation: column('deviation') }
}

/** Refuses a checkpoint that is none, or of another regression; gives how many features it has. */
export function checkCheckpoint<M>(
  op: string,
  { family, k, settings }: Task<M>,
  checkpoint: PartialCheckpoint,
): number {
  const { kind, params, optimizer } = checkpoint
  const theta: unknown = params?.theta
  const bias: unknown = params?.bias
  if (!isTensor(theta) || optimizer === undefined)
    throw new ArgumentError(op, `wants the checkpoint of a state, got ${describe(checkpoint)}`)
  if (kind !== family.name)
    throw new ArgumentError(
      op,
      `the checkpoint is of ${kind} regression, and this is ${family.name} regression`,
    )
  const wanted = k === undefined ? [theta.shape[0]!] : [theta.shape[0]!, k]
  if (!sameShape(theta.shape, wanted))
    throw new ShapeError(op, `wants theta ${formatShape(wanted)}, got ${formatShape(theta.shape)}`, [
      theta.shape,
    ])
  const isFitting = settings.bias
    ? isTensor(bias) && sameShape(bias.shape, wanted.slice(1))
    : bias === undefined
  if (!isFitting)
    throw new ArgumentError(
      op,
      settings.bias
        ? `wants a bias ${formatShape(wanted.slice(1))}, got ${describe(bias)}`
        : 'the checkpoint has a bias, and this regression has none',
    )
  return wanted[0]!
}
