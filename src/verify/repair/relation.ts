// What is wrong with an inequality that fails: it is the other way round, or equality may occur.

import { decide, paired, relationAt, subjectOf } from '../decide/index.js'
import { unlessTooLarge } from '../meaning/index.js'
import type { Diagnosis } from '../report/index.js'
import type { Related } from '../text/index.js'
import type { Step } from './kinds.js'

/** What may be meant by a relation, the likeliest first. */
const MEANT: Readonly<Record<Exclude<Related, '='>, readonly Related[]>> = {
  '≤': ['≥'],
  '≥': ['≤'],
  '<': ['≤', '≥'],
  '>': ['≥', '≤'],
}

const isTurned = (a: Related, b: Related): boolean => (a === '≤' || a === '<') !== (b === '≤' || b === '<')

/** The relation for which no counterexample is found. That proves nothing, so it is told and never offered as a repair. */
export function relationMeant({ claim, step, problem, seed }: Step): readonly Diagnosis[] {
  const { sides, conditions, statement } = claim
  const relation = relationAt(statement, step)
  const pair = paired(problem, sides[step]!, sides[step + 1]!)
  if (relation === '=' || pair.kind !== 'fit') return []
  const isOpen = (other: Related): boolean =>
    unlessTooLarge(
      () =>
        decide(problem, subjectOf(problem, { ...pair, relation: other, conditions }), seed).verdict ===
        'unrefuted',
      () => false,
    )
  const meant = MEANT[relation].find(isOpen)
  if (meant === undefined) return []
  const how = isTurned(relation, meant) ? 'the other way round' : 'the sides may be equal'
  const message = `${how}: with ${meant} in place of ${relation}, no counterexample is found`
  return [{ kind: 'relation', rule: undefined, message, repair: undefined }]
}
