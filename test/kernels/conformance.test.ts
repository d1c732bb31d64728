// Every kernel set gives what the reference gives: each kernel, at every small size, and on random calls of any size.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { PROPERTIES } from './conformance/all.js'
import { SETS } from './conformance/sets.js'

/** How many random calls of each property; `npm run fuzz` goes on for as long as one likes. */
const RUNS = Number(process.env['RUNS'] ?? 40)

for (const { name, set, sizes } of SETS)
  describe(name, () => {
    for (const { sentence, random, every } of PROPERTIES) {
      it(`${sentence}, at every small size`, () => every(set, sizes))

      it(`${sentence}, on random calls`, () => fc.assert(random(set), { numRuns: RUNS }))
    }
  })
