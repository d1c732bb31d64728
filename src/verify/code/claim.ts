// Claims in code: a gradient as a function of tensors, decided as formulas are, on the same points and by the same evidence.
import { counterexampleAt, decideTrial, smallest } from '../decide/index.js'
import type { Context } from '../given/index.js'
import { type Budget, Meter, unlessTooLarge } from '../meaning/index.js'
import {
  type Counterexample,
  caught,
  counterexampleLines,
  type Diagnosis,
  unpainted,
  type Verdict,
} from '../report/index.js'
import { diagnosesOf } from './diagnose.js'
import { type GradientClaim, type GradientTrial, gradientTrial, Misfit } from './trial.js'

/** What became of a gradient that is claimed. */
export interface GradientClaimReport {
  /** What became of it. */
  readonly verdict: Verdict
  /** Why, in a sentence. */
  readonly reason: string | undefined
  /** The smallest case that fails, where one does. */
  readonly counterexample: Counterexample | undefined
  /** What is wrong, the likeliest first. */
  readonly diagnoses: readonly Diagnosis[]
  /** The smallest relative mistake that would have been caught. */
  readonly resolution: number
  /** How many cases were compared. */
  readonly cases: number
  /** What drew the cases. */
  readonly seed: number
  /** In words. */
  readonly message: string
}

/** What was found out, before it is put into words. */
type Finding = Omit<GradientClaimReport, 'seed' | 'message'>

const NOTHING = { counterexample: undefined, diagnoses: [], cases: 0, resolution: Infinity } as const

/** Decides a gradient that is claimed as a function, on the cases that formulas are tried on. */
export function verifyGradient(
  claim: GradientClaim,
  context: Context,
  seed: number,
  budget: Required<Budget>,
): GradientClaimReport {
  const trial = gradientTrial(claim, context, seed)
  const found = unlessTooLarge(
    () => trial.problem.metered(new Meter(budget), () => findingOf(trial, claim.by, seed)),
    ({ what }): Finding => ({ ...NOTHING, verdict: 'inconclusive', reason: `too large to decide: ${what}` }),
  )
  return { ...found, seed, message: messageOf(found, seed) }
}

function findingOf(trial: GradientTrial, by: string, seed: number): Finding {
  try {
    const { verdict, reason, resolution, cases, failing } = decideTrial(trial, seed)
    if (failing === undefined) return { ...NOTHING, verdict, reason, resolution, cases }
    const { worst, ...shrunk } = smallest(trial, failing, seed)
    const counterexample = worst && counterexampleAt(trial.problem, shrunk, worst, trial.symbols)
    return { verdict, reason, resolution, cases, counterexample, diagnoses: diagnosesOf(trial, by, seed) }
  } catch (error) {
    if (error instanceof Misfit) return { ...NOTHING, verdict: 'refuted', reason: error.message }
    throw error
  }
}

function messageOf(
  { verdict, reason, counterexample, diagnoses, resolution }: Finding,
  seed: number,
): string {
  return [
    `${verdict}${verdict === 'holds' ? caught({ resolution }, '; ') : ''}`,
    ...(reason === undefined ? [] : [`  = reason: ${reason}`]),
    ...(counterexample === undefined ? [] : counterexampleLines(counterexample, unpainted)),
    ...diagnoses.map(({ message }, i) => `  = help: ${i === 0 ? '' : 'or '}${message}`),
    `  = replay: seed ${seed}`,
  ].join('\n')
}
