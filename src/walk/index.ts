// The walk's face: the part of a graph between inputs and outputs, and the two ways along it.
export { findPath, foundAt, type Path } from './path.js'
export { pullBack } from './pull.js'
export { pushForward } from './push.js'
