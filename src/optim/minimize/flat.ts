// The methods on flat vectors, without tensors: all that stands behind `minimize`.
export { type LbfgsOptions, lbfgs } from './flat/lbfgs.js'
export { levenbergMarquardt, type Residuals, type ResidualsAt } from './flat/levenbergMarquardt.js'
export { type HessianVector, newtonCG } from './flat/newtonCG.js'
export type {
  Found,
  IterationRecord,
  MinimizeOptions,
  Objective,
  Reason,
} from './flat/objective.js'
export { owlqn } from './flat/owlqn.js'
export type { State } from './flat/state.js'
