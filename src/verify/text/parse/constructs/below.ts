// What stands below a derivative's line: the symbols that it is by, how often, and squares of positive ones.
import { isName, isSign, type Token } from '../../lex/token.js'
import { mul, over, times } from '../../make.js'
import type { Span } from '../../source.js'
import type { Expr, SymbolExpr } from '../../tree.js'
import type { Cursor } from '../cursor.js'

/** Whether a token is a d, which may be that of a derivative. */
export const isLetterD = (token: Token): boolean => isName(token) && token.text === 'd'

/** Whether a token is a δ, which is a ∂ where it stands over itself. */
export const isDelta = (token: Token): boolean => isName(token) && token.text === 'δ'

/** Whether a token is ∂ or d; δ counts for those that have made sure of it. */
export const isD = (token: Token, delta = false): boolean =>
  isSign(token, '∂') || isLetterD(token) || (delta && isDelta(token))

/** What a derivative is by. */
interface By {
  readonly by: readonly SymbolExpr[]
  readonly row?: true
}

/** What stands below: by symbols, of which some may be meant squared, and how often for either reading. */
interface Below extends By {
  /** What each ∂ is by: a symbol so often, or so often by its square. */
  readonly parts: readonly Part[]
}

interface Part {
  readonly symbol: SymbolExpr
  readonly times: number
  /** How often it is by the square instead, as ∂σ^2 of a positive σ and ∂(σ^2)^2 may be. */
  readonly square: number | undefined
  /** Whether brackets tell that it is by the square: ∂(σ^2). */
  readonly surely: boolean
}

/** Towards what: ∂z_i, ∂x², ∂a ∂b, ∂x ∂x^⊤, ∂σ²; on until `end`. */
export function towards(cursor: Cursor, end: () => boolean, delta = false): Below {
  const parts: Part[] = []
  const turned: SymbolExpr[] = []
  do {
    if (!isD(cursor.peek(), delta))
      cursor.refuse(`expected ∂ and a symbol, found ${cursor.found()}`, cursor.peek(), [
        'Write \\frac{\\partial L}{\\partial x}.',
      ])
    cursor.next()
    const close = cursor.sees('(') ? cursor.closing() : undefined
    const found = target(cursor)
    const row = rowIn(cursor, found)
    // The brackets of (b_1)_i^2 are of the name alone.
    if (row !== undefined) turned.push(row)
    else parts.push(partOf(cursor, found, close !== undefined && cursor.place === close + 1))
  } while (!end())
  const by = parts.flatMap(({ symbol, times }) => Array.from({ length: times }, () => symbol))
  const [row] = turned
  if (row === undefined) return { by, parts }
  if (turned.length === 1 && by.length === 0) return { by: turned, row: true, parts: [] }
  // The rows of a Hessian are those of x, its columns those of y in ∂x ∂y^⊤: y is differentiated by last.
  if (turned.length === 1 && by.length === 1) return { by: [row, by[0]!], parts: [] }
  return cursor.refuse(
    'a derivative by several rows',
    row.span,
    ['Write \\partial x \\partial x^\\top.'],
    'calculus',
  )
}

/** The x of ∂x^⊤ and of ∂x', as some write it: of a number, a prime is no transpose. */
function rowIn({ names }: Cursor, found: Expr): SymbolExpr | undefined {
  if (found.kind !== 'transpose' || found.of.kind !== 'symbol') return undefined
  const { prime, of } = found
  if (prime === undefined) return of
  return prime.times === 1 && prime.at === undefined && names.axes(of.name) !== 0 ? of : undefined
}

