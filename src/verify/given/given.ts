// The lines of a given block, read: one declaration a line, a kind with axes or a definition.
import {
  allReadings,
  appliedIn,
  attempt,
  type Expr,
  LanguageError,
  moved,
  type Names,
  parseCondition,
  parseDefinition,
  type Readings,
  symbolsIn,
  tokenize,
} from '../text/index.js'
import { checkCircles } from './circles.js'
import { type SetLine, setIn } from './conditioned.js'
import type { Context, Declared, OwnFunction } from './context.js'
import { declarators, settled } from './declarator.js'
import { readKind } from './kind.js'
import { type Kind, kinds } from './kinds/index.js'
import { type Line, linesOf, separator } from './lines.js'
import { bodyNames, type Draft, type Named, namedIn, namesOf, rangesOf } from './naming.js'

/** A line that says what updates descend on. */
export const OBJECTIVE =
  /^(\s*(?:objective|minimi[sz]e)\s+)(.+?)(?:\s*(?:,|with)\s*(?:a\s+)?step\s+(\S+))?\s*$/

/** A line that says how derivatives stand. */
export const LAYOUT = /^\s*layout\s+(numerator|denominator)\s*$/

/** What a given block declares and defines; whether its definitions fit together is not looked at yet. */
export function contextOf(source: string): Context {
  const found: Draft[] = []
  const sets: SetLine[] = []
  let goal: { readonly line: Line; readonly parts: RegExpExecArray } | undefined
  let layout: Context['layout']
  for (const line of linesOf(source)) {
    const [, stands] = LAYOUT.exec(line.text) ?? []
    if (stands !== undefined) {
      layout = stands === 'numerator' ? stands : undefined
      continue
    }
    const parts = OBJECTIVE.exec(line.text)
    const set = parts === null ? setIn(line) : undefined
    if (set !== undefined) sets.push(set)
    else if (parts === null) found.push(...draftsOf(line))
    else if (goal === undefined) goal = { line, parts }
    else throw new LanguageError('context', 'two objectives', line)
  }
  const lines = refined(found)
  for (const { kinded, rhsStart } of lines)
    if (kinded?.flaw !== undefined) throw movedError(kinded.flaw, rhsStart, '')
  const dims = dimensionsOf(lines)
  const drafts = namedIn(lines, dims, sets)
  const ranges = rangesOf(lines)
  const symbols = new Map<string, Declared>()
  for (const draft of drafts) {
    const symbol = draft.kinded && declaredBy(draft, ranges)
    if (symbol !== undefined) symbols.set(symbol.name, symbol)
  }
  checkDimensions(drafts, symbols, dims)
  const definitions = new Definitions(source, drafts, dims, sets)
  for (const { name, condition, start, line } of sets) {
    if (definitions.names.has(name) || sets.filter(one => one.name === name).length > 1)
      throw new LanguageError('context', `${name} is declared twice`, line)
    shifted(start, () => parseCondition(condition, definitions.names), source)
  }
  const functions = new Map<string, OwnFunction>()
  for (const draft of drafts) {
    if (draft.kinded !== undefined) continue
    const own = definitions.functionOf(draft)
    if (own !== undefined) functions.set(own.name, own)
    if (own === undefined || own.isValue) symbols.set(draft.name, definitions.symbolOf(draft))
  }
  checkCircles(functions, source)
  return {
    source,
    symbols,
    functions,
    dims: [...dims],
    names: definitions.names,
    objective: goal && objectiveOf(goal.line, goal.parts, symbols),
    layout,
  }
}

/** 0 < p < 1. */
const BETWEEN =
  /^(\s*0\s*(?:<|≤|\\l(?:t|e|eq)(?![a-z]))\s*)([^<≤=:]+?)\s*(?:<|≤|\\l(?:t|e|eq)(?![a-z]))\s*1\s*$/

function draftsOf(line: Line): readonly Draft[] {
  const [, lead, middle] = BETWEEN.exec(line.text) ?? []
  if (lead !== undefined && middle !== undefined) {
    const found = shifted(line.start + lead.length, () => declarators(tokenize(middle)))
    const kinded = readKind(tokenize('probability'), 'probability')
    return found.map(declarator => ({ declarator, line, rhs: '', rhsStart: line.end, kinded }))
  }
  const cut = separator(line)
  const left = line.text.slice(0, cut.at)
  const rhsStart = line.start + cut.at + cut.length
  const found = shifted(line.start, () => declarators(tokenize(left)))
  if (cut.defines && found.length !== 1)
    throw new LanguageError('context', 'a definition has one symbol on its left', line)
  const rhs = line.text.slice(cut.at + cut.length)
  const kinded = cut.defines ? undefined : shifted(rhsStart, () => readKind(tokenize(rhs), rhs, cut.sign))
  return found.map(declarator => ({ declarator, line, rhs, rhsStart, kinded }))
}

