// Claims that are wrong between two places where formulas switch, and right elsewhere.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  a, p, n : real[m]
  α : positive
  x, t : real
  d = \|a - p\|
  e = \|a - n\|
  L = \max(0, d^2 - e^2 + α)
  h = \max(0, 1 - t x)
  r = |x - 2|`)

const FALSE: readonly string[] = [
  tex`\frac{\partial L}{\partial a} = 2 (n - p) [d^2 - e^2 > α]`,
  tex`\frac{\partial L}{\partial a} = 2 (n - p) [d^2 - e^2 > 0]`,
  tex`h = (1 - t x) [t x < 0.99]`,
  tex`\frac{\partial h}{\partial x} = -t [t x < 1.01]`,
  tex`r = (x - 2) [x > 2] + (2 - x) [x < 1.999]`,
  tex`\max(x, t) = x [x > t + 0.01] + t [x \le t + 0.01]`,
]

const TRUE: readonly string[] = [
  tex`\frac{\partial L}{\partial a} = 2 (n - p) [d^2 - e^2 > -α]`,
  tex`\frac{\partial h}{\partial x} = -t [t x < 1]`,
  tex`\max(x, t) = x [x > t] + t [x \le t]`,
]

describe('a claim by cases', () => {
  it.each(FALSE)('is refuted where it is wrong in a gap only: %s', claim =>
    expect(verify(claim, PAPER).verdict).toBe('refuted'),
  )
  it.each(TRUE)('holds: %s', claim => expect(verify(claim, PAPER).verdict).toBe('holds'))
})
