// A given block read as far as it can be: a line that is wrong costs the formulas that need it, and no others.

import {
  type Context,
  type Cut,
  type Declarator,
  declarators,
  LAYOUT,
  type Line,
  linesOf,
  OBJECTIVE,
  separator,
} from '../given/index.js'
import { KINDS } from '../given/kinds/index.js'
import {
  attempt,
  functionNamed,
  isKeyword,
  isName,
  LanguageError,
  type Span,
  type Token,
  tokenize,
} from '../text/index.js'
import { readGiven } from './given.js'

/** What a formula needs and a line that is wrong would have said. */
export interface Missing {
  readonly name: string
  /** Where the formula speaks of it. */
  readonly span: Span
  /** What is wrong with that line, or with one that it needs itself. */
  readonly flaw: LanguageError
}

/** What can be known from a given block. */
export interface Recovered<T> {
  readonly context: T
  /** What is wrong with its lines, in their order. */
  readonly flaws: readonly LanguageError[]
  /** The first thing that is missing to understand a formula. */
  missing(formula: string): Missing | undefined
}

/** More lines that are wrong than this, and it is no given block. */
const MOST = 50

/**
 * Reads what a paper takes for granted, without the lines that are wrong and those that need them. Throws a
 * `LanguageError` where too many are.
 */
export function recoverGiven(source: string): Recovered<Context> {
  const lines = linesOf(source)
  const names = lines.map(namesIn)
  const flaws: LanguageError[] = []
  /** Lines that cannot be used, each with the flaw that this comes from. */
  const lost = new Map<Line, LanguageError>()
  const missing = (text: string): Missing | undefined => {
    const declared = new Set(names.flatMap(({ left }) => left.map(({ name }) => name)))
    const found = new Map<string, Lost>()
    const known = new Set(
      lines.flatMap((line, i) =>
        lost.has(line) ? [] : [...names[i]!.left.map(({ name }) => name), ...names[i]!.sizes],
      ),
    )
    lines.forEach((line, i) => {
      const flaw = lost.get(line)
      if (flaw === undefined) return
      for (const { name, hung } of names[i]!.left) {
        const before = found.get(name)
        // Where another line declares w, only w^* is lost with the line that would say what it is.
        const apart = hung !== undefined && known.has(name) ? [...(before?.hung ?? []), hung] : undefined
        if (before === undefined || before.hung !== undefined) found.set(name, { flaw, hung: apart })
      }
      for (const name of names[i]!.sizes) if (!known.has(name)) found.set(name, { flaw, hung: undefined })
    })
    return mentionOf(text, found, declared)
  }
  for (let text = source; ; ) {
    try {
      const context = readGiven(text)
      return { context, flaws: flaws.toSorted((a, b) => a.span.start - b.span.start), missing }
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      const { trouble, reason, span, ways } = error
      const flaw = new LanguageError(trouble, reason, span, ways, source)
      const line = lines.find(one => !lost.has(one) && one.start <= span.start && span.start <= one.end)
      if (line === undefined || flaws.length === MOST) throw flaw
      flaws.push(flaw)
      lost.set(line, flaw)
    }
    // What is computed from it is lost as well.
    for (let again = true; again; ) {
      again = false
      lines.forEach((line, i) => {
        const needs = lost.has(line) ? undefined : missing(names[i]!.formula)
        if (needs === undefined) return
        lost.set(line, needs.flaw)
        again = true
      })
    }
    for (const line of lost.keys())
      text =
        text.slice(0, line.start) +
        text.slice(line.start, line.end).replace(/[^\n]/g, ' ') +
        text.slice(line.end)
  }
}

/** A name that is lost, or only with what hangs on it: w^*, N_k, v'. */
interface Lost {
  readonly flaw: LanguageError
  readonly hung: readonly Hung[] | undefined
}

/** What hangs on a name: a sign, and what follows it, where that is no index. */
interface Hung {
  readonly sign: string
  readonly text: string | undefined
}

/** A name on the left of a line. */
interface Left {
  readonly name: string
  readonly hung: Hung | undefined
}

/** What a line speaks of: the names that it declares, the sizes that it mentions, the formula that it defines by. */
interface Names {
  readonly left: readonly Left[]
  readonly sizes: readonly string[]
  readonly formula: string
}

