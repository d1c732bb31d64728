// Functions of functions: derivatives of any order, in any mix of modes.
export { hvp, jvp } from './forward.js'
export { hessian, type JacobianOf, jacobian } from './jacobian.js'
export { grad, valueAndGrad, vjp } from './reverse.js'
export type { GradientOf } from './tree.js'
