// Functions of functions: derivatives of any order, in any mix of modes.
export * from './control/index.js'
export { hvp, jvp, type ValueAndTangent } from './forward.js'
export {
  type GradientAndAux,
  type GradientTowards,
  type GradOptions,
  grad,
  type ValueAndGradient,
  type ValueAndGradientTowards,
  type ValueAuxAndGradient,
  valueAndGrad,
  type Wrt,
} from './gradient.js'
export { hessian, type JacobianOf, jacobian } from './jacobian.js'
export { type Linearization, linearize } from './linearMap.js'
export { type ValueAndPullback, vjp } from './reverse.js'
export type { GradientOf } from './tree.js'
export { type Axes, type Batched, type VmapOptions, vmap } from './vmap.js'
