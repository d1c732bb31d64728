// What the names of a given block come to: small papers, in each of which true claims hold, false ones are refuted, others refused.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'
import { part } from '../../support/part.js'

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
      S_k : positive definite[D, D] for k ≤ K
      \mathcal{N}(x \mid m, S) = \frac{1}{(2\pi)^{D/2} |S|^{1/2}} \exp(-\frac{1}{2} (x - m)^\top S^{-1} (x - m))
      γ_{nk} = \frac{φ_k \mathcal{N}(x_n \mid μ_k, S_k)}{\sum_{j=1}^K φ_j \mathcal{N}(x_n \mid μ_j, S_j)}
      N_k = \sum_{n=1}^N γ_{nk}
      \ell = \sum_{n=1}^N \log \sum_{k=1}^K φ_k \mathcal{N}(x_n \mid μ_k, S_k)
      f(x) = |x|`,
    holds: [
      tex`\sum_{k=1}^K N_k = N`,
      tex`\frac{\partial}{\partial μ_k} \log \mathcal{N}(x_n \mid μ_k, S_k) = S_k^{-1} (x_n - μ_k)`,
      tex`\frac{\partial \ell}{\partial φ_k} = \frac{N_k}{φ_k}`,
      tex`\frac{\partial \ell}{\partial μ_k} = \sum_n γ_{nk} S_k^{-1} (x_n - μ_k)`,
      tex`D_k := \sum_n γ_{nk} x_n, \quad \sum_k D_k = \sum_n x_n`,
    ],
    refuted: [tex`\sum_k N_k = K`, tex`\frac{\partial \ell}{\partial φ_k} = N_k`],
    refused: [['f(x_1) = 1', 'f has bars, and is applied to a column of D: a length, or absolute values?']],
  },
  {
    says: 'arguments that are indices make a family, beside variables and indices that a function bears itself',
    given: tex`
      v_c : real[d]
      u_w : real[d] for w ≤ V
      p(o \mid c) = \frac{\exp(u_o^\top v_c)}{\sum_{w=1}^V \exp(u_w^\top v_c)}
      J_o = -\log p(o \mid c)
      W : real[K, d]
      s_0 : real[d]
      π(a \mid s) = \frac{\exp(\sum_k W_{ak} s_k)}{\sum_b \exp(\sum_k W_{bk} s_k)}
      r : real[n]
      g_i(t) = t^2 r_i`,
    holds: [
      tex`J_o = -u_o^\top v_c + \log \sum_{w=1}^V \exp(u_w^\top v_c)`,
      tex`\frac{\partial J_o}{\partial v_c} = \sum_{w=1}^V p(w \mid c)\, u_w - u_o`,
      tex`\sum_{o=1}^V p(o \mid c) \frac{\partial J_o}{\partial v_c} = 0`,
      tex`\frac{\partial J_o}{\partial u_w} = (p(w \mid c) - [w = o])\, v_c`,
      tex`\sum_a π(a \mid s_0) = 1`,
      tex`\frac{\partial}{\partial W_{ak}} \log π(b \mid s_0) = ([a = b] - π(a \mid s_0)) s_{0,k}`,
      'g_i(3) = 9 r_i',
      "g_i'(t) = 2 t r_i",
    ],
    refuted: [
      tex`\frac{\partial J_o}{\partial u_w} = p(w \mid c)\, v_c`,
      tex`\sum_a π(a \mid s_0) = 2`,
      'g_i(3) = 3 r_i',
    ],
    refused: [
      [tex`\log π(b \mid s) = s_b`, 's is not declared, and has entries here'],
      ['g(3) = 9', 'g bears an index, got 0'],
    ],
  },
  {
    says: 'a value defined at a point is its formula at another, also by way of other definitions',
    given: tex`
      X : real[m, n]
      y : real[m]
      w, g, θ, h : real[n]
      A : positive definite[n, n]
      η : positive
      E = X w - y
      J(w) = \frac{1}{2} \|E\|^2
      f(w) = \frac{1}{2} w^\top A w - y^\top X w
      w^* = A^{-1} X^\top y
      q_i(θ) = \frac{e^{θ_i}}{\sum_j e^{θ_j}}
      F(θ) = \sum_i q_i(θ) g_i`,
    holds: [
      tex`J(w + g) = J(w) + E^\top X g + \frac{1}{2} \|X g\|^2`,
      tex`f(w) - f(w^*) = \frac{1}{2} (w - w^*)^\top A (w - w^*)`,
      tex`\frac{\mathrm{d}}{\mathrm{d}η} f(w - η g) = -g^\top (A w - X^\top y) + η g^\top A g`,
      tex`\nabla f(w^*) = 0`,
      tex`f(w - η \nabla f(w)) = f(w) - η \|\nabla f(w)\|^2 + \frac{η^2}{2} \nabla f(w)^\top A \nabla f(w)`,
      tex`\nabla f^\top A = (A w - X^\top y)^\top A`,
      tex`q_i(θ + h) = \frac{e^{θ_i + h_i}}{\sum_j e^{θ_j + h_j}}`,
      tex`q_i (\log q_i - θ_i) = -q_i \log \sum_j e^{θ_j}`,
      tex`q_i(\log q_i - F) = q_i \log q_i - q_i F`,
      tex`F(2 θ) = \sum_i \frac{e^{2θ_i}}{\sum_j e^{2θ_j}} g_i`,
    ],
    refuted: [tex`J(w + g) = J(w) + E^\top X g`, tex`q_i(θ + h) = q_i(θ)`, tex`\nabla f(w)^\top = w^\top A`],
  },
  {
    says: 'the only row of what is defined may be named',
    given: tex`
      W_2 : real[1, h]
      A_1 : real[h, m]
      A_2 = W_2 A_1
      u = A_1 \mathbf{1}
      J = \sum_{i=1}^m (A_2)_{1i}^2`,
    holds: [
      tex`(A_2)_{1i} = (W_2 A_1)_i`,
      tex`J = A_2 A_2^\top`,
      tex`\frac{\partial J}{\partial A_2} = 2 A_2`,
      tex`\sum_{k=1}^h u_{k1} = \sum_k u_k`,
    ],
    refuted: [tex`(A_2)_{1i} = 2 (W_2 A_1)_i`],
    refused: [
      [tex`(A_2)_{2i} = 0`, 'A_2 has 1 index, got 2'],
      [tex`u_{1k} = 0`, 'u has 1 index, got 2'],
    ],
  },
  {
    says: 'a set that a condition says is that condition',
    given: tex`
      x_i : real[d] for i ≤ n
      t : sign[n]
      w : real[d]
      C : positive
      M = \{ i : t_i (w \cdot x_i) < 1 \}
      J = \frac{1}{2} \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - t_i (w \cdot x_i))
      r : real[m, n]
      o : binary[m, n]
      Ω = \left\{ (u, i) \mid o_{ui} = 1 \right\}
      E = \sum_{(u,i) \in Ω} r_{ui}^2
      n_u = \sum_{i : (u,i) \in Ω} 1`,
    holds: [
      tex`\frac{\partial J}{\partial w} = w - C \sum_{i \in M} t_i x_i`,
      tex`\sum_{i \in M} t_i + \sum_{i \notin M} t_i = \sum_i t_i`,
      tex`\frac{\partial E}{\partial r_{ui}} = 2 r_{ui} o_{ui}`,
      tex`\frac{\partial E}{\partial r_{ui}} = 2 r_{ui} [(u, i) \in Ω]`,
      tex`\sum_{(u,i) \notin Ω} r_{ui} = \sum_{u,i} (1 - o_{ui}) r_{ui}`,
      tex`\sum_{i : (u,i) \in Ω} r_{ui} = \sum_i o_{ui} r_{ui}`,
      tex`n_u = \sum_i o_{ui}`,
    ],
    refuted: [
      tex`\frac{\partial J}{\partial w} = w - C \sum_i t_i x_i`,
      tex`\frac{\partial E}{\partial r_{ui}} = 2 r_{ui}`,
      tex`\sum_{(u,i) \in Ω} r_{ui} = \sum_{u,i} (1 - o_{ui}) r_{ui}`,
    ],
    refused: [
      [tex`\sum_{u \in Ω} n_u = 0`, 'a member of Ω is written with u, i, got 1 of them'],
      [tex`M = 1`, 'M is not declared, and nothing tells over what it would run as an index'],
    ],
  },
]

describe.each(PAPERS)('$says', ({ given: source, holds, refuted = [], refused = [] }) => {
  const paper = given(source)

  it.each(part(holds, 2))('%s holds', claim => {
    expect(verify(claim, paper).verdict).toBe('holds')
  })

  it.each(part(refuted, 3))('%s is refuted', claim => {
    expect(verify(claim, paper).verdict).toBe('refuted')
  })

  it.each(refused)('%s is refused', (claim, reason) => {
    expect(() => verify(claim, paper)).toThrow(LanguageError)
    expect(() => verify(claim, paper)).toThrow(expect.objectContaining({ reason }))
  })
})
