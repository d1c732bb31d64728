// How long to train, on which rows at a time, and what is recorded on the way.
import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.js'
import { formatShape } from '../shape.js'
import { checkTensor, type Tensor } from '../tensor.js'

/** How training stands: over all rows, after some epochs. */
export interface EpochRecord {
  /** How often every row was used: 0 at the start. */
  readonly epoch: number
  /** The loss over all rows. */
  readonly loss: number
  /** ‖gradient‖₂ over all rows and all parameters. */
  readonly gradientNorm: number
}

/** How to train parameters of type P, whatever the rule of the steps. */
export interface DescentSchedule<P = unknown> {
  /** How often every row is used at most; 1000 unless given. */
  readonly epochs?: number
  /** Rows an update: all of them unless given (full-batch descent); 1 is stochastic descent, one sample an update. */
  readonly batchSize?: number
  /** Whether each epoch takes the rows in a new random order, which it does unless this is `false`. */
  readonly shuffle?: boolean
  /** A whole number that decides the orders: the same seed gives the same result, bit by bit. 0 unless given. */
  readonly seed?: number
  /** Training ends when ‖gradient‖₂ over all rows is below this; 1e-4 unless given, 0 to use all epochs. */
  readonly tolerance?: number
  /** Told how training stands at the start and after each epoch; `false` ends it, as `earlyStopping` may advise. */
  readonly onEpoch?: (record: EpochRecord, params: P) => unknown
}

/** The names in a schedule. */
export const SCHEDULE = ['epochs', 'batchSize', 'shuffle', 'seed', 'tolerance', 'onEpoch'] as const

/** The schedule with what it leaves out; refuses one that makes no sense, and rows without labels. */
export function checked<P>(schedule: DescentSchedule<P>, x: Tensor, y: Tensor) {
  checkOptions('descend', schedule, SCHEDULE)
  checkTensor('descend', x, 'x must be')
  checkTensor('descend', y, 'y must be')
  const n = x.shape[0]
  if (n === undefined || n === 0 || y.shape[0] !== n) {
    throw new ShapeError(
      'descend',
      `wants rows x [n, …] and as many labels y [n, …], n ≥ 1, got ${formatShape(x.shape)} and ${formatShape(y.shape)}`,
      [x.shape, y.shape],
    )
  }
  const { epochs = 1000, batchSize = n, shuffle = true, seed = 0, tolerance = 1e-4 } = schedule
  const refuse = (what: string, value: unknown): never => {
    throw new ArgumentError('descend', `${what}, got ${describe(value)}`)
  }
  if (!Number.isSafeInteger(epochs) || epochs < 0) refuse('epochs must be a whole number ≥ 0', epochs)
  if (!Number.isSafeInteger(batchSize) || batchSize < 1)
    refuse('batchSize must be a whole number ≥ 1', batchSize)
  if (typeof tolerance !== 'number' || !(tolerance >= 0)) refuse('tolerance must be a number ≥ 0', tolerance)
  return { n, epochs, batchSize, shuffle, seed, tolerance }
}
