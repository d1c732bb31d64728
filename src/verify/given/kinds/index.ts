// The kinds of symbols by name: a new kind is a file and a line here.
import { binary } from './entries/binary.js'
import { oneClass } from './entries/class.js'
import { integer } from './entries/integer.js'
import { nonnegative } from './entries/nonnegative.js'
import { positive } from './entries/positive.js'
import { probability } from './entries/probability.js'
import { real } from './entries/real.js'
import { sign } from './entries/sign.js'
import type { Kind } from './kind.js'
import { distribution } from './lines/distribution.js'
import { onehot } from './lines/onehot.js'
import { invertible } from './matrices/invertible.js'
import { orthogonal } from './matrices/orthogonal.js'
import { positiveDefinite } from './matrices/positiveDefinite.js'
import { symmetric } from './matrices/symmetric.js'

export type { Kind } from './kind.js'
export { type Lane, type Layout, wholes } from './lanes.js'
export { costOf } from './simplicity.js'

/** The kinds, in the order in which they are listed. */
export const kinds = {
  real,
  positive,
  nonnegative,
  probability,
  binary,
  sign,
  integer,
  class: oneClass,
  distribution,
  onehot,
  symmetric,
  'positive definite': positiveDefinite,
  invertible,
  orthogonal,
} satisfies Readonly<Record<string, Kind>>

/** What values a symbol may have. */
export type SymbolKind = keyof typeof kinds

/** The kinds by name. */
export const KINDS = Object.keys(kinds) as readonly SymbolKind[]

/** The kind that has a name, of its own or another. */
export const kindNamed = (name: string): SymbolKind | undefined =>
  KINDS.find(kind => kind === name || kinds[kind].aliases?.includes(name))
