// Properties of a kernel set: calls drawn at random, and calls of every small size.
import fc from 'fast-check'
import type { Kernels } from '../../../src/kernels/kernels.js'
import { type Call, check } from './call.js'

export interface Property {
  /** What the set does: the end of a sentence. */
  readonly sentence: string
  /** On random calls; fast-check prints the seed, the path and the call, as plain data. */
  readonly random: (set: Kernels) => fc.IProperty<[unknown]>
  /** On calls of each of the given extents. */
  readonly every: (set: Kernels, sizes: readonly number[]) => void
}

/** A property from the data that describe a call, and the call that they make. */
export const property = <S>(
  sentence: string,
  specs: fc.Arbitrary<S>,
  call: (spec: S) => Call,
  odd: (size: number) => readonly S[],
): Property => ({
  sentence,
  random: set => fc.property(specs, spec => check(set, call(spec))),
  every(set, sizes) {
    for (const size of sizes)
      for (const spec of odd(size))
        try {
          check(set, call(spec))
        } catch (error) {
          throw new Error(`${error instanceof Error ? error.message : error} ${fc.stringify(spec)}`, {
            cause: error,
          })
        }
  },
})
