// From a claim to its report: each step decided, the first broken one explained, and what follows from it.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { type GradientClaim, type GradientClaimReport, verifyGradient } from './code/claim.js'
import { type Claim, paired, readClaims } from './decide/claim.js'
import { type Answer, decide, type Subject, shown, smallest, subjectOf } from './decide/decide.js'
import { tooLarge } from './decide/tooLarge.js'
import { outsideError } from './decide/unread.js'
import type { Context } from './given/context.js'
import { type Budget, budgetOf, Meter, type TooLarge, unlessTooLarge } from './meaning/budget.js'
import { withDefinitions } from './meaning/defining.js'
import { tooDeep } from './meaning/depth.js'
import { type Problem, problemOf } from './meaning/lower.js'
import type { Node } from './meaning/node.js'
import { spokenOf } from './meaning/walk.js'
import { BATTERY, sizesFor } from './points/draw.js'
import { isPath } from './points/path.js'
import { type Least, leastText } from './points/room.js'
import { diagnose } from './repair/diagnose.js'
import { renderClaim } from './report/claimText.js'
import type { ClaimReport, Counterexample, Diagnosis, StepReport, Verdict } from './report/report.js'
import { LanguageError } from './text/source.js'

/** How to verify. */
export interface VerifyOptions {
  /** Draws cases and directions: a whole number, 1 unless given. */
  readonly seed?: number
  /** A path that a report told with its seed: a claim that fails at the case that it leads to is shown there. */
  readonly path?: string
  /** What each equality may cost; beyond it, it is inconclusive, for it is too large to decide. */
  readonly budget?: Budget
}

/** Options with what was not said filled in. */
interface Settings {
  readonly seed: number
  readonly path: string | undefined
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
  const problem = problemOf(under)
  return readClaims(source, under, problem).map(claim => reportOf(source, claim, under, problem, settings))
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
  checkOptions('verify', options, ['seed', 'path', 'budget'])
  const { seed = 1, path } = options
  if (!Number.isSafeInteger(seed))
    throw new ArgumentError('verify', `seed must be a whole number, got ${describe(seed)}`)
  if (path !== undefined && !isPath(path))
    throw new ArgumentError(
      'verify',
      `path must be numbers with colons between, such as 0:1:4, got ${describe(path)}`,
    )
  return { seed, path, budget: budgetOf('verify', options.budget) }
}

/** The worst first. */
const SEVERITY: readonly Verdict[] = ['refuted', 'inconclusive', 'nonsmooth', 'holds']

function reportOf(
  source: string,
  claim: Claim,
  context: Context,
  problem: Problem,
  settings: Settings,
): ClaimReport {
  const started = performance.now()
  const { statement, sides } = claim
  const { seed, budget } = settings
  const steps: StepReport[] = []
  let least: Least = {}
  for (let i = 0; i + 1 < sides.length; i++) {
    const first = !steps.some(({ verdict }) => verdict === 'refuted')
    const { step, least: own } = stepReport(source, claim, i, context, problem, settings, first)
    steps.push(step)
    least = larger(least, own)
  }
  if (steps.some(({ verdict }) => verdict !== 'holds'))
    unlessTooLarge(
      () => problem.metered(new Meter(budget), () => refuseTwoReadings(source, claim, problem, seed)),
      () => undefined,
    )
  const verdict = SEVERITY.find(worst => steps.some(step => step.verdict === worst)) ?? 'holds'
  const at = steps.findIndex(step => step.verdict === 'refuted')
  const broken = at < 0 ? undefined : at
  const { start, end } = statement.span
  const sizes = leastText(least)
  const report = {
    source: source.slice(start, end),
    start,
    reading: sizes === '' ? claim.reading : readingFor(`for ${sizes}`, claim),
    ...(sizes === '' ? {} : { sizes }),
    verdict,
    steps: steps.map(step => relative(step, start, source, end)),
    broken,
    consequence:
      broken === undefined || sides.length < 3
        ? undefined
        : unlessTooLarge(
            () => problem.metered(new Meter(budget), () => consequence(claim, broken, problem, seed)),
            () => undefined,
          ),
    resolution: steps.reduce((worst, { resolution }) => Math.max(worst, resolution), 0),
    seed,
    milliseconds: performance.now() - started,
  }
  return { ...report, message: renderClaim({ ...report, message: '' }) }
}

