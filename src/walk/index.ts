// The walk's face: the part of a graph between inputs and outputs, the two ways along it, and many walks at once.
export { type Batch, inBatch } from './batch.js'
export { findPath, foundAt, type Path } from './path.js'
export { pullBack } from './pull.js'
export { pushForward } from './push.js'
