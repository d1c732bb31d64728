// Kinds that say something of each entry by itself.
import type { Kind } from '../kind.js'
import { simplerAtOnce, simplerByEntry } from '../simplicity.js'

/** A kind that allows or forbids each entry. */
type Entrywise = Omit<Kind, 'holds' | 'settle' | 'simpler' | 'simplerByEntry'> & {
  /** What brings back the entries that smaller sizes forbid, if any. */
  readonly settle?: Kind['settle']
  /** Whether an entry may be a number; for classes, of how many it is one. */
  allows(value: number, classes: number): boolean
}

/** A kind by what it allows an entry to be. */
export function entrywise({ allows, ...kind }: Entrywise): Kind {
  const asked =
    (classes = 0) =>
    (value: number): boolean =>
      allows(value, classes)
  return {
    settle: values => values,
    ...kind,
    holds: (values, { classes }) => values.every(asked(classes)),
    simpler: (values, { classes }) => simplerAtOnce(values, asked(classes)),
    simplerByEntry: (values, { classes }) => simplerByEntry(values, asked(classes)),
  }
}

/** A step that would take positive numbers below 0 takes them a part of the way. */
export const aboveZero = (from: Float64Array, to: Float64Array): Float64Array =>
  to.map((v, i) => Math.max(v, from[i]! / 4))
