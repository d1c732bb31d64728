// Derivatives as they are written: ∂ℓ/∂z_i, \frac{\partial^2 L}{\partial a \partial b}, \frac{d}{dx} (…), ∇_θ L.

import { isName, isSign, type Token } from '../../lex/token.js'
import type { Expr, SymbolExpr } from '../../tree.js'
import { behindOperand, group, within } from '../attached.js'
import type { Cursor } from '../cursor.js'

/** Whether a token is a d, which may be that of a derivative. */
const isLetterD = (token: Token): boolean => isName(token) && token.text === 'd'

/** Whether a token is ∂ or d. */
const isD = (token: Token): boolean => isSign(token, '∂') || isLetterD(token)

/** Whether ∂ or d begins a derivative at a place: in d · a it is a factor. */
function beginsWithD(cursor: Cursor, at: number): boolean {
  const { type, text } = cursor.at(at + 1)
  return isD(cursor.at(at)) && !(type === 'sign' && /^[-+*·/⊙_']$/.test(text))
}

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

/** Towards what: ∂z_i, ∂x², ∂a ∂b; on until `end`. */
function towards(cursor: Cursor, end: () => boolean): readonly SymbolExpr[] {
  const by: SymbolExpr[] = []
  do {
    if (!isD(cursor.peek()))
      cursor.refuse(`expected ∂ and a symbol, found ${cursor.found()}`, cursor.peek(), [
        'Write \\frac{\\partial L}{\\partial x}.',
      ])
    cursor.next()
    const found = target(cursor)
    const power = found.kind === 'pow' ? found : undefined
    const symbol = power?.base ?? found
    const times = power === undefined ? 1 : power.exponent.kind === 'number' ? power.exponent.value : 0
    if (symbol.kind !== 'symbol' || ![1, 2, 3, 4].includes(times)) return notASymbol(cursor, found)
    for (let i = 0; i < times; i++) by.push(symbol)
  } while (!end())
  return by
}

/** A symbol to differentiate by: z_i, (W_1)_{ij}. */
function target(cursor: Cursor): Expr {
  if (cursor.seesAny(['{', '('])) return cursor.rules.operand(cursor)
  if (!isName(cursor.peek())) cursor.refuse(`expected a symbol, found ${cursor.found()}`, cursor.peek())
  return cursor.rules.symbol(cursor)
}

function notASymbol(cursor: Cursor, { span }: Expr): never {
  return cursor.refuse(
    'a derivative is by a symbol, such as ∂z_i',
    span,
    ['Name it in the given block.'],
    'calculus',
  )
}

function checkOrder(cursor: Cursor, times: number, by: readonly SymbolExpr[], from: Token): void {
  if (times === by.length) return
  const below = by.length === 1 ? 'one symbol' : `${by.length} symbols`
  cursor.refuse(
    `this derivative is of order ${times} above, and by ${below} below`,
    cursor.since(from),
    ['Write \\frac{\\partial^2 L}{\\partial a \\partial b}.'],
    'calculus',
  )
}

/** A fraction that is a derivative; `undefined` where it is an ordinary one. Called in front of \frac's first brace. */
export function fractionOfDs(cursor: Cursor, frac: Token): Expr | undefined {
  const close = cursor.closing()
  if (close === undefined || !isSign(cursor.at(close + 1), '{')) return undefined
  if (!beginsWithD(cursor, cursor.place + 1) || !beginsWithD(cursor, close + 2)) return undefined
  const letter = cursor.peek(1)
  if (isLetterD(letter) && cursor.names.has('d')) {
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
  const by = within(cursor, below, end => towards(cursor, end))
  checkOrder(cursor, times, by, frac)
  return derivative(cursor, frac, of, by)
}

/** A derivative of what stands above; or, where nothing does, of the product behind. */
function derivative(cursor: Cursor, from: Token, above: Expr | undefined, by: readonly SymbolExpr[]): Expr {
  const of = above ?? cursor.deeper(() => cursor.rules.product(cursor))
  return { kind: 'derivative', of, by, nabla: false, span: cursor.since(from) }
}

const DECLARED_D = "'d' is declared, and may be the d of a derivative as well"

/** Whether dL/dW, where d is a symbol, is a derivative. */
export const meansInlineD = (cursor: Cursor): boolean =>
  seesInlineD(cursor) &&
  cursor.choose(DECLARED_D, cursor.peek(), [
    'Write ∂L/∂x for the derivative.',
    'Write d \\cdot a / (d \\cdot b) for the fraction.',
  ]) === 0

/** Whether dL/dW is next. */
export const seesInlineD = (cursor: Cursor): boolean =>
  isLetterD(cursor.peek()) && quotientOfDs(cursor, cursor.place + 1)

/** Whether a slash and another d follow, with an operand before the slash or without. */
function quotientOfDs(cursor: Cursor, from: number): boolean {
  const ordered = isSign(cursor.at(from), '^')
  const begin = ordered ? (cursor.closing(from + 1) ?? from + 1) + 1 : from
  const at = isSign(cursor.at(begin), '/') ? begin : behindOperand(cursor, begin)
  const below = cursor.at(at + 1)
  return isSign(cursor.at(at), '/') && (isD(below) || (isSign(below, '(') && isD(cursor.at(at + 2))))
}

/** ∂ℓ/∂z_i in a line; also dL/dW. */
export function inlineD(cursor: Cursor): Expr {
  const first = cursor.next()
  const times = order(cursor)
  const of = cursor.sees('/') ? undefined : cursor.deeper(() => cursor.rules.operand(cursor))
  cursor.expect('/')
  const close = cursor.sees('(') && isD(cursor.peek(1)) ? cursor.closing() : undefined
  if (close !== undefined) cursor.next()
  // In ∂a/∂b ∂c/∂d the third ∂ begins another derivative: one with a slash behind it.
  const another = (): boolean => !isD(cursor.peek()) || quotientOfDs(cursor, cursor.place + 1)
  const by = towards(cursor, close === undefined ? another : () => cursor.place >= close)
  if (close !== undefined) cursor.expect(')')
  checkOrder(cursor, times, by, first)
  return derivative(cursor, first, of, by)
}

/** ∇L, where L is declared as L(θ): by what it takes, if that is one. */
function byItsArgument(cursor: Cursor, times: number, nabla: Token): Expr | undefined {
  if (!isName(cursor.peek())) return undefined
  const back = cursor.place
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  const taken = of.kind === 'symbol' ? cursor.names.takes(of.name) : undefined
  const [arg] = taken?.args ?? []
  if (taken?.args.length === 1 && arg?.name !== undefined && arg.places.length === 0) {
    const span = cursor.since(nabla)
    const by: SymbolExpr = { kind: 'symbol', name: arg.name, indices: [], span }
    return { kind: 'derivative', of, by: Array.from({ length: times }, () => by), nabla: true, span }
  }
  cursor.moveTo(back)
  return undefined
}

/** ∇_θ L: the gradient, shaped as θ; ∇²_θ L: the Hessian. */
export function gradient(cursor: Cursor): Expr {
  const nabla = cursor.next()
  let times = order(cursor)
  if (!cursor.take('_')) {
    const only = byItsArgument(cursor, times, nabla)
    if (only !== undefined) return only
    cursor.unclear('this ∇ does not say by what', nabla, [
      'Write \\nabla_\\theta L, or \\frac{\\partial L}{\\partial \\theta}.',
    ])
  }
  const by = within(cursor, group(cursor), () => target(cursor))
  if (by.kind !== 'symbol') return notASymbol(cursor, by)
  if (times === 1) times = order(cursor)
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  const all = Array.from({ length: times }, () => by)
  return { kind: 'derivative', of, by: all, nabla: true, span: cursor.since(nabla) }
}
