// All kinds of mistakes.
import { FACTORS } from './kinds/factors.js'
import { INDICES } from './kinds/indices.js'
import type { Kind } from './kinds/kind.js'
import { SYMBOLS } from './kinds/symbols.js'
import { TERMS } from './kinds/terms.js'

export type { Kind } from './kinds/kind.js'

export const KINDS: readonly Kind[] = [...FACTORS, ...TERMS, ...INDICES, ...SYMBOLS]
