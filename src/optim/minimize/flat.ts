// The methods on flat vectors, without tensors: all that stands behind `minimize`.
export { type LbfgsOptions, lbfgs } from './flat/lbfgs.js'
export type {
  Found,
  IterationRecord,
  MinimizeOptions,
  Objective,
  Reason,
} from './flat/objective.js'
export type { State } from './flat/state.js'
