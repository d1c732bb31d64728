// What each verdict means: true claims hold however they are written, false ones are refuted however small the mistake.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'
import { runs } from '../../support/part.js'

const softmax = given(String.raw`
  X : real[m, n]
  θ : real[n, k]
  y : class[m] of k
  H = X θ
  z_{ij} = e^{H_{ij}} / \sum_a e^{H_{ia}}
  L = \frac{1}{m} \sum_i -\log z_{i y_i}
`)
const scalars = given(`
  x : real[n]
  t : real[n]
  w : real
  p : positive[n]
  q : distribution[n]
`)

describe('a true claim', () => {
  it.each([
    String.raw`\nabla_\theta L = \frac{1}{m} X^\top (z - \mathrm{onehot}(y))`,
    String.raw`\frac{\partial L}{\partial \theta_{rq}} = \frac{1}{m} \left( \sum_i X_{ir} z_{iq} - \sum_i [y_i = q] X_{ir} \right)`,
    // The same softmax, shifted, so that nothing overflows.
    String.raw`z_{ij} = \frac{e^{H_{ij} - \max_a H_{ia}}}{\sum_b e^{H_{ib} - \max_a H_{ia}}}`,
    String.raw`L = \frac{1}{m} \sum_i \left( \max_a H_{ia} + \log \sum_b e^{H_{ib} - \max_a H_{ia}} - H_{i y_i} \right)`,
    String.raw`\frac{\partial^2 L}{\partial H_{ij} \partial H_{ia}} = \frac{1}{m} z_{ij} (\delta_{ja} - z_{ia})`,
  ])('holds: %s', claim => {
    const report = verify(claim, softmax)
    expect(report.message).toMatch(/^holds/)
    expect(report.resolution).toBeLessThan(1e-12)
  })

  it('holds where all that is left of one side is the rounding of 31 digits, however the noise falls', () => {
    // Far from the largest score p p' is e^-20000, and the second derivative cancels to some 1e-33.
    const context = given(String.raw`
      S : real[m, k]
      q : distribution[m, k]
      p = softmax(S)
      L = -\frac{1}{m} \sum_i \sum_j q_{ij} \log p_{ij}`)
    const claim = String.raw`\frac{\partial^2 L}{\partial S_{ia} \partial S_{ib}} = \frac{1}{m} (p_{ia} \delta_{ab} - p_{ia} p_{ib})`
    for (const seed of [1001102, 1, 2, 3]) expect(verify(claim, context, { seed }).verdict).toBe('holds')
  })

  it('holds under strong cancellation, where relative differences say nothing', () => {
    // (x − t)² expanded: for x near t all digits cancel.
    expect(verify('x_i^2 - 2 x_i t_i + t_i^2 = (x_i - t_i)^2', scalars).verdict).toBe('holds')
    expect(
      verify(String.raw`\left( 10^8 + x_i \right)^2 - 10^{16} - 2 \cdot 10^8 x_i = x_i^2`, scalars).verdict,
    ).toBe('holds')
    expect(verify('e^{x_i + 10^4} e^{-10^4} = e^{x_i}', scalars).verdict).toBe('holds')
  })

  it('holds for any seed', () => {
    for (let seed = 0; seed < runs(12); seed++) {
      expect(
        verify(String.raw`\nabla_\theta L = \frac{1}{m} X^\top (z - \mathrm{onehot}(y))`, softmax, { seed })
          .message,
      ).toMatch(/^holds/)
    }
  })

  it('holds wherever both sides have values', () => {
    expect(verify(String.raw`\frac{x_i^2}{x_i} = x_i`, scalars).verdict).toBe('holds')
  })

  it('holds of the second derivative of a length where that is not 0, and at 0 there is no value', () => {
    const second = (length: string) =>
      String.raw`\frac{\partial}{\partial w} \frac{\partial ${length}}{\partial w}`
    expect(verify(String.raw`${second(String.raw`\| w x \|^2`)} = 2 \sum_i x_i^2`, scalars).verdict).toBe(
      'holds',
    )
    expect(verify(`${second(String.raw`\| w x - w x \|`)} = 0`, scalars).verdict).toBe('inconclusive')
  })
})

