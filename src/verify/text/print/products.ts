// Products and quotients as they are written.
import { mul } from '../make.js'
import type { Expr, Factor, Of } from '../tree.js'
import { bracketed, fitted, type Piece, type Style, TIGHT, type Write } from './style.js'

/** a b, a/b, a ⊙ b. */
export function productPiece({ factors }: Of<'mul'>, style: Style, write: Write): Piece {
  // Whatever stands before a slash is above the line.
  const slash = factors.findLastIndex(({ by }, i) => i > 0 && by === 'over')
  if (slash < 0) return productOf(factors, style, write)
  const quotient = quotientPiece(mul(factors.slice(0, slash)), factors[slash]!.value, style, write)
  const rest = factors.slice(slash + 1)
  return rest.length === 0 ? quotient : productOf(rest, style, write, leading(quotient, style))
}

/** Whether a node is one thing over another. */
export const isQuotient = (expr: Expr): boolean => expr.kind === 'mul' && expr.factors.at(-1)!.by === 'over'

/** Whether the text of a formula begins with the d of a differential. */
function beginsWithD(expr: Expr, also?: Expr['kind']): boolean {
  if (expr.kind === 'mul') return beginsWithD(expr.factors[0]!.value, also)
  if (expr.kind === 'add') return !expr.terms[0]!.negative && beginsWithD(expr.terms[0]!.value, also)
  return expr.kind === 'differential' || expr.kind === also
}

/** Whether a formula ends with such a d: dx, below a line too, or that of a second symbol, ∂b in ∂²y/∂a ∂b. */
function endsWithD(expr: Expr): boolean {
  if (expr.kind === 'differential') return true
  if (expr.kind === 'derivative') return !expr.nabla && expr.by.length > 1
  if (expr.kind !== 'mul') return false
  const { by, value } = expr.factors.at(-1)!
  return by === 'over' ? beginsWithD(value) : endsWithD(value)
}

/** Whether a formula is written with such a d behind its first bracket: (dx)^2, which in one line would be read as the brackets of dy/(dx). */
function opensWithD(expr: Expr): boolean {
  if (expr.kind === 'pow') return opensWithD(expr.base)
  if (expr.kind === 'transpose' || expr.kind === 'indexed') return opensWithD(expr.of)
  return beginsWithD(expr, 'derivative')
}

/** Whether a formula ends with what a derivative is by: ∂a/∂x, and ∇_y ∂a/∂x. */
const endsBelowD = (expr: Expr): boolean => expr.kind === 'derivative' && (!expr.nabla || endsBelowD(expr.of))

function quotientPiece(above: Expr, below: Expr, { latex }: Style, write: Write): Piece {
  // dx over dy is no derivative.
  const isAbove = beginsWithD(above) || endsWithD(above)
  const both = isAbove && (latex ? beginsWithD(below, 'derivative') : opensWithD(below))
  const upper = write.piece(above, both ? TIGHT.bracket : TIGHT.anything).text
  if (latex) return { text: `\\frac{${upper}}{${write(below)}}`, tight: TIGHT.factor }
  const over = write.piece(above, above.kind === 'mul' ? TIGHT.product : TIGHT.factor)
  const top = both ? upper : above.kind === 'derivative' ? fitted(over, TIGHT.base, latex).text : over.text
  const under = write(below, below.kind === 'derivative' ? TIGHT.base : TIGHT.factor)
  const slash = /\s/.test(top + under) ? ' / ' : '/'
  return { text: top + slash + under, tight: TIGHT.product }
}

/** A quotient that something is multiplied to: (a b / c) d, but 1/m · d. */
const leading = ({ text, tight }: Piece, { latex }: Style): string =>
  !latex && tight < TIGHT.factor && text.includes(' ') ? bracketed(text, latex) : text

function productOf(factors: readonly Factor[], style: Style, write: Write, begun?: string): Piece {
  let text = begun ?? ''
  // Whether a/b stands there without brackets, which must not take what follows below its line.
  let open = begun !== undefined && !style.latex && !begun.startsWith('(')
  let before: Expr | undefined
  let tight: number = TIGHT.product
  factors.forEach(({ by, dot, value }, i) => {
    const isLast = i === factors.length - 1
    if (i === 0 && begun === undefined && isQuotient(value)) {
      text = leading(write.piece(value), style)
      open = !style.latex && !text.startsWith('(')
    } else {
      // A sum's reach ends with its product: one that is not the last factor needs brackets.
      const own = write.piece(value, isLast && value.kind !== 'mul' ? TIGHT.reaching : TIGHT.factor)
      const unclear = open || isUnclear(text, before, own.text, style) || isIndexBeside(text, value, style)
      if (i > 0 || begun !== undefined)
        text += by in SIGNS ? signOf(by, style) : unclear || dot ? signOf('dot', style) : ' '
      text += own.text
      open = !style.latex && endsBelowD(value)
      if (isLast && own.tight < TIGHT.factor) tight = TIGHT.reaching
    }
    before = value
  })
  return { text, tight }
}

const SIGNS: Readonly<Record<string, readonly [latex: string, plain: string]>> = {
  dot: ['\\cdot', '·'],
  hadamard: ['\\odot', '⊙'],
  hadamardOver: ['\\oslash', '⊘'],
  kronecker: ['\\otimes', '⊗'],
}

const signOf = (by: string, { latex }: Style): string => ` ${SIGNS[by]![latex ? 0 : 1]} `

/** Whether a label or class stands behind an index in LaTeX, as in x_i k, where it may be taken for another one. */
const isIndexBeside = (left: string, value: Expr, { latex, names }: Style): boolean =>
  latex &&
  /_(\{.*\}|\S+)$/.test(left) &&
  value.kind === 'symbol' &&
  (!names.has(value.name) || (names.isIndex(value.name) && names.axes(value.name) !== undefined))

/** Whether two factors beside one another could be misunderstood: a number behind something, σ before a bracket. */
function isUnclear(left: string, before: Expr | undefined, right: string, { latex }: Style): boolean {
  if (/^\d/.test(right)) return true
  // 1{…} is an indicator, also where the 1 ends something else: ∇_X 1.
  if (before?.kind === 'number' || /(^|[^\p{L}\p{N}_^.])1$/u.test(left)) return /^\\frac|^\{/.test(right)
  // f'(…) is by what is in the bracket.
  if (before?.kind === 'transpose' && before.prime !== undefined) return /^(\(|\\left\()/.test(right)
  if (before?.kind === 'constant') return /^[[({\\]/.test(right)
  if (before?.kind === 'symbol') return /(^|[^\p{L}])(σ|\\sigma)$/u.test(left) && /^(\(|\\left\()/.test(right)
  return !latex && before !== undefined && endsBelowD(before)
}
