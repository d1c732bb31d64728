// Products and quotients as they are written.
import type { Expr, Factor, Of } from '../ast.js'
import { bracketed, type Piece, type Style, TIGHT, type Write } from './style.js'

/** a b, a/b, a ⊙ b. */
export function productPiece({ factors }: Of<'mul'>, style: Style, write: Write): Piece {
  // Whatever stands before a slash is above the line.
  const slash = factors.findLastIndex(({ by }, i) => i > 0 && by === 'over')
  if (slash < 0) return { text: productText(factors, style, write), tight: TIGHT.product }
  const above = factors.slice(0, slash)
  const quotient = quotientPiece(partOf(above), factors[slash]!.value, style, write)
  const rest = factors.slice(slash + 1)
  if (rest.length === 0) return quotient
  const { latex } = style
  const first = latex || !quotient.text.includes(' ') ? quotient.text : bracketed(quotient.text, latex)
  return { text: productText(rest, style, write, first), tight: TIGHT.product }
}

const partOf = (factors: readonly Factor[]): Expr =>
  factors.length === 1 ? factors[0]!.value : { kind: 'mul', factors, span: { start: -1, end: -1 } }

/** Whether a node is one thing over another. */
export const isQuotient = (expr: Expr): boolean => expr.kind === 'mul' && expr.factors.at(-1)!.by === 'over'

function quotientPiece(above: Expr, below: Expr, { latex }: Style, write: Write): Piece {
  if (latex) return { text: `\\frac{${write(above)}}{${write(below)}}`, tight: TIGHT.factor }
  const over = write(above, above.kind === 'mul' ? TIGHT.product : TIGHT.factor)
  const under = write(below, below.kind === 'derivative' ? TIGHT.base : TIGHT.factor)
  const top = above.kind === 'derivative' || above.kind === 'big' ? bracketed(over, latex) : over
  const slash = /\s/.test(top + under) ? ' / ' : '/'
  return { text: top + slash + under, tight: TIGHT.product }
}

function productText(factors: readonly Factor[], style: Style, write: Write, begun?: string): string {
  let text = begun ?? ''
  let before: Expr | undefined
  factors.forEach(({ by, value }, i) => {
    const last = i === factors.length - 1
    const first = i === 0 && begun === undefined
    const own = factorText(value, first, last, style, write)
    if (first) text = own
    else text += (by === 'hadamard' ? signOf('⊙', style) : between(text, before, own, style)) + own
    before = value
  })
  return text
}

function factorText(value: Expr, first: boolean, last: boolean, style: Style, write: Write): string {
  if (first && !style.latex && isQuotient(value)) {
    const text = write(value)
    return text.includes(' ') ? bracketed(text, false) : text
  }
  // A sum's reach ends with its product: one that is not the last factor needs brackets.
  return write(value, last && value.kind !== 'mul' ? TIGHT.product : TIGHT.factor)
}

const signOf = (sign: '⊙' | '·', { latex }: Style): string =>
  sign === '⊙' ? (latex ? ' \\odot ' : ' ⊙ ') : latex ? ' \\cdot ' : ' · '

/** What stands between two factors: a space where that cannot be misunderstood, and a sign elsewhere. */
function between(left: string, before: Expr | undefined, right: string, style: Style): string {
  const { latex } = style
  const unclear =
    /^\d/.test(right) ||
    (/(^|[^\p{L}}])\d$/u.test(left) && /^\\frac|^\{/.test(right)) ||
    (before?.kind === 'constant' && /^[[({\\]/.test(right)) ||
    (before?.kind === 'symbol' && /(^|[^\p{L}])(σ|\\sigma)$/u.test(left) && /^(\(|\\left\()/.test(right)) ||
    (!latex &&
      (before === undefined || isQuotient(before) || before.kind === 'derivative') &&
      !/\)$/.test(left))
  return unclear ? signOf('·', style) : ' '
}
