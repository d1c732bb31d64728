// What evaluation says of its own rounding, where it matters most: where terms cancel, and at the ends of float64.
import { describe, expect, it } from 'vitest'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { rangesWithin } from '../../../src/verify/meaning/scope.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'

const EPS = 2 ** -52
const context = readGiven(String.raw`
a : real
u : real[m]
z = \mathrm{softmax}(u)
L = \frac{1}{2} \sum_i (u_i - a)^2
r = 3 a
`)
const problem = new Problem(context)

/** The first entry of a formula: the value, its scale and its bound. */
function evaluate(source: string, a: number, u: readonly number[]) {
  const expr = parseExpression(source, context.names)
  const ranges = [...rangesWithin([expr], problem)].map(([name, { dim }]) => [name, dim] as const)
  const node = problem.lower(expr, problem.scopeFor(ranges))
  const point: Point = { sizes: { m: u.length }, values: { a: Float64Array.of(a), u: Float64Array.from(u) } }
  const { c, scale, error } = new Evaluation(problem, point, true).full(node)
  return { value: c.data[0]!, scale: scale?.data[0] ?? 0, bound: EPS * error!.data[0]! }
}

describe('a bound', () => {
  it('is that of the terms where they cancel', () => {
    const { value, bound } = evaluate('\\sum_i (u_i - a)', 1 / 3, [1, 0, 0])
    expect(Math.abs(value)).toBeLessThanOrEqual(bound)
    expect(bound).toBeLessThan(1e-13)
  })

  it('is that of the terms where they cancel within a derivative', () => {
    // −Σ (u_i − a), which is 0 but for the rounding of a.
    const { value, bound } = evaluate('\\frac{\\partial L}{\\partial a}', 1 / 3, [1, 0, 0])
    expect(Math.abs(value)).toBeLessThanOrEqual(4 * bound)
    expect(bound).toBeGreaterThan(EPS / 4)
    expect(bound).toBeLessThan(1e-13)
  })

  it('of a derivative that a small move makes infinite is not known', () => {
    // A move of a by 2⁻³⁰ of itself multiplies e^a, where a is 10¹⁴, by e^{10⁵} or by e^{−10⁵}.
    const { scale, bound } = evaluate('\\frac{\\partial e^{-a}}{\\partial a}', -1e14, [0])
    expect(scale).toBe(1e14)
    expect(bound).toBe(Number.POSITIVE_INFINITY)
  })

  it('of a power of what is but rounding is not 0', () => {
    // tanh(1)·2 − 2·tanh(1) may be a unit in the last place, or 0: then its square is known to some eps² at best.
    const { value, bound } = evaluate('(\\tanh(1) + \\tanh(1) - 2 \\tanh(1))^2', 0, [0])
    expect(value).toBeLessThan(1e-30)
    expect(bound).toBeGreaterThan(0)
    expect(bound).toBeLessThan(1e-28)
  })

  it('of relu is that of what may lie on its other side', () => {
    expect(evaluate('\\mathrm{relu}(\\tanh(1) + \\tanh(1) - 2 \\tanh(1))', 0, [0]).bound).toBeGreaterThan(0)
    expect(evaluate('\\mathrm{relu}(a)', -1, [0]).bound).toBe(0)
  })

  it('of x^0 and x^1 says that nothing happens', () => {
    expect(evaluate('(a + \\frac{1}{3})^0', -1 / 3, [0])).toMatchObject({ value: 1, bound: 0 })
    expect(evaluate('a^1', 0.1, [0])).toMatchObject({ value: 0.1, bound: 0 })
  })
})

describe('a scale', () => {
  it('that changes moves a value by a unit in its last place, which the bound knows', () => {
    const { bound } = evaluate('\\max(u_i, -e^{a})', 3, [0.8125, 1])
    expect(bound).toBeGreaterThan(0)
  })

  it('holds what float64 cannot', () => {
    expect(evaluate('e^{a}', 10_000, [0])).toMatchObject({ value: 1, scale: 10_000 })
    expect(evaluate('\\log e^{a}', 10_000, [0])).toMatchObject({ value: 10_000, scale: 0 })
    expect(evaluate('\\frac{e^{a}}{e^{a} + e^{a}}', 10_000, [0]).value).toBe(0.5)
    expect(evaluate('\\log \\sum_i e^{u_i}', 0, [10_000, 10_000]).value).toBeCloseTo(10_000 + Math.log(2), 9)
  })

  it('of what is not chosen, or is 0, leaves the others what they are', () => {
    const chosen = '\\begin{cases} e^{a} & \\text{if } i = 2 \\\\ u_i & \\text{otherwise} \\end{cases}'
    expect(evaluate(chosen, 10_000, [0.8125, 1])).toMatchObject({ value: 0.8125, scale: 0 })
    expect(evaluate('u_i + 0 e^{a}', 10_000, [0.8125])).toMatchObject({ value: 0.8125, scale: 0 })
    expect(evaluate('\\sum_i [i = 2] e^{a} (u_i - 1) + u_1', 10_000, [0.8125, 1])).toMatchObject({
      value: 0.8125,
    })
  })

  it('is not lost where only a sign is asked for', () => {
    expect(evaluate('\\mathrm{sign}(z_2)', 0, [10_000, -10_000]).value).toBe(1)
    expect(evaluate('\\log |z_2|', 0, [10_000, -10_000]).value).toBe(-20_000)
    expect(evaluate('\\log \\mathrm{relu}(z_2)', 0, [10_000, -10_000]).value).toBe(-20_000)
  })
})

describe('a cut', () => {
  // r = 3a. By r, all else stays what it is; by a, r goes along.
  it.each([
    ['\\frac{\\partial (a r)}{\\partial a}', 12],
    ['\\frac{\\partial (a r)}{\\partial r}', 2],
    ['\\frac{\\partial^2 (a r)}{\\partial a \\partial r}', 1],
    // Once r is varied by hand, nothing else reaches it, not even a.
    ['\\frac{\\partial^2 (a r^2)}{\\partial r \\partial a}', 12],
    ['\\frac{\\partial^2 (a r)}{\\partial a^2}', 6],
  ])('gives %s = %d at a = 2', (source, value) => {
    expect(evaluate(source, 2, [0]).value).toBe(value)
  })
})
