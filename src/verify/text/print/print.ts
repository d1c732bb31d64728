// From a tree back to text: LaTeX or plain, with the writer's own words for whatever was not changed.

import { type FunctionName, functionOf } from '../../terms/index.js'
import { isScripted } from '../lex/scripts.js'
import { functionNamed } from '../lex/words.js'
import { compare } from '../make.js'
import type { Condition, Expr, Index, Kind, Of } from '../tree.js'
import { nameOfIndex } from '../visit.js'
import { isRun, matrixText } from './matrices.js'
import { below, numberText, symbolPiece } from './names.js'
import { bigPiece, casesText, conditionIn, derivativePiece, differentialPiece } from './operators.js'
import { isQuotient, productPiece } from './products.js'
import { bracketed, fitted, isTall, type Piece, type Style, script, TIGHT, type Write } from './style.js'

export type { Style } from './style.js'

const TIGHTNESS: Partial<Record<Kind, number>> = {
  add: TIGHT.sum,
  cases: TIGHT.base,
  mul: TIGHT.reaching,
  derivative: TIGHT.factor,
  differential: TIGHT.factor,
  big: TIGHT.reaching,
  call: TIGHT.factor,
  pow: TIGHT.power,
  transpose: TIGHT.power,
}

/** How tightly a node holds together by its kind; `print` knows better, for it knows how the node is written. */
const tightnessOf = (expr: Expr): number =>
  expr.kind === 'number' && expr.value < 0 ? TIGHT.sum : (TIGHTNESS[expr.kind] ?? TIGHT.base)

/** The text of a formula; bracketed if it is looser than `atLeast`. */
export const print = (expr: Expr, style: Style, atLeast = 0): string => pieceOf(expr, style, atLeast).text

const pieceOf = (expr: Expr, style: Style, atLeast: number): Piece =>
  fitted(fromSource(expr, style, atLeast) ?? written(expr, style, atLeast), atLeast, style.latex)

/** The text of a condition. */
export const conditionText = (condition: Condition, style: Style): string =>
  conditionIn(
    condition,
    style,
    writer(() => style),
  )

function writer(styleOf: (part: Expr) => Style): Write {
  const piece = (part: Expr, atLeast = 0): Piece => pieceOf(part, styleOf(part), atLeast)
  return Object.assign((part: Expr, atLeast = 0): string => piece(part, atLeast).text, { piece })
}

/** The writer's own words, where they mean the same by themselves. */
function fromSource(expr: Expr, { source, latex }: Style, atLeast: number): Piece | undefined {
  const { start, end } = expr.span
  if (source === undefined || start < 0 || start === end || !source.has(expr)) return undefined
  const text = source.text.slice(start, end)
  if (isScripted(text)) return undefined
  const tight = tightnessInSource(expr, text, latex)
  // \log p is written anew where something follows: \log(p) w.
  return tight === TIGHT.bare && atLeast > TIGHT.bare ? undefined : { text, tight }
}

