// From a tree back to text: LaTeX or plain, with the writer's own words for whatever was not changed.
import type { Condition, Expr, Index, Kind } from './ast.js'
import { inLatex } from './letters.js'

/** How to write. */
export interface Style {
  readonly latex: boolean
  /** How many indices a name bears above. */
  readonly above: (name: string) => number
  /** The text that unchanged nodes are taken from, and whether a node is one of them. */
  readonly source?: { readonly text: string; readonly has: (node: Expr) => boolean }
}

/** How tightly a node holds together: what is looser than its place wants needs brackets. */
const TIGHTNESS: Partial<Record<Kind, number>> = {
  add: 1,
  cases: 1,
  mul: 2,
  derivative: 3,
  big: 2,
  call: 3,
  pow: 4,
  transpose: 4,
}
export const tightnessOf = (expr: Expr): number => {
  if (expr.kind === 'number' && expr.value < 0) return 1
  return TIGHTNESS[expr.kind] ?? 5
}

/** The text of a formula; bracketed if it is looser than `at least`. */
export function print(expr: Expr, style: Style, atLeast = 0): string {
  const text = unbracketed(expr, style)
  return tightnessOf(expr) < atLeast ? bracketed(text, style) : text
}

const bracketed = (text: string, { latex }: Style): string =>
  latex && /\\frac|\\sum|\\begin|\\prod/.test(text) ? `\\left( ${text} \\right)` : `(${text})`

function unbracketed(expr: Expr, style: Style): string {
  const { latex, source } = style
  if (source?.has(expr)) return source.text.slice(expr.span.start, expr.span.end)
  const inner = (part: Expr, atLeast = 0): string => print(part, style, atLeast)
  const command = (tex: string, text: string): string => (latex ? tex : text)
  switch (expr.kind) {
    case 'number':
      return numberText(expr.value)
    case 'symbol':
      return symbolText(expr.name, expr.indices, style)
    case 'add':
      return expr.terms
        .map(
          ({ negative, value }, i) =>
            `${negative ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + '}${inner(value, value.kind === 'add' ? 2 : 1.5)}`,
        )
        .join('')
    case 'mul':
      return productText(expr, style)
    case 'pow':
      return `${inner(expr.base, 5)}^${script(inner(expr.exponent), latex)}`
    case 'call': {
      const args = expr.args.map(arg => inner(arg)).join(', ')
      const [only] = expr.args
      if (expr.fn === 'exp' && only !== undefined)
        return only.kind === 'number' && only.value === 1 ? 'e' : `e^${script(args, latex)}`
      if (expr.fn === 'abs') return `|${args}|`
      if (expr.fn === 'sqrt' && latex) return `\\sqrt{${args}}`
      const known = ['log', 'tanh', 'sin', 'cos', 'max', 'min'].includes(expr.fn)
      const name =
        expr.fn === 'sigmoid'
          ? command('\\sigma', 'σ')
          : latex
            ? known
              ? `\\${expr.fn}`
              : `\\operatorname{${expr.fn}}`
            : expr.fn
      return `${name}${bracketed(args, style)}`
    }
    case 'transpose':
      if (expr.of.kind === 'symbol' && style.above(expr.of.name) > 0) {
        return latex ? inner(expr.of).replace(/\^\{([^}]*)\}/, '^{$1\\top}') : `${inner(expr.of)}ᵀ`
      }
      return `${inner(expr.of, expr.of.kind === 'pow' || expr.of.kind === 'transpose' ? 6 : 5)}${command('^\\top', 'ᵀ')}`
    case 'big': {
      const name = {
        sum: command('\\sum', 'Σ'),
        prod: command('\\prod', 'Π'),
        max: command('\\max', 'max'),
        min: command('\\min', 'min'),
      }[expr.op]
      const { range, where } = expr
      const body =
        expr.body.kind === 'add' && expr.body.terms.length === 1 ? inner(expr.body) : inner(expr.body, 2)
      if (range.kind === 'members')
        return `${name}_{${expr.index} ${command('\\in', '∈')} ${inner(range.list!)}} ${body}`
      const from = range.from === undefined ? '' : `=${inner(range.from)}`
      const where_ = where === undefined ? '' : conditionOn(expr.index, where, style)
      const to = range.to === undefined ? '' : `^${script(inner(range.to), latex)}`
      return `${name}_${script(`${where_.startsWith(expr.index) ? '' : expr.index}${from}${where_ === '' || where_.startsWith(expr.index) ? where_ : `, ${where_}`}`, latex)}${to} ${body}`
    }
    case 'norm':
      return `${command('\\|', '‖')}${inner(expr.of)}${command('\\|', '‖')}${expr.order === 1 ? '_1' : ''}`
    case 'iverson':
      return `[${conditionText(expr.condition, style)}]`
    case 'delta':
      return `${command('\\delta', 'δ')}_{${indexText([expr.left, expr.right], style)}}`
    case 'cases': {
      const rows = expr.branches.map(({ value, condition }) => {
        const when =
          condition === undefined
            ? command('\\text{otherwise}', 'otherwise')
            : `${command('\\text{if } ', 'if ')}${conditionText(condition, style)}`
        return latex ? `${inner(value)} & ${when}` : `${inner(value)} ${when}`
      })
      return latex ? `\\begin{cases} ${rows.join(' \\\\ ')} \\end{cases}` : `{ ${rows.join('; ')} }`
    }
    case 'derivative': {
      const order = expr.by.length === 1 ? '' : `^${expr.by.length}`
      if (expr.nabla)
        return `${command('\\nabla', '∇')}${order}_${script(inner(expr.by[0]!), latex)} ${inner(expr.of, 3)}`
      const d = command('\\partial ', '∂')
      const below = expr.by.map(by => `${d}${inner(by)}`).join(' ')
      const above = `${d.trimEnd()}${order}${latex ? ' ' : ''}${inner(expr.of, latex ? 2 : 3)}`
      return latex ? `\\frac{${above}}{${below}}` : `${above}/${below}`
    }
    case 'constant': {
      const name = expr.which === 'identity' ? 'I' : command('\\mathbf{1}', '𝟙')
      return expr.size === undefined ? name : `${name}_${script(expr.size, latex)}`
    }
    case 'indexed':
      return `${inner(expr.of, 6)}_{${indexText(expr.indices, style)}}`
  }
}

