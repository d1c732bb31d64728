// The plain kernels as a set: the reference for every other set, and the fallback.
import type { Kernels } from './kernels.js'
import * as plain from './plain.js'

/** The plain TypeScript kernels. */
export const reference: Kernels = { name: 'reference', ...plain }
