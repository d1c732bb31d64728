// A regression of one kind, its options and its classes: what fits, paths and learning batch by batch have in common.
import type { EpochRecord } from '../../optim/index.js'
import type { Tensor } from '../../tensor.js'
import { checkFeatures, checkNames } from '../samples.js'
import type { Scale } from '../scale.js'
import { type Blocks, inBlocks } from './blocks.js'
import { estimate, type FitOutcome, inMemory } from './estimate.js'
import type { Family, LinearParams } from './family.js'
import type { Evaluate } from './objective.js'
import { checkOffset, type checkRegression, checkRowWeights, type RowOptions } from './options.js'
import type { Rows } from './rows.js'

/** What was learned, and how that went. */
export interface Learned extends FitOutcome {
  /** For features on the scale. */
  readonly params: LinearParams
  readonly scale: Scale | undefined
}

/** How much is penalised: l1·Σ|θ| + ½·l2·Σθ². */
export interface Penalty {
  /** How much Σ|θ| counts. */
  readonly l1: number
  /** How much ½Σθ² counts. */
  readonly l2: number
}

/** A regression that knows its kind, its options and its classes, and waits for rows. */
export interface Task<M> {
  readonly family: Family
  readonly evaluate: Evaluate
  readonly settings: ReturnType<typeof checkRegression>
  readonly onEpoch?: (record: EpochRecord) => unknown
  /** How many classes have scores of their own; absent for one score a row. */
  readonly k?: number
  /** The names of the classes, where there are any. */
  readonly classes?: readonly string[]
  /** Responses as the family takes them; refuses those that are none. y : [m], or [m, k] */
  responses(op: string, y: Tensor, m: number): Tensor
  /** The weights of rows times those of their classes, from a look at all rows; `undefined` where classes have none. */
  weigh?(all: () => Iterable<Rows>): ((rows: Rows) => Tensor) | undefined
  /** The parameters of a model to start from, for d features as they are. */
  read(model: M, d: number): LinearParams
  /** The outcome of a fit without a penalty, which there may be none for. */
  unbounded?(found: Learned, rows: Rows, featureNames: readonly string[] | undefined): Learned
  build(found: Learned, featureNames: readonly string[] | undefined): M
}

/** Checked rows, and what is to be fitted to them. */
export interface Prepared<M> {
  readonly task: Task<M>
  readonly rows: Rows
  readonly names: readonly string[] | undefined
}

/** Rows as a task takes them. x : [n, d], y : [n] or [n, k] */
export function rowsOf<M>(
  op: string,
  task: Task<M>,
  x: Tensor,
  y: Tensor,
  { weights: given, offset: shift }: RowOptions,
  d?: number,
): Rows {
  const [n] = checkFeatures(op, x, d)
  const responses = task.responses(op, y, n)
  const own = checkRowWeights(given, n)
  const rows = { x, y: responses, ...(own === undefined ? {} : { weights: own }) }
  const weights = task.weigh?.(() => [rows])?.(rows) ?? own
  const offset = checkOffset(shift, task.k === undefined ? [n] : [n, task.k])
  return {
    x,
    y: responses,
    ...(weights === undefined ? {} : { weights }),
    ...(offset === undefined ? {} : { offset }),
  }
}

/** Names of features that are as many as there are columns, where there are names. */
export const namesOf = (given: readonly string[] | undefined, d: number): readonly string[] | undefined =>
  given === undefined ? undefined : checkNames('featureNames', given, d)

/** A fit to checked rows, from a model where one is given. */
export function learn<M>(
  task: Task<M>,
  rows: Rows,
  featureNames: readonly string[] | undefined,
  { l1, l2 }: Penalty = task.settings,
  start?: M,
): M {
  const { x, y, weights, offset } = rows
  const data = inMemory(x, y, weights, offset, task.k)
  const begin = start === undefined ? undefined : task.read(start, data.d)
  const found = estimate(task.family, task.evaluate, data, { ...task.settings, l1, l2 }, task, begin)
  const outcome =
    l1 + l2 > 0 || task.unbounded === undefined ? found : task.unbounded(found, rows, featureNames)
  return task.build(outcome, featureNames)
}

/** A fit to rows in blocks. */
export function learnBlocks<M>(
  task: Task<M>,
  blocks: Blocks,
  { featureNames, start }: { readonly featureNames?: readonly string[]; readonly start?: M },
): M {
  const { k, weigh } = task
  const data = inBlocks(blocks, (y, m) => task.responses('fitBlocks', y, m), weigh, k)
  const names = namesOf(featureNames, data.d)
  const begin = start === undefined ? undefined : task.read(start, data.d)
  return task.build(estimate(task.family, task.evaluate, data, task.settings, task, begin), names)
}
