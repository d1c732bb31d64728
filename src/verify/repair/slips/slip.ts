// What a slip is: a kind of mistake, as what may have been meant, the sentence that says so, and an example of it.

import type { Site } from '../../meaning/index.js'
import type { Rule } from '../../report/index.js'
import type { Expr } from '../../text/index.js'
import type { Taken } from '../parts.js'
import type { Target } from '../target.js'
import type { Vocabulary } from '../vocabulary.js'

/** A kind of mistake: `slips/index.ts` gives it its name. */
export interface Slip {
  /** The rule that is broken, where the mistake alone tells. */
  readonly rule?: Rule
  /** What may be meant in place of a part of a formula. */
  readonly edits?: Proposes
  /** What may be meant in place of an index. */
  readonly onIndex?: Proposes
  /** What may be meant by the whole side, found from the values that it must come to. */
  readonly onWhole?: (aim: Aim) => Iterable<Change>
  /** What the whole side lacks, solved for where no single change mends it. */
  readonly onRest?: (aim: Aim) => Iterable<Change>
  /** When the whole is looked at: before single changes, beside them, or where nothing else has been found. */
  readonly turn?: 'first' | 'last'
  /** The sentence about a change. */
  readonly says: (before: string, after: string) => string
  readonly example: Example
}

/** What proposes changes at a site. */
export type Proposes = (site: Site, words: Vocabulary) => Iterable<Change>

/** What is aimed at with the whole of a side. */
export interface Aim {
  readonly target: Target
  readonly root: Site
  readonly sites: readonly Site[]
  readonly words: Vocabulary
  /** The derivative that the side should come to, where it should come to one. */
  readonly taken: Taken | undefined
}

/** One change. */
export interface Change {
  /** What is replaced, and by what. */
  readonly at: Expr
  readonly by: Expr
  /** How much is changed: repairs of least cost come first. */
  readonly cost: number
  /** What was forgotten, or is one too many, where that says more than the replacement. */
  readonly part: Part | undefined
}

/** Something that is missing or too much. */
export interface Part {
  readonly what: 'the factor' | 'a division by' | 'the term' | 'the term -'
  readonly expr: Expr
  readonly missing: boolean
}

/** A claim with the mistake in it, what is said of it, and the claim as it should be. */
export interface Example {
  readonly given: string
  readonly wrong: string
  readonly message: string
  readonly right: string
}

export const change = (at: Expr, by: Expr, cost: number, part?: Part): Change => ({ at, by, cost, part })

/** Something that was forgotten. */
export const missing = (what: Part['what'], expr: Expr): Part => ({ what, expr, missing: true })
/** Something that is one too many. */
export const extra = (what: Part['what'], expr: Expr): Part => ({ what, expr, missing: false })

/** The sentence of most slips. */
export const replace =
  (reason: string): Slip['says'] =>
  (before, after) =>
    `${reason}: replace ${before} by ${after}`

/** Whether a site holds a number or an array of numbers, as far as that can be told: no index, no truth. */
export const isQuantity = ({ type, role }: Site): boolean =>
  type === undefined || type.sort === 'real' || role === 'root'

/** Whether a site holds one thing, so that a function, a reciprocal or a complement is easily lost around it. */
export const isWhole = (site: Site): boolean =>
  isQuantity(site) &&
  (['symbol', 'call', 'norm'].includes(site.expr.kind) ||
    (site.expr.kind === 'add' && site.role === 'factor'))

/** Whether a factor or a term may have been lost at a site: not in a condition, nor in what only counts. */
export const takesMore = ({ expr, type, role }: Site): boolean =>
  type !== undefined &&
  type.sort !== 'truth' &&
  (type.sort !== 'index' || role === 'root' || expr.kind === 'number')