/** Refuses a claim, which does not hold as it is read, if it would hold were an index summed in each of its sums. */
function refuseTwoReadings(
  source: string,
  { alternative, statement }: Claim,
  problem: Problem,
  seed: number,
): void {
  if (alternative === undefined) return
  const { index, claim } = alternative
  const { sides, conditions } = claim
  const holds = sides.slice(1).every((right, i) => {
    const pair = paired(problem, sides[i]!, right)
    return (
      pair.kind === 'fit' &&
      decide(problem, subjectOf(problem, { ...pair, conditions }), seed).verdict === 'holds'
    )
  })
  if (!holds) return
  throw new LanguageError(
    'ambiguous',
    `the index ${index} stands in several sums: is it summed in each of them, or is the claim meant for each ${index}?`,
    statement.span,
    [
      `Write \\sum_${index} in front of each to sum.`,
      `Add "for all ${index}" behind the claim where it is meant for each.`,
    ],
    source,
  )
}

/** The larger size of each dimension. */
const larger = (a: Least, b: Least): Least => ({
  ...a,
  ...Object.fromEntries(Object.entries(b).map(([dim, size]) => [dim, Math.max(size, a[dim] ?? 1)])),
})

/** "for n ≥ 2, for all i ≤ m: …" */
const readingFor = (sizes: string, { quantified, reading }: Claim): string =>
  `${sizes}${quantified ? ', ' : ': '}${reading}`

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
  problem: Problem,
  { seed, path: wanted, budget }: Settings,
  explain: boolean,
): { readonly step: StepReport; readonly least: Least } {
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
  const beyond = (error: TooLarge) => tooLarge(problem, claim, i, error)
  const nodes = [left.node, right.node, ...claim.conditions].filter(node => node !== undefined)
  const deep = tooDeep(problem, nodes)
  if (deep !== undefined) return { step: stepOf(beyond(deep)), least: {} }
  const pair = paired(problem, left, right)
  const meter = (): Meter => new Meter(budget)
  const diagnosed = (): readonly Diagnosis[] =>
    explain
      ? problem.metered(meter(), () => diagnose({ source, claim, step: i, problem, context, seed }))
      : []
  if (pair.kind !== 'fit') {
    const diagnoses = diagnosed()
    const step: StepReport = {
      ...base,
      verdict: 'refuted',
      reason: pair.reason + instance(pair.reason, context),
      blame: pair.blame,
      diagnoses,
      resolution: 0,
      cases: 0,
      entries: 0,
    }
    return { step, least: {} }
  }
  const question = { left: pair.left, right: pair.right, conditions: claim.conditions }
  const { subject, answer } = unlessTooLarge(
    (): { readonly subject: Subject | undefined; readonly answer: Answer } =>
      problem.metered(meter(), () => {
        const subject = subjectOf(problem, question)
        return { subject, answer: decide(problem, subject, seed) }
      }),
    error => ({ subject: undefined, answer: beyond(error) }),
  )
  const { verdict, failing, outside } = answer
  if (outside !== undefined) throw outsideError(problem, claim, [left, right], outside).in(source)
  const decided = stepOf(answer)
  const least = subject?.least ?? {}
  if (verdict !== 'refuted' || failing === undefined || subject === undefined) return { step: decided, least }
  const { point, path, worst } = problem.metered(meter(), () =>
    smallest(problem, subject, failing, seed, wanted),
  )
  const counterexample: Counterexample | undefined = worst && {
    sizes: point.sizes,
    values: shown(problem, point, subject.symbols),
    derived: shown(problem, point, mentioned(problem, [pair.left, pair.right])),
    at: worst.at,
    claimed: worst.right,
    actual: worst.left,
    difference: worst.difference,
    confirmed: worst.confirmed,
    seed,
    path,
  }
  const { texts } = worst ?? {}
  const apart =
    texts && `float64 cannot tell the sides apart: claimed is ${texts.right}, true is ${texts.left}`
  const diagnoses = diagnosed()
  const blame = diagnoses[0]?.repair?.span
  return {
    step: { ...decided, reason: answer.reason ?? apart, counterexample, diagnoses, blame },
    least,
  }
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
const mentioned = (problem: Problem, nodes: readonly Node[]): readonly string[] =>
  [...spokenOf(nodes)].filter(name => problem.context.symbols.get(name)!.definition !== undefined)

/** What follows from a broken step: whether later sides share the mistake, or are right again. */
function consequence({ sides, conditions }: Claim, broken: number, problem: Problem, seed: number): string {
  const right = (i: number): boolean => {
    const pair = paired(problem, sides[0]!, sides[i]!)
    return (
      pair.kind === 'fit' &&
      decide(problem, subjectOf(problem, { left: pair.left, right: pair.right, conditions }), seed)
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
