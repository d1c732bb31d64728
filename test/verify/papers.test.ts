// The derivations in docs/derivations: every claim comes out as the document says, and none silently disappears; in
// `npm test` of every third, in `npm run score` of all.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPaper, type PaperClaim, type Verdict } from '../../src/verify/index.js'
import { part } from '../support/part.js'

const FOLDER = 'docs/derivations'

/** The tags of the five papers in their order; those that the paper has wrong are marked. */
const PAPERS: Readonly<Record<string, string>> = {
  'd1-log-sum-exp.md': `D1.1 D1.1a D1.1b D1.2 D1.3 D1.4 D1.4a D1.5 D1.5a D1.6 D1.6a D1.6b
    D1.7:refuted D1.7a D1.7b D1.8:refuted D1.8a`,
  'd2-sample-by-sample.md': 'D2.1 D2.2 D2.3:refuted D2.3a D2.3b D2.4 D2.4a D2.5 D2.6',
  'd3-update-rules.md': `D3.1 D3.2 D3.2a D3.3 D3.4 D3.5:refuted D3.5a:refuted D3.5b D3.6:refuted
    D3.7 D3.7a:refuted D3.7b D3.9 D3.9a D3.9b`,
  'd4-true-class.md': `D4.1 D4.2 D4.3 D4.3a D4.4 D4.4a D4.5:refuted D4.5a
    D4.6 D4.6a D4.6b D4.6c D4.6d D4.6e`,
  'd5-matrix-form.md': 'D5.1 D5.2 D5.3 D5.4 D5.5 D5.6:refuted D5.6a D5.6b',
}

/** How many claims each of ours has; they are numbered, and all hold. */
const OURS: Readonly<Record<string, number>> = {
  'attention-softmax.md': 15,
  'elbo-gaussian.md': 13,
  'gaussian-log-likelihood.md': 14,
  'index.md': 1,
  'layer-normalisation.md': 13,
  'least-squares.md': 12,
  'logistic-regression.md': 12,
  'mlp-backpropagation.md': 13,
}

/** Wrong in its shapes already, so that there is no number to show. */
const WITHOUT_NUMBERS = ['D1.8']

const expected = (file: string): readonly (readonly [tag: string, verdict: Verdict])[] =>
  PAPERS[file] === undefined
    ? Array.from({ length: OURS[file]! }, (_, i) => [String(i + 1), 'holds'] as const)
    : PAPERS[file].split(/\s+/).map(entry => {
        const [tag, verdict = 'holds'] = entry.split(':')
        return [tag!, verdict as Verdict] as const
      })

const check = (file: string) => checkPaper(file, readFileSync(`${FOLDER}/${file}`))

describe('the derivations', () => {
  it('are all in the tables and in the index', () => {
    const files = readdirSync(FOLDER)
    expect(files.sort()).toEqual([...Object.keys(PAPERS), ...Object.keys(OURS)].sort())
    const index = readFileSync(`${FOLDER}/index.md`, 'utf8')
    expect(files.filter(file => !index.includes(`](${file})`))).toEqual(['index.md'])
  })

  it.each(part([...Object.keys(PAPERS), ...Object.keys(OURS)], 3))('%s comes out as it says', file => {
    const { claims, exitCode, trouble } = check(file)
    expect(trouble).toBeUndefined()
    expect(claims.map(({ tag, report, unread }) => [tag, report?.verdict ?? unread?.reason])).toEqual(
      expected(file).map(entry => [...entry]),
    )
    // What is refuted is marked, and nothing else.
    expect(claims.filter(claim => claim.expected !== undefined).map(({ tag }) => tag)).toEqual(
      claims.filter(({ report }) => report!.verdict === 'refuted').map(({ tag }) => tag),
    )
    expect(exitCode).toBe(0)
    claims.filter(({ report }) => report!.verdict === 'refuted').forEach(checkCounterexample)
  })
})

/** A person can follow it: few numbers, small ones, and two sides that differ. */
function checkCounterexample({ tag, report }: PaperClaim): void {
  const step = report!.steps[report!.broken!]!
  const { counterexample } = step
  if (WITHOUT_NUMBERS.includes(tag!)) {
    expect(counterexample).toBeUndefined()
    expect(step.reason).toContain('inner dimensions differ')
    return
  }
  const { claimed, actual, difference, confirmed, sizes, values } = counterexample!
  expect(Math.abs(difference), tag).toBeGreaterThan(0.1)
  expect(claimed - actual, tag).toBeCloseTo(difference, 12)
  expect(confirmed, tag).toBe(true)
  expect(Math.max(...Object.values(sizes)), tag).toBeLessThanOrEqual(2)
  const numbers = Object.values(values).flatMap(value => [value].flat(9) as number[])
  expect(numbers.length, tag).toBeLessThanOrEqual(12)
  expect(Math.max(...numbers.map(Math.abs)), tag).toBeLessThanOrEqual(2)
  expect(
    numbers.every(value => Number.isInteger(2 * value)),
    tag,
  ).toBe(true)
}
