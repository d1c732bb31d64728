// Derivatives as they are written: ∂ℓ/∂z_i, \frac{\partial^2 L}{\partial a \partial b}, \frac{d}{dx} (…), ∇_θ L.

import { isName, isSign, type Token } from '../../lex/token.js'
import type { Span } from '../../source.js'
import type { Expr, SymbolExpr } from '../../tree.js'
import { behindOperand, group, within } from '../attached.js'
import type { Cursor } from '../cursor.js'
import { derivative, isD, isDelta, isLetterD, notASymbol, squaresAmong, target, towards } from './below.js'
import { refuseBare, seesDifferential } from './differentials.js'

/** Whether ∂ or d begins a derivative at a place: in d · a it is a factor. */
function beginsWithD(cursor: Cursor, at: number): boolean {
  const { type, text } = cursor.at(at + 1)
  return isD(cursor.at(at), true) && !(type === 'sign' && /^[-+*·/⊙⊗⊘_'}]$/.test(text))
}

/** ∂ over ∂, d over d, δ over δ: what is above and below a line is of one kind. */
const areAlike = (a: Token, b: Token): boolean => isDelta(a) === isDelta(b)

/** How often: the 2 of ∂². */
function order(cursor: Cursor): number {
  if (!cursor.take('^')) return 1
  return within(cursor, group(cursor), () => {
    const token = cursor.next()
    if (token.type !== 'number' || !/^[1-4]$/.test(token.text))
      cursor.refuse(`the order of a derivative is a number from 1 to 4, not ${cursor.found(token)}`, token)
    return Number(token.text)
  })
}

/** A fraction that is a derivative; `undefined` where it is an ordinary one. Called in front of \frac's first brace. */
export function fractionOfDs(cursor: Cursor, frac: Token): Expr | undefined {
  const close = cursor.closing()
  if (close === undefined || !isSign(cursor.at(close + 1), '{')) return undefined
  const letter = cursor.peek(1)
  const alone = cursor.place + 2 === close
  if (!(alone && isD(letter, true)) && !beginsWithD(cursor, cursor.place + 1)) return undefined
  if (!beginsWithD(cursor, close + 2) || !areAlike(letter, cursor.at(close + 2))) return undefined
  if (isDelta(letter) && cursor.names.has('δ')) {
    const ways = [
      'Write \\partial for the derivative.',
      'Write \\frac{\\delta \\cdot a}{\\delta \\cdot b} for the fraction.',
    ]
    if (cursor.choose(DECLARED_DELTA, letter, ways) === 1) return undefined
  }
  if (isLetterD(letter) && isSymbolD(cursor)) {
    const ways = [
      'Write \\frac{\\partial L}{\\partial x} for the derivative.',
      'Write \\frac{d \\cdot a}{d \\cdot b} for the fraction.',
    ]
    if (cursor.choose(DECLARED_D, letter, ways) === 1) return undefined
  }
  const [above, below] = [group(cursor), group(cursor)]
  const [times, of] = within(cursor, above, end => {
    cursor.next()
    const often = order(cursor)
    return [often, end() ? undefined : cursor.deeper(() => cursor.rules.sum(cursor))] as const
  })
  const by = within(cursor, below, end => towards(cursor, end, isDelta(letter)))
  return derivative(cursor, frac, of, by, squaresAmong(cursor, times, by, frac))
}

const DECLARED_D = "'d' is declared, and may be the d of a derivative as well"

/** Whether d is a symbol, which may be a factor; nobody divides a size by a size times x. */
const isSymbolD = ({ names }: Cursor): boolean => names.has('d') && !names.isIndex('d')

const DECLARED_DELTA = "'δ' is declared, and may be the ∂ of a derivative as well"

/** Whether dL/dW, where d is a symbol, is a derivative. */
export const meansInlineD = (cursor: Cursor): boolean =>
  seesInlineD(cursor) &&
  (!isSymbolD(cursor) ||
    cursor.choose(DECLARED_D, cursor.peek(), [
      'Write ∂L/∂x for the derivative.',
      'Write d \\cdot a / (d \\cdot b) for the fraction.',
    ]) === 0)

/** Whether the ∂ that is next begins a quotient, ∂a/∂b, and no differential: a slash stands in its term. */
export function beginsQuotient(cursor: Cursor): boolean {
  for (let at = cursor.place + 1; at < cursor.tokens.length; at++) {
    const token = cursor.at(at)
    if (isSign(token, '/')) return true
    if (token.type === 'end' || (token.type === 'sign' && ENDING.includes(token.text))) return false
    if (token.type === 'sign' && /^[|‖]$/.test(token.text)) at = behindBars(cursor, at)
    else at = cursor.closing(at) ?? at
  }
  return false
}

/** The place of the bar that closes one; the same place where none does. */
function behindBars(cursor: Cursor, open: number): number {
  const { text } = cursor.at(open)
  for (let at = open + 1; at < cursor.tokens.length; at = (cursor.closing(at) ?? at) + 1)
    if (isSign(cursor.at(at), text)) return at
  return open
}

/** Signs that end a term. */
const ENDING = ['+', '-', '=', ':=', ',', ';', '&', '\\\\', ')', ']', '}', '\\}', '≠', '<', '>', '≤', '≥']

/** Whether dL/dW is next. */
export const seesInlineD = (cursor: Cursor): boolean =>
  isLetterD(cursor.peek()) && quotientOfDs(cursor, cursor.place + 1)

/** Whether δL/δx is next, where δ is not declared and has no index. */
export const seesInlineDelta = (cursor: Cursor): boolean =>
  isDelta(cursor.peek()) &&
  !cursor.names.has('δ') &&
  !cursor.seesAny(['_', "'"], 1) &&
  quotientOfDs(cursor, cursor.place + 1, true)

/** Whether a slash and another d follow, with an operand before the slash or without. */
function quotientOfDs(cursor: Cursor, from: number, delta = false): boolean {
  const ordered = isSign(cursor.at(from), '^')
  const begin = ordered ? (cursor.closing(from + 1) ?? from + 1) + 1 : from
  const at = isSign(cursor.at(begin), '/') ? begin : behindApplied(cursor, begin)
  const below = cursor.at(at + 1)
  const bracketed = isSign(below, '(')
  // 1/(∂a/∂b) is divided by a derivative.
  if (bracketed && holdsSlash(cursor, at + 1)) return false
  const second = at + (bracketed ? 2 : 1)
  if (!isSign(cursor.at(at), '/') || !isD(cursor.at(second), delta)) return false
  return delta ? isDelta(cursor.at(second)) : isSign(cursor.at(second), '∂') || beginsWithD(cursor, second)
}

/** The place behind one operand, and behind the bracket of what it takes: of df(t)/dt, behind f(t). */
function behindApplied(cursor: Cursor, from: number): number {
  const at = behindOperand(cursor, from)
  const takes = isName(cursor.at(from)) && cursor.names.takes(cursor.at(from).text) !== undefined
  return takes && isSign(cursor.at(at), '(') ? (cursor.closing(at) ?? at - 1) + 1 : at
}

/** Whether a slash stands in a bracket, not deeper. */
function holdsSlash(cursor: Cursor, open: number): boolean {
  const close = cursor.closing(open) ?? open
  for (let at = open + 1; at < close; at++) {
    if (isSign(cursor.at(at), '/')) return true
    at = cursor.closing(at) ?? at
  }
  return false
}

/** ∂ℓ/∂z_i in a line; also dL/dW. */
export function inlineD(cursor: Cursor): Expr {
  const first = cursor.next()
  const times = order(cursor)
  if (isSign(first, '∂') && cursor.sees('_')) return lowered(cursor, first, times)
  const delta = isDelta(first)
  const of = cursor.sees('/') ? undefined : cursor.deeper(() => cursor.rules.operand(cursor))
  cursor.expect('/')
  const close = cursor.sees('(') && isD(cursor.peek(1), delta) ? cursor.closing() : undefined
  if (close !== undefined) cursor.next()
  // In ∂a/∂b ∂c/∂d the third ∂ begins another derivative: one with a slash behind it.
  const another = (): boolean => !isD(cursor.peek()) || quotientOfDs(cursor, cursor.place + 1)
  const by = towards(cursor, close === undefined ? another : () => cursor.place >= close, delta)
  if (close !== undefined) cursor.expect(')')
  return derivative(cursor, first, of, by, squaresAmong(cursor, times, by, first))
}

/** ∂_x f, of one thing, as a gradient is. */
function lowered(cursor: Cursor, first: Token, before: number): Expr {
  cursor.next()
  const by = within(cursor, group(cursor), () => target(cursor))
  if (by.kind !== 'symbol') return notASymbol(cursor, by)
  const times = before === 1 ? order(cursor) : before
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  return derivative(cursor, first, of, {
    by: Array.from({ length: times }, () => by),
    parts: [],
  })
}

/** ∇L, where L is declared as L(θ): by what it takes, if that is one. */
function byItsArgument(cursor: Cursor, times: number, nabla: Token): Expr | undefined {
  if (!isName(cursor.peek())) return undefined
  const back = cursor.place
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  const turned = of.kind === 'transpose' && of.prime === undefined ? of.of : of
  const taken = turned.kind === 'symbol' ? cursor.names.takes(turned.name) : undefined
  const [arg] = taken?.args ?? []
  if (taken?.args.length === 1 && arg?.name !== undefined && arg.places.length === 0) {
    const span = cursor.since(nabla)
    const by: SymbolExpr = { kind: 'symbol', name: arg.name, indices: [], span }
    return gradientBy(
      of,
      Array.from({ length: times }, () => by),
      true,
      span,
    )
  }
  cursor.moveTo(back)
  return undefined
}

/** ∇_θ L: the gradient, shaped as θ; ∇²_θ L: the Hessian. */
export function gradient(cursor: Cursor): Expr {
  const nabla = cursor.next()
  let times = order(cursor)
  if (!cursor.sees('_')) {
    const known = gradientOfCall(cursor, nabla, times) ?? byItsArgument(cursor, times, nabla)
    if (known !== undefined) return known
  }
  let all: readonly SymbolExpr[] = []
  if (cursor.take('_')) {
    const by = within(cursor, group(cursor), () => target(cursor))
    if (by.kind !== 'symbol') return notASymbol(cursor, by)
    if (times === 1) times = order(cursor)
    all = Array.from({ length: times }, () => by)
  } else if (times > 1 || !holdsDifferential(cursor)) refuseBare(cursor, { span: nabla })
  const first = cursor.peek()
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  return gradientBy(of, all, isName(first) && of.span.start === first.start, cursor.since(nabla))
}

/** ∇ of a formula. ∇L^⊤ and ∇f(w)^⊤ are the gradient turned: a number is its own transpose. */
function gradientBy(of: Expr, by: readonly SymbolExpr[], isNamed: boolean, span: Span): Expr {
  if (isNamed && of.kind === 'transpose' && of.prime === undefined)
    return { ...of, of: { kind: 'derivative', of: of.of, by, nabla: true, span }, span }
  return { kind: 'derivative', of, by, nabla: true, span }
}

/** Whether a differential stands anywhere in the text, which may say by what a ∇ is. */
function holdsDifferential(cursor: Cursor): boolean {
  const back = cursor.place
  const found = cursor.tokens.some((_, place) => {
    cursor.moveTo(place)
    return seesDifferential(cursor) && !seesInlineD(cursor)
  })
  cursor.moveTo(back)
  return found
}

/** ∇J(w): the gradient by what stands in the bracket, where that is a declared symbol and nothing else. */
function gradientOfCall(cursor: Cursor, nabla: Token, times: number): Expr | undefined {
  const back = cursor.place
  const [name, open] = [cursor.peek(), cursor.at(behindOperand(cursor, back))]
  const at = cursor.tokens.indexOf(open)
  const close =
    isName(name) && cursor.names.has(name.text) && isSign(open, '(') ? cursor.closing(at) : undefined
  if (close === undefined) return undefined
  cursor.moveTo(at + 1)
  const inner = isName(cursor.peek()) && cursor.names.has(cursor.peek().text) ? target(cursor) : undefined
  const alone = inner?.kind === 'symbol' && inner.indices.length === 0 && cursor.place === close
  cursor.moveTo(back)
  if (!alone) return undefined
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  // The bracket says what J is a function of, and is no factor.
  if (cursor.place === at) cursor.moveTo(close + 1)
  const by = Array.from({ length: times }, () => inner)
  return gradientBy(of, by, true, cursor.since(nabla))
}
