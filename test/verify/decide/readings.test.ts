// What may be read in several ways, and fits what is declared in one.
import { describe, expect, it } from 'vitest'
import { given, type LanguageError, verify, verifyAll } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  X : real[m, n]
  A : real[n, n]
  w, x, v : real[n]
  a, b, T, d : positive
  p : distribution[k]
  y : class of k
  L = \frac{1}{2} \|X w\|^2
`)

/** What is written, and how it is read. */
const READ: readonly (readonly [string, string])[] = [
  [tex`w^Tx = x^Tw`, 'wᵀ x = xᵀ w'],
  [tex`w^\top x = w^Tx`, 'wᵀ x = wᵀ x'],
  [tex`\nabla_wL = X^TXw`, '∇_w L = Xᵀ X w'],
  [tex`\sum_i x_iw_i = w^Tx`, '∑_i x_i w_i = wᵀ x'],
  [tex`A_ij \cdot x_j = x_j A_{ij}`, 'for all i ≤ n, j ≤ n: A_ij x_j = x_j A_ij'],
  [tex`a^T = e^{T \log a}`, 'a^{{T}} = e^(T log a)'],
  [tex`x^T x = \|x\|^2`, 'xᵀ x = ‖x‖^2'],
  [tex`X^\top_{ji} = X_{ij}`, 'for all j ≤ n, i ≤ m: (Xᵀ)_ji = X_ij'],
  [tex`\frac{dL}{dw} = X^\top X w`, '∂L/∂w = Xᵀ X w'],
  [tex`\frac{\delta L}{\delta w} = X^\top X w`, '∂L/∂w = Xᵀ X w'],
  [tex`\partial_w L \overset{(1)}{=} X^\top X w && \text{by (2)}`, '∂L/∂w = Xᵀ X w'],
  [tex`\langle w, x \rangle = x^\top w`, 'wᵀ x = xᵀ w'],
  [tex`\langle X, X \rangle_F = \|X\|^2`, 'sum(X ⊙ X) = ‖X‖^2'],
  [tex`\langle a, b \rangle = a b`, 'a b = a b'],
  [tex`A^t x = {}^t\!A x`, 'Aᵀ x = Aᵀ x'],
  [tex`\log_2 a = {\ln a \over \ln 2}`, 'log(a)/log(2) = log(a)/log(2)'],
  [tex`1 - \tanh^2(w) = 1 - \tanh(w) \odot \tanh(w)`, '1 - tanh^2(w) = 1 - tanh(w) ⊙ tanh w'],
  [tex`\log^2(e^w) = w \odot w`, 'log^2(e^w) = w ⊙ w'],
  [tex`\tanh^2(A) = \tanh(A) \odot \tanh(A)`, 'tanh^2(A) = tanh(A) ⊙ tanh A'],
  [tex`\tanh(A)^2 = \tanh(A) \tanh(A)`, '(tanh A)^2 = tanh(A) tanh A'],
  [tex`\tanh(w)^2 = \tanh^2 w`, '(tanh w)^2 = tanh^2(w)'],
  [tex`\sum e^w = \sum_i e^{w_i}`, '∑_j e^(w_j) = ∑_i e^(w_i)'],
  [tex`\sum_j e^{w/n} = \sum_{i=1}^n e^{w_i/n}`, '∑_j e^(w_j/n) = ∑_{i=1}^n e^(w_i/n)'],
  [tex`\sum_{i=1}^n w^2 = w^\top w`, '∑_{i=1}^n w_i^2 = wᵀ w'],
  [tex`\sum_{i=1}^n w = n w`, '∑_{i=1}^n w = n w'],
  [tex`\log(y!) = \log y! + 0`, 'log(y!) = log(y!) + 0'],
  [tex`n! = n \cdot (n-1)!`, 'n! = n (n - 1)!'],
  [tex`\frac{1}{(y!)^2} = \frac{1}{y!\,y!}`, '1/(y!)^2 = 1 / (y! y!)'],
  ['3! = 6', '3! = 6'],
  [tex`\prod_{i=1}^n i! = \prod_{i=1}^n \prod_{j=1}^i j`, '∏_{i=1}^n i! = ∏_{i=1}^n ∏_{j=1}^i j'],
  [
    tex`(I - \frac{1}{n} \mathbf 1 \mathbf 1^\top) w = w - \frac{\mathbf 1^\top w}{n} \mathbf 1`,
    '(I - 1/n · 𝟙 𝟙ᵀ) w = w - (𝟙ᵀ w / n) 𝟙',
  ],
  [
    tex`(I - \mathbf 1_n \mathbf 1^\top) w = w - \mathbf 1^\top w\, \mathbf 1_n`,
    '(I - 𝟙_n 𝟙ᵀ) w = w - 𝟙ᵀ w 𝟙_n',
  ],
  [tex`(I - a A) w = w - a A w`, '(I - a A) w = w - a A w'],
  [tex`w_i + x_i = x_i + w_i, \quad i = 0, \dots, n-1`, 'for all i ≤ n: w_i + x_i = x_i + w_i'],
  [tex`p_i = \frac{p_i}{\sum p_j}`, 'for all i ≤ k: p_i = p_i / (∑_j p_j)'],
]

/** What may mean two things that both fit. */
const REFUSED = [
  tex`\log a b = \log b a`,
  '1/2a = 1/(2a)',
  tex`A^\top_{ij} = A_{ji}`,
  tex`\sum w x = w^\top x`,
  tex`\sum a = a`,
]

describe('a claim that may be read in several ways', () => {
  it.each(READ)('is read as the only one that fits: %s', (claim, reading) => {
    const report = verify(claim, PAPER)
    expect(report.reading).toBe(reading)
    expect(report.verdict).toBe('holds')
  })

  it.each([
    [tex`a = b \neq a`, tex`\neq`, "claims are exact; '≠' cannot be checked"],
    [tex`a \approx b`, tex`\approx`, "claims are exact; '≈' cannot be checked"],
  ])('whose relation is not decided is refused: %s', (claim, under, reason) => {
    try {
      verify(claim, PAPER)
      expect.unreachable()
    } catch (error) {
      const { span, reason: why } = error as LanguageError
      expect([claim.slice(span.start, span.end), why]).toEqual([under, reason])
    }
  })

  it('defines where it says so, and claims the rest', () => {
    const reports = verifyAll(tex`g \triangleq a^2, \quad g = a a, \quad w^Tx = x^Tw`, PAPER)
    expect(reports.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
  })

  it.each(REFUSED)('is refused where several fit: %s', claim => {
    expect(() => verify(claim, PAPER)).toThrow(expect.objectContaining({ trouble: 'ambiguous' }))
  })
})

describe('an equality in front of ⇒', () => {
  const verdicts = (source: string): readonly (readonly [string, string])[] =>
    verifyAll(source, PAPER).map(({ verdict, reading }) => [verdict, reading] as const)

  it('is claimed as well, and refuted where it is wrong', () => {
    expect(verdicts(tex`\sum_i p_i = 1 \implies 2 \sum_i p_i = 2`)).toEqual([
      ['holds', '∑_i p_i = 1'],
      ['holds', '2 ∑_i p_i = 2'],
    ])
    expect(verdicts(tex`\sum_i p_i = 2 \implies 2 \sum_i p_i = 2`).map(([verdict]) => verdict)).toEqual([
      'refuted',
      'holds',
    ])
  })

  it('is a condition where a symbol has a value there', () => {
    expect(verdicts(tex`a = 2 \implies a^2 = 4`)).toEqual([['holds', 'where a = 2: a^2 = 4']])
  })

  it('is refused where a derivative is a number there', () => {
    expect(() => verifyAll(tex`\nabla_w L = 0 \implies X^\top X w = 0`, PAPER)).toThrow(
      'is this claimed, or is it what the other follows from?',
    )
  })
})

it('is refuted, and not stopped, where a size on the left follows from the right alone', () => {
  for (const claim of [tex`\mathbf 1 \mathbf 1^\top = A`, tex`I + \mathbf 1 \mathbf 1^\top = A`, 'I = A'])
    expect(verify(claim, PAPER).verdict, claim).toBe('refuted')
})
