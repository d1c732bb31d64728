// Conditions: j ≠ y_i, c ∉ S, 1 ≤ i < k, and what joins them.

import { isName, isRelation } from '../lex/token.js'
import type { Comparison, Condition, Expr } from '../tree.js'
import { mapTree, placedAt, symbolsIn } from '../visit.js'
import { holdsRelation } from './attached.js'
import type { Begun, Cursor } from './cursor.js'
import { negated } from './negated.js'

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
  const tuple = begun === undefined ? tupleIn(cursor) : undefined
  if (tuple !== undefined) return tuple
  const first = begun?.from ?? cursor.peek()
  let from = first
  let left = begun?.value ?? cursor.rules.sum(cursor)
  const parts: Condition[] = []
  while (seesRelation(cursor)) {
    const sign = cursor.next()
    const next = cursor.peek()
    if (sign.text === '∈' || sign.text === '∉') {
      const negative = sign.text === '∉'
      const named = memberOf(cursor, [left], negative)
      if (named !== undefined) {
        parts.push(named)
        break
      }
      const list = cursor.rules.operand(cursor)
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

/** (u, i) ∈ Ω, where Ω is a named set of pairs; `undefined` where something else is next. */
function tupleIn(cursor: Cursor): Condition | undefined {
  const back = cursor.place
  const close = cursor.sees('(') ? cursor.closing() : undefined
  if (close === undefined || !/^[∈∉]$/.test(cursor.at(close + 1).text)) return undefined
  cursor.next()
  const elements = [cursor.rules.sum(cursor)]
  while (cursor.take(',')) elements.push(cursor.rules.sum(cursor))
  const negative = cursor.at(close + 1).text === '∉'
  cursor.moveTo(cursor.place === close ? close + 2 : back)
  const found = cursor.place === back ? undefined : memberOf(cursor, elements, negative)
  if (found === undefined) cursor.moveTo(back)
  return found
}

/** What it is to be in the set that a condition says and that is next, which is passed; `undefined` where none is. */
export function memberOf(cursor: Cursor, elements: readonly Expr[], negative = false): Condition | undefined {
  const token = cursor.peek()
  const set = isName(token) ? cursor.names.setOf(token.text) : undefined
  if (set === undefined) return undefined
  const { labels, condition: said } = set
  if (labels.length !== elements.length)
    cursor.refuse(
      `a member of ${token.text} is written with ${labels.join(', ')}, got ${elements.length} of them`,
      token,
    )
  cursor.next()
  const whole: Expr = { kind: 'iverson', condition: said, span: token }
  const used = new Set(elements.flatMap(element => symbolsIn(element).map(({ name }) => name)))
  const moved = mapTree(placedAt(whole, token.start), part => {
    if (part.kind === 'big' && used.has(part.index) && !labels.includes(part.index))
      cursor.refuse(`${part.index} runs within ${token.text}, and is another index here`, token, [
        'Use another letter for one of them.',
      ])
    const at = part.kind === 'symbol' && part.indices.length === 0 ? labels.indexOf(part.name) : -1
    return at < 0 ? undefined : elements[at]
  })
  const found = moved.kind === 'iverson' ? moved.condition : said
  return negative ? negated(found) : found
}