function tightnessInSource(expr: Expr, text: string, latex: boolean): number {
  switch (expr.kind) {
    case 'mul': {
      const last = expr.factors.at(-1)!.value
      // \frac{a}{b} is one thing; \frac{a}{b} / c is not.
      if (latex && isQuotient(expr) && /^\\[dtc]?frac/.test(text) && last.span.end < expr.span.end)
        return TIGHT.factor
      return ['big', 'call', 'derivative'].includes(last.kind) ? TIGHT.reaching : TIGHT.product
    }
    case 'call':
      if (expr.fn === 'exp' || isClosed(expr)) break
      return expr.args[0]?.kind === 'big' ? TIGHT.reaching : TIGHT.bare
    case 'pow':
      if (isClosed(expr.base)) break
      return TIGHT.bare
    case 'differential':
      if (isClosed(expr.of)) break
      return TIGHT.bare
    case 'derivative':
      // \frac{\partial}{\partial x} in front reaches as far as a product.
      if (!expr.nabla && expr.of.span.start > expr.by[0]!.span.start) return TIGHT.reaching
      if (!expr.nabla || isClosed(expr.of)) break
      return TIGHT.bare
    case 'big': {
      // Written with dots it is what it looks like.
      if (isRun(expr)) return TIGHT.base
      if (expr.range.from === undefined || expr.range.from.span.start !== expr.span.start) break
      return expr.op === 'sum' ? TIGHT.sum : TIGHT.product
    }
    case 'symbol':
      return /[\^'′’]/.test(text) ? TIGHT.power : TIGHT.base
  }
  return tightnessOf(expr)
}

/** Whether a function has brackets about what it is applied to; all else has no need of them. */
const isClosed = (expr: Expr): boolean =>
  expr.kind !== 'call' || expr.fn === 'exp' || expr.args.at(-1)!.span.end < expr.span.end

function written(expr: Expr, style: Style, atLeast: number): Piece {
  const { latex, names } = style
  // A part that is not in one piece, as the x_i of x^2_i, has the place of the whole: its text is not its own.
  const write = writer(part => (inOnePiece(part, expr) ? style : without(style, part)))
  const indices = (list: readonly Index[]): readonly string[] =>
    list.map(index => (index === ':' ? ':' : write(index)))
  const base = (text: string): Piece => ({ text, tight: TIGHT.base })
  switch (expr.kind) {
    case 'number':
      return numberPiece(expr, style)
    case 'symbol':
      return symbolPiece(expr.name, indices(expr.indices), style)
    case 'add':
      return { text: sumText(expr, write), tight: TIGHT.sum }
    case 'mul':
      return productPiece(expr, style, write)
    case 'pow':
      return powerPiece(expr, style, write)
    case 'call':
      return callPiece(expr, style, write, atLeast)
    case 'apply':
      return applyPiece(expr, style, write)
    case 'transpose':
      return { text: transposeText(expr, style, write), tight: TIGHT.power }
    case 'matrix':
      return base(matrixText(expr, style, write))
    case 'big':
      return isRun(expr) ? base(matrixText(expr, style, write)) : bigPiece(expr, style, write)
    case 'norm':
      return base(`${barred('‖', write(expr.of), latex)}${orderText(expr.order, style, write)}`)
    case 'iverson':
      return base(`[${conditionIn(expr.condition, style, write)}]`)
    case 'delta': {
      if (names.has('δ')) return base(`[${conditionIn(compare(expr.left, '=', expr.right), style, write)}]`)
      return base(`${latex ? '\\delta' : 'δ'}_${below(indices([expr.left, expr.right]), latex)}`)
    }
    case 'cases':
      return base(casesText(expr, style, write))
    case 'differential':
      return differentialPiece(expr, style, write)
    case 'derivative':
      return derivativePiece(expr, style, write)
    case 'constant': {
      const name = expr.which === 'identity' ? 'I' : latex ? '\\mathbf{1}' : '𝟙'
      return base(expr.size === undefined ? name : `${name}_${script(expr.size, latex)}`)
    }
    case 'indexed':
      return base(`${write(expr.of, TIGHT.bracket)}_${below(indices(expr.indices), latex)}`)
  }
}

/** Which norm it is, where it is not the length. */
function orderText(order: Of<'norm'>['order'], { latex }: Style, write: Write): string {
  if (order === 2) return ''
  if (order === 1 || order === '∞') return `_${order === 1 ? '1' : latex ? '\\infty' : '∞'}`
  return `_${script(write(order), latex)}`
}

const inOnePiece = ({ span }: Expr, { span: whole }: Expr): boolean =>
  span.start !== whole.start || span.end !== whole.end

/** The same style for a node that has no text of its own. */
function without({ source, ...style }: Style, part: Expr): Style {
  if (source === undefined) return style
  return { ...style, source: { text: source.text, has: node => node !== part && source.has(node) } }
}

function numberPiece({ value, digits }: Of<'number'>, { latex, names }: Style): Piece {
  if (value === Math.PI && !names.has('π')) return { text: latex ? '\\pi' : 'π', tight: TIGHT.base }
  return { text: digits ?? numberText(value), tight: value < 0 ? TIGHT.sum : TIGHT.base }
}

/** a + b − c. */
function sumText({ terms }: Of<'add'>, write: Write): string {
  return terms
    .map(({ negative, value }, i) => {
      const flips = value.kind === 'number' && value.value < 0
      const minus = negative !== flips
      const text = flips ? write({ ...value, value: -value.value }) : write(value, TIGHT.sum + 0.5)
      return (minus ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ') + text
    })
    .join('')
}

/** What stands above: 1/2 in one line, a T that is no transpose in braces, and dX apart from a line behind it. */
function exponentText(exponent: Expr, style: Style, write: Write): string {
  if (nameOfIndex(exponent) === 'T') return '{{T}}'
  const [above, below] = exponent.kind === 'mul' ? exponent.factors : []
  const small = (part: Expr): boolean => part.kind === 'number' || nameOfIndex(part) !== undefined
  if (style.latex && below?.by === 'over' && exponent.kind === 'mul' && exponent.factors.length === 2)
    if (small(above!.value) && small(below.value)) return `{${write(above!.value)}/${write(below.value)}}`
  const text = write(exponent)
  return exponent.kind === 'differential' && !style.latex ? bracketed(text, false) : script(text, style.latex)
}

/** Whether a function is written without brackets in front of a single thing. */
const isBare = (fn: Of<'call'>['fn']): boolean =>
  fn !== 'bars' && fn !== 'inner' && functionOf(fn).latex === 'bare'

function callPiece(expr: Of<'call'>, style: Style, write: Write, atLeast: number): Piece {
  const { latex, names } = style
  const args = expr.args.map(arg => write(arg)).join(', ')
  const [only] = expr.args
  if (expr.fn === 'exp' && only !== undefined && !names.has('e')) {
    if (only.kind === 'number' && only.value === 1) return { text: 'e', tight: TIGHT.power }
    return { text: `e^${exponentText(only, style, write)}`, tight: TIGHT.power }
  }
  if (expr.fn === 'inner') {
    const [open, close] = latex ? ['\\langle ', ' \\rangle'] : ['⟨', '⟩']
    return { text: `${open}${args}${close}`, tight: TIGHT.base }
  }
  if (expr.fn === 'factorial' && only !== undefined)
    return { text: `${write(only, TIGHT.base)}!`, tight: TIGHT.power }
  if (expr.fn === 'bars') return { text: barred('|', args, latex), tight: TIGHT.base }
  if (expr.fn === 'sqrt' && latex) return { text: `\\sqrt{${args}}`, tight: TIGHT.base }
  const name = namedText(expr.fn, style)
  const bare = isBare(expr.fn)
  // (\log a)^2 rather than (\log(a))^2.
  const fits = atLeast <= TIGHT.bare || atLeast > TIGHT.factor
  if (bare && only !== undefined && fits && standsAlone(only, args, latex))
    return { text: `${name} ${args}`, tight: only.kind === 'big' ? TIGHT.reaching : TIGHT.bare }
  return { text: name + bracketed(args, latex), tight: bare ? TIGHT.factor : TIGHT.bracket }
}

/** a^b. */
function powerPiece({ base, exponent, inside }: Of<'pow'>, style: Style, write: Write): Piece {
  const isOfFunction = inside && exponent.kind === 'number' && (base.kind === 'call' || base.kind === 'apply')
  return (
    (isOfFunction ? raisedInside(base, exponent, style, write) : undefined) ?? {
      text: `${write(base, TIGHT.base)}^${exponentText(exponent, style, write)}`,
      tight: TIGHT.power,
    }
  )
}

/** \tanh^2(x), s^2(x): the exponent at the name. */
function raisedInside(
  base: Of<'call' | 'apply'>,
  exponent: Expr,
  style: Style,
  write: Write,
): Piece | undefined {
  const isNamed = base.kind === 'apply' || !['exp', 'sqrt', 'factorial', 'inner', 'bars'].includes(base.fn)
  if (!isNamed) return undefined
  // Built in, σ stands in front of a bracket: σ^2(z) would be a product.
  const head =
    base.kind === 'apply'
      ? appliedText(base, style, write)
      : base.fn === 'sigmoid'
        ? style.latex
          ? command(base.fn)
          : base.fn
        : namedText(base.fn as FunctionName, style)
  const args = base.args.map(arg => write(arg)).join(', ')
  return {
    text: `${head}^${exponentText(exponent, style, write)}${bracketed(args, style.latex)}`,
    tight: TIGHT.factor,
  }
}

/** s(x), s''(x), \sigma'(z). */
function applyPiece(expr: Of<'apply'>, style: Style, write: Write): Piece {
  return {
    text:
      appliedText(expr, style, write) + bracketed(expr.args.map(arg => write(arg)).join(', '), style.latex),
    tight: TIGHT.bracket,
  }
}

/** s'', \sigma': what is applied. */
function appliedText({ name, times, indices = [] }: Of<'apply'>, style: Style, write: Write): string {
  const fn = style.names.has(name) ? undefined : functionNamed(name)
  const written = indices.map(index => write(index))
  const head =
    fn === undefined || fn === 'prod' ? symbolPiece(name, written, style).text : namedText(fn, style)
  return head + (times > 3 ? (style.latex ? `^{(${times})}` : `^(${times})`) : "'".repeat(times))
}

/** A function of the language by its name. */
function namedText(fn: FunctionName, { latex, names }: Style): string {
  if (fn === 'sigmoid' && !names.has('σ')) return latex ? '\\sigma' : 'σ'
  return latex ? command(fn) : fn
}

const command = (fn: FunctionName): string =>
  functionOf(fn).latex === undefined ? `\\operatorname{${fn}}` : `\\${fn}`

/** Whether it is plain without brackets what a function is applied to. */
function standsAlone(arg: Expr, text: string, latex: boolean): boolean {
  if (/^(\(|\[|\{|\\left)/.test(text)) return false
  if (arg.kind === 'mul') return latex && isQuotient(arg) && /^\\frac/.test(text)
  if (arg.kind === 'call') return !isBare(arg.fn) && arg.fn !== 'exp' && /[)}|]$/.test(text)
  return ['symbol', 'number', 'big', 'norm', 'delta'].includes(arg.kind) && tightnessOf(arg) > TIGHT.sum
}

/** |x| and ‖x‖, which are bracketed where bars stand within bars. */
function barred(bar: '|' | '‖', text: string, latex: boolean): string {
  const nested = /[|‖]/.test(text)
  if (!latex) return nested ? `${bar}(${text})${bar}` : bar + text + bar
  const sign = bar === '‖' ? '\\|' : '|'
  return nested || isTall(text) ? `\\left${sign} ${text} \\right${sign}` : sign + text + sign
}

function transposeText({ of, prime }: Of<'transpose'>, { latex, names }: Style, write: Write): string {
  if (prime !== undefined) {
    const at = typeof prime.at === 'object' ? `(${write(prime.at)})` : ''
    return write(of, TIGHT.base) + "'".repeat(prime.times) + at
  }
  const sign = latex ? '^\\top' : 'ᵀ'
  const family = of.kind === 'symbol' && (names.above(of.name) > 0 || of.name.includes('^'))
  const piece = write.piece(of, family ? 0 : TIGHT.base)
  // What stands above may be an index: the transpose goes beside it.
  const [, head, inner, tail] = /^([^^']*)\^\{?(\([^{}]*\))\}?([^^']*)$/.exec(piece.text) ?? []
  if (!family || inner === undefined || piece.text.startsWith('('))
    return fitted(piece, TIGHT.base, latex).text + sign
  return latex ? `${head}${tail}^{${inner}\\top}` : piece.text + sign
}
