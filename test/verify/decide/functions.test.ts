// Values with arguments, functions of one's own and their derivatives: true claims hold, false ones are refuted.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  X : real[m, n]
  w, θ : real[n]
  t : real[m]
  a, b, c, μ : real
  k : class of K
  q : distribution[K]
  x^{(i)} : real[n] for i ≤ N
  \sigma^2 : positive
  s(x) = 1/(1+e^{-x})
  g(z) = \max(0, z)
  \phi(v) = e^{-v^2/2}/\sqrt{2\pi}
  f(u, v) = u^2 v
  F(v) = v^\top v
  h_\theta(x) = s(\theta^\top x)
  z = X w
  J(w, b) = \frac{1}{2}\|z + b \mathbf{1} - t\|^2
  \hat y_i(w) = w^\top x^{(i)}
  r(x^{(i)}) = \|x^{(i)}\|^2
  \pi_\theta(j) = e^{θ_j} / \sum_l e^{θ_l}
  \ell(\mu, \sigma^2) = -\frac{m}{2}\log(2\pi\sigma^2) - \frac{1}{2\sigma^2}\sum_i (t_i - \mu)^2
  p(y \mid x; \theta) : probability
  P(x) : probability
  L(c) = c^2 + a
`)

const TRUE: readonly string[] = [
  tex`s'(x) = s(x)(1 - s(x))`,
  "s' = s(1 - s)",
  tex`s''(x) = s(x)(1-s(x))(1-2s(x))`,
  tex`s^{(2)}(x) = s''(x)`,
  tex`s'(z_i) = s(z_i)(1 - s(z_i))`,
  tex`s'(z) = s(z) \odot (1 - s(z))`,
  tex`s'(X) = s(X) \odot (1 - s(X))`,
  tex`s'(z + t) = s(z + t) \odot (1 - s(z + t))`,
  tex`s'(a b + c) = s(a b + c) - s^2(a b + c)`,
  tex`\frac{ds}{dx} = s(x) s(-x)`,
  tex`\frac{d}{dx} s(x) = s'(x)`,
  tex`\frac{d}{da} s(a b) = b s'(a b)`,
  tex`\frac{\partial f}{\partial u} = 2 u v`,
  tex`f(a, z_i) = a^2 z_i`,
  tex`f(z, a) = a z \odot z`,
  tex`\phi'(x) = -x \phi(x)`,
  tex`\sigma'(z_i) = \sigma(z_i)(1-\sigma(z_i))`,
  tex`\sigma'(x) = \sigma(x)(1-\sigma(x))`,
  tex`\tanh'(x) = 1 - \tanh^2(x)`,
  tex`\operatorname{softplus}'(x) = \sigma(x)`,
  tex`\tanh''(a) = -2 \tanh(a) \tanh'(a)`,
  tex`\sigma(-x) = 1 - \sigma(x)`,
  tex`\sum_j s'(z_j) X_{ji} = \frac{\partial}{\partial w_i} \sum_j s(z_j)`,
  'F(w) = w^\\top w',
  'F(2 w) = 4 F(w)',
  tex`g(a) = a [a > 0]`,
  tex`\nabla_w J(w, b) = X^\top (X w + b \mathbf{1} - t)`,
  tex`\nabla_w J = X^\top (z + b \mathbf{1} - t)`,
  tex`\frac{\partial J(w, b)}{\partial b} = \sum_i (z_i + b - t_i)`,
  tex`h_\theta(x^{(i)}) = s(\theta^\top x^{(i)})`,
  tex`\nabla_\theta h_\theta(x^{(i)}) = h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x^{(i)}`,
  tex`\log \frac{h_\theta(x)}{1 - h_\theta(x)} = \theta^\top x`,
  tex`\hat y_i(w) = \sum_j w_j x^{(i)}_j`,
  tex`r(x^{(l)}) = \sum_j (x^{(l)}_j)^2`,
  tex`\frac{\partial}{\partial θ_j} \log \pi_\theta(l) = [j = l] - \pi_\theta(j)`,
  tex`\sum_j q(j) = 1`,
  'q(k) = q_k',
  tex`\frac{\partial \ell}{\partial \sigma^2} = -\frac{m}{2\sigma^2} + \frac{1}{2\sigma^4}\sum_i (t_i-\mu)^2`,
  tex`\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma^2} \sum_i (t_i - \mu)`,
  tex`\frac{1}{\sigma^3} = \frac{\sigma}{(\sigma^2)^2}`,
  tex`\log p(y \mid x; \theta) + \log P(x) = \log(P(x) p(y \mid x; \theta))`,
  tex`\nabla L(c) = 2 c`,
  'L(2 c) = 4 c^2 + a',
]

