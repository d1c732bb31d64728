// Inequalities: a counterexample is looked for, and where none is found nothing is proven.
import { describe, expect, it } from 'vitest'
import { checkPaper, given, verify } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  x, w : real[n]
  a, b, t : real
  c : positive
  p, q : distribution[k]
  A : positive definite[n, n]
  s = \frac{1}{1 + e^{-t}}
  K = \sum_i p_i \log \frac{p_i}{q_i}
`)

/** What is true, as far as can be told. */
const OPEN: readonly string[] = [
  tex`a^2 + b^2 \ge 2 a b`,
  tex`0 \le s (1 - s) \le \frac{1}{4}`,
  tex`0 < s < 1`,
  tex`(x^\top w)^2 \le \|x\|^2 \|w\|^2`,
  tex`K \ge 0`,
  tex`x^\top A x \geq 0`,
  tex`\log c \le c - 1`,
  tex`a \le b \quad \text{if } a = b - c`,
  tex`|x_i| \le \|x\|`,
  tex`c a^2 \ge 0`,
  tex`\sum_i p_i \sqrt{q_i} \ge 0`,
  tex`\frac{\partial s}{\partial t} = s (1 - s) \le \frac{1}{4}`,
]

/** What is false, some of it only at rare points. */
const FALSE: readonly string[] = [
  tex`a^2 + b^2 \le 2 a b`,
  tex`s (1 - s) \le \frac{1}{5}`,
  tex`\log c \ge c - 1`,
  tex`0 < a^2`,
  tex`K \le 0`,
  tex`a^2 - 3 a + 2.2499 \ge 0`,
  tex`(a - 1)^2 + (b + 2)^2 \ge 0.001`,
  tex`\|x\| \le |x_i|`,
]

describe('an inequality', () => {
  it.each(OPEN)('that nothing fails is not said to hold: %s', claim => {
    const { verdict, steps } = verify(claim, PAPER)
    expect(verdict).toBe('unrefuted')
    expect(steps.every(({ resolution }) => resolution === Infinity || resolution < 1)).toBe(true)
  })

  it.each(FALSE)('is refuted by a case: %s', claim => {
    const { verdict, steps } = verify(claim, PAPER)
    expect(verdict).toBe('refuted')
    const { relation, counterexample } = steps.find(step => step.verdict === 'refuted')!
    const { actual: left, claimed: right } = counterexample!
    expect(relation === '≤' ? left > right : relation === '≥' ? left < right : left >= right).toBe(true)
  })

  it.each([
    [tex`a^2 + b^2 \le 2 a b`, ['the other way round: with ≥ in place of ≤, no counterexample is found']],
    [tex`\|x\| \le |x_i|`, ['the other way round: with ≥ in place of ≤, no counterexample is found']],
    [tex`K < 0`, ['the other way round: with ≥ in place of <, no counterexample is found']],
    [tex`0 < a^2`, ['the sides may be equal: with ≤ in place of <, no counterexample is found']],
    [tex`a \le b`, []],
    [tex`a^2 - 3 a + 2.2499 \ge 0`, []],
  ])('that fails is told to be another one, where nothing fails that: %s', (claim, told) => {
    const { diagnoses } = verify(claim, PAPER).steps[0]!
    expect(diagnoses.map(({ message }) => message)).toEqual(told)
    expect(diagnoses.every(({ repair }) => repair === undefined)).toBe(true)
  })

  it('is counted apart, is good, and a failure where one is strict', () => {
    const text = '```given\na : real\n```\n\n$$a^2 \\ge 0$$\n\n$$a = a$$\n'
    expect(checkPaper('p.md', text).exitCode).toBe(0)
    expect(checkPaper('p.md', text, { strict: true }).exitCode).toBe(3)
    const marked = text.replace('$$a^2', mark => `<!-- expect: unrefuted -->\n${mark}`)
    expect(checkPaper('p.md', marked, { strict: true }).exitCode).toBe(0)
  })

  it('is shown with both sides', () => {
    expect(verify(tex`a^2 \le a`, PAPER).message.split('\n').slice(3, 9)).toEqual([
      '  = read as: a^2 ≤ a',
      '  counterexample:',
      '    a = -1',
      '    left         1',
      '    right       -1',
      '    difference  -2',
    ])
    expect(verify(tex`a^2 \ge 0`, PAPER).message).toBe('no counterexample found\n  | a^2 \\ge 0')
  })
})
