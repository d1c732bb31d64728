// Optimizers as pure rules, state passed in and out, the loop that trains with them, and arithmetic with trees of tensors.
export { checkpointText, fromCheckpoint } from './checkpoint/text.js'
export { clipByNorm, clipByValue } from './clip.js'
export { type Descent, DivergenceError, descend } from './descend.js'
export {
  type EarlyStopping,
  type EarlyStoppingOptions,
  type EarlyStoppingState,
  earlyStopping,
} from './earlyStopping.js'
export type { LearningRate } from './learningRate.js'
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
export {
  type CosineDecayOptions,
  constant,
  cosineDecay,
  type ExponentialDecayOptions,
  exponentialDecay,
  type Schedule,
  type StepDecayOptions,
  stepDecay,
  warmUp,
} from './rates.js'
export { type AdagradOptions, adagrad } from './rules/adagrad.js'
export { type AdamOptions, adam } from './rules/adam.js'
export { type AdamWOptions, adamw } from './rules/adamw.js'
export { type LionOptions, lion } from './rules/lion.js'
export { type RmspropOptions, rmsprop } from './rules/rmsprop.js'
export { type SgdOptions, sgd } from './rules/sgd.js'
export type { DescentSchedule, EpochRecord } from './schedule.js'
export {
  axpy,
  dot,
  type Flattened,
  type Like,
  type Mapped,
  type Raveled,
  ravel,
  treeFlatten,
  treeLeaves,
  treeMap,
  treeNorm,
  treeZip,
} from './tree.js'
