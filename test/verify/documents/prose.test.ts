// Conditions that prose says in front of a display.
import { describe, expect, it } from 'vitest'
import { conditionBefore } from '../../../src/verify/documents/prose.js'
import { checkPaper } from '../../../src/verify/index.js'

/** What is said, and the condition in it. */
const SAID: readonly (readonly [string, string | undefined])[] = [
  ['If $i = k$, the quotient rule says', 'i = k'],
  ['The numerator depends on it. When $i \\neq k$ it does not:', 'i \\neq k'],
  ['**Case 2:** $i \\ne j$.', 'i \\ne j'],
  ['当 $j = y_i$ 时，', 'j = y_i'],
  ['Für $i \\ne k$ gilt', 'i \\ne k'],
  ['Falls $i = k$:', 'i = k'],
  ['- suppose \\(y = 1\\) and \\(D < m\\)', 'y = 1 \\text{ and } D < m'],
  ['When $y = 1$ and $D < m$:', 'y = 1 \\text{ and } D < m'],
  ['For $`i = k`$', 'i = k'],
  ['If $i = k$ it is easy. Otherwise:', undefined],
  ['If $x$ is large,', undefined],
  ['where $a$ is a number', undefined],
  ['We know $i = k$ by now, so', undefined],
  ['If $i = k$, fine.\n\nA new paragraph:', undefined],
  ['<!-- If $i = k$ -->', undefined],
  ['', undefined],
]

const GIVEN = '```given\nz : real[n]\np_i = e^{z_i} / \\sum_j e^{z_j}\nb : binary\nC = b z^\\top z\n```\n\n'

describe('the sentence in front of a display', () => {
  it.each(SAID)('%s', (prose, condition) => {
    expect(conditionBefore(prose)).toBe(condition)
  })

  const verdicts = (body: string): readonly (readonly [string | undefined, string | undefined])[] =>
    checkPaper('p.md', GIVEN + body).claims.map(({ report }) => [report?.verdict, report?.reading])

  it('restricts the display, and the next one where nothing is said between them', () => {
    expect(
      verdicts(
        'If $i = k$,\n\n$$\\frac{\\partial p_i}{\\partial z_k} = p_i (1 - p_i)$$\n\n$$\\frac{\\partial p_i}{\\partial z_k} = p_k - p_i^2$$\n\nSo:\n\n$$\\frac{\\partial p_i}{\\partial z_k} = p_i (1 - p_i)$$',
      ),
    ).toEqual([
      ['holds', 'for all i ≤ n, k ≤ n, where i = k: ∂p_i/∂z_k = p_i (1 - p_i)'],
      ['holds', 'for all i ≤ n, k ≤ n, where i = k: ∂p_i/∂z_k = p_k - p_i^2'],
      ['refuted', 'for all i ≤ n, k ≤ n: ∂p_i/∂z_k = p_i (1 - p_i)'],
    ])
  })

  it('restricts what is computed from what it speaks of, and nothing else', () => {
    expect(verdicts('When $b = 0$:\n\n$$\\frac{\\partial C}{\\partial z} = 0$$')[0]![0]).toBe('holds')
    expect(verdicts('When $b = 0$:\n\n$$\\sum_i p_i = 2$$')[0]).toEqual(['refuted', '∑_i p_i = 2'])
  })

  it('leaves a claim its own condition', () => {
    expect(
      verdicts(
        'If $i = j$:\n\n$$\\frac{\\partial p_i}{\\partial z_j} = -p_i p_j \\quad \\text{for } i \\ne j$$',
      )[0]![0],
    ).toBe('holds')
  })
})
