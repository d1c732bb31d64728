// Optimizers as pure rules, state passed in and out, and the loop that trains with them.
export { type AdamOptions, adam } from './adam.js'
export { type Descent, DivergenceError, descend } from './descend.js'
export {
  type Found,
  type HessianVector,
  type IterationRecord,
  type LbfgsOptions,
  lbfgs,
  levenbergMarquardt,
  type MinimizeOptions,
  newtonCG,
  type Objective,
  owlqn,
  type Reason,
  type Residuals,
  type ResidualsAt,
  type State,
} from './minimize/flat.js'
export { leastSquares } from './minimize/leastSquares.js'
export { type MinimizeTreeOptions, type Minimum, minimize, type Penalties } from './minimize/minimize.js'
export type { Optimizer, OptimizerState, OptimizerStep } from './optimizer.js'
export type { DescentSchedule, EpochRecord } from './schedule.js'
export { type SgdOptions, sgd } from './sgd.js'
