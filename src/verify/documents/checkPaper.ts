// A paper checked from its bytes: every claim in its displays, each with its place.

import type { Budget } from '../meaning/budget.js'
import type { Missing, Recovered } from '../meaning/recover.js'
import { exitCodeOf } from '../report/outcome.js'
import { lineText } from '../report/place.js'
import type {
  ClaimReport,
  Misreading,
  PaperClaim,
  PaperReport,
  PlacedMisreading,
  UncheckedFormula,
} from '../report/report.js'
import { LanguageError } from '../text/source.js'
import { type Block, type Flaw, placed, tagsIn, uncheckedOf } from './block.js'
import { type Document, type Format, troubleWith } from './format.js'
import { documentIn } from './formats.js'
import { statesRelation } from './relations.js'
import type { SourceMap } from './sourceMap.js'

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

/** A claim with the way back to the file, for a repair to be written there. */
export interface CheckedClaim extends PaperClaim {
  /** Leads from the claim's source to the file. */
  readonly map: SourceMap
}

/** A paper's report, and the text that its offsets speak of. */
export interface CheckedPaper extends PaperReport {
  readonly claims: readonly CheckedClaim[]
  /** The text of the file. */
  readonly text: string
}

/** Checks every display of a paper. What cannot be understood becomes a claim that is unread, and the next is checked. */
export function checkPaper<Context>(
  file: string,
  text: string | Uint8Array,
  engine: Engine<Context>,
  { seed = 1, path, strict = false, budget = {}, onProgress }: PaperOptions = {},
  formats?: readonly Format[],
): CheckedPaper {
  const began = Date.now()
  const paper = documentIn(file, text, formats)
  const { known, trouble: unknown } = contextOf(paper.given, engine)
  const trouble = paper.trouble ?? unknown
  const claims = paper.flaws.map(flawed)
  const given = known?.flaws.map(flaw => inBlock(paper.given!, flaw)) ?? []
  const unchecked = uncheckedIn(paper)
  if (known !== undefined) {
    const replayed = path === undefined ? {} : { path }
    const verify = (source: string, context: Context): readonly ClaimReport[] => {
      const missing = known.missing(source)
      if (missing !== undefined) throw lacking(missing, given[known.flaws.indexOf(missing.flaw)]!)
      return engine.verifyAll(source, context, { seed, budget, ...replayed })
    }
    const blocks = paper.displays.filter(isClaim)
    onProgress?.(0, blocks.length)
    let { context } = known
    for (const [i, block] of blocks.entries()) {
      const under = context
      // What a display defines is known to those behind it.
      context = definedIn(block, under, engine)
      claims.push(...claimsOf(block, source => verify(source, under), context !== under))
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
function uncheckedIn({ displays, inline }: Document): readonly UncheckedFormula[] {
  const apart = displays
    .filter(block => !isClaim(block))
    .map(block => uncheckedOf(block.skip ? 'skipped' : 'display', block))
  return [...inline, ...apart].sort((a, b) => a.offset - b.offset)
}

const lacking = ({ name, span }: Missing, flaw: PlacedMisreading): LanguageError =>
  new LanguageError(
    'context',
    name === ':='
      ? `an update needs the objective, and line ${lineText(flaw)}, which should say it, cannot be read`
      : `this needs ${name}, and line ${lineText(flaw)}, from which it would follow, cannot be read`,
    span,
  )

/** The report of a file that could not be had at all. */
export const unavailable = (file: string, reason: string, seed = 1): CheckedPaper => ({
  file,
  seed,
  claims: [],
  given: [],
  unchecked: [],
  strict: false,
  trouble: troubleWith(reason),
  exitCode: 3,
  milliseconds: 0,
  text: '',
})

/** What is wrong within a block, with its place in the file. */
const inBlock = ({ map }: Block, error: LanguageError): PlacedMisreading =>
  placed(map.part(error.span), error)

function contextOf<Context>(
  given: Block | undefined,
  engine: Engine<Context>,
): { readonly known?: Recovered<Context>; readonly trouble?: PlacedMisreading } {
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
    return { trouble: inBlock(given, error) }
  }
}

/** A claim at the place of what its map shows. */
const claimAt = (map: SourceMap, rest: Pick<CheckedClaim, 'tag' | 'expected' | 'report' | 'unread'>) => ({
  ...map.positionOf(0),
  ...rest,
  source: map.text,
  map,
})

/** A place of the file where something is wrong with how a formula stands there. */
const flawed = ({ map, trouble, reason, span, ways }: Flaw): CheckedClaim =>
  claimAt(map, {
    tag: undefined,
    expected: undefined,
    report: undefined,
    unread: { trouble, reason, ways, span: { start: 0, end: map.offsetAt(span.end) } },
  })

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
  verify: (source: string) => readonly ClaimReport[],
  defines: boolean,
): readonly CheckedClaim[] {
  const { text, map, tag, expected } = block
  const whole = (unread: Misreading) => claimAt(map, { tag, expected, report: undefined, unread })
  try {
    const reports = verify(text)
    if (reports.length > 0 || defines) return reports.map((_, i) => claimOf(block, reports, i))
    const reason = 'this display states no equation'
    return [whole({ trouble: 'syntax', reason, span: { start: 0, end: text.length }, ways: [] })]
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    const { trouble, reason, span, ways } = error
    return [whole({ trouble, reason, span, ways })]
  }
}

/**
 * One of a display's claims. A single tag is for all of them; of several, the first behind the claim's start. A mark is
 * for those claims that came out as it says, and for the first where none did.
 */
function claimOf(
  { text, map, tag, expected }: Block,
  reports: readonly ClaimReport[],
  i: number,
): CheckedClaim {
  const report = reports[i]!
  const start = i === 0 ? 0 : report.start
  const end = reports[i + 1]?.start ?? text.length
  const tags = tagsIn(text)
  const own = tags.find(({ at }) => at >= start && at < end)?.tag
  const fulfilled = reports.some(({ verdict }) => verdict === expected)
  return claimAt(map.part({ start: report.start, end: report.start + report.source.length }), {
    tag: tags.length === 1 ? tag : own,
    expected: (fulfilled ? report.verdict === expected : i === 0) ? expected : undefined,
    report,
    unread: undefined,
  })
}
