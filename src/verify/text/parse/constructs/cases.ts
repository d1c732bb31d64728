// Formulas by cases: \begin{cases} a & \text{if } j = y_i \\ b & \text{otherwise} \end{cases}, or { a if j = y_i; b otherwise }.

import type { Token } from '../../lex/token.js'
import type { Branch, Expr } from '../../tree.js'
import { seesWord, takeWord } from '../conditions.js'
import type { Cursor } from '../cursor.js'

const IF = ['if', 'when', 'for', 'where']
const ELSE = ['otherwise', 'else']

/** A formula by cases in its environment, which is next. */
export function cases(cursor: Cursor): Expr {
  const begin = cursor.next()
  const close = cursor.closing(cursor.place - 1)!
  const branches: Branch[] = []
  while (cursor.place < close) branches.push(branch(cursor, branches, '\\\\', close))
  return finished(cursor, begin, branches)
}

/** Whether what was read in braces is the first of several cases. */
export const seesCase = (cursor: Cursor): boolean =>
  seesWord(cursor, [...IF, ...ELSE]) || (cursor.sees(',') && seesWord(cursor, [...IF, ...ELSE], 1))

/** A formula by cases in braces, of which the first value was read. */
export function casesInBraces(cursor: Cursor, open: Token, close: number, first: Expr): Expr {
  const branches = [branch(cursor, [], ';', close, first)]
  while (cursor.place < close) branches.push(branch(cursor, branches, ';', close))
  return finished(cursor, open, branches)
}

function finished(cursor: Cursor, begin: Token, branches: readonly Branch[]): Expr {
  cursor.next()
  if (branches.length === 0) cursor.refuse('no case is given', begin)
  return { kind: 'cases', branches, span: cursor.since(begin) }
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
