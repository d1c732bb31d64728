// One property for every op: how the tests in this folder go through the table.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Tensor } from '../../src/index.js'
import { seeds } from '../support/arbitrary.js'
import type { Call, Row } from './row.js'
import { table } from './table.js'

/** How many calls of each op, of which there are many: `RUNS=2000 npx vitest run test/ops` searches longer. */
const RUNS = Number(process.env['RUNS'] ?? 20)

/** A test for each op of the table: `check` on calls that its row draws, or on a share of so many. A failure prints the seed and the path. */
export function everyOp(
  sentence: string,
  check: (call: Call, seed: number, row: Row) => void,
  share = 1,
): void {
  describe(sentence, () => {
    for (const [name, row] of Object.entries(table)) {
      const property = fc.property(row.calls, seeds, (call, seed) => check(call, seed, row))
      it(name, () => fc.assert(property, { numRuns: Math.ceil(RUNS * share) }))
    }
  })
}

/** The call as a function of one list, as transforms take it. */
export const onList =
  ({ run }: Call): ((xs: readonly Tensor[]) => Tensor) =>
  xs =>
    run(...xs)

/** Whether the result is float and, by the plain reference, finite: the mean of nothing has no slope to compare. */
export const isSmooth = ({ dtype, naive }: Call): boolean =>
  (dtype === undefined || dtype === 'float32') && (naive?.().values.every(Number.isFinite) ?? true)

/** Whether the result is whole numbers or a mask. */
export const isWhole = ({ dtype }: Call): boolean => dtype === 'int32' || dtype === 'bool'
