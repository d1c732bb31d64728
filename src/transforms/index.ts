// Functions of functions: derivatives of any order, in any mix of modes.
export * from './control/index.js'
export { hvp, jvp, type ValueAndTangent } from './forward.js'
export { hessian, type JacobianOf, jacobian } from './jacobian.js'
export { grad, type ValueAndGradient, type ValueAndPullback, valueAndGrad, vjp } from './reverse.js'
export type { GradientOf } from './tree.js'
