// Sums and products with dots, a_1 + a_2 + … + a_n and p_1 p_2 ⋯ p_n, as those over an index.

import type { Token } from '../../lex/token.js'
import { add, minus } from '../../make.js'
import type { Span } from '../../source.js'
import type { BigOp, Expr, Factor, Term } from '../../tree.js'
import type { Cursor } from '../cursor.js'
import { freshLetter, isOf, type Pattern, patternOf, placed } from '../dots.js'

/**
 * Reads on from dots behind terms, whose sign has been read: what they stand for takes the place of the terms that lead up to
 * them. `starts` has the first token of each term.
 */
export function dottedTerms(cursor: Cursor, terms: Term[], starts: Token[], negative: boolean): void {
  const dots = cursor.next()
  if (!cursor.seesAny(['+', '-']))
    cursor.refuse(`expected + or - behind these dots, found ${cursor.found()}`, cursor.peek())
  let isMixed = (cursor.next().text === '-') !== negative
  let last = cursor.rules.product(cursor)
  const before = terms.map(({ value }) => value)
  // a_1 + … + a_r + … + a_n: the term between dots is one of the pattern, and says nothing.
  const between: Expr[] = []
  while (cursor.seesAny(['+', '-']) && cursor.sees('…', 1)) {
    isMixed ||= (cursor.next().text === '-') !== negative
    cursor.next()
    if (!cursor.seesAny(['+', '-'])) cursor.stray()
    isMixed ||= (cursor.next().text === '-') !== negative
    between.push(last)
    last = cursor.rules.product(cursor)
  }
  const found = patternOf(cursor, before, last, dots, freshLetter(cursor, [...before, last]))
  for (const term of between)
    if (!isOf(found, term))
      cursor.unclear('this term between dots is none of those that they stand for', term.span, [
        'Write a_1 + … + a_i + … + a_n, with the same letter wherever the number counts up.',
      ])
  const at = terms.length - found.taken
  if (isMixed || terms.slice(at).some(term => term.negative !== negative))
    cursor.unclear('these dots stand between different signs', dots, [
      'Write a sum, \\sum_{i=1}^{n} (-1)^i a_i, or brackets around what is subtracted.',
    ])
  const span = cursor.since(negative ? starts[at]! : terms[at]!.value.span)
  const value = over('sum', found, span, negative)
  terms.splice(at, found.taken, { negative: false, value })
  starts.length = at + 1
}

/** Reads on from dots behind factors: what they stand for takes the place of those that lead up to them. */
export function dottedFactors(cursor: Cursor, factors: readonly Factor[]): Factor[] {
  const dots = cursor.next()
  if (cursor.seesAny(['*', '·'])) cursor.next()
  const last = cursor.rules.operand(cursor)
  const run = factors.slice(
    Math.max(
      0,
      factors.findLastIndex(({ by }) => by !== 'times'),
    ),
  )
  const values = run.map(({ value }) => value)
  const found = patternOf(cursor, values, last, dots, freshLetter(cursor, [...values, last]))
  const at = factors.length - found.taken
  const value = over('prod', found, cursor.since(factors[at]!.value.span), false)
  return [...factors.slice(0, at), { ...factors[at]!, value }]
}

/** A pattern as a sum or product over its index. */
function over(op: BigOp, { index, from, to, body }: Pattern, span: Span, negative: boolean): Expr {
  const of = placed(body, span)
  return {
    kind: 'big',
    op,
    index,
    range: { kind: 'stretch', from: { kind: 'number', value: from, span }, to: placed(to, span) },
    where: undefined,
    body: negative ? add([minus(of)], span) : of,
    span,
  }
}
