// What has a fixed meaning unless it is declared: e, π, I, δ_{ij}, and the 1 of vectors and indicators.

import { PI } from '../../lex/literals.js'
import { isRelation } from '../../lex/token.js'
import type { Expr, Index } from '../../tree.js'
import { nameOfIndex } from '../../visit.js'
import { group, holdsRelation, within } from '../attached.js'
import type { Cursor } from '../cursor.js'
import { indexList } from '../indices.js'
import { exponent } from '../symbols.js'

/** A name with a fixed meaning; `undefined` where it is an ordinary symbol. */
export function constantNamed(cursor: Cursor): Expr | undefined {
  const token = cursor.peek()
  switch (token.text) {
    case 'e':
      return exponential(cursor)
    case 'π':
      if (cursor.sees('_', 1)) return undefined
      cursor.next()
      return { kind: 'number', ...PI, span: cursor.since(token) }
    case 'I':
      if (cursor.seesAny(['[', '(', '\\{', '{'], 1) && holdsRelation(cursor, cursor.place + 1))
        return indicator(cursor)
      return indexed(cursor)
    case 'δ':
      return indexed(cursor)
  }
  return undefined
}

/** e, e^{x}. */
function exponential(cursor: Cursor): Expr | undefined {
  if (cursor.sees('_', 1)) return undefined
  const token = cursor.next()
  const one: Expr = { kind: 'number', value: 1, span: cursor.since(token) }
  if (!cursor.take('^')) return { kind: 'call', fn: 'exp', args: [one], span: cursor.since(token) }
  const raised = within(cursor, group(cursor), end => exponent(cursor, end, 'e'))
  if (raised.kind === 'transpose')
    return cursor.refuse('e is a number, and has no transpose', cursor.since(token), [
      'Declare T for the power e^T.',
    ])
  return { kind: 'call', fn: 'exp', args: [raised.exponent], span: cursor.since(token) }
}

/** δ_{ij}, I_{ij}, I_m, I. */
function indexed(cursor: Cursor): Expr | undefined {
  const token = cursor.next()
  const back = cursor.place - 1
  const indices = cursor.take('_') ? within(cursor, group(cursor), end => indexList(cursor, end)) : []
  const [left, right] = indices
  const span = cursor.since(token)
  if (indices.length === 2 && left !== ':' && right !== ':')
    return { kind: 'delta', left: left!, right: right!, span }
  if (token.text === 'I' && indices.length < 2)
    return { kind: 'constant', which: 'identity', size: sizeOf(cursor, left), span }
  cursor.moveTo(back)
  return undefined
}

function sizeOf(cursor: Cursor, index: Index | undefined): string | undefined {
  if (index === undefined) return undefined
  const name = nameOfIndex(index)
  if (name !== undefined) return name
  if (index !== ':' && index.kind === 'number') return String(index.value)
  return cursor.refuse('the size must be the name of a dimension', index === ':' ? cursor.last : index.span)
}

/** 𝟙\{j = y_i\}, 𝟙[…], 𝟙_{…}; or the vector of ones, 𝟙 or 𝟙_m. */
export function indicator(cursor: Cursor): Expr {
  const token = cursor.next()
  if (cursor.take('_')) {
    const below = group(cursor)
    if (cursor.tokens.slice(below.from, below.to).some(isRelation)) {
      const condition = within(cursor, below, () => cursor.rules.condition(cursor))
      return { kind: 'iverson', condition, span: cursor.since(token) }
    }
    const [index, ...more] = within(cursor, below, end => indexList(cursor, end))
    if (more.length > 0) cursor.refuse('the vector of ones has one size', below)
    return { kind: 'constant', which: 'ones', size: sizeOf(cursor, index), span: cursor.since(token) }
  }
  const close = cursor.closing()
  if (close !== undefined && holdsRelation(cursor)) {
    cursor.next()
    const condition = cursor.deeper(() => cursor.bracketed(() => cursor.rules.condition(cursor)))
    cursor.expect(cursor.tokens[close]!.text)
    return { kind: 'iverson', condition, span: cursor.since(token) }
  }
  return { kind: 'constant', which: 'ones', size: undefined, span: cursor.since(token) }
}
