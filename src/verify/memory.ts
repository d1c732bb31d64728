// What became of claims, kept for as long as all that it hangs on stays the same: an editor decides only what changed.
import type { Context, Declared } from './given/index.js'
import type { Problem } from './meaning/index.js'
import type { ClaimReport } from './report/index.js'
import type { Settings } from './stepReport.js'
import { LanguageError, type Statement } from './text/index.js'

/** A claim, and all that it is decided by. */
interface Asked {
  readonly source: string
  readonly statement: Statement
  readonly problem: Problem
  readonly settings: Settings
}

/** So many characters are kept unless told otherwise: some thousand claims. */
const MOST = 2 ** 23

/**
 * Holds what became of claims. What holds hangs on the claim, and on what is declared of the names in it and of those that
 * they are computed from. What does not is explained by changes that draw on all declarations, and on the signs around
 * the claim: it hangs on the whole display and the whole given block.
 */
export class Memory {
  readonly #most: number
  readonly #kept = new Map<string, ClaimReport | LanguageError>()
  #size = 0
  #decided = 0

  constructor(most = MOST) {
    this.#most = most
  }

  /** How many claims had to be decided so far. */
  get decided(): number {
    return this.#decided
  }

  /** The report of a claim, decided where it is not known. */
  report(asked: Asked, decide: () => ClaimReport): ClaimReport {
    const [own, whole] = [ownKey(asked), wholeKey(asked)]
    const known = this.#find(own) ?? this.#find(whole)
    if (known instanceof LanguageError) throw known
    if (known !== undefined) return { ...known, start: asked.statement.span.start }
    this.#decided++
    try {
      const report = decide()
      this.#keep(report.verdict === 'holds' ? own : whole, report)
      return report
    } catch (error) {
      // What is wrong with a definition is said in a text of its own.
      if (error instanceof LanguageError && error.source === asked.source) this.#keep(whole, error)
      throw error
    }
  }

  #find(key: string): ClaimReport | LanguageError | undefined {
    const known = this.#kept.get(key)
    if (known === undefined) return undefined
    // What was asked for last is forgotten last.
    this.#kept.delete(key)
    this.#kept.set(key, known)
    return known
  }

  #keep(key: string, outcome: ClaimReport | LanguageError): void {
    this.#kept.set(key, outcome)
    this.#size += key.length
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#most) break
      this.#kept.delete(oldest)
      this.#size -= oldest.length
    }
  }
}

function ownKey({ source, statement, problem, settings }: Asked): string {
  const { start, end } = statement.span
  const claim = toldOf([statement, problem.around], start)
  const update = statement.relation === ':=' ? toldOf(problem.objective ?? null) : ''
  // What functions are made of is not seen in a claim that applies them.
  const names = new Set(namesIn(claim + update + toldOf(problem.functions)))
  return [
    source.slice(start, end),
    claim,
    toldOf(settings),
    declaredOf(problem, names),
    ...restOf(problem),
  ].join('\n')
}

const wholeKey = ({ source, statement, problem, settings }: Asked): string =>
  [
    source,
    toldOf([statement, problem.around]),
    toldOf(settings),
    toldOf(problem.objective ?? null),
    declaredOf(problem, new Set(problem.symbols.keys())),
    problem.dims.join(),
    ...restOf(problem),
  ].join('\n')

/** What else a context tells of, however it is used. The compiler asks for what is new there. */
const REST: {
  readonly [K in Exclude<keyof Context, 'symbols' | 'dims' | 'objective'>]: (part: Context[K]) => string
} = {
  // What it declares is told by the symbols.
  source: () => '',
  // They serve to read claims, and a claim is told as it was read.
  names: () => '',
  functions: part => toldOf(part),
  layout: part => part ?? '',
}

const restOf = ({ source, names, functions, layout }: Context): readonly string[] => [
  REST.source(source),
  REST.names(names),
  REST.functions(functions),
  REST.layout(layout),
]

/** What is told by a value: all of it, where spans count from `from`; without them where that is not given. */
const toldOf = (value: unknown, from?: number): string =>
  JSON.stringify(value, (key, part: unknown) => {
    if (part instanceof Map || part instanceof Set) return [...part]
    if (part instanceof LanguageError) return part.message
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part)
    if (from !== undefined && (key === 'start' || key === 'end')) return Number(part) - from
    return part
  })

/** Whatever may be a name in what is told: each text in it, and the capital whose entries a small letter may be. */
const namesIn = (told: string): readonly string[] =>
  [...told.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(([, text = '']) => [
    text,
    text.toUpperCase().normalize('NFC'),
  ])

/** What is declared of names and of all that they are computed from, in its order. */
function declaredOf({ symbols, dims }: Pick<Context, 'symbols' | 'dims'>, names: Set<string>): string {
  const told = new Map<string, string>()
  for (let before = -1; before < told.size; ) {
    before = told.size
    for (const symbol of symbols.values()) {
      const { name } = symbol
      if (told.has(name) || !(names.has(name) || names.has(name.replace(/[\^_]·$/, '')))) continue
      told.set(name, declarationOf(symbol))
      for (const other of namesIn(told.get(name)!)) names.add(other)
    }
  }
  return [
    ...[...symbols.keys()].flatMap(name => told.get(name) ?? []),
    dims.filter(dim => names.has(dim)).join(),
  ].join('\n')
}

const declarations = new WeakMap<Declared, string>()

/** What a line declares; where it stands says nothing. */
function declarationOf(symbol: Declared): string {
  const known = declarations.get(symbol)
  if (known !== undefined) return known
  const told = JSON.stringify(JSON.parse(toldOf(symbol)), (key, part: unknown) =>
    key === 'span' ? undefined : part,
  )
  declarations.set(symbol, told)
  return told
}
