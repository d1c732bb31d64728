// Numbers of an oracle: some 31 digits, any size, and derivatives of any order.
export * from './calculus.js'
export { type DoubleDouble, doubleDouble, ONE, PI, toNumber, ZERO } from './doubleDouble.js'
export { add, dual, finite, plain, type Real, tangentOf } from './dual.js'
export { decimal, text } from './text.js'
