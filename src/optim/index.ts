// Optimizers as pure rules, state passed in and out, the loop that trains with them, and arithmetic with trees of tensors.
export { type AdamOptions, adam } from './adam.js'
export { type Descent, DivergenceError, descend } from './descend.js'
export type { Optimizer, OptimizerState, OptimizerStep } from './optimizer.js'
export type { DescentSchedule, EpochRecord } from './schedule.js'
export { type SgdOptions, sgd } from './sgd.js'
export { axpy, dot, type Like, type Mapped, type Raveled, ravel, treeMap, treeNorm, treeZip } from './tree.js'
