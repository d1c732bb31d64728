// The graph's face: what an op is, what it runs on, and where its result is recorded to come from.
export {
  apply,
  eager,
  isComputing,
  isUnknown,
  type Machine,
  machine,
  type OfSamples,
  type OfTensors,
  opaque,
  standForNumber,
  standsForNumber,
  withMachine,
} from './machine.js'
export type { Differential, Joint, Operation, Part } from './operation.js'
export { type Origin, originOf, record, tracked } from './record.js'
export type { Spec } from './spec.js'
export { type Watcher, watcher, withWatcher } from './watch.js'
