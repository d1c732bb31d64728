// Random programs compiled: they give what they give op by op, to the last bit where nothing rounds, and within bounds where it does.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { agrees, agreesOnSpecials } from './agreement.js'
import { programs } from './programs.js'

/** How many programs of each kind: `RUNS=2000 npx vitest run test/compile/random.test.ts` searches longer, and `npm run fuzz` for good. */
const RUNS = Number(process.env['RUNS'] ?? 100)

describe('random programs, compiled', () => {
  for (const dtype of ['float32', 'float64'] as const)
    for (const exact of [true, false])
      it(`in ${dtype} give what they give op by op${exact ? ', to the last bit where nothing rounds' : ''}`, () => {
        fc.assert(
          fc.property(programs({ exact, dtype }), program => agrees(program, exact)),
          { numRuns: RUNS },
        )
      })

  for (const dtype of ['float32', 'float64'] as const)
    it(`in ${dtype} give the same of NaN, ±∞ and −0, the sign of a zero too`, () => {
      fc.assert(fc.property(programs({ exact: true, dtype }), fc.nat(999), agreesOnSpecials), {
        numRuns: RUNS,
      })
    })
})
