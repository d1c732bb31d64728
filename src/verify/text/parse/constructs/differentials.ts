// Differentials, dX and d(A B), and how their d is told from other letters.

import { isMatrix } from '../../lex/signs.js'
import { isName, isRelation, isSign } from '../../lex/token.js'
import { functionNamed } from '../../lex/words.js'
import type { Expr, Statement } from '../../tree.js'
import { formulasIn, mapStatement, mapTree } from '../../visit.js'
import type { Cursor } from '../cursor.js'

const OPENING = ['(', '{', '[', '\\{', '|', '‖', 'frac', '√', '∑', '∏', '∂', '∇']

/** Whether what stands at a place may be what a d in front of it is of: a declared name, a function, a bracket. */
function isDifferentiable(cursor: Cursor, place: number): boolean {
  const token = cursor.at(place)
  if (isName(token)) return cursor.names.has(token.text) || functionNamed(token.text) !== undefined
  if (token.type !== 'sign') return false
  if (token.text === '(') {
    // d(x, y) is a function of two.
    const close = cursor.closing(place) ?? place
    for (let at = place + 1; at < close; at++) {
      if (isSign(cursor.at(at), ',')) return false
      at = cursor.closing(at) ?? at
    }
  }
  return OPENING.includes(token.text) || isMatrix(token.text)
}

/** Whether d stands for an index anywhere in the text: below something, but not in front of what varies in a condition. */
function isIndex(cursor: Cursor): boolean {
  return cursor.tokens.some((token, at) => {
    if (!isSign(token, '_')) return false
    const close = cursor.closing(at + 1) ?? at + 1
    const group = cursor.tokens.slice(at + 1, close + 1)
    const isCondition = group.some(isRelation)
    return group.some(
      ({ text, type }, i) =>
        text === 'd' && type !== 'sign' && !(isCondition && isDifferentiable(cursor, at + 2 + i)),
    )
  })
}

/**
 * Whether a differential is next: a d that is no index, in front of what varies. Where d is declared it must be upright: an upright d
 * is no size, and may be a symbol.
 */
export function seesDifferential(cursor: Cursor): boolean {
  const token = cursor.peek()
  if (!isName(token) || token.text !== 'd') return false
  const { names } = cursor
  // dW may be a name of its own.
  if (names.glued.has(`d${cursor.peek(1).text}`)) return false
  const raised = isSign(cursor.at(cursor.place + 1), '^')
  const behind = raised ? (cursor.closing(cursor.place + 2) ?? cursor.place + 2) + 1 : cursor.place + 1
  if (!names.has('d')) return isDifferentiable(cursor, behind) && !isIndex(cursor)
  if (token.type !== 'word' || !isDifferentiable(cursor, behind)) return false
  return names.isIndex('d') || cursor.choose(DECLARED_D, token, DECLARED_WAYS) === 0
}

const DECLARED_D = "'d' is declared, and may be the d of a differential as well"
const DECLARED_WAYS = [
  'Give the symbol d another name where differentials are meant.',
  'Write d \\cdot X for the product.',
]

/** dX, which is next: of one thing with all that hangs on it. */
export function differential(cursor: Cursor): Expr {
  const d = cursor.next()
  if (cursor.sees('^'))
    cursor.refuse('second differentials are not read', cursor.since(d), [
      'Write the differential of a gradient, d(\\nabla_x f) = H dx, or \\nabla^2_x f.',
    ])
  const first = cursor.peek()
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  if (of.kind === 'pow' && of.span.start === first.start && (isName(first) || first.text === '(')) {
    const { base, exponent } = of
    const inverse = exponent.kind === 'add' || base.kind === 'call'
    if (!inverse)
      cursor.unclear('a power behind a d: of the differential, or the differential of the power?', of.span, [
        'Write d(x^2) for the differential of the power, (dx)^2 for the power of the differential.',
      ])
  }
  return { kind: 'differential', of, span: cursor.since(d) }
}

/** The symbol that a differential is of, as the X of dX, dX_{ij} and dX^\top; nothing where it is of a formula. */
export function variedBy(expr: Expr): string | undefined {
  if (expr.kind === 'symbol') return expr.name
  return expr.kind === 'transpose' || expr.kind === 'indexed' ? variedBy(expr.of) : undefined
}

/** Statements in which a ∇f that does not say by what is by x, where dx is the only differential beside df. */
export function withGradients(cursor: Cursor, statement: Statement): Statement {
  const all = statement.sides.flatMap(formulasIn)
  if (!all.some(part => part.kind === 'derivative' && part.by.length === 0)) return statement
  const varied = new Map(
    all.flatMap(part => {
      const name = part.kind === 'differential' ? variedBy(part.of) : undefined
      return name === undefined ? [] : [[name, part]]
    }),
  )
  return mapStatement(statement, side =>
    mapTree(side, part => {
      if (part.kind !== 'derivative' || part.by.length > 0) return undefined
      const own = part.of.kind === 'symbol' ? part.of.name : undefined
      const [name, ...others] = [...varied.keys()].filter(other => other !== own)
      if (name === undefined || others.length > 0) return refuseBare(cursor, part)
      return { ...part, by: [{ kind: 'symbol', name, indices: [], span: part.span }] }
    }),
  )
}

/** Refuses a ∇ that does not say by what. */
export const refuseBare = (cursor: Cursor, { span }: Pick<Expr, 'span'>): never =>
  cursor.unclear('this ∇ does not say by what', span, [
    'Write \\nabla_\\theta L, or \\frac{\\partial L}{\\partial \\theta}.',
  ])