/** A line that says nothing but a kind, such as A : symmetric, says it of what another line declares. */
function refined(drafts: readonly Draft[]): readonly Draft[] {
  const nameOf = ({ declarator }: Draft): string => settled(declarator, () => false)!.name
  return drafts.flatMap(draft => {
    const [other, ...more] = drafts.filter(one => one !== draft && nameOf(one) === nameOf(draft))
    if (other === undefined || more.length > 0) return [draft]
    if (mayRefine(draft, other)) return []
    return mayRefine(other, draft)
      ? [{ ...draft, kinded: { ...draft.kinded!, kind: other.kinded!.kind } }]
      : [draft]
  })
}

/** Whether a line says nothing but a kind, and another has what that kind wants. */
function mayRefine({ kinded: bare }: Draft, { kinded: whole }: Draft): boolean {
  if (bare?.flaw === undefined || bare.kind === 'dim' || whole?.kind !== 'real') return false
  const kind: Kind = kinds[bare.kind]
  return bare.axes.length === 0 && bare.ranges.size === 0 && kind.lacks?.(whole.axes) === undefined
}

/** The dimensions of a block, in the order in which they first occur; those that have a line of their own first. */
function dimensionsOf(drafts: readonly Draft[]): Set<string> {
  const dims = new Set<string>()
  const ranges = rangesOf(drafts)
  for (const { declarator, kinded } of drafts)
    if (kinded?.kind === 'dim') dims.add(settled(declarator, () => false)!.name)
  const add = (dim: string | undefined): void => {
    if (dim !== undefined && !/^\d+$/.test(dim)) dims.add(dim)
  }
  for (const { declarator, kinded } of drafts) {
    if (kinded === undefined || kinded.kind === 'dim') continue
    const letters = [declarator.above, declarator.below].flatMap(hung => hung?.letters ?? [])
    for (const letter of letters) add(kinded.ranges.get(letter)?.dim ?? ranges.get(letter))
    for (const [, { dim }] of kinded.ranges) add(dim)
    for (const dim of kinded.axes) add(dim)
    add(kinded.classes)
  }
  return dims
}

function checkDimensions(
  drafts: readonly Named[],
  symbols: ReadonlyMap<string, Declared>,
  dims: ReadonlySet<string>,
): void {
  for (const { axes, classes, span } of symbols.values())
    for (const dim of classes === undefined ? axes : [...axes, classes])
      if (/^\d+$/.test(dim) && Number(dim) < 1)
        throw new LanguageError('context', 'an axis has at least one entry', span)
  for (const { name, kinded } of drafts) {
    if (kinded?.kind === 'dim' || !dims.has(name)) continue
    const user = [...symbols.values()].find(({ axes, classes }) => axes.includes(name) || classes === name)
    throw new LanguageError(
      'context',
      `${name} is declared as a symbol, and used as a dimension`,
      user?.span ?? drafts[0]!.line,
    )
  }
}

/** A symbol with its kind; `undefined` for a dimension. */
function declaredBy(draft: Named, block: ReadonlyMap<string, string>): Declared | undefined {
  const { name, labels, above, line, rhsStart, kinded } = draft
  const { kind, axes, classes, ranges, row } = kinded!
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
  const leading = labels.map(label => {
    const dim = ranges.get(label)?.dim ?? block.get(label)
    if (dim === undefined)
      throw new LanguageError('context', `the index ${label} of ${name} has no range`, line, [
        `Add: for ${label} ≤ N`,
      ])
    return dim
  })
  return {
    name,
    kind,
    axes: [...leading, ...axes],
    family: axes.length === 0 ? above : labels.length,
    above,
    row,
    classes,
    definition: undefined,
    span: line,
  }
}

/** The definitions of a block, each read when it is first asked for: what a name depends on helps to read another. */
class Definitions {
  readonly names: Names
  readonly #read = new Map<Named, Readings<Expr> | undefined>()
  readonly #byName: ReadonlyMap<string, Named>

