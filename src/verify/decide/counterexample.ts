// A point at which a claim fails, as a report shows it.

import { Evaluation } from '../evaluate/index.js'
import { isUnwritten, type Problem, spoken } from '../meaning/index.js'
import type { Shrunk } from '../points/index.js'
import type { Counterexample } from '../report/index.js'
import type { Difference } from './compare.js'

/** The counterexample at a point, with the values of some symbols that were drawn and of some that follow from them. */
export function counterexampleAt(
  problem: Problem,
  { point, seed, path }: Shrunk,
  worst: Difference,
  symbols: readonly string[],
  derived: readonly string[] = [],
): Counterexample {
  const evaluation = new Evaluation(problem, point, false)
  const valuesOf = (names: readonly string[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(names.flatMap(name => entryOf(name)))
  // What a function is applied to has no name that anybody wrote.
  const entryOf = (name: string): readonly (readonly [string, unknown])[] =>
    name.startsWith('·')
      ? []
      : [[isUnwritten(name) ? spoken(name) : name, evaluation.plainRaw(name).toArray()]]
  return {
    sizes: point.sizes,
    values: valuesOf(symbols),
    derived: valuesOf(derived),
    at: worst.at,
    claimed: worst.right,
    actual: worst.left,
    difference: worst.difference,
    confirmed: worst.confirmed,
    seed,
    path,
  }
}