describe('a false claim', () => {
  it('is refuted with the smallest case, in numbers that a person can follow', () => {
    const { verdict, steps } = verify(
      String.raw`\nabla_\theta L = \frac{1}{n} X^\top (z - \mathrm{onehot}(y))`,
      softmax,
    )
    expect(verdict).toBe('refuted')
    const { counterexample } = steps[0]!
    expect(counterexample!.confirmed).toBe(true)
    const { m, n } = counterexample!.sizes
    expect(m! * n!).toBe(2)
    const entries = Object.values(counterexample!.values).flat(3) as number[]
    expect(entries.every(value => [0, 1, 2].includes(value))).toBe(true)
    expect(counterexample!.claimed - counterexample!.actual).toBe(counterexample!.difference)
  })

  it.each([1e-6, 1e-9, 1e-12, 1e-13])('is refuted where it is off by a factor of 1 + %s', error => {
    const digits = (1 + error).toFixed(14)
    expect(
      verify(`\\nabla_\\theta L = \\frac{${digits}}{m} X^\\top (z - \\mathrm{onehot}(y))`, softmax).verdict,
    ).toBe('refuted')
  })

  it('is refuted where the mistake is hidden by square shapes only', () => {
    expect(
      verify(
        String.raw`\nabla_\theta L = \frac{1}{n} X^\top (z - \mathrm{onehot}(y)), \quad \text{if } m = n`,
        softmax,
      ).verdict,
    ).toBe('holds')
  })

  it('is refuted before anything is computed where shapes do not fit', () => {
    const { verdict, steps } = verify(String.raw`\nabla_\theta L = X (z - \mathrm{onehot}(y))`, softmax)
    expect(verdict).toBe('refuted')
    expect(steps[0]!.reason).toContain('m×n times m×k')
  })

  it('is told its layout before it is told that it is wrong', () => {
    const { steps } = verify(
      String.raw`\nabla_\theta L = \frac{1}{m} (z - \mathrm{onehot}(y))^\top X`,
      softmax,
    )
    expect(steps[0]!.reason).toContain('the layout is transposed: the left side is n×k, the right side k×n')
    expect(steps[0]!.diagnoses[0]!.message).toContain('only the layout is wrong')
  })

  it('is refuted where it has no value and the truth has one', () => {
    const { verdict, steps } = verify(String.raw`p_i = \log(-p_i)`, scalars)
    expect([verdict, steps[0]!.reason]).toEqual([
      'refuted',
      'the right side has no value where the left side has one',
    ])
  })
})

describe('a chain', () => {
  it('is reported by its first broken step, and by what follows from it', () => {
    const report = verify(
      '(x_i - t_i)^2 = x_i^2 - 2 x_i t_i + t_i^2 = x_i^2 - 2 x_i t_i - t_i^2 = x_i^2 - (2 x_i + t_i) t_i',
      scalars,
    )
    expect(report.steps.map(({ verdict }) => verdict)).toEqual(['holds', 'refuted', 'holds'])
    expect(report.broken).toBe(1)
    expect(report.consequence).toBe('Of what follows, side 4 differs from the first side as well.')
  })
})

describe('conditions', () => {
  it('choose entries', () => {
    const claim = String.raw`\frac{\partial z_{i y_i}}{\partial H_{ij}} = -z_{i y_i} z_{ij}`
    expect(verify(claim, softmax).verdict).toBe('refuted')
    expect(verify(String.raw`${claim} \quad \text{if } j \ne y_i`, softmax).verdict).toBe('holds')
  })

  it('that are equations are met by moving the case onto them', () => {
    expect(verify(String.raw`\sum_i x_i t_i = \sum_i x_i t_i \sum_j x_j`, scalars).verdict).toBe('refuted')
    expect(
      verify(String.raw`\sum_i x_i t_i = \sum_i x_i t_i \sum_j x_j \quad \text{if } \sum_j x_j = 1`, scalars)
        .verdict,
    ).toBe('holds')
    expect(verify(String.raw`w^3 = w \quad \text{if } w^2 = 1`, scalars).verdict).toBe('holds')
    // Met only nearly, so that the last digits cannot be judged.
    expect(verify(String.raw`w^4 = 4 \quad \text{if } w^2 = 2`, scalars).verdict).toBe('holds')
    expect(verify(String.raw`w^4 = 4.0001 \quad \text{if } w^2 = 2`, scalars).verdict).toBe('refuted')
  })

  it('that nothing meets leave the claim undecided', () => {
    expect(verify(String.raw`w = w + 1 \quad \text{if } w^2 = -1`, scalars).verdict).toBe('inconclusive')
  })

  it('are known where kinds imply them', () => {
    expect(verify(String.raw`\sum_i q_i = 1`, scalars).verdict).toBe('holds')
  })
})

