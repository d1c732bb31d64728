// The report of one step of a claim: decided, and where it is refuted a counterexample and what is wrong.

import {
  type Answer,
  type Claim,
  counterexampleAt,
  decideTrial,
  outsideError,
  paired,
  relationAt,
  smallest,
  subjectOf,
  tooLarge,
  trialOf,
  UNTRIED,
} from './decide/index.js'
import {
  type Budget,
  Meter,
  type Problem,
  spokenOf,
  type TooLarge,
  tooDeep,
  unlessTooLarge,
} from './meaning/index.js'
import type { Least } from './points/index.js'
import { diagnose } from './repair/index.js'
import type { Diagnosis, StepReport } from './report/index.js'

/** How to verify, with what was not said filled in. */
export interface Settings {
  readonly seed: number
  readonly path: string | undefined
  readonly budget: Required<Budget>
}

/** One equality of a claim, sides `step` and `step + 1`, in the text that it stands in. */
export interface Step {
  readonly source: string
  readonly claim: Claim
  readonly step: number
  readonly problem: Problem
  readonly settings: Settings
}

/** What became of a step, and the sizes that it takes for all that it reads to be there. */
interface Reported {
  readonly step: StepReport
  readonly least: Least
}

/** Decides a step and, where that is asked, explains what is wrong. */
export function stepReport({ source, claim, step, problem, settings }: Step, explain: boolean): Reported {
  const { seed, path, budget } = settings
  const { conditions, statement } = claim
  const relation = relationAt(statement, step)
  const [left, right] = [claim.sides[step]!, claim.sides[step + 1]!]
  const metered = <T>(run: () => T): T => problem.metered(new Meter(budget), run)
  const reported = (
    { verdict, reason, resolution, cases, entries, blame }: Answer,
    more: Partial<StepReport> = {},
  ): StepReport => ({
    left: left.expr.span,
    right: right.expr.span,
    blame,
    counterexample: undefined,
    diagnoses: [],
    verdict,
    ...(relation === '=' ? {} : { relation }),
    reason,
    resolution,
    cases,
    entries,
    ...more,
  })
  const diagnosed = (): readonly Diagnosis[] =>
    explain && statement.order === undefined
      ? metered(() => diagnose({ source, claim, step, problem, seed }))
      : []
  const beyond = (error: TooLarge): Reported => ({
    step: reported(tooLarge(problem, claim, step, error)),
    least: {},
  })
  const deep = tooDeep(
    problem,
    [left.node, right.node, ...conditions].filter(node => node !== undefined),
  )
  if (deep !== undefined) return beyond(deep)
  const pair = paired(problem, left, right)
  if (pair.kind !== 'fit') {
    const misfit = { ...UNTRIED, verdict: 'refuted', reason: pair.reason, blame: pair.blame } as const
    return { step: reported(misfit, { diagnoses: diagnosed() }), least: {} }
  }
  return unlessTooLarge(() => {
    const { subject, trial, answer } = metered(() => {
      const subject = subjectOf(problem, { ...pair, relation, conditions })
      const trial = trialOf(problem, subject, seed)
      return { subject, trial, answer: decideTrial(trial, seed) }
    })
    const { least, symbols } = subject
    const { failing, outside } = answer
    if (outside !== undefined) throw outsideError(problem, claim, [left, right], outside).in(source)
    if (failing === undefined) return { step: reported(answer), least }
    const { worst, ...shrunk } = metered(() => smallest(trial, failing, seed, path))
    const mentioned = [...spokenOf([pair.left, pair.right])].filter(
      name => problem.symbols.get(name)!.definition !== undefined,
    )
    const counterexample = worst && counterexampleAt(problem, shrunk, worst, symbols, mentioned)
    const texts = worst?.texts
    const apart =
      texts && `float64 cannot tell the sides apart: claimed is ${texts.right}, true is ${texts.left}`
    const diagnoses = diagnosed()
    const blame = diagnoses[0]?.repair?.span
    return {
      step: reported(answer, { reason: answer.reason ?? apart, counterexample, diagnoses, blame }),
      least,
    }
  }, beyond)
}
