// The lines of a given block, read: one declaration a line, a kind with axes or a definition.
import { LanguageError, moved, type Names, parseExpression, type Span, tokenize } from '../text/index.js'
import type { Context, Declared } from './context.js'
import { type Declarator, declarators } from './declarator.js'
import { readKind } from './kind.js'
import { kinds } from './kinds/index.js'
import { type Line, linesOf, separator } from './lines.js'

/** A line that says what updates descend on. */
export const OBJECTIVE =
  /^(\s*(?:objective|minimi[sz]e)\s+)(.+?)(?:\s*(?:,|with)\s*(?:a\s+)?step\s+(\S+))?\s*$/

/** A line that says how derivatives stand. */
export const LAYOUT = /^\s*layout\s+(numerator|denominator)\s*$/

/** A declaration or definition that has yet to be understood. */
interface Draft {
  readonly declarator: Declarator
  readonly line: Line
  readonly rhs: string
  readonly rhsStart: number
  readonly defined: boolean
}

/** What a given block declares and defines; whether its definitions fit together is not looked at yet. */
export function contextOf(source: string): Context {
  const found: Draft[] = []
  let goal: { readonly line: Line; readonly parts: RegExpExecArray } | undefined
  let layout: Context['layout']
  for (const line of linesOf(source)) {
    const [, stands] = LAYOUT.exec(line.text) ?? []
    if (stands !== undefined) {
      layout = stands === 'numerator' ? stands : undefined
      continue
    }
    const parts = OBJECTIVE.exec(line.text)
    if (parts === null) found.push(...draftsOf(line))
    else if (goal === undefined) goal = { line, parts }
    else throw new LanguageError('context', 'two objectives', line)
  }
  const drafts = toldApart(found)
  const declared = drafts.filter(({ defined }) => !defined)
  const symbols = new Map<string, Declared>()
  const dims = new Set<string>()
  const sizes: { readonly dim: string; readonly span: Span }[] = []
  for (const draft of declared) {
    const symbol = declaredBy(draft)
    if (symbol === undefined) dims.add(draft.declarator.name)
    else {
      symbols.set(symbol.name, symbol)
      const { axes, classes } = symbol
      for (const dim of classes === undefined ? axes : [...axes, classes])
        sizes.push({ dim, span: draft.line })
    }
  }
  const taken = new Set(drafts.map(({ declarator }) => declarator.name))
  for (const { dim, span } of sizes) {
    if (/^\d+$/.test(dim)) {
      if (Number(dim) < 1) throw new LanguageError('context', 'an axis has at least one entry', span)
    } else if (taken.has(dim) && !dims.has(dim))
      throw new LanguageError('context', `${dim} is declared as a symbol, and used as a dimension`, span)
    else dims.add(dim)
  }
  const names = namesOf(drafts, dims, symbols)
  for (const draft of drafts)
    if (draft.defined) symbols.set(draft.declarator.name, definedBy(draft, names, source))
  return {
    source,
    symbols,
    dims: [...dims],
    names,
    objective: goal && objectiveOf(goal.line, goal.parts, symbols),
    layout,
  }
}

function draftsOf(line: Line): readonly Draft[] {
  const cut = separator(line)
  const left = line.text.slice(0, cut.at)
  const rhsStart = line.start + cut.at + cut.length
  const found = shifted(line.start, () => declarators(tokenize(left)))
  if (cut.defines && found.length !== 1)
    throw new LanguageError('context', 'a definition has one symbol on its left', line)
  const rhs = line.text.slice(cut.at + cut.length)
  return found.map(declarator => ({ declarator, line, rhs, rhsStart, defined: cut.defines }))
}