describe('where there is no derivative', () => {
  const kinks = given(String.raw`
    x : real[n]
    a, b : real
    t : sign
    p = \begin{cases} a & \text{if } a > 0 \\ -2 a & \text{otherwise} \end{cases}
    q = \begin{cases} a & \text{if } a > b \\ -a & \text{otherwise} \end{cases}
  `)
  const cases = (then: string, when: string, otherwise: string): string =>
    String.raw`\begin{cases} ${then} & \text{if } ${when} \\ ${otherwise} & \text{otherwise} \end{cases}`
  const by = (of: string, symbol = 'a'): string => String.raw`\frac{\partial}{\partial ${symbol}} ${of}`
  /** What is differentiated, its slope on one side of the kink or jump, and at it whatever the writer likes. */
  const KINKS: readonly (readonly [string, string])[] = [
    [by(String.raw`\max(0, a)`), cases('1', 'a > 0', '0')],
    [by(String.raw`\max(0, a)`), cases('1', String.raw`a \ge 0`, '0')],
    [by(String.raw`\max(a, b)`), '[a > b]'],
    [by(String.raw`\max(a, b)`), String.raw`[a \ge b]`],
    [by(String.raw`\min(a, b)`), '[a < b]'],
    [by(String.raw`\min(a, b)`), String.raw`[a \le b]`],
    [by('|a|'), cases('1', 'a > 0', '-1')],
    [by('|a - b|'), cases('1', String.raw`a \ge b`, '-1')],
    [by(String.raw`\sum_j |x_j|`, 'x_i'), cases('1', 'x_i > 0', '-1')],
    [by(String.raw`\|x\|_1`, 'x_i'), cases('1', 'x_i > 0', '-1')],
    [by('relu(a)'), String.raw`[a \ge 0]`],
    [by('relu(a b)'), String.raw`b [a b \ge 0]`],
    [by(String.raw`\max(0, 1 - t a)`), '-t [t a < 1]'],
    [by(String.raw`\max(0, 1 - t a)`), String.raw`-t [t a \le 1]`],
    [by(String.raw`\max_j x_j`, 'x_i'), String.raw`[x_i = \max_j x_j]`],
    [by(String.raw`\min_j x_j`, 'x_i'), String.raw`[x_i = \min_j x_j]`],
    [by('p'), cases('1', String.raw`a \ge 0`, '-2')],
    [by('q'), cases('1', String.raw`a \ge b`, '-1')],
    [by('sign(a)'), '0'],
  ]

  it.each(KINKS)('a claim holds away from the kink: %s = %s', (left, right) => {
    const { message, verdict } = verify(`${left} = ${right}`, kinks)
    expect([verdict, message]).toEqual(['holds', expect.stringMatching(/^holds/)])
  })

  it.each(KINKS)('what is wrong beside it is refuted: %s = %s + 1', (left, right) => {
    expect(verify(`${left} = 1 + ${right}`, kinks).verdict).toBe('refuted')
    expect(verify(`${left} = -1 - ${right}`, kinks).verdict).toBe('refuted')
  })

  it('says where it does not hold', () => {
    const [step] = verify(`${by(String.raw`\max(a, b)`)} = [a > b]`, kinks).steps
    expect(step!.reason).toBe('away from kinks and jumps, where there is no derivative to be right about')
    expect(verify('a = a', kinks).steps[0]!.reason).toBeUndefined()
  })

  it('never leaves a claim undecided without a reason', () => {
    // Wherever oracles are asked it differs at a kink; at 0 alone it is what autodiff says.
    const claim = String.raw`${by(String.raw`\max(a, b)`)} = \frac{1 - a}{2} \quad \text{if } a = b`
    const [step] = verify(claim, kinks).steps
    expect([step!.verdict, step!.reason]).toEqual(['nonsmooth', 'every case that could tell is at a kink'])
  })

  it('a claim about the kink alone is nonsmooth', () => {
    const report = verify(String.raw`${by(String.raw`\max(a, b)`)} = 1 \quad \text{if } a = b`, kinks)
    expect(report.verdict).toBe('nonsmooth')
    expect(report.steps[0]!.reason).toContain('kink')
  })
})

describe('where even 31 digits cancel', () => {
  const logistic = given(`
    h : real[m]
    L = \\sum_i \\log(1 + e^{-h_i})
    x^{(i)} : real[n] for i ≤ m
    w : real[n]
    t : sign[m]
    u_i = t_i w^\\top x^{(i)}
    J = \\sum_i \\log(1 + e^{-u_i})
  `)
  // Seeds at which a curvature of 1e-38, or less, is all that is left of terms of 1.
  it.each([
    [String.raw`\frac{\partial^2 L}{\partial h_i^2} = σ(h_i)(1 - σ(h_i))`, 3028],
    [String.raw`\frac{\partial^2 L}{\partial h_i^2} = σ(h_i)(1 - σ(h_i))`, 2],
    [String.raw`\nabla^2_w J = \sum_i σ(u_i) σ(-u_i) x^{(i)} x^{(i)\top}`, 1005261],
    [String.raw`\nabla^2_w J = \sum_i σ(u_i) σ(-u_i) x^{(i)} x^{(i)\top}`, 1005888],
  ])('a true claim is not refuted: %s, seed %i', (claim, seed) => {
    expect(verify(claim, logistic, { seed }).message).toMatch(/^holds/)
  })
})

describe('a side that has no value', () => {
  it('is no accident where values are ordinary', () => {
    const choice = given(`
      a : real[m]
      b : binary[m]
      S = \\sum_i a_i b_i
    `)
    const report = verify(String.raw`\frac{\partial S}{\partial a_i} = \frac{1}{b_i}`, choice)
    expect(report.verdict).toBe('refuted')
    expect(report.steps[0]!.reason).toContain('no value')
  })
})
