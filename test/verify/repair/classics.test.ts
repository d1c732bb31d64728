// Classic mistakes are explained by the rule that they break, and mended as whoever made them would.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'
import type { Problem } from '../../../src/verify/meaning/problem.js'
import { problemOf } from '../../../src/verify/meaning/problem.js'
import { part } from '../../support/part.js'
import { readClaims } from '../decide/claims.js'
import { CLASSICS, type Classic } from './classics.js'

/** The right side of a claim. */
const rightOf = (claim: string, problem: Problem) => readClaims(claim, problem)[0]!.sides[1]!.node

/** What is said first of a mistake. */
function firstOf({ given: block, wrong, right, rules }: Classic) {
  const context = given(block)
  const problem = problemOf(context)
  const report = verify(wrong, context)
  const diagnoses = report.steps[report.broken ?? 0]!.diagnoses
  const [first] = diagnoses
  const patched = first?.repair?.patched
  return {
    verdict: report.verdict,
    repairs: diagnoses.flatMap(({ repair }) => (repair === undefined ? [] : [repair.patched])),
    context,
    rule: first?.rule,
    isNamed: first?.rule !== undefined && rules.includes(first.rule),
    isNatural:
      patched !== undefined &&
      right.map(claim => rightOf(claim, problem)).includes(rightOf(patched, problem)),
  }
}

describe('classic mistakes', () => {
  const found = part(CLASSICS, 3).map(classic => ({ classic, ...firstOf(classic) }))

  it.each(found)('$classic.field: $classic.mistake', ({ classic, verdict, repairs, context }) => {
    expect(verdict).toBe('refuted')
    for (const claim of [...classic.right, ...repairs])
      expect(verify(claim, context, { seed: 99 }).verdict).toBe('holds')
  })

  it('are explained by the rule that they break, at least nine in ten', () => {
    expect(found.filter(({ isNamed }) => isNamed).length).toBeGreaterThanOrEqual(0.9 * found.length)
  })

  it('are mended in the notation of the claim, at least nine in ten', () => {
    expect(found.filter(({ isNatural }) => isNatural).length).toBeGreaterThanOrEqual(0.9 * found.length)
  })
})
