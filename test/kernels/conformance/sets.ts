// The kernel sets beside the reference.
import type { Kernels } from '../../../src/kernels/kernels.js'
import { fastKernels } from '../../../src/kernels/wasm/index.js'
import { ODD } from './sizes.js'

/** From the smallest size on, so that small cases reach the fast code. */
export const LEAST_ZERO = { map: 0, zip: 0, reduce: 0, rows: 0, matmul: 0 }

interface Candidate {
  readonly name: string
  readonly set: Kernels
  /** The small sizes that are tried one by one. */
  readonly sizes: readonly number[]
}

export const SETS: readonly Candidate[] = [
  { name: 'the fast kernels from size 0 on', set: fastKernels({ least: LEAST_ZERO }), sizes: ODD },
  {
    name: 'the fast kernels without fused multiply-add',
    set: fastKernels({ least: LEAST_ZERO, fma: false }),
    // Every third: all tails behind two, four, eight and sixteen values still.
    sizes: ODD.filter(size => size % 3 === 0),
  },
  {
    name: 'the fast kernels as they are used',
    set: fastKernels(),
    // Around the smallest threshold: below, the reference is at work.
    sizes: ODD.filter(size => size > 60),
  },
]
