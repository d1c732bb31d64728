// A paper checked from its bytes: every claim in its displays, each with its place.
import type { Budget, Missing, Recovered } from '../meaning/index.js'
import {
  exitCodeOf,
  lineText,
  type PaperReport,
  type PlacedMisreading,
  type UncheckedFormula,
} from '../report/index.js'
import { attempt, LanguageError } from '../text/index.js'
import { type Block, placed, uncheckedOf } from './block.js'
import { type CheckedClaim, claimsOf, flawed, type Outcome, withLacks } from './claims.js'
import { type Document, type Format, troubleWith } from './format.js'
import { documentIn } from './formats.js'
import { statesRelation } from './relations.js'

/** How the claims of a display are decided. */
interface ClaimOptions {
  readonly seed: number
  readonly path?: string
  readonly where?: string
  readonly budget: Budget
}

/** What understands declarations. */
export interface Declarations<Context> {
  /** As much as can be known from the declarations; a `LanguageError` is thrown where that is nothing. */
  recover(text: string): Recovered<Context>
  /** The context with what a text defines. */
  defining(source: string, context: Context): Context
}

/** What decides claims: declarations are read once, then each display is checked under them. */
export interface Engine<Context> extends Declarations<Context> {
  verifyAll(source: string, context: Context, options: ClaimOptions): readonly Outcome[]
  /** Decides the claims of a text one after the other, for `verifyAll` to find them decided; it may be left between two. */
  ahead?(source: string, context: Context, options: ClaimOptions): Generator<undefined, void>
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
  readonly claims: readonly CheckedClaim[]
  /** The text of the file. */
  readonly text: string
}

/** Checks every display of a paper. What cannot be understood becomes a claim that is unread, and the next is checked. */
export function checkPaper<Context>(
  file: string,
  text: string | Uint8Array,
  engine: Engine<Context>,
  options?: PaperOptions,
  formats?: readonly Format[],
): CheckedPaper {
  const steps = paperSteps(file, text, engine, options, formats)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same in steps: it may be left between two claims, and gone on with later. */
export function* paperSteps<Context>(
  file: string,
  text: string | Uint8Array,
  engine: Engine<Context>,
  { seed = 1, path, strict = false, budget = {}, onProgress }: PaperOptions = {},
  formats?: readonly Format[],
): Generator<undefined, CheckedPaper> {
  const began = Date.now()
  const paper = documentIn(file, text, formats)
  const { known, trouble: unknown } = contextOf(paper.given, engine)
  const trouble = paper.trouble ?? unknown
  const claims = paper.flaws.map(flawed)
  const given = known?.flaws.map(flaw => inBlock(paper.given!, flaw)) ?? []
  const unchecked = uncheckedIn(paper)
  if (known !== undefined) {
    const replayed = path === undefined ? {} : { path }
    const lackOf = (source: string, start = 0): LanguageError | undefined => {
      const missing = known.missing(source)
      return missing && lacking(missing, given[known.flaws.indexOf(missing.flaw)]!, start)
    }
    const optionsFor = ({ where }: Block): ClaimOptions => ({
      seed,
      budget,
      ...replayed,
      ...(where === undefined ? {} : { where }),
    })
    const verify = (source: string, context: Context, block: Block): readonly Outcome[] =>
      withLacks(source, lackOf, () => engine.verifyAll(source, context, optionsFor(block)))
    const blocks = paper.displays.filter(isClaim)
    onProgress?.(0, blocks.length)
    let { context } = known
    for (const [i, block] of blocks.entries()) {
      const under = context
      // What a display defines is known to those behind it.
      context = definedIn(block, under, engine)
      if (engine.ahead !== undefined) yield* engine.ahead(block.text, under, optionsFor(block))
      claims.push(...claimsOf(block, source => verify(source, under, block), context !== under))
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
export const isClaim = ({ skip, text, expected }: Block): boolean =>
  !skip && (expected !== undefined || statesRelation(text))

/** What a reader of the paper sees as a formula, and nobody checks. */
function uncheckedIn({ displays, inline }: Document): readonly UncheckedFormula[] {
  const apart = displays
    .filter(block => !isClaim(block))
    .map(block => uncheckedOf(block.skip ? 'skipped' : 'display', block))
  return [...inline, ...apart].sort((a, b) => a.offset - b.offset)
}

const lacking = ({ name, span }: Missing, flaw: PlacedMisreading, from: number): LanguageError =>
  new LanguageError(
    'context',
    name === ':='
      ? `an update needs the objective, and line ${lineText(flaw)}, which should say it, cannot be read`
      : `this needs ${name}, and line ${lineText(flaw)}, from which it would follow, cannot be read`,
    { start: from + span.start, end: from + span.end },
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

/** What the given block declares, as far as it can be read. */
export function contextOf<Context>(
  given: Block | undefined,
  engine: Declarations<Context>,
): { readonly known?: Recovered<Context>; readonly trouble?: PlacedMisreading } {
  if (given === undefined) return {}
  try {
    return { known: engine.recover(given.text) }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { trouble: inBlock(given, error) }
  }
}

/** The context with what a display defines; what cannot be read defines nothing. */
export const definedIn = <Context>(
  { text }: Block,
  context: Context,
  engine: Declarations<Context>,
): Context => attempt(() => engine.defining(text, context)) ?? context
