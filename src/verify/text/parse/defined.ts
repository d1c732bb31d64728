// What := may have on its left side, where it is new: a name with a word above, u^{\text{new}}, and with what it depends on, u(β).
import { isName, isSign } from '../lex/token.js'
import { functionNamed } from '../lex/words.js'
import type { Expr } from '../tree.js'
import { behindOperand, within } from './attached.js'
import type { Cursor } from './cursor.js'
import { indexList } from './indices.js'
import { textInName } from './names.js'
import { attachments } from './symbols.js'

/** The name that := defines, which is next, where it is one that formulas have not: all that it is made of is in its span. */
export function newName(cursor: Cursor): Expr | undefined {
  const first = cursor.peek()
  if (!isName(first) || functionNamed(first.text) !== undefined) return undefined
  const open = behindOperand(cursor, cursor.place)
  const close = isSign(cursor.at(open), '(') ? cursor.closing(open) : undefined
  const sign = cursor.at(close === undefined ? open : close + 1)
  if (!isSign(sign, ':=') && !isSign(sign, '≡')) return undefined
  const back = cursor.place
  cursor.next()
  const { primes, above, below } = attachments(cursor)
  const word = above === undefined ? [] : cursor.tokens.slice(above.from, above.to)
  const isWord = word.length === 1 && isName(word[0]!) && word[0]!.text.length > 1
  const name =
    first.text + "'".repeat(primes.length) + (above === undefined ? '' : `^${textInName(word, 'above')}`)
  const known = cursor.names.has(name) || cursor.names.has(first.text)
  const isNew = above === undefined ? close !== undefined && !known : isWord && !cursor.names.has(name)
  if (!isNew || cursor.place !== open) {
    cursor.moveTo(back)
    return undefined
  }
  const indices = below === undefined ? [] : within(cursor, below, end => indexList(cursor, end))
  if (close !== undefined) cursor.moveTo(close + 1)
  return { kind: 'symbol', name, indices, span: cursor.since(first) }
}
