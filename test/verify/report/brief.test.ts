// A step that does not hold in a few lines.
import { describe, expect, it } from 'vitest'
import { briefText, given, verify } from '../../../src/verify/index.js'

const paper = given('X : real[m, n]\nw : real[n]\nt : real[m]\na : real\nb : real\nL = \\|X w - t\\|^2')
const CHAIN = '(a + b)^2 = a^2 + a b + b^2 = a^2 + 2 a b + b^2'
const brief = (claim: string, step = 0): readonly string[] =>
  briefText(verify(claim, paper), step).split('\n')

describe('a step in brief', () => {
  it('is its verdict, what would be right, and a case that shows it', () => {
    const [first, ...others] = brief('\\nabla_w L = 2 X^\\top (X w + t)')
    expect(first).toMatch(/^refuted: a sign is wrong: /)
    expect(others.at(-1)).toMatch(
      /^for m = 1, n = 1, X = \(1\), w = \(\d\), t = \(1\); at row = 1; claimed is .*, true is .*$/,
    )
  })

  it('begins with why, where that is known, and shows matrices row by row', () => {
    expect(brief('L = X w')[0]).toMatch(/^refuted: .*a number/)
    expect(brief('X_{1,2} = X_{2,1}').at(-1)).toMatch(/X = \(.*, .*; .*, .*\)/)
  })

  it('says which of several steps it is, and what follows', () => {
    const lines = brief(CHAIN)
    expect(lines[0]).toMatch(/^refuted in step 1 of 2: /)
    expect(lines.at(-1)).toBe('Of what follows, side 3 equals the first side again.')
    expect(brief(CHAIN, 1).at(-1)).not.toMatch(/follows/)
  })
})
