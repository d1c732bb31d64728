// Expectations and variances over finitely many values, and divergences.
import { describe, expect, it } from 'vitest'
import { given, verify } from '../../../src/verify/index.js'

const tex = String.raw

const PAPER = given(tex`
  θ, r : real[n]
  q : distribution[n]
  P : distribution[m, n]
  p_i = \frac{e^{θ_i}}{\sum_j e^{θ_j}}
  J = \sum_i p_i r_i
  a, b : real
  s, t : positive
  u, v : real[d]
  S, T : positive definite[d, d]
`)

const TRUE: readonly string[] = [
  tex`\mathbb{E}_{i \sim p}[r_i] = J`,
  tex`E_{i \sim p}[r_i] = J`,
  tex`\operatorname{E}_{i\sim p}\left[ r_i \right] = p^\top r`,
  tex`\mathbb{E}_{i \sim p}\left[ r_i \frac{\partial \log p_i}{\partial θ_k} \right] = \frac{\partial J}{\partial θ_k}`,
  tex`\mathbb{E}_{i \sim p}[\nabla_θ \log p_i] = 0`,
  tex`\operatorname{Var}_{i \sim p}[r_i] = \mathbb{E}_{i \sim p}[r_i^2] - J^2`,
  tex`\mathbb{E}_{j \sim P_i}[r_j] = \sum_j P_{ij} r_j`,
  tex`\mathrm{KL}(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}`,
  tex`D_{KL}(p \| q) = \mathbb{E}_{i \sim p}[\log p_i - \log q_i]`,
  tex`D_{\mathrm{KL}}\left(q \,\|\, p\right) = -\sum_i q_i θ_i + \log \sum_i e^{θ_i} + \sum_i q_i \log q_i`,
  tex`\frac{\partial}{\partial θ_k} \mathrm{KL}(q \| p) = p_k - q_k`,
  tex`\mathrm{KL}(\mathcal{N}(a, s^2) \| \mathcal{N}(0, 1)) = \frac{1}{2} (a^2 + s^2 - 1 - \log s^2)`,
  tex`\mathrm{KL}(\mathcal N(a, s) \| \mathcal N(b, t)) = \frac{1}{2} \left( \log \frac{t}{s} + \frac{s + (a - b)^2}{t} - 1 \right)`,
  tex`\mathrm{KL}(\mathcal{N}(u, S) \| \mathcal{N}(v, S)) = \frac{1}{2} (u - v)^\top \operatorname{inverse}(S) (u - v)`,
]

const FALSE: readonly string[] = [
  tex`\mathbb{E}_{i \sim p}[r_i] = \sum_i r_i`,
  tex`\operatorname{Var}_{i \sim p}[r_i] = \mathbb{E}_{i \sim p}[r_i^2]`,
  tex`\mathrm{KL}(p \| q) = \mathrm{KL}(q \| p)`,
  tex`\mathrm{KL}(\mathcal{N}(a, s^2) \| \mathcal{N}(0, 1)) = \frac{1}{2} (a^2 + s^2 - 1 - \log s)`,
]

describe('moments and divergences', () => {
  it.each(TRUE)('%s', claim => expect(verify(claim, PAPER).verdict).toBe('holds'))
  it.each(FALSE)('not %s', claim => expect(verify(claim, PAPER).verdict).toBe('refuted'))

  it('are read as the sums that they are', () => {
    expect(verify(TRUE[0]!, PAPER).reading).toBe('∑_i p_i r_i = J')
  })

  it('are refused where they are integrals', () => {
    expect(() => verify(tex`\mathbb{E}_{x \sim \mathcal{N}(a, s)}[x] = a`, PAPER)).toThrow('integral')
  })
})
