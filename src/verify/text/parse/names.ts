// How much of what hangs on a name is a part of it: W_1, v_c, y', W^{(2)}, h_{t-1} are names where they are declared.

import { isTransposeSign, type Token } from '../lex/token.js'
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
  /** The place behind what belongs to the name above: all of the group, all but a transpose, or nothing. */
  readonly above: number | undefined
  /** The same below: all of the group, a part of it, or nothing. */
  readonly below: number | undefined
}

/** What a group may add to a name: a text, and the place behind it. */
interface Part {
  readonly text: string
  readonly to: number
}

/** What tokens add to a name, in the one spelling that is compared: above, brackets are a part of it. */
export function textInName(tokens: readonly Pick<Token, 'text'>[], where: 'above' | 'below'): string {
  const bracketed = tokens.length > 2 && tokens[0]!.text === '(' && tokens.at(-1)!.text === ')'
  return (where === 'below' && bracketed ? tokens.slice(1, -1) : tokens).map(({ text }) => text).join('')
}

/** The most that is declared as one name: primes first, then what stands above and below. */
export function resolved(cursor: Cursor, base: string, hung: Attachments): Resolved {
  const { names } = cursor
  const { above, below } = hung
  const count = hung.primes.length
  const raised = above === undefined ? [] : partsAbove(cursor, above)
  const lowered = below === undefined ? [] : [{ text: textOf(cursor, below, 'below'), to: below.to }]
  const inPart = below === undefined ? [] : partsBelow(cursor, below)
  const isBracketed = above !== undefined && /^[([]$/.test(cursor.tokens[above.from]!.text)
  for (const primes of new Set([count, 0])) {
    const primed = base + "'".repeat(primes)
    const found = (name: string, over?: Part, under?: Part): Resolved | undefined =>
      names.has(name) ? { name, primes, above: over?.to, below: under?.to } : undefined
    const both = (unders: readonly Part[]): Resolved | undefined =>
      first(raised, over =>
        first(unders, under => found(`${primed}^${over.text}_${under.text}`, over, under)),
      )
    const candidate =
      both(lowered) ??
      first(raised, over => found(`${primed}^${over.text}`, over)) ??
      first(lowered, under => found(`${primed}_${under.text}`, undefined, under)) ??
      both(inPart) ??
      // Where both L and a family L^{(n)} or L_n are declared, an index tells which is meant.
      (isBracketed ? found(`${primed}^·`) : undefined) ??
      (below === undefined ? undefined : found(`${primed}_·`)) ??
      found(primed) ??
      first(inPart, under => found(`${primed}_${under.text}`, undefined, under))
    if (candidate !== undefined) return candidate
  }
  // Of what is not declared, the primes are a part: j' is a label of its own.
  return { name: base + "'".repeat(count), primes: count, above: undefined, below: undefined }
}

/** All of what stands above, or all but the transpose behind it: W^{(2)\top}. */
function partsAbove(cursor: Cursor, above: Attached): readonly Part[] {
  const whole = { text: textOf(cursor, above, 'above'), to: above.to }
  const to = above.to - 1
  if (to === above.from || !isTransposeSign(cursor.at(to))) return [whole]
  return [whole, { text: textOf(cursor, { ...above, to }, 'above'), to }]
}

/** Beginnings of what stands below: W_{1,ij} is the entry ij of W_1, v_{c,i} and v_{ci} are the entry i of v_c. */
function partsBelow(cursor: Cursor, below: Attached): readonly Part[] {
  const parts: Part[] = []
  const add = (end: number, to: number): void => {
    parts.push({ text: textOf(cursor, { ...below, to: end }, 'below'), to })
  }
  for (let at = below.to - 1; at > below.from; at--) if (cursor.at(at).text === ',') add(at, at + 1)
  const { run } = cursor.at(below.from)
  let end = below.from + 1
  while (end < below.to && run !== undefined && cursor.at(end).run === run) end++
  for (const at of new Set([end, below.from + 1]))
    if (at < below.to && cursor.at(at).text !== ',') add(at, at)
  return parts
}

const textOf = (cursor: Cursor, { from, to }: Pick<Attached, 'from' | 'to'>, where: 'above' | 'below') =>
  textInName(cursor.tokens.slice(from, to), where)

/** The first that something finds. */
function first<T, U>(items: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
