// A paper checked from its bytes: every claim in its displays, each with its place.

import type { Budget } from '../meaning/budget.js'
import type { Missing, Recovered } from '../meaning/recover.js'
import { exitCodeOf } from '../report/outcome.js'
import type { ClaimReport, Misreading, PaperClaim, PaperReport, UncheckedFormula } from '../report/report.js'
import { LanguageError } from '../text/source.js'
import { type Block, tagsIn } from './block.js'
import { type Flaw, type Place, placesIn } from './bytes.js'
import { type Markdown, readMarkdown } from './markdown/markdown.js'
import { statesRelation } from './markdown/relations.js'

/** What decides claims: declarations are read once, then each display is checked under them. */
export interface Engine<Context> {
  given(text: string): Context
  /** The same with as much as can be read; without it, a line that is wrong costs the paper. */
  recover?(text: string): Recovered<Context>
  verifyAll(
    source: string,
    context: Context,
    options?: { readonly seed?: number; readonly path?: string; readonly budget?: Budget },
  ): readonly ClaimReport[]
  /** The context with what a text defines. */
  defining?(source: string, context: Context): Context
}

/** Options of {@link checkPaper}. */
export interface PaperOptions {
  /** Decides the cases that are drawn; 1 unless given. */
  readonly seed?: number
  /** A path that a report told with its seed: claims are shown at the case that it leads to, where they fail there. */
  readonly path?: string
  /** Whether formulas that are not checked make the exit code 3. */
  readonly strict?: boolean
  /** What each equality may cost; beyond it, it is inconclusive. */
  readonly budget?: Budget
  /** Told before the first display and after each. */
  readonly onProgress?: (done: number, total: number) => void
}

/** A paper's report, and the text that its offsets speak of. */
export interface CheckedPaper extends PaperReport {
  /** The text of the file. */
  readonly text: string
}

/** Checks every display of a paper. What cannot be understood becomes a claim that is unread, and the next is checked. */
export function checkPaper<Context>(
  file: string,
  text: string | Uint8Array,
  engine: Engine<Context>,
  { seed = 1, path, strict = false, budget = {}, onProgress }: PaperOptions = {},
): CheckedPaper {
  const began = Date.now()
  const paper = readMarkdown(text)
  const placeOf = placesIn(paper.text)
  const { known, trouble: unknown } = contextOf(paper.given, engine, placeOf)
  const trouble = paper.trouble ?? unknown
  const claims = paper.flaws.map(flaw => flawed(paper.text, flaw))
  const given = known?.flaws.map(flaw => placed(paper.given!, flaw, placeOf)) ?? []
  const unchecked = uncheckedIn(paper)
  if (known !== undefined) {
    const replayed = path === undefined ? {} : { path }
    const verify = (source: string, context: Context): readonly ClaimReport[] => {
      const missing = known.missing(source)
      if (missing !== undefined) throw lacking(missing, given[known.flaws.indexOf(missing.flaw)]!.line)
      return engine.verifyAll(source, context, { seed, budget, ...replayed })
    }
    const blocks = paper.displays.filter(isClaim)
    onProgress?.(0, blocks.length)
    let { context } = known
    for (const [i, block] of blocks.entries()) {
      const under = context
      // What a display defines is known to those behind it.
      context = definedIn(block, under, engine)
      claims.push(...claimsOf(block, placeOf, source => verify(source, under), context !== under))
      onProgress?.(i + 1, blocks.length)
    }
    claims.sort((a, b) => a.offset - b.offset)
  }
  const gaps = given.length > 0 || (strict && unchecked.length > 0)
  const exitCode = exitCodeOf(claims, trouble, gaps)
  const milliseconds = Date.now() - began
  return { file, seed, claims, given, unchecked, strict, trouble, exitCode, milliseconds, text: paper.text }
}

/** What a mark expects an outcome of is meant as a claim, whatever it looks like. */
const isClaim = ({ skip, text, expected }: Block): boolean =>
  !skip && (expected !== undefined || statesRelation(text))

/** What a reader of the paper sees as a formula, and nobody checks. */
function uncheckedIn({ displays, inline }: Markdown): readonly UncheckedFormula[] {
  const apart = displays
    .filter(block => !isClaim(block))
    .map(({ skip, text, offset, line, column }): UncheckedFormula => {
      return { kind: skip ? 'skipped' : 'display', source: text, offset, line, column }
    })
  return [...inline, ...apart].sort((a, b) => a.offset - b.offset)
}

