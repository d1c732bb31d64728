// Claims verified: what is asked for, checked, and each claim of a text decided and reported.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import { claimReport } from './claimReport.js'
import { type GradientClaim, type GradientClaimReport, verifyGradient } from './code/index.js'
import { readClaim, statementsIn } from './decide/index.js'
import type { Context } from './given/index.js'
import {
  type Budget,
  budgetOf,
  defines,
  defining,
  type Problem,
  problemOf,
  withDirections,
} from './meaning/index.js'
import type { Memory } from './memory.js'
import { isReplayPath } from './points/index.js'
import type { ClaimReport, UnreadClaim } from './report/index.js'
import type { Settings } from './stepReport.js'
import { attempt, inSource, LanguageError, type Statement } from './text/index.js'

/** How to verify. */
export interface VerifyOptions {
  /** Draws cases and directions: a whole number, 1 unless given. */
  readonly seed?: number
  /** A path that a report told with its seed: a claim that fails at the case that it leads to is shown there. */
  readonly path?: string
  /** A condition that is meant for all claims that speak of the same, as prose in front of a display says it: `i = k`. */
  readonly where?: string
  /** What a text that begins with a relation goes on from: the side that was written last, such as `p_i (1 - p_i)`. */
  readonly before?: string
  /** What each equality may cost; beyond it, it is inconclusive, for it is too large to decide. */
  readonly budget?: Budget
}

/**
 * Decides all claims of a text: equations, chains and updates, in LaTeX or plain text. What it defines, `c := a^2` for a new c, is
 * no claim, and known to the others.
 *
 * Throws a `LanguageError`, with the place, for what cannot be read or means more than one thing.
 */
export const verifyAll = (
  source: string,
  context: Context,
  options: VerifyOptions = {},
): readonly ClaimReport[] =>
  verifyEach(source, context, options).map(outcome => {
    if ('error' in outcome) throw outcome.error
    return outcome
  })

/** The same, in which one of several claims may be unread, and the others are decided; what a memory holds is not decided again. */
export function verifyEach(
  source: string,
  context: Context,
  options: VerifyOptions = {},
  memory?: Memory,
): readonly (ClaimReport | UnreadClaim)[] {
  if (typeof source !== 'string')
    throw new ArgumentError('verify', `takes a claim as text, got ${describe(source)}`)
  const settings = settingsOf(options)
  const problem = problemOf(defining(source, context))
  return problem.within(options, () => {
    const statements = claimsIn(source, context, problem)
    return statements.map(statement => {
      try {
        return reportOf(source, statement, problem, settings, memory)
      } catch (error) {
        if (!(error instanceof LanguageError) || statements.length === 1) throw error
        const { start, end } = statement.span
        return { source: source.slice(start, end), start, error }
      }
    })
  })
}

/** Decides the claims of a text one after the other, for a memory to hold them; it may be left between two. */
export function* verifyAhead(
  source: string,
  context: Context,
  options: VerifyOptions,
  memory: Memory,
): Generator<undefined, void> {
  const settings = settingsOf(options)
  const problem = attempt(() => problemOf(defining(source, context)))
  if (problem === undefined) return
  const under = <T>(run: () => T): T | undefined => problem.within(options, () => attempt(run))
  for (const statement of under(() => claimsIn(source, context, problem)) ?? []) {
    under(() => reportOf(source, statement, problem, settings, memory))
    yield
  }
}

/** What a text states and does not define. */
const claimsIn = (source: string, context: Context, problem: Problem): readonly Statement[] =>
  statementsIn(source, problem).filter(statement => !defines(statement, context))

function reportOf(
  source: string,
  statement: Statement,
  problem: Problem,
  settings: Settings,
  memory: Memory | undefined,
): ClaimReport {
  const own = inSource(source, () => withDirections(problem, statement))
  const decided = (): ClaimReport => claimReport(source, readClaim(source, statement, own), own, settings)
  return memory === undefined ? decided() : memory.report({ source, statement, problem, settings }, decided)
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
  checkOptions('verify', options, ['seed', 'path', 'where', 'before', 'budget'])
  const { seed = 1, path, where, before } = options
  if (where !== undefined && typeof where !== 'string')
    throw new ArgumentError('verify', `where must be a condition as text, got ${describe(where)}`)
  if (before !== undefined && typeof before !== 'string')
    throw new ArgumentError('verify', `before must be a formula as text, got ${describe(before)}`)
  if (!Number.isSafeInteger(seed))
    throw new ArgumentError('verify', `seed must be a whole number, got ${describe(seed)}`)
  if (path !== undefined && !isReplayPath(path))
    throw new ArgumentError(
      'verify',
      `path must be numbers with colons between, such as 0:1:4, got ${describe(path)}`,
    )
  return { seed, path, budget: budgetOf('verify', options.budget) }
}
