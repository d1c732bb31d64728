// What a side leaves out, + O(h^2) and + o(‖h‖): the order to which the sides are meant.
import { isName, isSign } from '../lex/token.js'
import type { Expr } from '../tree.js'
import type { Cursor } from './cursor.js'

/** Passes O(h^2) at the end of a side, and notes to which order of h it says that the sides agree. */
export function takeRemainder(cursor: Cursor): boolean {
  const first = cursor.peek()
  const close = isSign(cursor.peek(1), '(') ? cursor.closing(cursor.place + 1) : undefined
  const isLandau = isName(first) && /^[Oo𝒪]$/u.test(first.text) && !cursor.names.has(first.text)
  if (!isLandau || close === undefined) return false
  cursor.next()
  cursor.next()
  const of = cursor.bracketed(() => cursor.rules.sum(cursor))
  cursor.expect(')')
  const span = cursor.since(first)
  if (cursor.depth > 0)
    cursor.refuse('what is left out within a bracket is not read', span, [
      'Write + O(h^2) at the end of a side.',
    ])
  const power = of.kind === 'pow' && of.exponent.kind === 'number' ? of.exponent.value : 1
  const name = smallIn(of.kind === 'pow' ? of.base : of)
  const times = first.text === 'o' ? power : power - 1
  if (name === undefined || (times !== 1 && times !== 2))
    cursor.refuse('what is left out is of second or third order in a symbol', span, [
      'Write O(h^2), O(\\|h\\|^2) or o(h) for what agrees to first order in h.',
    ])
  cursor.order = { times: times === 1 ? 1 : 2, in: name!, span }
  return true
}

/** The h of h, |h| and ‖h‖. */
function smallIn(of: Expr): string | undefined {
  if (of.kind === 'symbol') return of.indices.length === 0 ? of.name : undefined
  if (of.kind === 'norm') return smallIn(of.of)
  return of.kind === 'call' && of.fn === 'bars' ? smallIn(of.args[0]!) : undefined
}
