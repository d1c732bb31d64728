// One claim, decided: it is tried at one point after another, until what was found settles it.

import type { Problem } from '../meaning/index.js'
import { BATTERY, type Recipe } from '../points/index.js'
import { ascended } from './ascent.js'
import { evidenceAt } from './evidence.js'
import type { Subject } from './subject.js'
import { type Trial, trialOf } from './trial.js'
import { type Answer, type Evidence, isSettled, isTrusted, verdictOf } from './verdict.js'

/** Decides what a trial is of. */
export function decideTrial(trial: Trial, seed: number, battery: readonly Recipe[] = BATTERY): Answer {
  const evidence: Evidence[] = []
  for (const [i, recipe] of battery.entries()) {
    evidence.push(evidenceAt(trial, recipe, seed + i, !trial.derived || isTrusted(evidence)))
    if (isSettled(evidence)) break
  }
  if (trial.words.agreed === 'unrefuted' && !isSettled(evidence)) {
    const failing = ascended(trial, seed)
    if (failing !== undefined) evidence.push(failing)
  }
  return verdictOf(evidence, trial.words)
}

/** Decides an equality. */
export const decide = (
  problem: Problem,
  subject: Subject,
  seed: number,
  battery?: readonly Recipe[],
): Answer => decideTrial(trialOf(problem, subject, seed), seed, battery)
