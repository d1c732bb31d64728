// What hangs on brackets and the like: powers, transposes, indices of entries.

import { isMatrix } from '../lex/signs.js'
import { isName, type Token } from '../lex/token.js'
import type { Expr, Of } from '../tree.js'
import { group, within } from './attached.js'
import type { Cursor } from './cursor.js'
import { indexList } from './indices.js'
import { exponent, raisedTo, refuseSecond } from './symbols.js'

/** A value with what hangs on it. A name has taken most of that already. */
export function hanging(cursor: Cursor, first: Token, bare: Expr): Expr {
  const { text, type } = cursor.last
  const isApplied = cursor.applied === cursor.place && type === 'sign' && text !== '}'
  const bracket = type === 'sign' && /^[)\]]$/.test(text) && bare.kind === 'call' && isName(first)
  const enclosed =
    isApplied ||
    bracket ||
    isMatrix(first.text) ||
    (type === 'sign' && /^([)\]}]|\\\})$/.test(text) && /^([([{]|\\\{)$/.test(first.text))
  let value = bare
  let [lowered, raised, turned] = [false, false, false]
  for (;;) {
    if (cursor.sees('!') && !cursor.peek().spaced)
      value = factorialOf(cursor, first, value, enclosed && !raised && !turned)
    if (cursor.sees("'") && !cursor.peek().spaced) {
      if (raised) refuseSecond(cursor)
      cursor.next()
      turned = true
      value = { kind: 'transpose', of: value, prime: { times: 1 }, span: cursor.since(first) }
    } else if (cursor.sees('^')) {
      if (raised) refuseSecond(cursor)
      raised = true
      cursor.next()
      const how = within(cursor, group(cursor), end => exponent(cursor, end, '(…)'))
      turned ||= how.kind === 'transpose'
      // x^2_i is x_i^2.
      const late = cursor.sees('_') && !turned && !lowered
      if (late) {
        value = entry(cursor, first, value, enclosed)
        lowered = true
      }
      value = raisedTo(value, how, cursor.since(first), late && value.kind !== 'norm')
    } else if (cursor.sees('_')) {
      if (lowered)
        cursor.refuse('a second subscript', cursor.peek(), ['Write indices in one group: (…)_{ij}.'])
      if (turned) {
        cursor.unclear('an index behind a transpose: of what is it an index?', cursor.peek(), [
          'Write ((…)^\\top)_{ij} for an entry of the transpose.',
          'Write (…)_{ij}^\\top for the transpose of an entry.',
        ])
      }
      value = entry(cursor, first, value, enclosed)
      lowered = true
    } else return value
  }
}

/** n! and (n - 1)!, of what stands in front of the sign. */
function factorialOf(cursor: Cursor, first: Token, value: Expr, isApart: boolean): Expr {
  const sign = cursor.next()
  if (cursor.sees('!')) cursor.refuse('a double factorial is not known', cursor.since(sign))
  if (!isApart && (value.kind === 'pow' || value.kind === 'transpose'))
    cursor.unclear('does the factorial reach to the exponent?', value.span, [
      'Write (n^2)! where it does, (n!)^2 where it does not.',
    ])
  return { kind: 'call', fn: 'factorial', args: [value], span: cursor.since(first) }
}

/** (…)_{ij}: an entry; ‖w‖^2_2: the order of a norm. */
function entry(cursor: Cursor, first: Token, value: Expr, enclosed: boolean): Expr {
  const sign = cursor.next()
  if (enclosed && seesPlus(cursor)) {
    cursor.moveTo((cursor.closing() ?? cursor.place) + 1)
    return { kind: 'call', fn: 'relu', args: [value], span: cursor.since(first) }
  }
  if (value.kind === 'norm' && !enclosed)
    return { ...value, order: normOrder(cursor), span: cursor.since(first) }
  if (!enclosed) {
    if (value.kind === 'symbol')
      cursor.refuse('a second subscript', sign, ['Write indices in one group: x_{ij}.'])
    cursor.refuse('an index on this is not understood', sign, ['Put it into brackets: (…)_{i}.'])
  }
  const indices = within(cursor, group(cursor), end => indexList(cursor, end))
  const span = cursor.since(first)
  const plain = value.kind === 'symbol' && value.indices.length === 0 && cursor.names.above(value.name) === 0
  return plain && value.kind === 'symbol'
    ? { ...value, indices, span }
    : { kind: 'indexed', of: value, indices, span }
}

/** Whether a plus is below: (x)_+ is max(0, x). */
const seesPlus = (cursor: Cursor): boolean =>
  cursor.sees('+') || (cursor.sees('{') && cursor.sees('+', 1) && cursor.sees('}', 2))

/** ‖w‖_1, ‖w‖_2, ‖W‖_F, ‖w‖_∞, ‖w‖_p: what is behind the subscript's sign. */
export function normOrder(cursor: Cursor): Of<'norm'>['order'] {
  const star = cursor.sees('*') ? 0 : cursor.sees('{') && cursor.sees('*', 1) ? 1 : undefined
  if (star !== undefined)
    cursor.refuse('the nuclear norm is not known', cursor.peek(star), [
      'Write it by singular values that are declared: \\sum_i s_i with s : nonnegative[n].',
    ])
  return within(cursor, group(cursor), end => {
    const token = cursor.peek()
    const from = cursor.place
    cursor.next()
    if (end()) {
      if (token.text === 'F' || token.text === '2') return 2
      if (token.text === '1') return 1
      if (token.text === '∞') return '∞'
    }
    cursor.moveTo(from)
    if ((isName(token) && !cursor.names.has(token.text)) || cursor.sees(',', 1))
      cursor.refuse(`a norm of order ${cursor.found(token)} is not known`, token, [
        'Known are 1, 2, F, \\infty, and p where that is a number or declared as one.',
      ])
    return cursor.rules.sum(cursor)
  })
}
