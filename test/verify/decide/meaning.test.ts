// What a formula means at its edges: bounds, what is not there, what is summed, what is switched off, small numbers, constants.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'
import { LanguageError } from '../../../src/verify/text/source.js'

const context = given(String.raw`
x, u, z : real[n]
v : real[3]
X, A : real[m, n]
B : real[n, n]
w^{(i)} : real[n] for i ≤ m
c : class of n
y : class[m] of n
S : class[k] of n
a, b : real
j : integer
L = \sum_{i=1}^{n-1} (x_{i+1} - x_i)^2
M = \sum_{i=1}^{n-1} x_{i+1} x_i
P = \prod_{i=2}^{n} x_{i-1} x_i
D = \sum_{i=1}^{n+1} x_i
d_i = x_{i+1} - x_i
`)

const verdict = (claim: string): string => verify(claim, context).verdict

/** Why a claim is not read, and what it points at. */
function unread(claim: string) {
  try {
    const report = verify(claim, context)
    return { reason: report.message, at: '', ways: [] }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    const { reason, span, ways } = error
    return { reason, at: claim.slice(span.start, span.end), ways }
  }
}

describe('a formula that reads outside of an array is not read', () => {
  it.each([
    [String.raw`\sum_{i=1}^{n+1} x_i = \sum_{i=1}^n x_i`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_i'],
    [String.raw`\sum_{i=1}^{2n} x_i = \sum_i x_i`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_i'],
    [String.raw`\sum_{i=0}^{n} x_i = \sum_i x_i`, 'x', 'x_0 (n = 5)', 'x_i'],
    [String.raw`\prod_{i=1}^{n+1} x_i = \prod_i x_i`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_i'],
    [String.raw`\max_{i=0}^{n} x_i = \max_i x_i`, 'x', 'x_0 (n = 5)', 'x_i'],
    [String.raw`\min_{i=1}^{n} x_{i+1} = \min_i x_i`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_{i+1}'],
    [String.raw`\sum_i x_{i+1} = \sum_i x_i`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_{i+1}'],
    ['x_{n+1} = x_{n+1}', 'x', 'x_{n+1}, which is x_6 where n = 5', 'x_{n+1}'],
    ['x_0 = x_0', 'x', 'x_0 (n = 5)', 'x_0'],
    ['v_4 = v_4', 'v', 'v_4', 'v_4'],
    [
      String.raw`x_{i+1} - x_i = -(x_i - x_{i+1}) \quad \text{for } i \ne 2`,
      'x',
      'x_{n+1}, which is x_6 where n = 5',
      'x_{i+1}',
    ],
    [
      String.raw`\sum_{i=1}^{m+1} w^{(i)} = \sum_{i=1}^{m+1} w^{(i)}`,
      'w',
      'w^(m+1), which is w^(4) where m = 3',
      'w^{(i)}',
    ],
    [String.raw`\sum_{i=1}^{n+1} (B x)_i = 0`, '(B x)', 'entry n+1, which is entry 6 where n = 5', '(B x)_i'],
    [
      String.raw`\sum_i \frac{\partial L}{\partial x_{i+1}} = \sum_i \frac{\partial L}{\partial x_{i+1}} + a - a`,
      'x',
      'x_{n+1}, which is x_6 where n = 5',
      String.raw`\frac{\partial L}{\partial x_{i+1}}`,
    ],
    ['X_{i,y_i+1} = X_{i,y_i+1}', 'X', 'X_{3,n+1}, which is X_{3,6} where n = 5', 'X_{i,y_i+1}'],
    ['D = D', 'x', 'x_{n+1}, which is x_6 where n = 5', 'D'],
    [String.raw`\sum_i d_i = x_n - x_1`, 'x', 'x_{n+1}, which is x_6 where n = 5', 'd_i'],
    [String.raw`a = b \quad \text{if } x_0 = a`, 'x', 'x_0 (n = 5)', 'x_0'],
    [
      String.raw`\sum_{i : x_{i+1} > 0} x_i = \sum_i x_i [x_{i+1} > 0]`,
      'x',
      'x_{n+1}, which is x_6 where n = 5',
      'x_{i+1}',
    ],
  ])('%s reads outside of %s: there is no %s', (claim, whole, entry, at) => {
    const found = unread(claim)
    expect(found.reason).toContain(`reads outside of ${whole}: there is no ${entry}`)
    expect(found.at).toBe(at)
    expect(found.ways.length).toBeGreaterThan(0)
  })

  it('with the definition in which it is read, and ways to stay inside', () => {
    expect(unread('D = D').reason).toMatch(/^D reads outside of x/)
    expect(unread('x_{i+1} = x_{i+1} + x_i - x_i, i \\ne 2').ways).toEqual([
      String.raw`Let the index run only as far as 1 \le i + 1 \le n.`,
      String.raw`Or switch off what is not there: [i + 1 \le n] x_{i + 1}.`,
    ])
  })

  it.each([
    ['x_{i+1} - x_i = -(x_i - x_{i+1})', 'for all i ≤ n - 1: '],
    ['X_{i,l-1} + X_{il} = X_{il} + X_{i,l-1}', 'for all i ≤ m, 2 ≤ l ≤ n: '],
    ['x_{i-2} + x_{i+1} = x_{i+1} + x_{i-2}', 'for all 3 ≤ i ≤ n - 1: '],
    ['d_i = x_{i+1} - x_i', 'for all i ≤ n - 1: '],
    [String.raw`\frac{\partial d_i}{\partial x_{i+1}} = 1`, 'for all i ≤ n - 1: '],
  ])('but %s is made for where all of it is there: %s', (claim, reading) => {
    const report = verify(claim, context)
    expect(report.verdict).toBe('holds')
    expect(report.reading.startsWith(reading)).toBe(true)
    expect(verdict(`${claim} + 1`)).toBe('refuted')
  })

  it('in the words of a context in which e is a symbol', () => {
    const own = given('x : real[n]\ne : real')
    expect(() => verify(String.raw`(\exp(x) + x)_{n+1} = x_1`, own)).toThrow(
      String.raw`reads outside of (\exp(x) + x)`,
    )
  })

  it('unless it is read for its other entries alone, through whatever works entry by entry', () => {
    const shifted = given('X : real[m, n]\nH_{ij} = X_{i,j+1}')
    for (const claim of [
      '(\\exp(H))_{i1} = \\exp(X_{i2})',
      '(H^\\top)_{1i} = X_{i2}',
      '(2 H)_{i1} = 2 X_{i2}',
    ])
      expect(verify(claim, shifted).verdict, claim).toBe('holds')
    expect(() => verify('\\exp(H)_{in} = 1', shifted)).toThrow('H reads outside of X: there is no X_{1,n+1}')
  })

  it('but a sum to the size of another axis is a mistake of shape', () => {
    expect(verdict(String.raw`\sum_{i=2}^{m} x_i = a`)).toBe('refuted')
  })
})

describe('fixed entries', () => {
  it.each([
    ['x_2 + x_1 = x_1 + x_2', 'n ≥ 2'],
    [String.raw`\sum_{i=1}^{3} x_i = x_1 + x_2 + x_3`, 'n ≥ 3'],
    ['x_{n-2} = x_{n-2}', 'n ≥ 3'],
    ['X_{2,4} = X_{2,4}', 'n ≥ 4, m ≥ 2'],
    ['x_{40} = x_{40}', 'n ≥ 40'],
    [String.raw`\frac{\partial L}{\partial x_1} = -2 (x_2 - x_1)`, 'n ≥ 2'],
    ['d_2 = x_3 - x_2', 'n ≥ 3'],
  ])('want sizes that have them: %s for %s', (claim, sizes) => {
    const report = verify(claim, context)
    expect(report.message).toMatch(/^holds/)
    expect(report.message).toContain(`for ${sizes}`)
    expect(report.reading).toContain(`for ${sizes}: `)
  })

  it('are there in every counterexample', () => {
    const { counterexample } = verify('x_3 = 2 x_3', context).steps[0]!
    expect(counterexample!.sizes).toEqual({ n: 3 })
  })

  it('want no more where a condition says so already, and none where they are always there', () => {
    expect(verify(String.raw`x_2 = x_2 \quad \text{if } n > 1`, context).sizes).toBeUndefined()
    expect(verify('x_1 + x_n = x_n + x_1', context).sizes).toBeUndefined()
    expect(verify('v_3 = v_3', context).sizes).toBeUndefined()
  })

  it('whose number is a symbol are read where they are there', () => {
    expect(verdict('x_j^2 = x_j x_j')).toBe('holds')
    expect(verdict(String.raw`\sum_{i=1}^{j} x_i = x_j + \sum_{i=1}^{j-1} x_i`)).toBe('holds')
  })
})

describe('bounds mean what they say, whatever is indexed', () => {
  it.each([
    String.raw`\sum_{i=0}^{n-1} x_{i+1} = \sum_i x_i`,
    String.raw`\sum_{i=2}^{n+1} x_{i-1} = \sum_i x_i`,
    String.raw`\sum_{i=0}^{n-1} x_{n-i} = \sum_i x_i`,
    String.raw`\sum_{i=1}^{n} x_{n+1-i} u_i = \sum_{i=1}^{n} x_i u_{n+1-i}`,
    String.raw`\prod_{i=0}^{n-1} x_{i+1} = \prod_i x_i`,
    String.raw`\max_{i=0}^{n-1} x_{i+1} = \max_i x_i`,
    String.raw`\sum_{i=0}^{n} i = \frac{n (n + 1)}{2}`,
    String.raw`\sum_{i=-2}^{2} i^2 = 10`,
    String.raw`\sum_{i=1}^{n} \sum_{l=i+1}^{n} x_i x_l = \sum_{i<l} x_i x_l`,
    String.raw`\sum_{i=3}^{2} x_i = 0`,
    String.raw`\prod_{i=n+1}^{n} x_i = 1`,
    String.raw`\sum_{i=1}^{n-1} d_i = x_n - x_1`,
    String.raw`\sum_{i=1}^{c} x_i = \sum_i x_i [i \le c]`,
    String.raw`\sum_{i=1}^{l} x_i = \sum_{i=0}^{l-1} x_{l-i} \quad \text{for all } l`,
  ])('%s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it.each([
    String.raw`\sum_{i=0}^{n-1} x_{i+1} = \sum_{i=1}^{n-1} x_i`,
    String.raw`\sum_{i=2}^{n} x_i = \sum_{i=1}^{n-1} x_i`,
  ])('and no more: %s', claim => {
    expect(verdict(claim)).toBe('refuted')
  })
})

describe('derivatives through shifted entries', () => {
  it.each([
    String.raw`\partial L / \partial x_1 = -2 (x_2 - x_1) \quad \text{if } n > 1`,
    String.raw`\frac{\partial L}{\partial x_n} = 2 (x_n - x_{n-1}) \quad \text{if } n > 1`,
    String.raw`\frac{\partial L}{\partial x_i} = 2 (2 x_i - x_{i-1} - x_{i+1}) \quad \text{for } 1 < i < n`,
    String.raw`\frac{\partial L}{\partial x_i} = 2 [i > 1] (x_i - x_{i-1}) - 2 [i < n] (x_{i+1} - x_i)`,
    String.raw`\frac{\partial^2 L}{\partial x_i \partial x_{i+1}} = -2 \quad \text{for } i < n`,
    String.raw`\frac{\partial M}{\partial x_i} = [i > 1] x_{i-1} + [i < n] x_{i+1}`,
    String.raw`\frac{\partial P}{\partial x_1} = x_2 \prod_{i=3}^{n} x_{i-1} x_i \quad \text{if } n > 1`,
    String.raw`\frac{\partial}{\partial x_l} \sum_{i<n} x_i / (1 + x_{i+1}^2) = [l < n] / (1 + x_{l+1}^2) - 2 [l > 1] x_l x_{l-1} / (1 + x_l^2)^2`,
    String.raw`\frac{\partial}{\partial x_l} \sum_{i=1}^{n-1} e^{x_{i+1} - x_i} = [l > 1] e^{x_l - x_{l-1}} - [l < n] e^{x_{l+1} - x_l}`,
  ])('%s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })
})

describe('an index of a condition', () => {
  it.each([
    [String.raw`\sum_{i \ne l} x_i x_l = (\sum_i x_i)^2 - \sum_i x_i^2`, '∑_l ∑_{i ≠ l} x_i x_l = '],
    [
      String.raw`\sum_{i<l} x_i x_l = \frac{1}{2} ((\sum_i x_i)^2 - \sum_i x_i^2)`,
      '∑_l ∑_{i < l} x_i x_l = ',
    ],
    [String.raw`\sum_{i \ne l} x_i = (n - 1) \sum_i x_i`, '∑_l ∑_{i ≠ l} x_i = '],
    [
      String.raw`\prod_{i < l} (1 + x_l x_i) = \prod_{l=2}^{n} \prod_{i=1}^{l-1} (1 + x_i x_l)`,
      '∏_l ∏_{i < l} ',
    ],
    [String.raw`\max_{i < l} x_i = \max_{i=1}^{n-1} x_i \quad \text{if } n > 1`, 'max_l max_{i < l} x_i'],
    [
      String.raw`\sum_{i < l < r} x_i x_l x_r = \frac{1}{6} ((\sum_i x_i)^3 - 3 \sum_i x_i \sum_i x_i^2 + 2 \sum_i x_i^3)`,
      '∑_',
    ],
  ])('is summed where it stands nowhere else: %s', (claim, reading) => {
    const report = verify(claim, context)
    expect(report.message).toMatch(/^holds/)
    expect(report.reading).toContain(reading)
  })

  it.each([
    [String.raw`\sum_{i \ne l} x_i = \sum_i x_i - x_l`, 'for all l ≤ n: '],
    [String.raw`\sum_{i \ne l} x_i u_i = \sum_{i \ne l} u_i x_i`, 'for all l ≤ n: '],
    [
      String.raw`\frac{\partial}{\partial x_l} \sum_{i \ne l} x_i x_l = \sum_{i \ne l} x_i`,
      'for all l ≤ n: ',
    ],
    [String.raw`\sum_{i \ne l} x_i x_l = \sum_{i \ne l} x_l x_i \quad \text{for all } l`, 'for all l ≤ n: '],
    [String.raw`\sum_{i \ne c} x_i = \sum_i x_i - x_c`, '∑_{i ≠ c} x_i'],
  ])('is fixed where it is declared, or stands elsewhere: %s', (claim, reading) => {
    const report = verify(claim, context)
    expect(report.message).toMatch(/^holds/)
    expect(report.reading).toMatch(new RegExp(`^${reading}`))
  })

  it('is fixed by a "for all" alone', () => {
    const claim = String.raw`\sum_{i \ne l} x_i x_l = (\sum_i x_i)^2 - \sum_i x_i^2 \quad \text{for all } l`
    expect(verdict(claim)).toBe('refuted')
  })

  it.each([
    String.raw`\sum_{i \ne l} x_i x_l = 2 \sum_{i<l} x_i x_l`,
    String.raw`\frac{\partial}{\partial x_r} \prod_{i < l} (x_l - x_i) = (\prod_{i<l} (x_l - x_i)) \sum_{i \ne r} \frac{1}{x_r - x_i}`,
  ])('in several sums may mean two things, and is refused where that matters: %s', claim => {
    expect(unread(claim).reason).toBe(
      'the index l stands in several sums: is it summed in each of them, or is the claim meant for each l?',
    )
  })

  it.each([
    [String.raw`(\sum_{i \ne l} x_i)^2 = \sum_{i \ne l} x_i \sum_{r \ne l} x_r`, 'holds'],
    [String.raw`\sum_{i \ne l} x_i = 2 \sum_{i \ne l} x_i`, 'refuted'],
  ])('in several sums is fixed where it does not: %s %s', (claim, is) => {
    expect(verdict(claim)).toBe(is)
  })

  it('is summed in a definition, but for those on its left', () => {
    const paper = given(String.raw`
      x : real[n]
      T = \sum_{i \ne l} x_i x_l
      T_l = \sum_{i \ne l} x_i x_l
    `)
    expect(verify(String.raw`T = (\sum_i x_i)^2 - \sum_i x_i^2`, paper).verdict).toBe('holds')
    expect(verify(String.raw`T_i = x_i (\sum_l x_l - x_i)`, paper).verdict).toBe('holds')
  })
})

describe('what a bracket switches off is not read', () => {
  it.each([
    String.raw`[i > 1] x_{i-1} = \begin{cases} x_{i-1} & \text{if } i > 1 \\ 0 & \text{otherwise} \end{cases}`,
    'x_{i-1} [i > 1] x_i = [i > 1] x_i x_{i-1}',
    String.raw`\frac{[i > 1]}{1 + x_{i-1}^2} = [1 < i] \frac{1}{1 + x_{i-1}^2}`,
    String.raw`(1 - [i = 1]) x_{i-1} = [i \ne 1] x_{i-1}`,
    String.raw`[i > 1 \text{ and } x_{i-1} > 0] = [i > 1] [x_{i-1} > 0]`,
    String.raw`[i = 1 \text{ or } x_{i-1} > 0] = [i = 1] + [i > 1] [x_{i-1} > 0]`,
    String.raw`\sum_{i : i > 1, x_{i-1} > 0} x_i = \sum_{i=2}^{n} x_i [x_{i-1} > 0]`,
    String.raw`x_{i-1} = x_{i-1} + x_i - x_i \quad \text{for } i > 1`,
    String.raw`\sum_i [i > 1] (B x)_{i-1} = \sum_{i=1}^{n-1} (B x)_i`,
    String.raw`\sum_{i \ne l} \frac{1}{x_i - x_l} (x_i - x_l) = n - 1 + x_l - x_l \quad \text{if } n = 1`,
  ])('%s', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })
})

describe('a scale is kept however small', () => {
  it.each([
    'e^{-800} = 0',
    'e^{-800} - e^{-801} = 0',
    'e^{-400} e^{-400} = 0',
    'e^{-800} = e^{-801}',
    '10^{-400} = 0',
    '(10^{-200})^2 = 0',
    String.raw`10^{-200} \cdot 10^{-200} = 0`,
    String.raw`\frac{10^{-200}}{10^{200}} = 0`,
    String.raw`\prod_{i=1}^{400} 0.1 = 0`,
    String.raw`\sqrt{e^{-2000}} = 0`,
    '|e^{-800}| = 0',
    String.raw`\max(e^{-800}, e^{-801}) = 0`,
    String.raw`\sigma(-800) = 0`,
    String.raw`\mathrm{softplus}(-800) = 0`,
    String.raw`\tanh(e^{-800}) = 0`,
    String.raw`\sin(e^{-800}) = 0`,
    String.raw`\mathrm{erf}(e^{-800}) = 0`,
    String.raw`\sum_{i=1}^{n} e^{-800 - i} = 0`,
    String.raw`\|e^{-800} \mathbf{1}_n\| = 0`,
    String.raw`\mathbf{1}_n^\top (e^{-800} \mathbf{1}_n) = 0`,
    String.raw`\mathrm{softmax}(-1000 \mathbf{1}_n \odot x)_1 = 0 \quad \text{if } n = 2 \text{ and } x_1 = 1 \text{ and } x_2 = 0`,
    String.raw`\frac{\partial (e^{-800} a)}{\partial a} = 0`,
    String.raw`\begin{cases} e^{10000} & \text{if } i = 1 \\ 1 & \text{otherwise} \end{cases} + x_i = \begin{cases} e^{10000} & \text{if } i = 1 \\ 2 & \text{otherwise} \end{cases} + x_i`,
    `0.${'0'.repeat(350)}1 = 0`,
  ])('%s is refuted', claim => {
    const report = verify(claim, context)
    expect(report.message).toMatch(/^refuted/)
    expect(report.steps[0]!.counterexample!.confirmed).toBe(true)
  })

  it.each([
    String.raw`\sigma(-800) = \frac{e^{-800}}{1 + e^{-800}}`,
    'e^{-800} e^{-800} = e^{-1600}',
    String.raw`\sqrt{e^{-2000}} = e^{-1000}`,
    String.raw`10^{-200} \cdot 10^{-200} = 10^{-400}`,
    String.raw`\frac{\partial e^{10000 a}}{\partial a} = 10000 e^{10000 a}`,
    'e^{-800} [a > 0] = [a > 0] e^{-800}',
    String.raw`\sum_i [i = c] e^{10000 + x_i} + e^{x_1} = e^{x_1} + e^{10000} e^{x_c}`,
    '0 = 0 e^{800}',
  ])('%s holds', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it('is shown in digits where float64 cannot write it', () => {
    expect(verify('e^{-800} = 0', context).message).toContain('3.6678')
  })
})

describe('constants have all the digits of whoever computes with them', () => {
  it.each([
    String.raw`\sin(a + \pi) = -\sin a`,
    String.raw`\cos(a + 2 \pi) = \cos a`,
    String.raw`\sin(\pi j) = 0`,
    String.raw`\cos(\frac{\pi}{2}) = 0`,
    String.raw`\log(e) = 1`,
    String.raw`\log(e^{\pi}) = \pi`,
    '0.1 + 0.2 = 0.3',
    '1 - 0.9 = 0.1',
    String.raw`10 \cdot 0.1 a = a`,
    String.raw`\frac{1}{3} + \frac{2}{3} = 1`,
    String.raw`\sin(\pi (0.1 + 0.2 + 0.7)) = 0`,
    String.raw`a^{0.1} a^{0.9} = a \quad \text{if } a > 0`,
    '9007199254740993 - 9007199254740992 = 1',
  ])('%s holds', claim => {
    expect(verify(claim, context).message).toMatch(/^holds/)
  })

  it.each([
    '0.1 = 0.10000000000000000555',
    String.raw`\pi = 3.141592653589793`,
    String.raw`\sin(3.141592653589793) = 0`,
    '9007199254740993 = 9007199254740992',
  ])('%s is refuted', claim => {
    expect(verdict(claim)).toBe('refuted')
  })
})
