// What a formula of a document states, with the formula.
import type { Statement } from '../../text/index.js'
import type { Placed } from './words/prose.js'

/** A statement that a formula makes. */
export interface Stated {
  readonly statement: Statement
  readonly at: Placed
  /** The text that its places speak of. */
  readonly source: string
}
