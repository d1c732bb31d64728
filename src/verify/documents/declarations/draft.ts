// The given block that a document lacks, drafted from its prose and its formulas; what stays open is asked.
import { paired, readClaim, statementsIn } from '../../decide/index.js'
import type { Context } from '../../given/index.js'
import { problemOf, recoverGiven } from '../../meaning/index.js'
import type { Assumed, Question } from '../../report/index.js'
import { attempt, type Expr, LanguageError, formulasOf as sidesOf, symbolsIn } from '../../text/index.js'
import type { Document } from '../format.js'
import { type Definition, definitionsIn, definitionText } from './definitions.js'
import { declarationOf, SizeNames } from './lines.js'
import { derivativesIn, objectiveIn } from './objective.js'
import { type Reading, readingOf } from './reading.js'
import type { Shape } from './shapes/extents.js'
import type { Slot, Slots } from './shapes/slots.js'
import { type Choice, type Solved, solve } from './shapes/solve.js'
import { saidIn } from './words/phrases.js'
import { clausesOf, formulasOf } from './words/prose.js'

/** A given block that nobody wrote. */
export interface Draft extends Assumed {
  /** Whether a display does nothing but define what stands in the block, by where it begins. */
  defines(offset: number): boolean
  /** The symbols with an open question that a formula depends on. */
  restsOn(source: string): readonly string[]
}

/** A line of the block. */
interface DraftLine {
  readonly name: string
  readonly text: string
  readonly from: string
  /** Where it came from; lines stand in this order. */
  readonly line: number
}

/** Drafts the given block of a document. It depends on nothing but the document. */
export function draftOf(document: Document): Draft {
  const formulas = formulasOf(document)
  let reading = readingOf(formulas, saidIn(clausesOf(document), formulas))
  const { said } = reading
  let definitions = definitionsIn(document, reading, said)
  for (;;) {
    const solved = solve(reading.letters, said, reading.stated, definitions)
    const block = new Block(reading, definitions, solved)
    const flawed = block.flawed()
    if (flawed.size === 0) return block.draft()
    definitions = definitions.filter(({ name }) => !flawed.has(name))
    reading = { ...reading, lost: new Set([...reading.lost, ...block.lost, ...flawed]) }
  }
}

/** How many formulas and lines are read to see which shapes fit. */
const MOST_TRIALS = 1000

/** A block that is being put together. */
class Block {
  /** Names that nothing can be said of: what depends on them cannot be checked. */
  readonly lost: ReadonlySet<string>
  readonly #sizes: SizeNames
  readonly #lines: readonly DraftLine[]

  constructor(
    private readonly reading: Reading,
    private readonly definitions: readonly Definition[],
    private readonly solved: Solved,
  ) {
    const { letters, stated } = reading
    const defined = new Set(definitions.map(({ name }) => name))
    this.lost = new Set([
      ...reading.lost,
      ...undefinedIn(reading, defined),
      ...unrelatedIn(reading, definitions, solved.slots),
    ])
    const bound = new Set(stated.flatMap(({ statement }) => sidesOf(statement).flatMap(lettersOf)))
    this.#sizes = new SizeNames(solved.x, letters, bound)
    this.#lines = this.#declared(defined)
  }

  #declared(defined: ReadonlySet<string>): readonly DraftLine[] {
    const { solved, lost, reading } = this
    const first = new Map<string, number>()
    for (const { statement, at } of reading.stated)
      for (const { name } of sidesOf(statement).flatMap(symbolsIn))
        if (!first.has(name)) first.set(name, at.line)
    return [...solved.slots.values()]
      .filter(({ name }) => !defined.has(name) && !lost.has(name))
      .map(slot => {
        const told = slot.facts.find(
          ({ axes, rank, kind }) => axes !== undefined || rank !== undefined || kind !== undefined,
        )
        const line = told?.line ?? first.get(slot.name) ?? 0
        const from =
          told === undefined
            ? `assumed, from how it is used${line === 0 ? '' : ` in line ${line}`}`
            : `from line ${line}`
        const rank = told === undefined ? Number.POSITIVE_INFINITY : reading.said.facts.indexOf(told)
        return { name: slot.name, text: this.#text(slot), from, line, rank }
      })
      .toSorted((a, b) => a.line - b.line || (a.rank === b.rank ? 0 : a.rank - b.rank))
  }

  #text(slot: Slot, shape?: Shape): string {
    return declarationOf(slot, this.solved.x, this.#sizes, shape)
  }

