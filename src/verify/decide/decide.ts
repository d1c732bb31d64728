// One claim, decided: it is tried at one point after another, until what was found settles it.

import type { Problem } from '../meaning/index.js'
import { BATTERY, type Recipe } from '../points/index.js'
import { ascended } from './ascent.js'
import { evidenceAt } from './evidence.js'
import type { Subject } from './subject.js'
import { type Trial, trialOf } from './trial.js'
import { type Answer, type Evidence, isSettled, isTrusted, verdictOf } from './verdict.js'

/** What is found beside the places where a claim switches: nothing, or the first point at which it fails there. */
function switchEvidence(trial: Trial, seed: number): readonly Evidence[] {
  for (const beside of trial.switches?.(seed) ?? []) {
    const point = trial.met(trial.settle?.(beside) ?? beside)
    const found = point && trial.compare(point)
    if (point === undefined || found?.outcome !== 'differ') continue
    if (trial.derived && trial.trust(point, true).verdict !== 'holds') continue
    return [{ kind: 'differ', point, found, lane: 'ordinary', trusted: true }]
  }
  return []
}

/** Decides what a trial is of. */
export function decideTrial(trial: Trial, seed: number, battery: readonly Recipe[] = BATTERY): Answer {
  const evidence: Evidence[] = []
  for (const [i, recipe] of battery.entries()) {
    evidence.push(evidenceAt(trial, recipe, seed + i, !trial.derived || isTrusted(evidence)))
    if (isSettled(evidence)) break
  }
  if (!isSettled(evidence)) evidence.push(...switchEvidence(trial, seed))
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