/** Each name once, but for a family that shares its name with a whole: L^{(n)} or L_n beside L is called L^· or L_·. */
function toldApart(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map(draft => {
    const { name, labels, above } = draft.declarator
    const same = drafts.filter(({ declarator }) => declarator.name === name)
    if (same.length === 1) return draft
    const whole = same.filter(({ declarator }) => declarator.labels.length === 0)
    if (same.length > 2 || whole.length !== 1)
      throw new LanguageError('context', `${name} is declared twice`, same[1]!.line)
    if (labels.length === 0) return draft
    return { ...draft, declarator: { ...draft.declarator, name: `${name}${above > 0 ? '^' : '_'}·` } }
  })
}

/** A symbol with its kind; `undefined` for a dimension. */
function declaredBy({ declarator, line, rhs, rhsStart }: Draft): Declared | undefined {
  const { name, labels, above } = declarator
  const { kind, axes, classes, ranges } = shifted(rhsStart, () => readKind(tokenize(rhs), rhs))
  const leading = labels.map(label => {
    const range = ranges.get(label)
    if (range === undefined)
      throw new LanguageError('context', `the index ${label} of ${name} has no range`, line, [
        `Add: for ${label} ≤ N`,
      ])
    return range.dim
  })
  for (const [label, { span }] of ranges) {
    if (!labels.includes(label))
      throw new LanguageError('context', `${name} bears no index ${label} on the left`, {
        start: span.start + rhsStart,
        end: span.end + rhsStart,
      })
  }
  if (kind === 'dim') {
    if (labels.length > 0 || axes.length > 0)
      throw new LanguageError('context', 'a dimension is a single name', line)
    return undefined
  }
  return {
    name,
    kind,
    axes: [...leading, ...axes],
    family: axes.length === 0 ? above : labels.length,
    above,
    classes,
    definition: undefined,
    span: line,
  }
}

function namesOf(
  drafts: readonly Draft[],
  dims: ReadonlySet<string>,
  symbols: ReadonlyMap<string, Declared>,
): Names {
  const above = new Map(drafts.map(({ declarator }) => [declarator.name, declarator.above]))
  return {
    words: new Set([
      ...drafts.map(({ declarator }) => declarator.base),
      ...[...dims].map(dim => dim.replace(/_.*$/, '')),
    ]),
    has: name => above.has(name) || dims.has(name),
    above: name => above.get(name) ?? 0,
    isIndex: name => dims.has(name) || kinds[symbols.get(name)?.kind ?? 'real'].index === true,
  }
}

function definedBy({ declarator, line, rhs, rhsStart }: Draft, names: Names, source: string): Declared {
  const { name, labels, above } = declarator
  labels.forEach((label, i) => {
    if (labels.indexOf(label) !== i)
      throw new LanguageError('context', `the index ${label} is twice on the left`, line, [
        'Write a letter for each axis.',
      ])
    if (names.has(label))
      throw new LanguageError('context', `the index ${label} is declared as something else`, line, [
        'Write another letter for the index.',
      ])
  })
  const expr = moved(
    shifted(rhsStart, () => parseExpression(rhs, names), source),
    rhsStart,
  )
  const definition = { expr, labels }
  return { name, kind: 'real', axes: [], family: 0, above, classes: undefined, definition, span: line }
}

function objectiveOf(
  line: Line,
  [, lead = '', loss = '', step]: RegExpExecArray,
  symbols: ReadonlyMap<string, Declared>,
): Context['objective'] {
  const nameIn = (text: string, from: number): string => {
    const [found, ...others] = shifted(line.start + from, () => declarators(tokenize(text)))
    if (found !== undefined && others.length === 0 && symbols.has(found.name)) return found.name
    const start = line.start + from
    throw new LanguageError('name', `${text} is not declared`, { start, end: start + text.length })
  }
  return {
    loss: nameIn(loss, lead.length),
    step: step === undefined ? undefined : nameIn(step, line.text.lastIndexOf(step)),
  }
}

/** Runs a reader of a part of the text; errors come out with places in the whole. */
function shifted<T>(by: number, run: () => T, whole = ''): T {
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
      whole,
    )
  }
}
