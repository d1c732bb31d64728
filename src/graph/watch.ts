// Who looks on while ops run and derivatives are taken: a debugger, or nobody.
import { scoped } from '../scoped.js'
import type { Tensor } from '../tensor.js'
import type { Differential, Operation } from './operation.js'

/** Looks on: at values that were computed, and at derivatives before they are used. */
export interface Watcher {
  /** Told of every op that ran. */
  ran(op: Operation, inputs: readonly Tensor[], output: Tensor): void
  /** Sees the differentials of a tensor's op before they are used, and gives those to use. */
  differentials?(
    y: Tensor,
    found: readonly (Differential | undefined)[],
  ): readonly (Differential | undefined)[]
}

/** The watcher at work. */
export let watcher: Watcher | undefined

/** Runs a function while a watcher looks on, or nobody does. */
export const withWatcher = <T>(watch: Watcher | undefined, run: () => T): T =>
  scoped<Watcher | undefined, T>(watcher, w => (watcher = w), watch, run)