/** x, x², σ² and (σ²)². */
function partOf(cursor: Cursor, found: Expr, bracketed: boolean): Part {
  if (found.kind === 'symbol') return { symbol: found, times: 1, square: undefined, surely: false }
  const raised = found.kind === 'pow' ? whole(found.exponent) : undefined
  if (found.kind !== 'pow' || raised === undefined || raised > 4) return notASymbol(cursor, found)
  const { base } = found
  if (base.kind === 'symbol') {
    const surely = bracketed && raised === 2
    const square = raised === 2 && (surely || cursor.names.isPositive(base.name)) ? 1 : undefined
    return { symbol: base, times: surely ? 0 : raised, square, surely }
  }
  if (base.kind === 'pow' && base.base.kind === 'symbol' && whole(base.exponent) === 2)
    return { symbol: base.base, times: 0, square: raised, surely: true }
  return notASymbol(cursor, found)
}

const whole = (expr: Expr): number | undefined =>
  expr.kind === 'number' && Number.isInteger(expr.value) && expr.value > 0 ? expr.value : undefined

/** A symbol to differentiate by: z_i, (W_1)_{ij}. */
export function target(cursor: Cursor): Expr {
  if (cursor.seesAny(['{', '('])) return cursor.rules.operand(cursor)
  if (!isName(cursor.peek())) cursor.refuse(`expected a symbol, found ${cursor.found()}`, cursor.peek())
  return cursor.rules.symbol(cursor)
}

export function notASymbol(cursor: Cursor, { span }: Expr): never {
  return cursor.refuse(
    'a derivative is by a symbol, such as ∂z_i',
    span,
    ['Name it in the given block.'],
    'calculus',
  )
}

/** Which of the parts are by a square, so that there are as many as above; refuses where none fit, or several ways do. */
export function squaresAmong(cursor: Cursor, times: number, below: Below, from: Token): readonly boolean[] {
  const { by, parts } = below
  const plain = parts.map(({ surely }) => surely)
  const orderOf = (squares: readonly boolean[]): number =>
    parts.length === 0
      ? by.length
      : parts.reduce((sum, part, i) => sum + (squares[i] ? part.square! : part.times), 0)
  if (orderOf(plain) === times) return plain
  let ways: readonly (readonly boolean[])[] = [[]]
  for (const { square, surely } of parts)
    ways = ways.flatMap(way =>
      [surely, ...(square !== undefined && !surely ? [true] : [])].map(one => [...way, one]),
    )
  const [fitting, ...others] = ways.filter(way => orderOf(way) === times)
  if (fitting !== undefined && others.length === 0) return fitting
  const order = orderOf(plain)
  return cursor.refuse(
    `this derivative is of order ${times} above, and by ${order === 1 ? 'one symbol' : `${order} symbols`} below`,
    cursor.since(from),
    ['Write \\frac{\\partial^2 L}{\\partial a \\partial b}.'],
    'calculus',
  )
}

/** A derivative of what stands above; or, where nothing does, of the product behind. */
export function derivative(
  cursor: Cursor,
  from: Token,
  above: Expr | undefined,
  { parts, ...by }: Below,
  squares: readonly boolean[] = [],
): Expr {
  const of = above ?? cursor.deeper(() => cursor.rules.product(cursor))
  const span = cursor.since(from)
  if (!squares.includes(true)) return { kind: 'derivative', of, ...by, nabla: false, span }
  return parts.reduceRight((inner, { symbol, times, square }, i): Expr => {
    let found = inner
    if (!squares[i]) {
      const all = Array.from({ length: times }, () => symbol)
      return { kind: 'derivative', of: found, by: all, nabla: false, span }
    }
    for (let k = 0; k < square!; k++) found = bySquare(found, symbol, span)
    return found
  }, of)
}

/** The derivative by the square of a number, by the chain rule: that by the number, over twice the number. */
function bySquare(of: Expr, symbol: SymbolExpr, span: Span): Expr {
  const two: Expr = { kind: 'number', value: 2, span }
  const inner: Expr = { kind: 'derivative', of, by: [symbol], nabla: false, span }
  return mul([times(inner), over(mul([times(two), times({ ...symbol, span })], span))], span)
}
