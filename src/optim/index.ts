// Optimizers as pure rules, state passed in and out, and the loop that trains with them.
export { type AdamOptions, adam } from './adam.js'
export { type Descent, DivergenceError, descend } from './descend.js'
export {
  type EarlyStopping,
  type EarlyStoppingOptions,
  type EarlyStoppingState,
  earlyStopping,
} from './earlyStopping.js'
export type { Optimizer, OptimizerState, OptimizerStep } from './optimizer.js'
export type { DescentSchedule, EpochRecord } from './schedule.js'
export { type SgdOptions, sgd } from './sgd.js'
