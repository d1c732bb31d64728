// Operators as they are written: Σ with what it runs over, derivatives, conditions, cases.
import { symbol } from '../make.js'
import type { Condition, Of } from '../tree.js'
import { nameOfIndex } from '../visit.js'
import { bracketed, type Piece, type Style, script, TIGHT, type Write } from './style.js'

const RELATION = { '=': '=', '≠': '\\ne', '<': '<', '>': '>', '≤': '\\le', '≥': '\\ge' } as const

/** The text of a condition; as a part of another one, with brackets where it needs them. */
export function conditionIn(condition: Condition, style: Style, write: Write, part = false): string {
  const { latex } = style
  switch (condition.kind) {
    case 'compare':
      return `${write(condition.left)} ${relation(condition.op, style)} ${write(condition.right)}`
    case 'member': {
      const sign = condition.negative ? (latex ? '\\notin' : '∉') : latex ? '\\in' : '∈'
      return `${write(condition.element)} ${sign} ${write(condition.list, TIGHT.power)}`
    }
    case 'and':
    case 'or': {
      const joint = latex ? ` \\text{ ${condition.kind} } ` : ` ${condition.kind} `
      const text = chains(condition, style, write).join(joint)
      return part ? bracketed(text, latex) : text
    }
  }
}

const relation = (op: keyof typeof RELATION, { latex }: Style): string => (latex ? RELATION[op] : op)

/** The parts of a condition, with a ≤ b and b < c as a ≤ b < c. */
function chains({ kind, parts }: Extract<Condition, { parts: unknown }>, style: Style, write: Write) {
  const texts: string[] = []
  let [right, way] = ['', '']
  for (const part of parts) {
    if (part.kind !== 'compare' || /[=≠]/.test(part.op)) {
      texts.push(conditionIn(part, style, write, true))
      way = ''
      continue
    }
    const next = /[<≤]/.test(part.op) ? 'up' : 'down'
    const sides = [write(part.left), write(part.right)] as const
    const sign = relation(part.op, style)
    if (kind === 'and' && way === next && right === sides[0])
      texts[texts.length - 1] += ` ${sign} ${sides[1]}`
    else texts.push(`${sides[0]} ${sign} ${sides[1]}`)
    right = sides[1]
    way = next
  }
  return texts
}

/** The signs of operators, in LaTeX and in plain text. */
const BIG: Readonly<Record<string, readonly [latex: string, plain: string]>> = {
  sum: ['\\sum', '∑'],
  prod: ['\\prod', '∏'],
  max: ['\\max', 'max'],
  min: ['\\min', 'min'],
}

/** Σ, Π, max and min. */
export function bigPiece({ op, index, range, where, body }: Of<'big'>, style: Style, write: Write): Piece {
  const { latex } = style
  const [tex, text] = BIG[op]!
  const condition = where === undefined ? '' : conditionIn(where, style, write)
  const named = write(symbol(index))
  const run =
    range.kind === 'members'
      ? `${named} ${latex ? '\\in' : '∈'} ${write(range.list!, TIGHT.power)}`
      : range.kind === 'stretch'
        ? `${named}=${write(range.from!)}`
        : named
  // \sum_{i \ne j} says what runs and what holds in one.
  const speaks =
    range.kind === 'all' && where !== undefined && speaksOf(index, where) && !/^(\(|\\left)/.test(condition)
  // \sum_{i, j \in S} would run over both.
  const apart = range.kind === 'all' && begins(where)?.kind === 'member' && !speaks ? ' : ' : ', '
  const below = condition === '' ? run : speaks ? condition : run + apart + condition
  const braced = (inner: string): string =>
    latex || !/^\(.*\)$/s.test(inner) ? inner : `{${inner.slice(1, -1)}}`
  const above = range.kind === 'stretch' ? `^${script(write(range.to!), latex)}` : ''
  return {
    text: `${latex ? tex : text}_${braced(script(below, latex))}${above} ${write(body, TIGHT.reaching)}`,
    tight: TIGHT.reaching,
  }
}

/** The comparison that a condition begins with. */
function begins(where: Condition | undefined): Condition | undefined {
  return where !== undefined && 'parts' in where ? begins(where.parts[0]) : where
}

function speaksOf(index: string, where: Condition): boolean {
  if ('parts' in where) return speaksOf(index, where.parts[0]!)
  const sign = where.kind === 'compare' ? where.op !== '=' : where.negative
  return sign && nameOfIndex(where.kind === 'compare' ? where.left : where.element) === index
}

/** ∂a/∂b and ∇_b a. */
export function derivativePiece({ of, by, nabla, row }: Of<'derivative'>, style: Style, write: Write): Piece {
  const { latex } = style
  const order = by.length === 1 ? '' : `^${by.length}`
  if (nabla) {
    const sign = latex ? '\\nabla' : '∇'
    const below = script(write(by[0]!), latex)
    const text = `${sign}${order}_${/^\(/.test(below) ? `{${below.slice(1, -1)}}` : below} ${write(of, of.kind === 'transpose' ? TIGHT.base : TIGHT.factor)}`
    return { text, tight: TIGHT.factor }
  }
  const d = latex ? '\\partial ' : '∂'
  const texts = by.map(symbol =>
    row ? write.piece(symbol, TIGHT.base).text + (latex ? '^\\top' : 'ᵀ') : write(symbol),
  )
  const below: string[] = []
  for (let i = 0, times = 1; i < texts.length; i += times) {
    const text = texts[i]!
    for (times = 1; texts[i + times] === text && !/[\^']/.test(text); ) times++
    below.push(`${d}${text}${times === 1 ? '' : `^${times}`}`)
  }
  const above = write(of, latex ? TIGHT.bare : TIGHT.power)
  if (latex) return { text: `\\frac{\\partial${order} ${above}}{${below.join(' ')}}`, tight: TIGHT.factor }
  return { text: `∂${order}${order === '' ? '' : ' '}${above}/${below.join(' ')}`, tight: TIGHT.factor }
}

/** dX, d(A B). */
export function differentialPiece({ of }: Of<'differential'>, { latex, names }: Style, write: Write): Piece {
  const d = latex ? '\\mathrm{d}' : 'd'
  const text = write(of)
  const isBare =
    of.kind === 'symbol' && names.has(of.name) && !names.has(`d${of.name}`) && !/[\^'′’]/.test(text)
  return { text: isBare ? d + text : d + bracketed(text, latex), tight: TIGHT.factor }
}

/** A formula by cases. */
export function casesText({ branches }: Of<'cases'>, style: Style, write: Write): string {
  const { latex } = style
  const rows = branches.map(({ value, condition }) => {
    const text = write(value)
    if (condition === undefined) return latex ? `${text} & \\text{otherwise}` : `${text} otherwise`
    const when = conditionIn(condition, style, write)
    return latex ? `${text} & \\text{if } ${when}` : `${text} if ${when}`
  })
  return latex ? `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}` : `{ ${rows.join('; ')} }`
}