function namesIn(line: Line): Names {
  if (LAYOUT.test(line.text)) return { left: [], sizes: [], formula: '' }
  // An update needs the objective.
  const [objective, , loss, step = ''] = OBJECTIVE.exec(line.text) ?? []
  if (objective !== undefined)
    return { left: [{ name: ':=', hung: undefined }], sizes: [], formula: `${loss} ${step}` }
  const cut = cutOf(line)
  const kind = new RegExp(`\\b(${KINDS.join('|')})\\b[\\s\\S]*|$`).exec(line.text)!.index
  const [from, to] = cut === undefined ? [kind, kind] : [cut.at, cut.at + cut.length]
  const right = line.text.slice(to)
  const sizes = /\[([^\]]*)|(?:\bof|≤|<=|\\leq?|∈|\\in|\bin)\s*(\S+)/g
  return {
    left: declaredIn(line.text.slice(0, from)),
    sizes: cut?.defines
      ? []
      : [...right.matchAll(sizes)].flatMap(([, axes, one]) => (axes ?? one!).split(',').flatMap(firstName)),
    formula: cut?.defines ? right : '',
  }
}

const cutOf = (line: Line): Cut | undefined => attempt(() => separator(line))

/** The letters of the names on the left of a line, as far as they can be told. */
const declaredIn = (left: string): readonly Left[] =>
  attempt(() => declarators(tokenize(left)).map(leftOf)) ??
  left.split(',').flatMap(text => firstName(text).map(name => ({ name, hung: undefined })))

function leftOf({ base, above, below }: Declarator): Left {
  const name = base.replace(/'+$/, '')
  if (name !== base) return { name, hung: { sign: "'", text: undefined } }
  const [sign, hung] = above === undefined ? (['_', below] as const) : (['^', above] as const)
  return { name, hung: hung && { sign, text: hung.letters === undefined ? hung.text : undefined } }
}

function firstName(text: string): readonly string[] {
  const [raw] = /\\?[a-zA-Z]+(\{[^{}]*\})?|\p{L}\p{M}*/u.exec(text) ?? []
  const token = raw === undefined ? undefined : tokensOf(raw).find(isName)
  return token === undefined ? [] : [token.text]
}

/** The tokens of a text, or none where it has none. */
const tokensOf = (text: string): readonly Token[] => attempt(() => tokenize(text)) ?? []

/** The first mention of a name that is lost: alone, as a part of a run of letters, or as the small letter of its entries. */
function mentionOf(
  text: string,
  lost: ReadonlyMap<string, Lost>,
  declared: ReadonlySet<string>,
): Missing | undefined {
  const tokens = lost.size === 0 ? [] : tokensOf(text)
  for (const [i, token] of tokens.entries()) {
    const indexed = tokens[i + 1]?.text === '_' && !declared.has(token.text)
    const parts = [token.text, ...partsOf(token, declared), ...(indexed ? [token.text.toUpperCase()] : [])]
    const name = parts.find(part => {
      const found = lost.get(part)
      return found !== undefined && (found.hung?.some(hung => hangsOn(tokens, i, hung)) ?? true)
    })
    if (name !== undefined)
      return { name, span: { start: token.start, end: token.end }, flaw: lost.get(name)!.flaw }
  }
  return undefined
}

/** Whether this may hang on a token: behind it, and behind what else hangs there. */
function hangsOn(tokens: readonly Token[], at: number, { sign, text }: Hung): boolean {
  for (let next = at + 1; next < Math.min(tokens.length, at + HANGING); next++) {
    const token = tokens[next]!
    if (token.text === sign) {
      const behind = tokens.slice(next + 1, next + HANGING).map(one => one.text)
      return text === undefined || behind.join('').replace(/^\{/, '').startsWith(text)
    }
    if (next === at + 1 && !/^[\^_']$/.test(token.text)) return false
  }
  return false
}

/** So many tokens at most are what hangs on a name. */
const HANGING = 12

/** The names that a run of letters may be made of, where it is no name or word itself. */
function partsOf({ type, text }: Token, declared: ReadonlySet<string>): readonly string[] {
  if (type !== 'name' || declared.has(text) || functionNamed(text) !== undefined || isKeyword(text)) return []
  const letters = text.match(/\P{M}\p{M}*/gu) ?? []
  return [...letters, ...[...declared].filter(name => text.includes(name))]
}
