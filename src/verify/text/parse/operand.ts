// Operands: numbers, names, brackets, fractions, and everything that may hang on them.

import { literal } from '../lex/literals.js'
import { INSTEAD } from '../lex/signs.js'
import { isName, isSign, isTransposeSign, type Token } from '../lex/token.js'
import { isKeyword } from '../lex/words.js'
import { mul, over, times } from '../make.js'
import { across } from '../source.js'
import type { Expr, Of } from '../tree.js'
import { group, holdsComma, holdsRelation, within } from './attached.js'
import { seesRelation } from './conditions.js'
import { big } from './constructs/big.js'
import {
  beginsQuotient,
  fractionOfDs,
  gradient,
  inlineD,
  meansInlineD,
  seesInlineD,
  seesInlineDelta,
} from './constructs/calculus.js'
import { cases, seesCase } from './constructs/cases.js'
import { constantNamed, indicator } from './constructs/constants.js'
import { differential, seesDifferential } from './constructs/differentials.js'
import { divergence, moment } from './constructs/expectation.js'
import { call, functionAt, refuseUnknown } from './constructs/functions.js'
import { dots, listed, matrix, placedIn, seesMatrix } from './constructs/matrices.js'
import type { Cursor } from './cursor.js'
import { hanging, normOrder } from './hanging.js'

/** One thing with what hangs on it: powers, transposes, indices. */
export function operand(cursor: Cursor): Expr {
  const first = cursor.peek()
  const value = cursor.deeper(() => primary(cursor))
  return hanging(cursor, first, value)
}

function primary(cursor: Cursor): Expr {
  const token = cursor.peek()
  if (token.type === 'number') return number(cursor)
  if (isName(token)) return letters(cursor)
  if (seesMatrix(cursor)) return matrix(cursor)
  if (token.type === 'end') return cursor.refuse('the formula ends where a term is expected', token)
  switch (token.text) {
    case '(':
    case '{':
    case '\\{':
    case '[':
      return enclosed(cursor)
    case '|':
    case '‖':
      return bars(cursor)
    case '⟨':
      return inner(cursor)
    case '<':
      return cursor.refuse(`expected a term, found ${cursor.found()}`, token, [
        'Write \\langle a, b \\rangle for an inner product.',
      ])
    case 'frac':
      return fraction(cursor)
    case '∑':
      return big(cursor, cursor.next(), 'sum')
    case '∏':
      return big(cursor, cursor.next(), 'prod')
    case '∂':
      return cursor.sees('_', 1) || beginsQuotient(cursor) ? inlineD(cursor) : differential(cursor)
    case '∇':
      return gradient(cursor)
    case '√':
      return root(cursor)
    case '𝟙':
      return indicator(cursor)
    case '\\begin{cases}':
      return cases(cursor, cursor.closing()!, cursor.next())
    case '∞':
      return cursor.refuse('infinity is no number that can be computed with', token)
  }
  return cursor.refuse(`expected a term, found ${cursor.found()}`, token)
}

function number(cursor: Cursor): Expr {
  if (
    cursor.peek().text === '1' &&
    cursor.seesAny(['\\{', '{'], 1) &&
    holdsRelation(cursor, cursor.place + 1)
  )
    return indicator(cursor)
  const token = cursor.next()
  return { kind: 'number', ...literal(token.text), span: cursor.since(token) }
}

/** (…), {…}, \{…\}, […]; the last is 1 where what it says is true. */
function enclosed(cursor: Cursor): Expr {
  const close = cursor.closing()!
  const open = cursor.next()
  if (cursor.place === close && open.text === '{' && cursor.sees('^', 1))
    return transposeInFront(cursor, open)
  if (cursor.place === close) cursor.refuse('these brackets are empty', across(open, cursor.peek()))
  return cursor.bracketed(() => {
    if (open.text === '[' && holdsRelation(cursor, cursor.place - 1)) {
      const condition = cursor.rules.condition(cursor)
      cursor.expect(']')
      return { kind: 'iverson', condition, span: cursor.since(open) }
    }
    const beginsWithDots = dots(cursor)
    if (beginsWithDots !== undefined) cursor.refuse('nothing stands before these dots', beginsWithDots.span)
    const inner = cursor.rules.sum(cursor)
    // A list in parentheses is a column only where it says so: (a, b)^\top.
    const turned = open.text === '(' && isSign(cursor.at(close + 1), '^') && seesTranspose(cursor, close + 2)
    if (open.text === '[' && cursor.seesAny([',', ';'])) return listed(cursor, inner, close, open)
    if (turned && cursor.sees(',')) return turnedList(cursor, listed(cursor, inner, close, open), open)
    if (open.text.endsWith('{') && seesCase(cursor)) return cases(cursor, close, open, inner)
    if (seesRelation(cursor))
      cursor.refuse(`${cursor.found()} within a formula`, cursor.peek(), [
        'Write [j = y_i] for 1 where it is true and 0 where it is not.',
      ])
    if (cursor.sees(','))
      cursor.refuse('a list within a formula', cursor.peek(), [
        'A call is written with a function that is known: \\max(a, b).',
        'Write \\langle a, b \\rangle for an inner product.',
        'A column is written (a, b)^\\top, a row [a, b].',
      ])
    cursor.expect(cursor.tokens[close]!.text)
    return inner
  })
}

