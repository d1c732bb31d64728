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