const FALSE: readonly string[] = [
  tex`s'(x) = s(x)(1 + s(x))`,
  tex`s'(z_i) = s(z_i)`,
  tex`s'(z) = s(z) \odot (1 + s(z))`,
  tex`s'(a b) = b s(a b)(1 - s(a b))`,
  tex`\tanh'(x) = 1 - \tanh(x)`,
  tex`\frac{\partial f}{\partial v} = u v`,
  tex`\phi'(x) = \phi(x)`,
  tex`\nabla_w J(w, b) = X^\top (X w - t)`,
  tex`\nabla_\theta h_\theta(x^{(i)}) = h_\theta(x^{(i)}) x^{(i)}`,
  tex`\frac{\partial \ell}{\partial \sigma^2} = -\frac{m}{2\sigma^2} + \frac{1}{\sigma^4}\sum_i (t_i-\mu)^2`,
  tex`\frac{\partial \ell}{\partial \sigma^2} = -\frac{m}{\sigma} + \frac{1}{\sigma^3}\sum_i (t_i-\mu)^2`,
  tex`\log p(y \mid x; \theta) = \log P(x)`,
  'L(2 c) = 2 L(c)',
]

const READ: readonly (readonly [string, string])[] = [
  [tex`s'(x) = s(x)(1 - s(x))`, "for all real x: s'(x) = s(x) (1 - s(x))"],
  [tex`\sigma'(x) = \sigma(x)\,\sigma(-x)`, "for all real x: σ'(x) = σ(x) σ(-x)"],
  [tex`\log h_\theta(x) = \log s(\theta^T x)`, 'for all x : real[n]: log(h_θ(x)) = log(s(θᵀ x))'],
  [tex`J(w, b) = J`, 'J = J'],
  [tex`r(x^{(l)}) = \|x^{(l)}\|^2`, 'for all l ≤ N: r_l = ‖x^(l)‖^2'],
  [tex`\sigma^4 = \sigma \cdot \sigma^3`, '(σ^2)^2 = sqrt(σ^2) (σ^2)^(3/2)'],
]

/** What is refused, and why. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['a = s(y)', 'y is not declared, and nothing tells over what it would run as an index'],
  ['J(c) = a', "'J(c)': a product, or a function applied?"],
  ['s(a, b) = a', 's takes one argument, got 2'],
  [tex`s^{-1}(a) = b`, 'is this a power of s, or its inverse?'],
  [tex`\tanh' = b`, "tanh' of what? A bracket is missing behind it"],
  [tex`s_i(a) = b`, 'an index on the function s is not understood'],
  ['P(2 a) = b', "'P(2 a)': a product, or a function applied?"],
]

describe('values with arguments, and functions of one’s own', () => {
  it.each(TRUE)('%s holds', claim => {
    expect(verify(claim, PAPER).verdict).toBe('holds')
  })

  it.each(FALSE)('%s is refuted', claim => {
    expect(verify(claim, PAPER).verdict).toBe('refuted')
  })

  it.each(READ)('%s is read as %s', (claim, reading) => {
    const report = verify(claim, PAPER)
    expect(report.reading).toBe(reading)
    expect(report.verdict).toBe('holds')
  })

  it.each(REFUSED)('%s is refused', (claim, reason) => {
    expect(() => verify(claim, PAPER)).toThrow(LanguageError)
    expect(() => verify(claim, PAPER)).toThrow(expect.objectContaining({ reason }))
  })

  it('a counterexample names the variable as it was written', () => {
    const { steps } = verify(tex`s'(x) = s(x)(1 + s(x))`, PAPER)
    expect(Object.keys(steps[0]!.counterexample!.values)).toEqual(['x'])
  })
})
