// The macros that a document knows so far, for a reader that comes upon one formula after the other.
import type { SourceMap } from '../sourceMap.js'
import { type Allowance, allowance, expanded } from './expand.js'
import type { Macros } from './macro.js'

/** Changes as the document is read: a definition is known to what stands behind it. */
export interface KnownMacros {
  macros: Macros
  readonly allowed: Allowance
}

/** A document's macros before its first line. */
export const knownMacros = (macros: Macros = new Map()): KnownMacros => ({ macros, allowed: allowance() })

/** A formula with its macros expanded; what it defines is known from here on. Throws a `LanguageError` with a place in it. */
export function expandedHere(map: SourceMap, known: KnownMacros): SourceMap {
  const { map: result, macros } = expanded(map, known.macros, known.allowed)
  known.macros = macros
  return result
}
