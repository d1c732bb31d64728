// A paper checked from its bytes: every claim in its displays, each with its place.
import type { Budget, Missing, Recovered } from '../meaning/index.js'
import {
  type Assumed,
  exitCodeOf,
  lineText,
  type PaperReport,
  type PlacedMisreading,
  type UncheckedFormula,
} from '../report/index.js'
import { attempt, LanguageError } from '../text/index.js'
import { type Block, placed, uncheckedOf } from './block.js'
import { type CheckedClaim, claimsOf, flawed, type Outcome, withLacks } from './claims.js'
import { continuedFrom, continues, sidesBefore } from './continued.js'
import type { Draft } from './declarations/index.js'
import {
  type Document,
  type Format,
  type FormatName,
  type IncludedFile,
  type ReadFile,
  troubleWith,
} from './format.js'
import { documentIn } from './formats.js'
import { statesRelation } from './relations.js'

/** How the claims of a display are decided. */
interface ClaimOptions {
  readonly seed: number
  readonly path?: string
  readonly where?: string
  readonly before?: string
  readonly budget: Budget
}

/** What understands declarations. */
export interface Declarations<Context> {
  /** As much as can be known from the declarations; a `LanguageError` is thrown where that is nothing. */
  recover(text: string): Recovered<Context>
  /** The context with what a text defines. */
  defining(source: string, context: Context): Context
  /** The given block that a document lacks. */
  draft?(document: Document): Draft
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
  /** The format of the paper; unless given, what the name of its file says. */
  readonly from?: FormatName
  /**
   * Reads a file that the paper includes, by its path from the paper's folder, which it never leaves; `undefined` where
   * there is none. Without it, none are read, and each is reported as not read.
   */
  readonly read?: ReadFile
  /** Told before the first display and after each. */
  readonly onProgress?: (done: number, total: number) => void
}

/** A paper's report, and the text that its offsets speak of. */
export interface CheckedPaper extends PaperReport {
  readonly claims: readonly CheckedClaim[]
  /** The text of the file. */
  readonly text: string
  /** The files that it includes. Places in them name them, and offsets there speak of their texts. */
  readonly included: readonly IncludedFile[]
  /** Whether nothing in it is the verifier's: no declarations, no display, and nothing is wrong. */
  readonly isEmpty: boolean
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
  { seed = 1, path, strict = false, budget = {}, from, read, onProgress }: PaperOptions = {},
  formats?: readonly Format[],
): Generator<undefined, CheckedPaper> {
  const began = Date.now()
  const paper = documentIn(file, text, formats, { from, read })
  const { known, draft, trouble: unknown } = knownIn(paper, engine)
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
    const verify = (source: string, context: Context, block: Block): readonly Outcome[] => {
      const decided = (before?: string): readonly Outcome[] =>
        engine.verifyAll(source, context, { ...optionsFor(block), ...(before && { before }) })
      const sides = continues(source) ? sidesBefore(block, claims, paper.inline) : []
      return withLacks(source, lackOf, () => continuedFrom(sides, decided))
    }
    const blocks = paper.displays.filter(block => isClaim(block) && draft?.defines(block.offset) !== true)
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
    claims.sort((a, b) => a.map.order - b.map.order)
  }
  const drafted = draft === undefined ? {} : { assumed: assumedIn(draft) }
  const gaps = given.length > 0 || (strict && (unchecked.length > 0 || claims.some(isUnproven)))
  const exitCode = exitCodeOf(claims, trouble, gaps)
  const milliseconds = Date.now() - began
  const { text: said, included, isEmpty } = paper
  const resting =
    draft === undefined ? claims : claims.map(claim => ({ ...claim, restsOn: draft.restsOn(claim.source) }))
  return {
    ...{ file, seed, claims: resting, given, ...drafted, unchecked, strict, trouble, exitCode, milliseconds },
    ...{ text: said, included, isEmpty },
  }
}

/** What a report tells of a draft. */
const assumedIn = ({ block, questions, lost, unread }: Draft): Assumed => ({ block, questions, lost, unread })

/** An inequality for which no counterexample was found, where no mark says so. */
const isUnproven = ({ report, expected }: CheckedClaim): boolean =>
  report?.verdict === 'unrefuted' && expected !== 'unrefuted'

/** What a mark expects an outcome of is meant as a claim, whatever it looks like. */
export const isClaim = ({ skip, text, expected }: Block): boolean =>
  !skip && (expected !== undefined || statesRelation(text))

/** What a reader of the paper sees as a formula, and nobody checks. */
function uncheckedIn({ displays, inline }: Document): readonly UncheckedFormula[] {
  const apart = displays.filter(block => !isClaim(block))
  const kindOf = (block: Block) => (block.skip ? 'skipped' : 'display')
  return [
    ...inline.map(block => ({ block, kind: 'inline' as const })),
    ...apart.map(block => ({ block, kind: kindOf(block) }) as const),
  ]
    .sort((a, b) => a.block.map.order - b.block.map.order)
    .map(({ block, kind }) => uncheckedOf(kind, block))
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
  included: [],
  isEmpty: false,
})

/** What is wrong within a block, with its place in the file. */
const inBlock = ({ map }: Block, error: LanguageError): PlacedMisreading =>
  placed(map.part(error.span), error)

/** What a paper declares, by its given block or by one that is drafted from it, as far as it can be read. */
export function knownIn<Context>(
  paper: Document,
  engine: Declarations<Context>,
): {
  readonly known?: Recovered<Context>
  readonly draft?: Draft
  readonly trouble?: PlacedMisreading
} {
  const draft = paper.given === undefined && paper.trouble === undefined ? engine.draft?.(paper) : undefined
  return draft === undefined ? contextOf(paper.given, engine) : { known: engine.recover(draft.block), draft }
}

function contextOf<Context>(
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
