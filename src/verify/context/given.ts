// The given block: one declaration a line, a kind with axes or a definition.
import { ArgumentError, describe } from '../../errors.js'
import type { Expr } from '../language/ast.js'
import type { Names } from '../language/cursor.js'
import { type Token, tokenize } from '../language/lexer.js'
import { LanguageError, type Span } from '../language/source.js'
import { parseExpression } from '../language/statement.js'
import { type Context, type Declared, KINDS, type SymbolKind } from './context.js'
import { type Declarator, declarators } from './declarator.js'

/** A line, or several of which all but the first begin with a space. */
interface Line extends Span {
  readonly text: string
}

/**
 * The lines of a text. What begins with # is a comment, and what is indented more than the rest goes on with the line
 * before.
 */
function linesOf(source: string): readonly Line[] {
  const indent = (text: string): number => text.search(/\S/)
  const raws = source.split('\n')
  const common = Math.min(...raws.filter(raw => raw.trim() !== '').map(indent))
  const lines: { text: string; start: number; end: number }[] = []
  let at = 0
  for (const raw of raws) {
    const start = at
    at += raw.length + 1
    const text = raw.replace(/\r$/, '').replace(/(^|\s)#.*$/, '')
    if (text.trim() === '') continue
    const last = lines.at(-1)
    if (last !== undefined && indent(raw) > common) {
      last.end = start + text.length
      last.text = source.slice(last.start, last.end)
    } else lines.push({ text, start, end: start + text.length })
  }
  return lines
}

const OBJECTIVE = /^\s*(?:objective|minimi[sz]e)\s+(.+?)(?:\s*(?:,|with)\s*(?:a\s+)?step\s+(\S+))?\s*$/

/**
 * Reads what a paper takes for granted.
 *
 * Each line is one of
 * - a declaration, `X : real[m, n]`, `y : class[m] of k`, `x^{(n)} : real[D] for n ≤ N`, `a, b : positive`;
 * - a definition, `H = X θ`, `z_{ij} = e^{H_{ij}} / \sum_a e^{H_{ia}}`;
 * - `objective J, step α`, for updates such as `w := w - α …`;
 * - a comment, after #. A line that begins with a space goes on with the one before.
 *
 * Kinds: real, positive, nonnegative, probability, binary, sign, integer, class, distribution, onehot. Dimensions need no line.
 * Throws a `LanguageError` with the place of what cannot be read.
 */
export function readGiven(source: string): Context {
  if (typeof source !== 'string') throw new ArgumentError('given', `takes a text, got ${describe(source)}`)
  try {
    return read(source)
  } catch (error) {
    throw error instanceof LanguageError ? error.in(source) : error
  }
}

function read(source: string): Context {
  const lines = linesOf(source)
  const found: Draft[] = []
  let objective: Context['objective']
  let objectiveLine: Line | undefined
  const wanted: { dim: string; span: Span }[] = []
  for (const line of lines) {
    const goal = OBJECTIVE.exec(line.text)
    if (goal !== null) {
      if (objective !== undefined) throw new LanguageError('context', 'two objectives', line)
      const nameIn = (text: string): string => declarators(tokenize(text))[0]?.name ?? text
      objective = { loss: nameIn(goal[1]!), step: goal[2] === undefined ? undefined : nameIn(goal[2]) }
      objectiveLine = line
      continue
    }
    const cut = separator(line)
    const left = line.text.slice(0, cut.at)
    const named = shifted(line.start, () => declarators(tokenize(left)))
    for (const declarator of named) {
      found.push({
        declarator,
        line,
        rhs: line.text.slice(cut.at + cut.length),
        rhsStart: line.start + cut.at + cut.length,
        defined: cut.defines,
      })
    }
    if (cut.defines && named.length !== 1)
      throw new LanguageError('context', 'a definition has one symbol on its left', line)
  }
  const drafts = toldApart(found)
  const symbols = new Map<string, Declared>()
  const dims: string[] = []
  const words = new Set<string>()
  for (const { declarator } of drafts) words.add(declarator.base)
  for (const { declarator, line, rhs, rhsStart, defined } of drafts) {
    if (defined) continue
    const type = shifted(rhsStart, () => readKind(tokenize(rhs), rhs))
    const axes = [
      ...declarator.labels.map(label => {
        const dim = type.ranges.get(label)
        if (dim === undefined)
          throw new LanguageError('context', `the index ${label} of ${declarator.name} has no range`, line, [
            `Add: for ${label} ≤ N`,
          ])
        return dim
      }),
      ...type.axes,
    ]
    for (const dim of [...axes, ...(type.classes === undefined ? [] : [type.classes])])
      wanted.push({ dim, span: line })
    if (type.kind === 'dim') {
      if (declarator.labels.length > 0 || type.axes.length > 0)
        throw new LanguageError('context', 'a dimension is a single name', line)
      if (!dims.includes(declarator.name)) dims.push(declarator.name)
      continue
    }
    symbols.set(declarator.name, {
      name: declarator.name,
      kind: type.kind,
      axes,
      family: type.axes.length === 0 ? declarator.above : declarator.labels.length,
      above: declarator.above,
      classes: type.classes,
      definition: undefined,
      span: line,
    })
  }
  for (const { dim, span } of wanted) {
    if (/^\d+$/.test(dim)) {
      if (Number(dim) < 1) throw new LanguageError('context', 'an axis has at least one entry', span)
      continue
    }
    if (symbols.has(dim) || drafts.some(({ declarator, defined }) => defined && declarator.name === dim)) {
      throw new LanguageError('context', `${dim} is declared as a symbol, and used as a dimension`, span)
    }
    words.add(dim)
    if (!dims.includes(dim)) dims.push(dim)
  }
  const above = new Map(drafts.map(({ declarator }) => [declarator.name, declarator.above]))
  const names: Names = {
    words,
    has: name => above.has(name) || dims.includes(name),
    above: name => above.get(name) ?? 0,
    isIndex: name =>
      dims.includes(name) || symbols.get(name)?.kind === 'class' || symbols.get(name)?.kind === 'integer',
  }
  for (const { declarator, line, rhs, rhsStart, defined } of drafts) {
    if (!defined) continue
    const expr: Expr = shifted(rhsStart, () => parseExpression(rhs, names), source)
    symbols.set(declarator.name, {
      name: declarator.name,
      kind: 'real',
      axes: [],
      family: 0,
      above: declarator.above,
      classes: undefined,
      definition: { expr: moved(expr, rhsStart), labels: declarator.labels },
      span: line,
    })
  }
  if (objective !== undefined) {
    for (const name of [objective.loss, objective.step])
      if (name !== undefined && !symbols.has(name))
        throw new LanguageError('name', `${name} is not declared`, objectiveLine!)
  }
  return { source, symbols, dims, names, objective }
}

/** A declaration or definition that has yet to be understood. */
interface Draft {
  readonly declarator: Declarator
  readonly line: Line
  readonly rhs: string
  readonly rhsStart: number
  readonly defined: boolean
}

/** Each name once, but for a family that shares its name with a whole: L^{(n)} or L_n beside L is called L^· or L_·. */
function toldApart(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map(draft => {
    const { name, labels, above } = draft.declarator
    const others = drafts.filter(other => other !== draft && other.declarator.name === name)
    const [other] = others
    if (other === undefined) return draft
    const apart = others.length === 1 && (labels.length === 0) !== (other.declarator.labels.length === 0)
    if (!apart) {
      const [, again] = drafts.filter(({ declarator }) => declarator.name === name)
      throw new LanguageError('context', `${name} is declared twice`, again!.line)
    }
    if (labels.length === 0) return draft
    return { ...draft, declarator: { ...draft.declarator, name: `${name}${above > 0 ? '^' : '_'}·` } }
  })
}

/** Where the left side of a line ends: at its first `:` or `=` outside of brackets. */
function separator(line: Line): { readonly at: number; readonly length: number; readonly defines: boolean } {
  let depth = 0
  for (let i = 0; i < line.text.length; i++) {
    const c = line.text[i]!
    if ('{[('.includes(c)) depth++
    if ('}])'.includes(c)) depth--
    if (depth > 0) continue
    if (line.text.startsWith(':=', i)) return { at: i, length: 2, defines: true }
    if (c === ':' || c === '∈') return { at: i, length: 1, defines: false }
    if (line.text.startsWith('\\in ', i)) return { at: i, length: 3, defines: false }
    if (c === '=') return { at: i, length: 1, defines: true }
  }
  throw new LanguageError('context', 'this line neither declares nor defines', line, [
    'Declare: X : real[m, n]',
    'Define: H = X \\theta',
    'Comments begin with #.',
  ])
}

interface Kinded {
  readonly kind: SymbolKind | 'dim'
  readonly axes: readonly string[]
  readonly classes: string | undefined
  readonly ranges: ReadonlyMap<string, string>
}

/** real[m, n] · class[m] of k · real[D] for n ≤ N */
function readKind(tokens: readonly Token[], source: string): Kinded {
  let at = 0
  const text = (ahead = 0): string => tokens[Math.min(at + ahead, tokens.length - 1)]!.text
  const refuse = (reason: string, ways: readonly string[] = []): never => {
    throw new LanguageError('context', reason, tokens[Math.min(at, tokens.length - 1)]!, ways)
  }
  const name = (): string => {
    const token = tokens[at]!
    if (token.type === 'sign' || token.type === 'end')
      refuse(`expected the name of a dimension, found '${token.text}'`)
    at++
    return token.text
  }
  const kinds: string[] = []
  while (
    tokens[at]!.type !== 'end' &&
    (tokens[at]!.type === 'name' || tokens[at]!.type === 'word') &&
    !['of', 'for', 'in', 'with'].includes(text())
  ) {
    kinds.push(text())
    at++
  }
  const useful = kinds.filter(
    word => !['constant', 'number', 'vector', 'matrix', 'a', 'an', 'scalar'].includes(word),
  )
  const plainKind = useful.length === 0 && kinds.length > 0 ? 'real' : useful[0]
  const dimension = plainKind === 'dim' || plainKind === 'dimension' || plainKind === 'size'
  const kind = dimension ? 'dim' : KINDS.find(known => known === plainKind)
  if (kind === undefined || useful.length > 1) {
    at = 0
    return refuse(
      kinds.length === 0
        ? `a kind is missing in '${source.trim()}'`
        : `the kind '${useful.join(' ')}' is not known`,
      [`Kinds: ${KINDS.join(', ')}.`],
    )
  }
  const axes: string[] = []
  if (text() === '[') {
    at++
    while (text() !== ']') {
      axes.push(name())
      if (text() === ',') at++
      else if (text() !== ']') refuse(`expected ',' or ']', found '${text()}'`)
    }
    at++
  }
  let classes: string | undefined
  const ranges = new Map<string, string>()
  while (tokens[at]!.type !== 'end') {
    const word = text()
    at++
    if (word === 'of') {
      classes = name()
      if (text() === 'classes') at++
    } else if (word === 'for' || word === ',' || word === 'and') {
      if (text() === 'all' || text() === 'each') at++
      const label = name()
      let lower = ''
      if (text() === '=' && text(1) === '1') {
        at += 2
        while (text() === ',' || text() === '…' || text() === '.') at++
        lower = name()
      } else if (['≤', '∈', 'in'].includes(text())) {
        at++
        lower = name()
      } else refuse(`expected ≤ and a dimension behind ${label}`)
      ranges.set(label, lower)
    } else {
      at--
      refuse(`'${word}' is not understood here`, [
        'X : real[m, n]',
        'y : class[m] of k',
        'x^{(n)} : real[D] for n ≤ N',
      ])
    }
  }
  if (kind === 'class' && classes === undefined)
    refuse('class wants to know of how many', ['y : class[m] of k'])
  if (kind !== 'class' && classes !== undefined) refuse(`'of' goes with class, not with ${kind}`)
  if ((kind === 'distribution' || kind === 'onehot') && axes.length === 0)
    refuse(`${kind} wants an axis to sum to 1 along`, [`q : ${kind}[k]`])
  return { kind, axes, classes, ranges }
}

/** Runs a reader of a part of the text; errors come out with places in the whole. */
function shifted<T>(by: number, run: () => T, whole?: string): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    const { start, end } = error.span
    throw new LanguageError(
      error.trouble,
      error.reason,
      { start: start + by, end: end + by },
      error.ways,
      whole ?? '',
    )
  }
}

/** A tree whose places are moved. */
function moved<T>(tree: T, by: number): T {
  if (Array.isArray(tree)) return tree.map(part => moved(part, by)) as T
  if (typeof tree !== 'object' || tree === null) return tree
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) =>
      key === 'span' ? [key, { start: value.start + by, end: value.end + by }] : [key, moved(value, by)],
    ),
  ) as T
}