  constructor(
    readonly source: string,
    drafts: readonly Named[],
    dims: ReadonlySet<string>,
    sets: readonly SetLine[],
  ) {
    this.#byName = new Map(drafts.map(draft => [draft.name, draft]))
    this.names = {
      ...namesOf(drafts, dims, sets),
      dependsOn: (name, other) => this.#dependsOn(name, other, new Set()),
    }
  }

  symbolOf(draft: Named): Declared {
    const { name, labels, above, line, stated } = draft
    this.#checkLabels(draft)
    const readings = this.#readingsOf(draft)!
    const definition = { expr: readings.all[0]!, labels, readings }
    return {
      name,
      kind: 'real',
      axes: [],
      family: 0,
      above,
      row: false,
      classes: undefined,
      definition,
      ...(stated && { stated }),
      span: line,
    }
  }

  /** A function; `undefined` for what takes nothing, or nothing but what it was defined with. */
  functionOf(draft: Named): OwnFunction | undefined {
    const { name, labels, taken, line } = draft
    if (taken === undefined || !taken.isOpen) return undefined
    if (taken.isFunction && taken.args.some(arg => arg.name !== undefined && arg.places.length > 0))
      throw new LanguageError(
        'context',
        `${name} is a function, and has the index ${labels[0]} as well`,
        line,
        ['Declare what it takes, or write the index as an argument.'],
      )
    const readings = this.#readingsOf(draft)!
    const ofPlaces = taken.args.map(arg => (arg.name === undefined ? labels[arg.places[0]!] : undefined))
    const params = taken.args.map((arg, i) => (arg.isParameter || !taken.isFunction ? arg.name : ofPlaces[i]))
    const borne = labels.filter(label => !ofPlaces.includes(label))
    const twice = params.find((param, i) => param !== undefined && params.indexOf(param) !== i)
    if (twice !== undefined) throw new LanguageError('context', `${name} takes ${twice} twice`, line)
    const expr = readings.all[0]!
    return { name, params, labels, borne, isValue: !taken.isFunction, expr, readings, span: line }
  }

  /** All ways to read a definition; `undefined` while it is being read, for it is made of itself then. */
  #readingsOf(draft: Named): Readings<Expr> | undefined {
    const { rhs, rhsStart } = draft
    if (this.#read.has(draft)) return this.#read.get(draft)
    this.#read.set(draft, undefined)
    const names = bodyNames(this.names, draft)
    const read = () => allReadings(choices => parseDefinition(rhs, names, choices))
    let found: Readings<Expr> | undefined
    try {
      found = shifted(rhsStart, read, this.source)
    } finally {
      if (found === undefined) this.#read.delete(draft)
    }
    const { all, unclear } = found
    const placed = unclear && movedError(unclear, rhsStart, this.source)
    const readings = { all: all.map(expr => moved(expr, rhsStart)), unclear: placed }
    this.#read.set(draft, readings)
    return readings
  }

  #dependsOn(name: string, other: string, seen: Set<string>): boolean {
    if (name === other) return true
    const draft = this.#byName.get(name)
    if (draft === undefined || draft.kinded !== undefined || seen.has(name)) return false
    seen.add(name)
    const [expr] = attempt(() => this.#readingsOf(draft))?.all ?? []
    if (expr === undefined) return false
    const parts = new Set([...symbolsIn(expr).map(part => part.name), ...appliedIn(expr)])
    return [...parts].some(part => this.#dependsOn(part, other, seen))
  }

  #checkLabels({ labels, line }: Named): void {
    labels.forEach((label, i) => {
      if (labels.indexOf(label) !== i)
        throw new LanguageError('context', `the index ${label} is twice on the left`, line, [
          'Write a letter for each axis.',
        ])
      if (this.names.has(label))
        throw new LanguageError('context', `the index ${label} is declared as something else`, line, [
          'Write another letter for the index.',
        ])
    })
  }
}

function objectiveOf(
  line: Line,
  [, lead = '', loss = '', step]: RegExpExecArray,
  symbols: ReadonlyMap<string, Declared>,
): Context['objective'] {
  const nameIn = (text: string, from: number): string => {
    const [found, ...others] = shifted(line.start + from, () => declarators(tokenize(text)))
    const name = found && settled(found, () => false)?.name
    if (name !== undefined && others.length === 0 && symbols.has(name)) return name
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
    throw movedError(error, by, whole)
  }
}

/** An error with its place in the whole. */
const movedError = (
  { trouble, reason, span: { start, end }, ways }: LanguageError,
  by: number,
  whole: string,
): LanguageError => new LanguageError(trouble, reason, { start: start + by, end: end + by }, ways, whole)
