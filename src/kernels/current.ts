// Which kernel set is at work.
import { scoped } from '../scoped.js'
import type { Kernels } from './kernels.js'
import { fastKernels } from './wasm/index.js'

/** The kernel set in use. */
export let kernels: Kernels = fastKernels()

/**
 * Runs a function with a kernel set of your choice, and puts the former one back, also after an error.
 * The function must be synchronous.
 */
export const withKernels = <T>(set: Kernels, run: () => T): T => scoped(kernels, k => (kernels = k), set, run)
