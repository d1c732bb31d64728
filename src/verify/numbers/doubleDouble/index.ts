// Numbers of an oracle: some 31 digits, any size, and derivatives of any order.
export * from './calculus.js'
export { decimal } from './decimal.js'
export { type DoubleDouble, doubleDouble, E, ONE, PI, toNumber, ZERO } from './doubleDouble.js'
export {
  add,
  type Dual,
  dual,
  finite,
  lift1,
  lift2,
  plain,
  primalOf,
  type Real,
  tangentOf,
} from './dual.js'
export { text } from './text.js'