/** Whether a transpose stands at a place, in braces or by itself. */
const seesTranspose = (cursor: Cursor, at: number): boolean =>
  isTransposeSign(cursor.at(isSign(cursor.at(at), '{') ? at + 1 : at))

/** (a, b)^\top, whose list has been read: without the sign it is not said what it stands for. */
function turnedList(cursor: Cursor, list: Expr, open: Token): Expr {
  cursor.next()
  within(cursor, group(cursor), () => cursor.next())
  const span = cursor.since(open)
  return { kind: 'transpose', of: placedIn(list, span), span }
}

/** |x| and ‖x‖, ‖x‖_1. Where \left and \right say which is which, others may stand within. */
function bars(cursor: Cursor): Expr {
  const open = cursor.next()
  const unclosed = (): never => cursor.refuse(`this ${cursor.found(open)} is never closed`, open)
  if (cursor.peek().type === 'end') unclosed()
  const of = cursor.bracketed(() => cursor.rules.sum(cursor), open.side === undefined)
  if (!cursor.sees(open.text) || (cursor.peek().side ?? 'close') !== 'close') unclosed()
  cursor.next()
  if (open.text === '|') return { kind: 'call', fn: 'bars', args: [of], span: cursor.since(open) }
  const order: Of<'norm'>['order'] = cursor.take('_') ? normOrder(cursor) : 2
  return { kind: 'norm', of, order, span: cursor.since(open) }
}

/** {}^t A: a transpose in front of what is turned. */
function transposeInFront(cursor: Cursor, open: Token): Expr {
  cursor.moveTo(cursor.place + 2)
  const above = group(cursor)
  const [sign, ...more] = cursor.tokens.slice(above.from, above.to)
  if (sign === undefined || more.length > 0 || !(isTransposeSign(sign) || sign.text === 't'))
    cursor.refuse('an exponent in front of nothing', above, ['Write A^\\top for a transpose.'])
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  return { kind: 'transpose', of, span: cursor.since(open) }
}

/** ⟨a, b⟩, with or without the F of matrices. */
function inner(cursor: Cursor): Expr {
  const listed = holdsComma(cursor, cursor.closing()!)
  const open = cursor.next()
  const args = cursor.bracketed(() => {
    const left = cursor.rules.sum(cursor)
    if (!cursor.seesAny([',', '|', ';']))
      cursor.refuse(`expected ',' within an inner product, found ${cursor.found()}`, cursor.peek())
    cursor.next()
    return [left, cursor.rules.sum(cursor)]
  }, !listed)
  cursor.expect('⟩')
  if (cursor.take('_')) {
    const below = group(cursor)
    if (cursor.source.slice(cursor.at(below.from).start, below.end).replace(/[{}\s]/g, '') !== 'F')
      cursor.refuse('an index on an inner product is not understood', below, ['Leave it out, or write F.'])
  }
  return { kind: 'call', fn: 'inner', args, span: cursor.since(open) }
}

function fraction(cursor: Cursor): Expr {
  const frac = cursor.next()
  const derivative = fractionOfDs(cursor, frac)
  if (derivative !== undefined) return derivative
  const above = fractionPart(cursor, 'above')
  const below = fractionPart(cursor, 'below')
  return mul([times(above), over(below)], cursor.since(frac))
}

