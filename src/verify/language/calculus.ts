// Derivatives as they are written: ∂ℓ/∂z_i, \frac{\partial^2 L}{\partial a \partial b}, \frac{d}{dx} (…), ∇_θ L.
import type { Expr, SymbolExpr } from './ast.js'
import { type Cursor, named } from './cursor.js'
import type { Token } from './lexer.js'
import { group, symbol, within } from './symbols.js'

/** Whether a token is ∂, or a d that is no symbol of its own. */
const isD = (cursor: Cursor, ahead = 0): boolean => cursor.sees('∂', ahead) || isLetterD(cursor.peek(ahead))

const isLetterD = (token: Token): boolean =>
  (token.type === 'name' || token.type === 'word') && token.text === 'd'

/** How often: the 2 of ∂². */
function order(cursor: Cursor): number {
  if (!cursor.take('^')) return 1
  return within(cursor, group(cursor), () => {
    const token = cursor.next()
    if (token.type !== 'number' || !/^[1-4]$/.test(token.text))
      cursor.refuse('the order of a derivative is a number from 1 to 4', token)
    return Number(token.text)
  })
}

/** Towards what: ∂z_i, ∂x², ∂a ∂b. */
function towards(cursor: Cursor, end: () => boolean): readonly SymbolExpr[] {
  const by: SymbolExpr[] = []
  do {
    if (!isD(cursor)) cursor.refuse(`expected ∂ and a symbol, found ${named(cursor.peek())}`, cursor.peek())
    cursor.next()
    const found = target(cursor)
    const times = found.kind === 'pow' && found.exponent.kind === 'number' ? found.exponent.value : 1
    const base = found.kind === 'pow' ? found.base : found
    if (base.kind !== 'symbol')
      cursor.refuse(
        'a derivative is towards a symbol, such as ∂z_i',
        found.span,
        ['Name it in the given block.'],
        'calculus',
      )
    for (let i = 0; i < times; i++) by.push(base)
  } while (!end())
  return by
}

/** A symbol to differentiate by. */
function target(cursor: Cursor): Expr {
  const braces = cursor.sees('{') || cursor.sees('(') ? cursor.next() : undefined
  const token = cursor.peek()
  if (token.type !== 'name' && token.type !== 'word')
    cursor.refuse(`expected a symbol, found ${named(token)}`, token)
  const found = symbol(cursor)
  if (braces !== undefined) cursor.expect(braces.text === '{' ? '}' : ')', braces)
  return found
}

function checkOrder(cursor: Cursor, times: number, by: readonly SymbolExpr[]): void {
  if (times !== by.length) {
    cursor.refuse(
      `the order ${times} above does not fit the ${by.length === 1 ? 'one symbol' : `${by.length} symbols`} below`,
      cursor.since(by[0]!.span),
      [],
      'calculus',
    )
  }
}

/** A fraction that is a derivative; `undefined` where it is an ordinary one. Called in front of \frac's first brace. */
export function fractionOfDs(cursor: Cursor, frac: Token): Expr | undefined {
  const braced = (at: number): boolean => cursor.sees('{', at) && isD(cursor, at + 1)
  if (!braced(0)) return undefined
  const back = cursor.place
  const above = group(cursor)
  if (!braced(0)) {
    cursor.moveTo(back)
    return undefined
  }
  const below = group(cursor)
  const letter = cursor.tokens[above.from]!
  if (isLetterD(letter) && cursor.names.has('d')) {
    cursor.refuse(
      "'d' is declared, and may be the d of a derivative as well",
      letter,
      [
        'Write \\frac{\\partial L}{\\partial x} for the derivative.',
        'Write \\frac{d \\cdot a}{d \\cdot b} for the fraction.',
      ],
      'ambiguous',
    )
  }
  const [times, of] = within(cursor, above, end => {
    cursor.next()
    const n = order(cursor)
    return [n, end() ? undefined : cursor.deeper(() => cursor.rules.sum(cursor))] as const
  })
  const by = within(cursor, below, end => towards(cursor, end))
  checkOrder(cursor, times, by)
  const inner = of ?? cursor.deeper(() => cursor.rules.product(cursor))
  return { kind: 'derivative', of: inner, by, nabla: false, span: cursor.since(frac) }
}

/** ∂ℓ/∂z_i in a line; also dL/dW where d is no symbol. */
export function inlineD(cursor: Cursor): Expr | undefined {
  const first = cursor.peek()
  if (isLetterD(first) && cursor.names.has('d')) return undefined
  const read = (): Expr => {
    cursor.next()
    const times = order(cursor)
    const of = cursor.sees('/') ? undefined : cursor.deeper(() => cursor.rules.operand(cursor))
    cursor.expect('/')
    const parens = cursor.sees('(') && isD(cursor, 1) ? cursor.next() : undefined
    const by = towards(cursor, () => !isD(cursor) || (parens === undefined && by0(cursor)))
    if (parens !== undefined) cursor.expect(')', parens)
    checkOrder(cursor, times, by)
    const inner = of ?? cursor.deeper(() => cursor.rules.product(cursor))
    return { kind: 'derivative', of: inner, by, nabla: false, span: cursor.since(first) }
  }
  if (!isLetterD(first)) return read()
  // d L / d W: without ∂ it must be that as a whole, or d is an ordinary letter.
  return cursor.attempt(read)
}

/** In ∂a/∂b ∂c/∂d the third ∂ begins another derivative: one with a slash behind it. */
function by0(cursor: Cursor): boolean {
  const back = cursor.place
  cursor.next()
  const another = cursor.attempt(() => {
    cursor.rules.operand(cursor)
    return cursor.sees('/')
  })
  cursor.moveTo(back)
  return another === true
}

/** ∇_θ L: the gradient, shaped as θ; ∇²_θ L: the Hessian. */
export function gradient(cursor: Cursor): Expr {
  const nabla = cursor.next()
  let times = 1
  if (cursor.sees('^')) times = order(cursor)
  if (!cursor.take('_')) {
    cursor.refuse(
      '∇ wants to know towards what',
      nabla,
      ['Write \\nabla_\\theta L, or \\frac{\\partial L}{\\partial \\theta}.'],
      'ambiguous',
    )
  }
  const by = within(cursor, group(cursor), () => target(cursor))
  if (by.kind !== 'symbol') cursor.refuse('a gradient is towards a symbol', by.span, [], 'calculus')
  if (cursor.sees('^')) times = order(cursor)
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  return {
    kind: 'derivative',
    of,
    by: Array.from({ length: times }, () => by),
    nabla: true,
    span: cursor.since(nabla),
  }
}
