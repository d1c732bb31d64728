// What a single change is, and what those who propose changes know.

import type { Problem } from '../../meaning/problem.js'
import type { Place } from '../../meaning/sites.js'
import { functionsWith } from '../../terms/index.js'
import type { Expr, Kind, Of } from '../../text/tree.js'
import type { Vocabulary } from '../vocabulary.js'

/** One change. */
export interface Edit {
  readonly kind: string
  /** What is replaced, and by what. */
  readonly node: Expr
  readonly by: Expr
  /** How much is changed: repairs of least cost come first. */
  readonly cost: number
  /** What was forgotten, or is one too many, where that says more than the replacement. */
  readonly slip?: Slip
}

/** Something that is missing or too much. */
export interface Slip {
  readonly what: 'factor' | 'divisor' | 'term' | 'negative term'
  readonly missing: boolean
  readonly part: Expr
}

/** Everything that edits are made from. */
export interface EditContext {
  readonly problem: Problem
  /** Symbols that a repair may bring in. */
  readonly names: readonly string[]
  readonly dims: readonly string[]
}

/** What proposes changes at a place. */
export type Rule = (place: Place, context: EditContext, words: Vocabulary) => Iterable<Edit>

/** What proposes changes at a node of one kind. */
export type RuleFor<K extends Kind> = (
  node: Of<K>,
  place: Place,
  context: EditContext,
  words: Vocabulary,
) => Iterable<Edit>

export const edit = (kind: string, node: Expr, by: Expr, cost: number, slip?: Slip): Edit => ({
  kind,
  node,
  by,
  cost,
  ...(slip === undefined ? {} : { slip }),
})

/** Something that was forgotten. */
export const missing = (what: Slip['what'], part: Expr): Slip => ({ what, missing: true, part })
/** Something that is one too many. */
export const extra = (what: Slip['what'], part: Expr): Slip => ({ what, missing: false, part })

/** Functions of a number that are taken for one another. Bars come before abs: they mean the same, and are what people write. */
export const FUNCTIONS: readonly Of<'call'>['fn'][] = functionsWith(
  ({ interchanged }) => interchanged === true,
).flatMap(name => (name === 'abs' ? (['bars', name] as const) : [name]))