/** What \frac takes: a group, or a single token. */
function fractionPart(cursor: Cursor, where: 'above' | 'below'): Expr {
  const next = cursor.peek()
  const missing = next.type === 'end' || (next.type === 'sign' && next.text !== '{' && next.text !== '∞')
  if (missing) cursor.refuse(`expected what is ${where} the fraction line, found ${cursor.found()}`, next)
  return within(cursor, group(cursor), () => cursor.deeper(() => cursor.rules.sum(cursor)))
}

/** √x, \sqrt{x}: of one thing. */
function root(cursor: Cursor): Expr {
  const sign = cursor.next()
  const open = cursor.peek()
  if (open.text === '[') return higherRoot(cursor, sign)
  const close = cursor.seesAny(['{', '(']) ? cursor.closing() : undefined
  if (close !== undefined) {
    const of = cursor.deeper(() => enclosed(cursor))
    return { kind: 'call', fn: 'sqrt', args: [of], span: cursor.since(sign) }
  }
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  if (of.kind === 'pow' || of.kind === 'transpose') {
    cursor.unclear('does the root reach to the exponent?', of.span, [
      'Write \\sqrt{x^2} where it does, \\sqrt{x}^2 where it does not.',
    ])
  }
  return { kind: 'call', fn: 'sqrt', args: [of], span: cursor.since(sign) }
}

/** \sqrt[3]{x}, as x^{1/3}. */
function higherRoot(cursor: Cursor, sign: Token): Expr {
  cursor.next()
  const order = cursor.bracketed(() => cursor.rules.sum(cursor))
  cursor.expect(']')
  const base = cursor.deeper(() => cursor.rules.operand(cursor))
  const span = cursor.since(sign)
  const one: Expr = { kind: 'number', value: 1, span }
  return { kind: 'pow', base, exponent: mul([times(one), over(order)], span), span }
}

/** δ_{ij} where δ is declared with an index above, or with fewer than two. */
function isKronecker(cursor: Cursor): boolean {
  const { names } = cursor
  if (cursor.peek().text !== 'δ' || !names.has('δ') || !cursor.sees('_', 1)) return false
  const close = cursor.closing(cursor.place + 2)
  const letters = cursor.tokens.slice(cursor.place + 3, close).filter(({ text }) => text !== ',')
  const isLabels = letters.length === 2 && letters.every(token => isName(token) && !names.has(token.text))
  if (close === undefined || !isLabels || /^[\^']$/.test(cursor.at(close + 1).text)) return false
  const axes = names.axes('δ')
  if (names.above('δ') > 0 || axes !== undefined) return names.above('δ') > 0 || axes! < 2
  const ways = ['Write [i = j] for 1 where i = j.', 'Write (δ_i)_j for an entry of what is declared.']
  return cursor.choose("Kronecker's δ, or an entry of the δ that is defined?", cursor.peek(), ways) === 0
}

/** Names: functions, constants, derivatives with d, symbols. */
function letters(cursor: Cursor): Expr {
  const token = cursor.peek()
  if (isKronecker(cursor)) return constantNamed(cursor)!
  if (cursor.names.has(token.text)) {
    if (meansInlineD(cursor)) return inlineD(cursor)
    if (seesDifferential(cursor)) return differential(cursor)
    if (token.text === 'σ' && cursor.sees('(', 1) && cursor.names.takes('σ') === undefined) {
      cursor.unclear('the symbol σ, which is declared, times a bracket, or the logistic function?', token, [
        'Write σ \\cdot (…) for the product.',
        'Write \\operatorname{sigmoid}(…) for the function.',
      ])
    }
    return cursor.rules.symbol(cursor)
  }
  if (isKeyword(token.text)) cursor.refuse(`expected a term, found ${cursor.found()}`, token)
  if (seesInlineD(cursor) || seesInlineDelta(cursor)) return inlineD(cursor)
  if (seesDifferential(cursor)) return differential(cursor)
  const expected = moment(cursor) ?? divergence(cursor)
  if (expected !== undefined) return expected
  if (token.type === 'word' && Object.hasOwn(INSTEAD, token.text))
    cursor.refuse(`${cursor.found()} is not known`, token, [INSTEAD[token.text]!])
  refuseUnknown(cursor)
  const fn = functionAt(cursor)
  if (fn !== undefined) return call(cursor, fn)
  return constantNamed(cursor) ?? cursor.rules.symbol(cursor)
}
