// The flags of `chainrule train`, and what they ask of a fit.
import type { Penalty } from '../options.js'
import type { ColumnFlags } from '../table.js'

/** The flags of `chainrule train`. */
export interface TrainFlags extends ColumnFlags {
  readonly model?: 'softmax' | 'linear' | 'poisson'
  readonly penalty?: Penalty
  /** The name that --penalty l2=… had in 0.1. */
  readonly l2?: number
  /** How many folds; true where only --cv was given. */
  readonly cv?: number | true
  readonly classWeight?: 'balanced'
  readonly maxIterations?: number
  readonly epochs?: number
  readonly learningRate?: number
  readonly batchSize?: number
  readonly seed: number
  readonly testFraction: number
  readonly summary?: boolean
  readonly calibrate?: boolean
  readonly out?: string
  readonly overwrite?: boolean
  readonly save?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Whether the flags ask for descent step by step, as 0.1 did always. */
export const isDescent = ({ epochs, learningRate, batchSize }: TrainFlags): boolean =>
  epochs !== undefined || learningRate !== undefined || batchSize !== undefined
