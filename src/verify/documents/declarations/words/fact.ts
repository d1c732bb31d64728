// What a document says of a symbol, in words or in a formula, and where.

import { type Declarator, declarators } from '../../../given/index.js'
import { attempt, tokenize } from '../../../text/index.js'

/** How many axes something has, with one for each entry of a vector. */
export type Rank = 0 | 1 | 2

/** Something that is said of a symbol. */
export interface Fact {
  readonly name: Declarator
  /** What values it has: a kind of the given block. */
  readonly kind?: string | undefined
  readonly rank?: Rank | undefined
  /** The sizes of its axes; `undefined` for one that has no name. */
  readonly axes?: readonly (string | undefined)[] | undefined
  /** Of how many classes it is one. */
  readonly classes?: string | undefined
  /** The line of the file that says it. */
  readonly line: number
}

/** What a document says of symbols, and of the indices that they bear. */
export interface Said {
  readonly facts: readonly Fact[]
  /** Over what an index runs, where a line says so: i = 1, …, N. */
  readonly ranges: ReadonlyMap<string, string>
  /** How many classes there are. */
  readonly classes: string | undefined
}

/** The names that a text is a list of; none where it is anything else. */
export function namesIn(text: string): readonly Declarator[] {
  if (text.trim() === '' || text.length > 80) return []
  const found = attempt(() => declarators(tokenize(text.trim().replace(/[,.;]$/, ''))))
  return (
    found?.filter(({ base }) => [...base].length === 1 || /^\p{L}\p{M}+$/u.test(base) || base.length > 2) ??
    []
  )
}

/** A size as the given block writes it: m, d_1, d_in, 3. */
export function dimensionIn(text: string): string | undefined {
  const bare = text.trim().replace(/^\{(.*)\}$/, '$1')
  const [base, sign, ...rest] = (attempt(() => tokenize(bare, new Set())) ?? []).filter(
    ({ text, type }) => type !== 'end' && text !== '{' && text !== '}',
  )
  if (base === undefined) return undefined
  if (base.type === 'number') return sign === undefined && /^\d+$/.test(base.text) ? base.text : undefined
  if (base.type === 'sign') return undefined
  if (sign === undefined) return base.text
  return sign.text === '_' && rest.length > 0 && rest.every(({ type }) => type !== 'sign')
    ? `${base.text}_${rest.map(token => token.text).join('')}`
    : undefined
}

/** The sizes of m × n, or of n alone. */
export const dimensionsIn = (text: string): readonly (string | undefined)[] =>
  text
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .split(/\s*(?:×|\\times(?![a-z])|\\cdot(?![a-z])|\*|(?<=[\w}\s])\s+by\s+|,)\s*/)
    .map(dimensionIn)
