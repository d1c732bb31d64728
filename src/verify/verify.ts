// From a claim to its report: each step decided, the first broken one explained, and what follows from it.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { type Budget, budgetOf, Meter, type TooLarge, unlessTooLarge } from './budget.js'
import { BATTERY, sizesFor } from './cases/draw.js'
import { type Claim, paired, readClaims } from './claim.js'
import type { Context } from './context/context.js'
import { withDefinitions } from './defining.js'
import { diagnose } from './diagnose/diagnose.js'
import { type GradientClaim, type GradientClaimReport, verifyGradient } from './functions.js'
import { type Answer, decide, shown, smallest, subjectOf } from './judge/step.js'
import { type Core, spokenOf } from './lower/core.js'
import { tooDeep } from './lower/depth.js'
import { type Lowering, loweringOf } from './lower/lower.js'
import type { ClaimReport, Counterexample, Diagnosis, StepReport, Verdict } from './report.js'
import { renderClaim } from './text.js'
import { tooLarge } from './tooLarge.js'

/** How to verify. */
export interface VerifyOptions {
  /** Draws cases and directions: a whole number, 1 unless given. */
  readonly seed?: number
  /** What each equality may cost; beyond it, it is inconclusive, for it is too large to decide. */
  readonly budget?: Budget
}

/** Options with what was not said filled in. */
interface Settings {
  readonly seed: number
  readonly budget: Required<Budget>
}

/**
 * Decides all claims of a text: equations, chains and updates, in LaTeX or plain text. What it defines, `c := a^2` for a new c, is
 * no claim, and known to the others.
 *
 * Throws a `LanguageError`, with the place, for what cannot be read or means more than one thing.
 */
export function verifyAll(
  source: string,
  context: Context,
  options: VerifyOptions = {},
): readonly ClaimReport[] {
  if (typeof source !== 'string')
    throw new ArgumentError('verify', `takes a claim as text, got ${describe(source)}`)
  const settings = settingsOf(options)
  const under = withDefinitions(source, context)
  const lowering = loweringOf(under)
  return readClaims(source, under, lowering).map(claim => reportOf(source, claim, under, lowering, settings))
}

/**
 * Decides one claim: a text, or a gradient that is claimed as a function of tensors.
 *
 * Throws a `LanguageError`, with the place, for a text that cannot be read or means more than one thing.
 *
 * @example
 * const paper = given(`
 *   X : real[m, n]
 *   w : real[n]
 *   t : real[m]
 *   L = \\frac{1}{2} \\|X w - t\\|^2
 * `)
 * verify('\\nabla_w L = X^\\top (X w - t)', paper).verdict   // 'holds'
 * verify({ of: ({ X, w, t }) => loss(X, w, t), by: 'w', claim: ({ X, w, t }) => gradient(X, w, t) }, paper)
 */
export function verify(claim: string, context: Context, options?: VerifyOptions): ClaimReport
export function verify(claim: GradientClaim, context: Context, options?: VerifyOptions): GradientClaimReport
export function verify(
  claim: string | GradientClaim,
  context: Context,
  options: VerifyOptions = {},
): ClaimReport | GradientClaimReport {
  if (typeof claim !== 'string') {
    const { seed, budget } = settingsOf(options)
    return verifyGradient(claim, context, seed, budget)
  }
  const reports = verifyAll(claim, context, options)
  if (reports.length !== 1)
    throw new ArgumentError('verify', `decides one claim, got ${reports.length}; use verifyAll`)
  return reports[0]!
}

function settingsOf(options: VerifyOptions): Settings {
  checkOptions('verify', options, ['seed', 'budget'])
  const { seed = 1 } = options
  if (!Number.isSafeInteger(seed))
    throw new ArgumentError('verify', `seed must be a whole number, got ${describe(seed)}`)
  return { seed, budget: budgetOf('verify', options.budget) }
}

/** The worst first. */
const SEVERITY: readonly Verdict[] = ['refuted', 'inconclusive', 'nonsmooth', 'holds']

function reportOf(
  source: string,
  claim: Claim,
  context: Context,
  lowering: Lowering,
  settings: Settings,
): ClaimReport {
  const started = performance.now()
  const { statement, sides } = claim
  const { seed, budget } = settings
  const steps: StepReport[] = []
  for (let i = 0; i + 1 < sides.length; i++) {
    const first = !steps.some(({ verdict }) => verdict === 'refuted')
    steps.push(stepReport(source, claim, i, context, lowering, settings, first))
  }
  const verdict = SEVERITY.find(worst => steps.some(step => step.verdict === worst)) ?? 'holds'
  const at = steps.findIndex(step => step.verdict === 'refuted')
  const broken = at < 0 ? undefined : at
  const { start, end } = statement.span
  const report = {
    source: source.slice(start, end),
    start,
    reading: claim.reading,
    verdict,
    steps: steps.map(step => relative(step, start, source, end)),
    broken,
    consequence:
      broken === undefined || sides.length < 3
        ? undefined
        : unlessTooLarge(
            () => lowering.metered(new Meter(budget), () => consequence(claim, broken, lowering, seed)),
            () => undefined,
          ),
    resolution: steps.reduce((worst, { resolution }) => Math.max(worst, resolution), 0),
    seed,
    milliseconds: performance.now() - started,
  }
  return { ...report, message: renderClaim({ ...report, message: '' }) }
}

