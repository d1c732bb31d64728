// Formulas by cases: \begin{cases} a & \text{if } j = y_i \\ b & \text{otherwise} \end{cases}, or { a if j = y_i; b otherwise }.

import type { Token } from '../../lex/token.js'
import { ELSE } from '../../lex/words.js'
import type { Branch, Expr } from '../../tree.js'
import { seesWord, takeWord } from '../conditions.js'
import type { Cursor } from '../cursor.js'

const IF = ['if', 'when', 'for', 'where', 'falls', 'wenn', 'für', '当', '若', '如果']

/** Whether what was read in braces is the first of several cases. */
export const seesCase = (cursor: Cursor): boolean =>
  seesWord(cursor, [...IF, ...ELSE]) || (cursor.sees(',') && seesWord(cursor, [...IF, ...ELSE], 1))

/** A formula by cases, which has just begun; in braces its first value has been read already. */
export function cases(cursor: Cursor, close: number, open: Token, first?: Expr): Expr {
  const separator = first === undefined ? '\\\\' : ';'
  const branches: Branch[] = []
  while (cursor.place < close)
    branches.push(branch(cursor, branches, separator, close, branches.length === 0 ? first : undefined))
  cursor.next()
  if (branches.length === 0) cursor.refuse('no case is given', open)
  return { kind: 'cases', branches, span: cursor.since(open) }
}

function branch(
  cursor: Cursor,
  before: readonly Branch[],
  separator: ';' | '\\\\',
  close: number,
  begun?: Expr,
): Branch {
  const last = before.at(-1)
  if (last !== undefined && last.condition === undefined)
    cursor.refuse('a case behind the one without a condition is never reached', cursor.peek())
  const value = begun ?? cursor.deeper(() => cursor.rules.sum(cursor))
  while (cursor.seesAny([',', '&', 'quad', ':'])) cursor.next()
  const otherwise = takeWord(cursor, ELSE)
  if (!otherwise) {
    takeWord(cursor, IF)
    while (cursor.take('quad'));
    if (cursor.sees(separator) || cursor.place >= close)
      cursor.refuse('this case has no condition', value.span, [
        separator === ';'
          ? 'Write { a if j = y_i; b otherwise }.'
          : 'Write & \\text{if } j = y_i, or & \\text{otherwise}.',
      ])
  }
  const condition = otherwise ? undefined : cursor.rules.condition(cursor)
  while (cursor.seesAny([',', '.', ';', 'quad'])) cursor.next()
  if (separator === '\\\\') cursor.take(separator)
  const between = cursor.last.type === 'sign' && cursor.last.text === separator
  if (!between && cursor.place < close)
    cursor.refuse(
      `expected ${separator === ';' ? "';'" : "'\\\\'"} or the end of the cases, found ${cursor.found()}`,
      cursor.peek(),
    )
  return { value, condition }
}
