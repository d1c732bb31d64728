// Indices in a row, with commas or without: ij, i y_i, :,j, i+1.

import { isName } from '../lex/token.js'
import { functionNamed, isKeyword } from '../lex/words.js'
import { add } from '../make.js'
import type { Expr, Index } from '../tree.js'
import type { Cursor } from './cursor.js'

/** All indices of a group. */
export function indexList(cursor: Cursor, end: () => boolean): readonly Index[] {
  const indices: Index[] = []
  const before = cursor.indexing
  cursor.indexing = true
  while (!end()) {
    const letters = ordinaryLetters(cursor)
    if (letters === undefined) indices.push(index(cursor, end))
    else indices.push(...letters)
    if (cursor.take(',') && end()) cursor.refuse('an index is missing behind this comma', cursor.last)
  }
  cursor.indexing = before
  if (indices.length === 0) cursor.refuse('the index is empty', cursor.peek())
  return indices
}

/** In w_{if} there are two indices, and no word. */
function ordinaryLetters(cursor: Cursor): readonly Expr[] | undefined {
  const token = cursor.peek()
  const { type, text, start, end } = token
  if (type !== 'name' || text.length < 2 || end - start !== text.length || cursor.names.has(text))
    return undefined
  if (functionNamed(text) === undefined && !isKeyword(text)) return undefined
  cursor.next()
  return [...text].map((name, i) => ({
    kind: 'symbol',
    name,
    indices: [],
    span: { start: start + i, end: start + i + 1 },
  }))
}

/** One index: `:`, a label, a class such as y_i, a number, or a sum of these. */
function index(cursor: Cursor, end: () => boolean): Index {
  if ([':', '*', '·'].some(sign => cursor.take(sign))) return ':'
  const first = cursor.peek()
  const value = atom(cursor)
  const terms = [{ negative: false, value }]
  while (!end() && cursor.seesAny(['+', '-'])) {
    const negative = cursor.next().text === '-'
    terms.push({ negative, value: atom(cursor) })
  }
  return terms.length > 1 ? add(terms, cursor.since(first)) : value
}

function atom(cursor: Cursor): Expr {
  const token = cursor.peek()
  if (token.type === 'number') {
    cursor.next()
    if (!/^\d+$/.test(token.text)) cursor.refuse(`an index is a whole number, not ${token.text}`, token)
    return { kind: 'number', value: Number(token.text), span: { start: token.start, end: token.end } }
  }
  if (isName(token)) return cursor.deeper(() => cursor.rules.symbol(cursor))
  const close = cursor.sees('(') || cursor.sees('{') ? cursor.closing() : undefined
  if (close !== undefined) {
    cursor.next()
    const inner = cursor.deeper(() => index(cursor, () => cursor.place >= close))
    if (inner === ':')
      return cursor.refuse("':' stands for a whole axis, and is not put in brackets", cursor.last)
    cursor.expect(token.text === '(' ? ')' : '}')
    return inner
  }
  return cursor.refuse(`expected an index, found ${cursor.found()}`, token)
}