/** Places within the claim rather than within the text that it stood in. */
function relative(step: StepReport, start: number, source: string, end: number): StepReport {
  const moved = ({ start: a, end: b }: { readonly start: number; readonly end: number }) => ({
    start: a - start,
    end: b - start,
  })
  return {
    ...step,
    left: moved(step.left),
    right: moved(step.right),
    blame: step.blame && moved(step.blame),
    diagnoses: step.diagnoses.map(diagnosis => ({
      ...diagnosis,
      repair: diagnosis.repair && {
        ...diagnosis.repair,
        span: moved(diagnosis.repair.span),
        patched: diagnosis.repair.patched.slice(
          start,
          diagnosis.repair.patched.length - (source.length - end),
        ),
      },
    })),
  }
}

function stepReport(
  source: string,
  claim: Claim,
  i: number,
  context: Context,
  lowering: Lowering,
  { seed, budget }: Settings,
  explain: boolean,
): StepReport {
  const [left, right] = [claim.sides[i]!, claim.sides[i + 1]!]
  const base = {
    left: left.expr.span,
    right: right.expr.span,
    blame: undefined,
    counterexample: undefined,
    diagnoses: [],
  }
  const stepOf = ({ verdict, reason, resolution, cases, entries, blame }: Answer): StepReport => ({
    ...base,
    verdict,
    reason,
    resolution,
    cases,
    entries,
    blame,
  })
  const beyond = (error: TooLarge) => tooLarge(lowering, claim, i, error)
  const cores = [left.core, right.core, ...claim.conditions].filter(core => core !== undefined)
  const deep = tooDeep(lowering, cores)
  if (deep !== undefined) return stepOf(beyond(deep))
  const pair = paired(lowering, left, right)
  const meter = (): Meter => new Meter(budget)
  const diagnosed = (): readonly Diagnosis[] =>
    explain
      ? lowering.metered(meter(), () => diagnose({ source, claim, step: i, lowering, context, seed }))
      : []
  if (pair.kind !== 'fit') {
    const diagnoses = diagnosed()
    return {
      ...base,
      verdict: 'refuted',
      reason: pair.reason + instance(pair.reason, context),
      blame: pair.blame,
      diagnoses,
      resolution: 0,
      cases: 0,
      entries: 0,
    }
  }
  const subject = subjectOf(lowering, { left: pair.left, right: pair.right, conditions: claim.conditions })
  const answer: Answer = unlessTooLarge(
    () => lowering.metered(meter(), () => decide(lowering, subject, seed)),
    beyond,
  )
  const decided = stepOf(answer)
  const { failing } = answer
  if (answer.verdict !== 'refuted' || failing === undefined) return decided
  const { point, path, worst } = lowering.metered(meter(), () => smallest(lowering, subject, failing, seed))
  const counterexample: Counterexample | undefined = worst && {
    sizes: point.sizes,
    values: shown(lowering, point, subject.symbols),
    derived: shown(lowering, point, mentioned(lowering, [pair.left, pair.right])),
    at: worst.at,
    claimed: worst.right,
    actual: worst.left,
    difference: worst.difference,
    confirmed: worst.confirmed,
    seed,
    path,
  }
  const diagnoses = diagnosed()
  return { ...decided, counterexample, diagnoses, blame: diagnoses[0]?.repair?.span }
}

/** Shapes by name with numbers for the names, so that one can see that they do not fit. */
function instance(reason: string, { dims }: Context): string {
  const sizes = sizesFor(dims, BATTERY[0]!)
  const shapes = [...reason.matchAll(/([^\s×,]+)×([^\s×,]+)/g)].map(
    ([, rows, cols]) => `${sizes[rows!] ?? rows}×${sizes[cols!] ?? cols}`,
  )
  return shapes.length === 0 ? '' : ` (for example ${shapes.join(' and ')})`
}

/** Definitions that nodes mention directly. */
const mentioned = (lowering: Lowering, nodes: readonly Core[]): readonly string[] =>
  [...spokenOf(nodes)].filter(name => lowering.context.symbols.get(name)!.definition !== undefined)

/** What follows from a broken step: whether later sides share the mistake, or are right again. */
function consequence({ sides, conditions }: Claim, broken: number, lowering: Lowering, seed: number): string {
  const right = (i: number): boolean => {
    const pair = paired(lowering, sides[0]!, sides[i]!)
    return (
      pair.kind === 'fit' &&
      decide(lowering, subjectOf(lowering, { left: pair.left, right: pair.right, conditions }), seed)
        .verdict === 'holds'
    )
  }
  const later = sides.map((_, i) => i).slice(broken + 2)
  const text = (i: number): string => `side ${i + 1}`
  const again = later.filter(right)
  const wrong = later.filter(i => !again.includes(i))
  const parts = [
    ...(wrong.length > 0
      ? [
          `${wrong.map(text).join(', ')} ${wrong.length === 1 ? 'differs' : 'differ'} from the first side as well`,
        ]
      : []),
    ...(again.length > 0
      ? [`${again.map(text).join(', ')} ${again.length === 1 ? 'equals' : 'equal'} the first side again`]
      : []),
  ]
  return later.length === 0 ? 'The steps before it hold.' : `Of what follows, ${parts.join('; ')}.`
}