const script = (text: string, latex: boolean): string =>
  text.length === 1 ? text : latex ? `{${text}}` : /^[\p{L}\d]+$/u.test(text) ? text : `{${text}}`

const numberText = (value: number): string => String(value).replace('-', '-')

/** A name with its indices above and below. */
function symbolText(name: string, indices: readonly Index[], style: Style): string {
  const above = indices.slice(0, style.above(name))
  const below = indices.slice(style.above(name))
  const plain = name.replace(/[\^_]·$/, '')
  const base = style.latex ? inLatex(plain) : plain
  const sup = above.length === 0 ? '' : `^{(${indexText(above, style)})}`
  const sub =
    below.length === 0
      ? ''
      : `_${style.latex || below.length > 1 || indexText(below, style).length > 1 ? `{${indexText(below, style)}}` : indexText(below, style)}`
  return style.latex ? base + sub + sup : base + sub + sup
}

/** Indices; a comma is only needed where one of them is more than a letter. */
function indexText(indices: readonly Index[], style: Style): string {
  const texts = indices.map(index => (index === ':' ? ':' : print(index, style)))
  return texts.every(text => [...text].length === 1 && text !== ':') ? texts.join('') : texts.join(',')
}

function productText({ factors }: Extract<Expr, { kind: 'mul' }>, style: Style): string {
  const { latex } = style
  let text = ''
  factors.forEach(({ by, value }, i) => {
    const last = i === factors.length - 1
    // A sum's reach ends with its product: one that is not the last factor needs brackets.
    const needs = value.kind === 'big' && !last ? 3 : value.kind === 'mul' && i > 0 ? 3 : 2
    if (i === 0) {
      text = factors[1]?.by === 'over' && latex ? print(value, style) : print(value, style, needs)
      return
    }
    if (by === 'over') {
      text = latex ? `\\frac{${text}}{${print(value, style)}}` : `${text} / ${print(value, style, 3)}`
      return
    }
    const own = print(value, style, needs)
    const sign =
      by === 'hadamard'
        ? latex
          ? ' \\odot '
          : ' ⊙ '
        : latex
          ? /^[\d(\\]/.test(own) &&
            !/^\\(left|frac|sum|mathbf|hat|tilde|[a-z]*(theta|alpha|delta|sigma))/.test(own) &&
            /\d$/.test(text)
            ? ' \\cdot '
            : ' '
          : '·'
    text += sign + own
  })
  return text
}

const RELATION = { '=': '=', '≠': '\\ne', '<': '<', '>': '>', '≤': '\\le', '≥': '\\ge' } as const

/** The text of a condition. */
export function conditionText(condition: Condition, style: Style): string {
  const { latex } = style
  switch (condition.kind) {
    case 'compare':
      return `${print(condition.left, style)} ${latex ? RELATION[condition.op] : condition.op} ${print(condition.right, style)}`
    case 'member': {
      const sign = condition.negative ? (latex ? '\\notin' : '∉') : latex ? '\\in' : '∈'
      return `${print(condition.element, style)} ${sign} ${print(condition.list, style)}`
    }
    case 'and':
    case 'or':
      return condition.parts
        .map(part => conditionText(part, style))
        .join(latex ? ` \\text{ ${condition.kind} } ` : ` ${condition.kind} `)
  }
}

/** A condition below a sum sign: that its index is unequal to something is said with the index. */
const conditionOn = (_index: string, where: Condition, style: Style): string => conditionText(where, style)
