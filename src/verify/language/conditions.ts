// Conditions: j ≠ y_i, c ∉ S, i ≤ m, and what joins them.
import type { Comparison, Condition, Expr } from './ast.js'
import { type Cursor, named } from './cursor.js'
import { across } from './source.js'

const RELATIONS = ['=', '≠', '<', '>', '≤', '≥'] as const

/** Whether the next token is a relation. */
export const seesRelation = (cursor: Cursor): boolean =>
  cursor.seesAny(RELATIONS) || cursor.seesAny(['∈', '∉'])

const WORDS_AND = ['and', 'with', 'but']

/** Whether the next token is one of these words. */
export function seesWord(cursor: Cursor, words: readonly string[], ahead = 0): boolean {
  const token = cursor.peek(ahead)
  if (token.type !== 'name' && token.type !== 'word') return false
  return words.includes((token.run ?? token.text).toLowerCase())
}

/** Passes a word, which the lexer may have taken for several names. */
export function takeWord(cursor: Cursor, words: readonly string[]): string | undefined {
  if (!seesWord(cursor, words)) return undefined
  const first = cursor.next()
  if (first.run !== undefined) while (cursor.peek().run === first.run && !cursor.peek().spaced) cursor.next()
  return (first.run ?? first.text).toLowerCase()
}

/** Conditions joined by "and" or ∧, or by "or" or ∨; `left` is what has been read of the first already. */
export function condition(cursor: Cursor, left?: Expr): Condition {
  const first = single(cursor, left)
  const parts = [first]
  let kind: 'and' | 'or' | undefined
  for (;;) {
    const joint =
      cursor.sees('∧') || seesWord(cursor, WORDS_AND)
        ? 'and'
        : cursor.sees('∨') || seesWord(cursor, ['or'])
          ? 'or'
          : undefined
    if (joint === undefined) break
    if (kind !== undefined && kind !== joint)
      cursor.refuse(
        "'and' and 'or' together",
        cursor.peek(),
        ['Put one of them into parentheses.'],
        'ambiguous',
      )
    kind = joint
    if (takeWord(cursor, [...WORDS_AND, 'or']) === undefined) cursor.next()
    parts.push(single(cursor))
  }
  return kind === undefined ? first : { kind, parts, span: across(first.span, parts.at(-1)!.span) }
}

/** One comparison, or several in a chain: 1 ≤ i < k. */
function single(cursor: Cursor, begun?: Expr): Condition {
  const inner =
    begun === undefined && cursor.sees('(')
      ? cursor.attempt(() => {
          const open = cursor.next()
          const inside = cursor.deeper(() => condition(cursor))
          cursor.expect(')', open)
          return inside
        })
      : undefined
  if (inner !== undefined) return inner
  let left = begun ?? cursor.rules.sum(cursor)
  const parts: Condition[] = []
  while (seesRelation(cursor)) {
    const sign = cursor.next()
    if (sign.text === '∈' || sign.text === '∉') {
      const list = cursor.rules.operand(cursor)
      parts.push({
        kind: 'member',
        negative: sign.text === '∉',
        element: left,
        list,
        span: across(left.span, list.span),
      })
      break
    }
    const right = cursor.rules.sum(cursor)
    parts.push({
      kind: 'compare',
      op: sign.text as Comparison,
      left,
      right,
      span: across(left.span, right.span),
    })
    left = right
  }
  if (parts.length === 0)
    cursor.refuse(`expected a relation such as = or ≠, found ${named(cursor.peek())}`, cursor.peek())
  return parts.length === 1
    ? parts[0]!
    : { kind: 'and', parts, span: across(parts[0]!.span, parts.at(-1)!.span) }
}
