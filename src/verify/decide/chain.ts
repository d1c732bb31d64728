// What a claim that does not hold comes to as a whole: what follows from its broken step, and whether it has two readings.

import type { Problem } from '../meaning/index.js'
import { LanguageError } from '../text/index.js'
import type { Claim, Side } from './claim.js'
import { decide } from './decide.js'
import { paired } from './pairing.js'
import { subjectOf } from './subject.js'

/** Whether two sides are equal wherever the conditions are met. */
function areEqual(
  problem: Problem,
  left: Side,
  right: Side,
  { conditions }: Pick<Claim, 'conditions'>,
  seed: number,
): boolean {
  const pair = paired(problem, left, right)
  if (pair.kind !== 'fit') return false
  return decide(problem, subjectOf(problem, { ...pair, conditions }), seed).verdict === 'holds'
}

/** Refuses a claim, which does not hold as it is read, if it would hold were an index summed in each of its sums. */
export function refuseTwoReadings(
  source: string,
  { alternative, statement }: Claim,
  problem: Problem,
  seed: number,
): void {
  if (alternative === undefined) return
  const { index, claim } = alternative
  const { sides } = claim
  if (!sides.slice(1).every((right, i) => areEqual(problem, sides[i]!, right, claim, seed))) return
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

/** What follows from a broken step: whether later sides share the mistake, or are right again. */
export function consequence(claim: Claim, broken: number, problem: Problem, seed: number): string {
  const [first, ...others] = claim.sides
  const later = others.slice(broken + 1).map((side, i) => ({
    name: `side ${broken + 3 + i}`,
    again: areEqual(problem, first!, side, claim, seed),
  }))
  const named = (again: boolean): readonly string[] =>
    later.filter(side => side.again === again).map(({ name }) => name)
  const said = (names: readonly string[], one: string, many: string, what: string): readonly string[] =>
    names.length === 0 ? [] : [`${names.join(', ')} ${names.length === 1 ? one : many} ${what}`]
  const parts = [
    ...said(named(false), 'differs', 'differ', 'from the first side as well'),
    ...said(named(true), 'equals', 'equal', 'the first side again'),
  ]
  return later.length === 0 ? 'The steps before it hold.' : `Of what follows, ${parts.join('; ')}.`
}
