// Conditions: j ≠ y_i, c ∉ S, 1 ≤ i < k, and what joins them.

import { isName, isRelation } from '../lex/token.js'
import type { Comparison, Condition } from '../tree.js'
import { holdsRelation } from './attached.js'
import type { Begun, Cursor } from './cursor.js'

/** Whether the next token is a relation. */
export const seesRelation = (cursor: Cursor): boolean => isRelation(cursor.peek())

const AND = ['and', 'with', 'but']

/** Whether the next token is one of these words. */
export function seesWord(cursor: Cursor, words: readonly string[], ahead = 0): boolean {
  const token = cursor.peek(ahead)
  return isName(token) && words.includes((token.run ?? token.text).toLowerCase())
}

/** Passes a word, which the lexer may have taken for several names. */
export function takeWord(cursor: Cursor, words: readonly string[]): boolean {
  if (!seesWord(cursor, words)) return false
  cursor.passRun(cursor.next())
  return true
}

/** Conditions joined by "and" or ∧, or by "or" or ∨; `begun` is what has been read of the first already. */
export function condition(cursor: Cursor, begun?: Begun): Condition {
  const first = begun?.from ?? cursor.peek()
  const parts = [single(cursor, begun)]
  let kind: 'and' | 'or' | undefined
  for (;;) {
    const joint =
      cursor.sees('∧') || seesWord(cursor, AND)
        ? 'and'
        : cursor.sees('∨') || seesWord(cursor, ['or'])
          ? 'or'
          : undefined
    if (joint === undefined) break
    if (kind !== undefined && kind !== joint) {
      cursor.unclear("'and' and 'or' without brackets", cursor.peek(), [
        'Write (a and b) or c, or a and (b or c).',
      ])
    }
    kind = joint
    if (!takeWord(cursor, [...AND, 'or'])) cursor.next()
    parts.push(single(cursor))
  }
  if (kind === undefined) return parts[0]!
  // 1 ≤ i < k and j ≠ i are three that hold, one as good as the other.
  const flat = parts.flatMap(part => (part.kind === kind && 'parts' in part ? part.parts : [part]))
  return { kind, parts: flat, span: cursor.since(first) }
}

/** One comparison, or several in a chain: 1 ≤ i < k. */
function single(cursor: Cursor, begun?: Begun): Condition {
  if (begun === undefined && cursor.sees('(') && holdsRelation(cursor)) {
    cursor.next()
    const inside = cursor.deeper(() => cursor.bracketed(() => condition(cursor)))
    cursor.expect(')')
    return inside
  }
  const first = begun?.from ?? cursor.peek()
  let from = first
  let left = begun?.value ?? cursor.rules.sum(cursor)
  const parts: Condition[] = []
  while (seesRelation(cursor)) {
    const sign = cursor.next()
    const next = cursor.peek()
    if (sign.text === '∈' || sign.text === '∉') {
      const list = cursor.rules.operand(cursor)
      const negative = sign.text === '∉'
      parts.push({ kind: 'member', negative, element: left, list, span: cursor.since(from) })
      break
    }
    const right = cursor.rules.sum(cursor)
    parts.push({ kind: 'compare', op: sign.text as Comparison, left, right, span: cursor.since(from) })
    left = right
    from = next
  }
  if (parts.length === 0)
    cursor.refuse(`expected a relation such as = or ≠, found ${cursor.found()}`, cursor.peek())
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts, span: cursor.since(first) }
}