const lacking = ({ name, span }: Missing, line: number): LanguageError =>
  new LanguageError(
    'context',
    name === ':='
      ? `an update needs the objective, and line ${line}, which should say it, cannot be read`
      : `this needs ${name}, and line ${line}, from which it would follow, cannot be read`,
    span,
  )

/** The report of a file that could not be had at all. */
export function unavailable(file: string, reason: string, seed = 1): CheckedPaper {
  const trouble = {
    trouble: 'context',
    reason,
    span: { start: 0, end: 0 },
    ways: [],
    line: 1,
    column: 1,
  } as const
  return {
    file,
    seed,
    claims: [],
    given: [],
    unchecked: [],
    strict: false,
    trouble,
    exitCode: 3,
    milliseconds: 0,
    text: '',
  }
}

const misreading = ({ trouble, reason, span, ways }: LanguageError): Misreading => ({
  trouble,
  reason,
  span,
  ways,
})

/** What is wrong with a given block, with its place in the file. */
function placed({ offset }: Block, error: LanguageError, placeOf: (offset: number) => Place): Flaw {
  const span = { start: offset + error.span.start, end: offset + error.span.end }
  return { ...misreading(error), span, ...placeOf(span.start) }
}

function contextOf<Context>(
  given: Block | undefined,
  engine: Engine<Context>,
  placeOf: (offset: number) => Place,
): { readonly known?: Recovered<Context>; readonly trouble?: Flaw } {
  if (given === undefined) return {}
  try {
    const known = engine.recover?.(given.text) ?? {
      context: engine.given(given.text),
      flaws: [],
      missing: () => undefined,
    }
    return { known }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { trouble: placed(given, error, placeOf) }
  }
}

/** A place of the file where something is wrong with the Markdown, shown with what is left of its line. */
function flawed(text: string, { line, column, span, ...rest }: Flaw): PaperClaim {
  const end = Math.max(span.end, span.start + text.slice(span.start).search(/[\r\n]|$/))
  const unread = { ...rest, span: { start: 0, end: span.end - span.start } }
  const source = text.slice(span.start, Math.min(end, span.start + 1000))
  return {
    line,
    column,
    offset: span.start,
    tag: undefined,
    expected: undefined,
    source,
    report: undefined,
    unread,
  }
}

/** The context with what a display defines; what cannot be read defines nothing. */
function definedIn<Context>({ text }: Block, context: Context, engine: Engine<Context>): Context {
  try {
    return engine.defining?.(text, context) ?? context
  } catch (error) {
    if (error instanceof LanguageError) return context
    throw error
  }
}

/** What a display claims. */
function claimsOf(
  block: Block,
  placeOf: (offset: number) => Place,
  verify: (source: string) => readonly ClaimReport[],
  defines: boolean,
): readonly PaperClaim[] {
  const { text, offset, tag, expected } = block
  const whole = { ...placeOf(offset), offset, tag, expected, source: text, report: undefined }
  try {
    const reports = verify(text)
    if (reports.length > 0 || defines)
      return reports.map((report, i) => claimOf(block, placeOf, reports, report, i))
    const reason = 'this display states no equation'
    return [
      { ...whole, unread: { trouble: 'syntax', reason, span: { start: 0, end: text.length }, ways: [] } },
    ]
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return [{ ...whole, unread: misreading(error) }]
  }
}

/**
 * One of a display's claims. A single tag is for all of them; of several, the first behind the claim's start. A mark is
 * for those claims that came out as it says, and for the first where none did.
 */
function claimOf(
  { text, offset, tag, expected }: Block,
  placeOf: (offset: number) => Place,
  reports: readonly ClaimReport[],
  report: ClaimReport,
  i: number,
): PaperClaim {
  const start = i === 0 ? 0 : report.start
  const end = reports[i + 1]?.start ?? text.length
  const tags = tagsIn(text)
  const own = tags.find(({ at }) => at >= start && at < end)?.tag
  const fulfilled = reports.some(({ verdict }) => verdict === expected)
  return {
    ...placeOf(offset + report.start),
    offset: offset + report.start,
    tag: tags.length === 1 ? tag : own,
    expected: (fulfilled ? report.verdict === expected : i === 0) ? expected : undefined,
    source: report.source,
    report,
    unread: undefined,
  }
}