  /** The block, with other lines for some symbols. */
  #source(others: ReadonlyMap<string, string> = new Map(), commented = false): string {
    const noted = (text: string, from: string): string => (commented ? `${text}  # ${from}` : text)
    const names = namesFor(this.#lines.map(({ text }) => text))
    const declared = this.#lines.map(({ name, text, from }) => noted(others.get(name) ?? text, from))
    const defined = this.definitions
      .filter(({ name }) => !this.lost.has(name))
      .map(definition => noted(definitionText(definition, names), `from line ${definition.by.at.line}`))
    const goal = objectiveIn(
      this.reading.stated,
      new Set([...this.#lines.map(({ name }) => name), ...this.definitions.map(({ name }) => name)]),
      this.definitions,
    )
    const last = goal === undefined ? [] : [noted(goal.text, `from line ${goal.line}`)]
    return [
      ...declared,
      ...(defined.length > 0 && declared.length > 0 ? [''] : []),
      ...defined,
      ...last,
    ].join('\n')
  }

  /** Symbols whose lines cannot be read under the block. */
  flawed(): ReadonlySet<string> {
    const source = this.#source()
    const names = namesFor(this.#lines.map(({ text }) => text))
    const texts = new Map([
      ...this.#lines.map(({ name, text }) => [text, name] as const),
      ...this.definitions
        .filter(({ name }) => !this.lost.has(name))
        .map(definition => [definitionText(definition, names), definition.name] as const),
    ])
    return new Set(flawsOf(source).flatMap(flaw => texts.get(lineAt(source, flaw)) ?? []))
  }

  draft(): Draft {
    const others = new Map<string, string>()
    const questions: Question[] = []
    let best = this.#fits(others)
    // Each choice is tried on all formulas: of very many, the later ones are asked without.
    const most = Math.max(4, Math.floor(MOST_TRIALS / (1 + this.reading.stated.length + this.#lines.length)))
    for (const [i, choice] of this.solved.choices.entries()) {
      const fitsWith = (text: string): number => this.#fits(new Map([...others, [choice.name, text]]))
      const asked = this.#asked(choice, i < most ? fitsWith : undefined, best)
      if (asked === undefined) continue
      others.set(choice.name, asked.chosen)
      best = Math.max(best, asked.fits)
      if (asked.question !== undefined) questions.push(asked.question)
    }
    const { reading, definitions } = this
    const source = sound(this.#source(others, true))
    const lost = [...this.lost].toSorted()
    const unread = reading.unread.map(({ at, error }) => ({ line: at.line, reason: error.reason }))
    const open = new Set(questions.map(({ name }) => name))
    const wholly = new Map<number, boolean>()
    for (const { at, statement } of reading.stated) {
      const defines =
        definitions.some(({ by, name }) => by.statement === statement && !this.lost.has(name)) &&
        statement.sides.length === 2
      wholly.set(at.offset, (wholly.get(at.offset) ?? true) && defines)
    }
    const restsOn = (text: string): readonly string[] => {
      const context = contextOf(source)
      const statements = context && attempt(() => statementsIn(text, problemOf(context)))
      if (context === undefined || statements === undefined) return []
      const seen = new Set<string>()
      const visit = (expr: Expr): void => {
        for (const { name } of symbolsIn(expr)) {
          const known = context.symbols.has(name) ? name : name.toUpperCase()
          if (seen.has(known)) continue
          seen.add(known)
          const next = context.symbols.get(known)?.definition?.expr
          if (next !== undefined) visit(next)
        }
      }
      statements.flatMap(sidesOf).forEach(visit)
      return [...seen].filter(name => open.has(name)).toSorted()
    }
    return { block: source, questions, lost, unread, defines: offset => wholly.get(offset) ?? false, restsOn }
  }

  /** Which of several shapes the formulas allow; what more than one of them does is a question. */
  #asked({ name, shapes }: Choice, fitsWith: ((text: string) => number) | undefined, best: number) {
    const slot = this.solved.slots.get(name)
    const line = this.#lines.find(one => one.name === name)
    if (slot === undefined || line === undefined) return undefined
    const texts = [...new Set([line.text, ...shapes.map(shape => this.#text(slot, shape))])]
    if (texts.length < 2) return undefined
    const tried = texts.map(text => ({ text, fits: text === line.text ? best : (fitsWith?.(text) ?? best) }))
    const fits = Math.max(...tried.map(one => one.fits))
    const fitting = tried.filter(one => one.fits === fits).map(({ text }) => text)
    const [chosen] = fitting
    const question =
      fitting.length < 2 || isUsual(name, chosen!)
        ? undefined
        : {
            name,
            line: line.line,
            chosen: chosen!,
            candidates: fitting,
            text: `is ${name} ${fitting.map(shapeWord).join(' or ')}?`,
          }
    return { chosen: chosen!, fits, question }
  }

  /** How many formulas fit under the block. */
  #fits(others: ReadonlyMap<string, string>): number {
    const context = contextOf(this.#source(others))
    if (context === undefined) return -1
    const problem = problemOf(context)
    let count = 0
    const seen = new Set<string>()
    for (const { source } of this.reading.stated) {
      if (seen.has(source)) continue
      seen.add(source)
      for (const statement of attempt(() => statementsIn(source, problem)) ?? []) {
        const claim = attempt(() => readClaim(source, statement, problem))
        const sides = claim?.sides ?? []
        const fit =
          sides.length > 0 &&
          sides.every((side, i) => i === 0 || paired(problem, sides[i - 1]!, side).kind === 'fit')
        if (fit) count++
      }
    }
    return count - flawsOf(this.#source(others)).length
  }
}

/** Letters that stand for numbers to everybody: step sizes, weights of penalties, losses. */
const isUsual = (name: string, chosen: string): boolean =>
  /^(?:[αβγεηλκτρσμνωφψξζχ]|[LJEℓℒ])(?:[_^'].*)?$/u.test(name) && !chosen.includes('[')

const shapeWord = (text: string): string => {
  const axes = /\[([^\]]*)\]/.exec(text)?.[1]?.split(',').length ?? 0
  return ['a number', 'a column', 'a matrix'][axes] ?? 'more'
}

const contextOf = (source: string): Context | undefined => attempt(() => recoverGiven(source).context)

const lineAt = (source: string, { span }: LanguageError): string =>
  source.slice(source.lastIndexOf('\n', span.start - 1) + 1).split('\n')[0]!

/** A block without the lines that are still wrong, such as an objective that is none. */
function sound(source: string): string {
  const [flaw] = flawsOf(source)
  if (flaw === undefined) return source
  const start = source.lastIndexOf('\n', flaw.span.start - 1) + 1
  return sound(source.slice(0, start) + source.slice(start).replace(/^[^\n]*\n?/, ''))
}

/** What is wrong with the lines of a block. */
function flawsOf(source: string): readonly LanguageError[] {
  try {
    return recoverGiven(source).flaws
  } catch (error) {
    if (error instanceof LanguageError) return [error]
    throw error
  }
}

const namesFor = (declared: readonly string[]) =>
  contextOf(declared.join('\n'))?.names ?? {
    has: () => false,
    above: () => 0,
    isIndex: () => false,
    axes: () => undefined,
  }

/** Every letter in a formula, indices too. */
const lettersOf = (expr: Expr): readonly string[] => symbolsIn(expr).map(({ name }) => name)

/**
 * What something is differentiated by that does not depend on it: how it does, the document does not say in a formula. Only a
 * claim that the derivative is 0 may mean that.
 */
function unrelatedIn(
  { stated }: Reading,
  definitions: readonly Definition[],
  slots: Slots,
): readonly string[] {
  const rights = new Map(definitions.map(({ name, right }) => [name, right]))
  const whole = (name: string): string => (slots.has(name) ? name : name.toUpperCase().normalize('NFC'))
  const reaches = (expr: Expr, wanted: string, seen: Set<string>): boolean =>
    symbolsIn(expr).some(({ name: written }) => {
      const name = whole(written)
      if (name === wanted) return true
      if (seen.has(name)) return false
      seen.add(name)
      const next = rights.get(name)
      return next !== undefined && reaches(next, wanted, seen)
    })
  return stated.flatMap(({ statement }) =>
    statement.sides.some(side => side.kind === 'number')
      ? []
      : sidesOf(statement)
          .flatMap(derivativesIn)
          .filter(({ of }) => of.kind !== 'symbol' || rights.has(whole(of.name)))
          .flatMap(({ of, by }) =>
            by.map(({ name }) => whole(name)).filter(name => !reaches(of, name, new Set())),
          ),
  )
}

/** What is differentiated and defined nowhere, and the left sides of what could not be read. */
function undefinedIn({ stated, unread, letters }: Reading, defined: ReadonlySet<string>): readonly string[] {
  const differentiated = stated
    .flatMap(({ statement }) => sidesOf(statement).flatMap(derivativesIn))
    .flatMap(({ of, by }) => {
      const inner = of.kind === 'symbol' ? [of.name] : []
      return inner.filter(name => by.every(symbol => symbol.name !== name))
    })
  const left = unread.flatMap(({ at }) => {
    const lead = /^[\s&]*(?:\\begin\{[^}]*\}\s*)*(.{1,40}?)\s*&?\s*(?::=|=)/s.exec(at.source)?.[1]
    return [...letters.symbols.values()].filter(({ written }) => lead === written).map(({ name }) => name)
  })
  return [...differentiated, ...left].filter(name => letters.symbols.has(name) && !defined.has(name))
}
