// What the names of a given block come to: small papers, in each of which true claims hold, false ones are refuted, others refused.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'

const tex = String.raw

interface Paper {
  readonly says: string
  readonly given: string
  readonly holds: readonly string[]
  readonly refuted?: readonly string[]
  /** Claims with why they are refused. */
  readonly refused?: readonly (readonly [claim: string, reason: string])[]
}

const PAPERS: readonly Paper[] = [
  {
    says: 'a value defined with the square of a declared number is of that number',
    given: tex`
      x_i : real for i ≤ n
      \mu, a : real
      \sigma, τ : positive
      \ell(\mu, \sigma^2) = -\frac{n}{2} \log(2\pi\sigma^2) - \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2`,
    holds: [
      tex`\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma^2} \sum_i (x_i - \mu)`,
      tex`\frac{\partial \ell}{\partial \sigma} = -\frac{n}{\sigma} + \frac{1}{\sigma^3} \sum_i (x_i - \mu)^2`,
      tex`\frac{\partial \ell}{\partial \sigma^2} = -\frac{n}{2\sigma^2} + \frac{1}{2\sigma^4} \sum_i (x_i - \mu)^2`,
      tex`\frac{\partial \ell}{\partial (\sigma^2)} = -\frac{n}{2\sigma^2} + \frac{1}{2\sigma^4} \sum_i (x_i - \mu)^2`,
      tex`\frac{\partial}{\partial \sigma^2} \ell(\mu, \sigma^2) = \frac{1}{2\sigma} \frac{\partial \ell}{\partial \sigma}`,
      tex`\partial \ell / \partial \sigma^2 = \frac{1}{2\sigma} \partial \ell / \partial \sigma`,
      tex`\frac{\partial^2 \ell}{\partial \mu\, \partial \sigma^2} = -\frac{1}{\sigma^4} \sum_i (x_i - \mu)`,
      tex`\frac{\partial^2 \ell}{\partial \sigma^2\, \partial \mu} = -\frac{1}{\sigma^4} \sum_i (x_i - \mu)`,
      tex`\frac{\partial^2 \ell}{\partial (\sigma^2)^2} = \frac{n}{2\sigma^4} - \frac{1}{\sigma^6} \sum_i (x_i - \mu)^2`,
      tex`\frac{\partial^2 \ell}{\partial \sigma^2} = \frac{n}{\sigma^2} - \frac{3}{\sigma^4} \sum_i (x_i - \mu)^2`,
    ],
    refuted: [
      tex`\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma} \sum_i (x_i - \mu)`,
      tex`\frac{\partial \ell}{\partial \sigma^2} = \frac{\partial \ell}{\partial \sigma}`,
      tex`\frac{\partial^2 \ell}{\partial (\sigma^2)^2} = \frac{n}{2\sigma^4} - \frac{1}{2\sigma^6} \sum_i (x_i - \mu)^2`,
    ],
    refused: [
      [
        tex`\frac{\partial \ell}{\partial a^2} = 0`,
        'this derivative is of order 1 above, and by 2 symbols below',
      ],
      [
        tex`\frac{\partial^3 \ell}{\partial \sigma^2 \partial τ^2} = 0`,
        'this derivative is of order 3 above, and by 4 symbols below',
      ],
    ],
  },
  {
    says: 'a value defined with an entry of a declared column is of that entry',
    given: tex`
      w : real[n]
      J(w_1) = w_1^2 + w_2`,
    holds: ['J = w_1^2 + w_2', 'J(w_1) = w_1^2 + w_2', tex`\frac{\partial J}{\partial w_1} = 2 w_1`],
    refuted: ['J = w_1^2', tex`\frac{\partial J}{\partial w_2} = 0`],
  },
  {
    says: 'values are told apart by what they take, also by what bears an index of its own',
    given: tex`
      p : distribution[n]
      θ : real[n]
      c : positive[n]
      q_i(θ) = \frac{e^{θ_i}}{\sum_j e^{θ_j}}
      ρ_i = \frac{c_i}{\sum_j c_j}
      H(p) = -\sum_i p_i \log p_i
      H(q) = -\sum_i q_i \log q_i
      \mathrm{KL}(p \| q) = \sum_i p_i \log\frac{p_i}{q_i}
      \mathrm{KL}(q \| p) = \sum_i q_i \log\frac{q_i}{p_i}
      \mathrm{KL}(q \| ρ) = 2 \sum_i q_i \log\frac{q_i}{ρ_i}`,
    holds: [
      tex`\mathrm{KL}(p \| q) = -\sum_i p_i \log q_i - H(p)`,
      tex`\mathrm{KL}(q \,\|\, p) = -\sum_i q_i \log p_i - H(q)`,
      tex`\mathrm{KL}(q \| ρ) = 2 \sum_i q_i \log q_i - 2 \sum_i q_i \log ρ_i`,
      tex`\frac{\partial}{\partial θ_k} \mathrm{KL}(p \| q) = q_k - p_k`,
      tex`\nabla_θ \mathrm{KL}(p \| q) = q - p`,
    ],
    refuted: [
      tex`\mathrm{KL}(p \| q) = \mathrm{KL}(q \| p)`,
      tex`\mathrm{KL}(q \| ρ) = \sum_i q_i \log\frac{q_i}{ρ_i}`,
      'H(p) = H(q)',
    ],
  },
  {
    says: 'what is declared and defined is one, and so are a family and the column that lists it',
    given: tex`
      x_i : real[d] for i ≤ n
      y_i : integer for i ≤ n
      w, S : real[d]
      t : real[n]
      L : real
      C : symmetric[d, d]
      λ_i = \exp(x_i^\top w)
      λ = (λ_1, \dots, λ_n)^\top
      y = \begin{pmatrix} y_1 \\ \vdots \\ y_n \end{pmatrix}
      t_i = w^\top x_i
      C = \sum_i x_i x_i^\top
      L = \|λ - y\|^2 + \|t\|^2`,
    holds: [
      tex`\frac{\partial λ_i}{\partial w} = λ_i x_i`,
      tex`\frac{\partial L}{\partial λ} = 2 (λ - y)`,
      tex`\frac{\partial L}{\partial λ_i} = 2 (λ_i - y_i)`,
      tex`\frac{\partial L}{\partial w} = 2 \sum_i (λ_i - y_i) λ_i x_i + 2 C w`,
    ],
    refuted: [tex`\frac{\partial L}{\partial λ} = λ - y`, 't = 0'],
  },
  {
    says: 'a function of columns and matrices has a determinant in bars, and N_k may stand beside the size N',
    given: tex`
      x_n : real[D] for n ≤ N
      φ : distribution[K]
      μ_k : real[D] for k ≤ K
      Σ_k : positive definite[D, D] for k ≤ K
      \mathcal{N}(x \mid m, S) = \frac{1}{(2\pi)^{D/2} |S|^{1/2}} \exp(-\frac{1}{2} (x - m)^\top S^{-1} (x - m))
      γ_{nk} = \frac{φ_k \mathcal{N}(x_n \mid μ_k, Σ_k)}{\sum_{j=1}^K φ_j \mathcal{N}(x_n \mid μ_j, Σ_j)}
      N_k = \sum_{n=1}^N γ_{nk}
      \ell = \sum_{n=1}^N \log \sum_{k=1}^K φ_k \mathcal{N}(x_n \mid μ_k, Σ_k)
      f(x) = |x|`,
    holds: [
      tex`\sum_{k=1}^K N_k = N`,
      tex`\frac{\partial}{\partial μ_k} \log \mathcal{N}(x_n \mid μ_k, Σ_k) = Σ_k^{-1} (x_n - μ_k)`,
      tex`\frac{\partial \ell}{\partial φ_k} = \frac{N_k}{φ_k}`,
      tex`\frac{\partial \ell}{\partial μ_k} = \sum_n γ_{nk} Σ_k^{-1} (x_n - μ_k)`,
      tex`M_k := \sum_n γ_{nk} x_n, \quad \sum_k M_k = \sum_n x_n`.replaceAll('M', 'D'),
    ],
    refuted: [tex`\sum_k N_k = K`, tex`\frac{\partial \ell}{\partial φ_k} = N_k`],
    refused: [['f(x_1) = 1', 'f has bars, and is applied to a column of D: a length, or absolute values?']],
  },
]

describe.each(PAPERS)('$says', ({ given: source, holds, refuted = [], refused = [] }) => {
  const paper = given(source)

  it.each(holds)('%s holds', claim => {
    expect(verify(claim, paper).verdict).toBe('holds')
  })

  it.each(refuted)('%s is refuted', claim => {
    expect(verify(claim, paper).verdict).toBe('refuted')
  })

  it.each(refused)('%s is refused', (claim, reason) => {
    expect(() => verify(claim, paper)).toThrow(LanguageError)
    expect(() => verify(claim, paper)).toThrow(expect.objectContaining({ reason }))
  })
})
