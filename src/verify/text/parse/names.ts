// How much of what hangs on a name is a part of it: W_1, b_{\text{out}}, y', W^{(2)} are names where they are declared.

import type { Token } from '../lex/token.js'
import type { Attached } from './attached.js'
import type { Cursor } from './cursor.js'

/** Everything that hangs on a name. */
export interface Attachments {
  readonly primes: readonly Token[]
  readonly above: Attached | undefined
  readonly below: Attached | undefined
}

/** A name, and how much of what hangs on it belongs to it. */
export interface Resolved {
  readonly name: string
  readonly primes: number
  readonly above: boolean
  /** The place behind what belongs to the name below: all of the group, a part of it, or nothing. */
  readonly below: number | undefined
}

/** The most that is declared as one name: primes first, then what stands above and below. */
export function resolved(cursor: Cursor, base: string, hung: Attachments): Resolved {
  const { names } = cursor
  const { above, below } = hung
  const count = hung.primes.length
  const number = above && parenthesized(cursor, above)
  const bracketed = above && cursor.tokens[above.from]!.text === '('
  const word = below && literal(cursor, below, below.to)
  for (const primes of new Set([count, 0])) {
    const primed = base + "'".repeat(primes)
    const found = (name: string, usesAbove: boolean, to: number | undefined): Resolved | undefined =>
      names.has(name) ? { name, primes, above: usesAbove, below: to } : undefined
    const candidate =
      (number && word && found(`${primed}^${number}_${word}`, true, below?.to)) ||
      (number && found(`${primed}^${number}`, true, undefined)) ||
      (word && found(`${primed}_${word}`, false, below?.to)) ||
      // Where both L and a family L^{(n)} or L_n are declared, an index tells which is meant.
      (bracketed && found(`${primed}^·`, false, undefined)) ||
      (below && found(`${primed}_·`, false, undefined)) ||
      found(primed, false, undefined) ||
      beginning(cursor, below, (text, to) => found(`${primed}_${text}`, false, to))
    if (candidate) return candidate
  }
  // Of what is not declared, the primes are a part: j' is a label of its own.
  return { name: base + "'".repeat(count), primes: count, above: false, below: undefined }
}

/** W_{1,ij} is the entry ij of W_1, where W itself is not declared. */
function beginning(
  cursor: Cursor,
  below: Attached | undefined,
  found: (text: string, to: number) => Resolved | undefined,
): Resolved | undefined {
  if (below === undefined) return undefined
  let first = below.from + 1
  const { run } = cursor.tokens[below.from]!
  while (first < below.to && run !== undefined && cursor.tokens[first]!.run === run) first++
  const text = first < below.to ? literal(cursor, below, first) : undefined
  if (text === undefined) return undefined
  const comma = cursor.tokens[first]!.text === ','
  return found(text, comma ? first + 1 : first)
}

/** What a group says up to a place if it is part of a name: a number, a word. */
function literal(cursor: Cursor, { from }: Attached, to: number): string | undefined {
  const tokens = cursor.tokens.slice(from, to)
  if (tokens.length === 0 || tokens.some(({ type }) => type === 'sign')) return undefined
  const run = tokens[0]!.run
  return run !== undefined && tokens.every(token => token.run === run)
    ? run
    : tokens.map(({ text }) => text).join('')
}

/** The number or name in parentheses above: W^{(1)} → (1). */
function parenthesized(cursor: Cursor, { from, to }: Attached): string | undefined {
  const [open, inner, close] = cursor.tokens.slice(from, Math.min(to, from + 3))
  return open?.text === '(' && close?.text === ')' && inner !== undefined && inner.type !== 'sign'
    ? `(${inner.text})`
    : undefined
}
