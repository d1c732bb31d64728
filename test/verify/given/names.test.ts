// Names in a given block, and in formulas about it: letters and words, what they take, sets, several declarations in a line.
import { describe, expect, it } from 'vitest'
import { given, LanguageError, verify } from '../../../src/verify/index.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'

const tex = String.raw

const symbolsOf = (source: string): readonly string[] => {
  const context = readGiven(source)
  const problem = new Problem(context)
  return [...context.symbols.values()].map(({ name, kind, classes }) => {
    const of = classes === undefined ? '' : ` of ${classes}`
    return `${name} : ${kind}[${problem.axesOf(name)!.join(', ')}]${of}`
  })
}

/** How a line may be written, and what it declares. */
const LINES: readonly (readonly [line: string, ...declares: string[]])[] = [
  [tex`W \in \mathbb{R}^{m \times n}`, 'W : real[m, n]'],
  [tex`$x \in \mathbb R^n$`, 'x : real[n]'],
  ['E : ℝ^{m×n}', 'E : real[m, n]'],
  ['g : R^n', 'g : real[n]'],
  ['C : real[m × n]', 'C : real[m, n]'],
  ['D : real m×n', 'D : real[m, n]'],
  ['D : real m x n', 'D : real[m, n]'],
  [tex`w \in \mathbb{R}^n_+`, 'w : nonnegative[n]'],
  [tex`w \in \mathbb{R}_{>0}^n`, 'w : positive[n]'],
  [tex`\Sigma \in \mathbb{S}^n_{++}`, 'Σ : positive definite[n, n]'],
  [tex`q \in \Delta^{K-1}`, 'q : distribution[K]'],
  [tex`\sigma^2 > 0`, 'σ^2 : positive[]'],
  [tex`\alpha, \beta > 0`, 'α : positive[]', 'β : positive[]'],
  [tex`\lambda \ge 0`, 'λ : nonnegative[]'],
  ['0 < p < 1', 'p : probability[]'],
  ['p ∈ (0, 1)', 'p : probability[]'],
  [tex`a \in (0, \infty)`, 'a : positive[]'],
  [tex`y \in \{0,1\}^m`, 'y : binary[m]'],
  [tex`t \in \{-1, +1\}^m`, 't : sign[m]'],
  [tex`c \in \{1, \dots, k\}`, 'c : class[] of k'],
  [tex`y_i \in \{1,\dots,k\}, i = 1, \dots, m`, 'y : class[m] of k'],
  [tex`u_i \in \mathbb{R}^d \text{ for } i = 1, \ldots, m`, 'u : real[m, d]'],
  [tex`u_i \in \mathbb{R}^d, i \in \{1, \ldots, m\}`, 'u : real[m, d]'],
  ['x_i : real[d] for 1 ≤ i ≤ m', 'x : real[m, d]'],
  ['M_{ij} : real for i, j ≤ n', 'M : real[n, n]'],
  ['A : Symmetric[n, n]', 'A : symmetric[n, n]'],
  ['A : real[n, n], symmetric', 'A : symmetric[n, n]'],
  ['B : symmetric[n, n], positive definite', 'B : positive definite[n, n]'],
  ['A : real[n, n]\nA : symmetric', 'A : symmetric[n, n]'],
  ['v : vector[n]; M : matrix[m, n]; s : scalar', 'v : real[n]', 'M : real[m, n]', 's : real[]'],
  ['v : column[n], ', 'v : real[n]'],
  ['r : row[n]', 'r : real[n]'],
  [tex`W \in \mathbb{R}^{m \times n}, b \in \mathbb{R}^m \\`, 'W : real[m, n]', 'b : real[m]'],
  ['where x : real[n];', 'x : real[n]'],
  ['a : real\nb &= a^2 = a a', 'a : real[]', 'b : real[]'],
  // A letter without a range is a part of the name; one that has a range elsewhere has it here.
  ['v_c, v_w : real[d]', 'v_c : real[d]', 'v_w : real[d]'],
  ['W^z, W_{xh} : real[n, n]', 'W^z : real[n, n]', 'W_xh : real[n, n]'],
  [tex`U^{(f)}, a^{[l]} : real[n]`, 'U^(f) : real[n]', 'a^[l] : real[n]'],
  ['h_{t-1}, v^{(t+1)} : real[n]', 'h_t-1 : real[n]', 'v^(t+1) : real[n]'],
  [
    tex`y^{\text{smooth}}, J_{\text{neg-sample}}, \ell_{CE} : real`,
    'y^smooth : real[]',
    'J_neg-sample : real[]',
    'ℓ_CE : real[]',
  ],
  [tex`x^*, x^{\star}, w^+, w^- : real`, 'x^* : real[]', 'x^⋆ : real[]', 'w^+ : real[]', 'w^- : real[]'],
  [tex`\sigma_j^2 : positive for j ≤ n`, 'σ^2 : positive[n]'],
  ['u_o : real[d]\nu_k : real[d] for k ≤ K\nt_k : sign', 'u_o : real[d]', 'u : real[K, d]', 't : sign[K]'],
  ['v_{ci} : real for i ≤ n', 'v_c : real[n]'],
  [tex`dW, d\mu, \mathrm{d}b, \Delta w : real`, 'dW : real[]', 'dμ : real[]', 'db : real[]', 'Δw : real[]'],
  ['a^{[l]} : real[n] for l ≤ L', 'a : real[L, n]'],
  // So is a letter of a definition that is no index on the right.
  [
    'h_{t-1} : real[n]\nh_t = \\tanh(h_{t-1})\nL_t = \\|h_t\\|^2',
    'h_t-1 : real[n]',
    'h_t : real[n]',
    'L_t : real[]',
  ],
  [
    'A : real[K, n]\nN_k = \\sum_j A_{kj}\nM_i : real for i ≤ N',
    'A : real[K, n]',
    'M : real[N]',
    'N_· : real[K]',
  ],
  // What a name takes.
  ['p(y \\mid x) : probability\np(x) : probability', 'p(y|x) : probability[]', 'p(x) : probability[]'],
  ['w : real[n]\nJ(w) = w^\\top w', 'w : real[n]', 'J : real[]'],
  ['θ : real[n]\n\\pi_θ(a) = e^{θ_a}', 'θ : real[n]', 'π_θ : real[n]'],
]

const PAPER = given(tex`
  A : real[n, n]
  x, x^* : real[n]
  v_c, v_w : real[D]
  u_k : real[D] for k ≤ K
  W^z : real[n, n]
  h_{t-1} : real[n]
  h_t = \tanh(W^z h_{t-1})
  a^{[l]} : real[n] for l ≤ L_n
  w^+, w^- : positive
  \mu, y : real
  \sigma_j^2 : positive for j ≤ n
  f = \frac{1}{2} x^\top A x + \mu^2
  dA = \frac{\partial f}{\partial A}
  d\mu = \frac{\partial f}{\partial \mu}
  \delta_k = \|u_k\|^2
  M_1 : real[n, n]
  G = A M_1
  y' : real
`)

const HOLDS: readonly string[] = [
  tex`v_c^\top v_w = \sum_i v_{c,i} (v_w)_i`,
  tex`v_c^Tv_w = \sum_i v_{ci} v_{w,i}`,
  tex`\sum_k u_k^\top v_c = \sum_{k=1}^K \sum_i u_{k,i} v_{c,i}`,
  tex`(x^*)^\top x = \sum_i x^*_i x_i`,
  tex`W^z_{ij} = (W^z)_{ij}`,
  tex`W^{z\top} h_t = (W^z)^\top h_t`,
  tex`\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t \odot h_t) W^z`,
  tex`\sum_i a^{[l]}_i = \mathbf{1}^\top a^{[l]}`,
  'w^+ w^- = w^- w^+',
  'w^{+} / w^{-} = (w^-)^{-1} w^+',
  tex`dA = \frac{1}{2} x x^\top`,
  tex`dA\,x = \frac12 \|x\|^2 x`,
  tex`d\mu = 2 \mu`,
  tex`\frac{df}{d\mu} = d\mu`,
  tex`\mathrm{d}A = \frac{\partial f}{\partial A}`,
  // G is computed from M_1, and multiplies an entry of it.
  tex`\sum_k G_{ik} (M_1)_{jk} = (G M_1^\top)_{ij}`,
  tex`\sigma_j^4 = (\sigma_j^2)^2`,
  tex`\sigma_j^3 = \sigma_j \sigma_j^2`,
  tex`\frac{\partial \log \sigma_j}{\partial \sigma_j^2} = \frac{1}{2 \sigma_j^2}`,
  tex`\frac{\partial \delta_k}{\partial u_k} = 2 u_k`,
  tex`\frac{\partial x_i}{\partial x_j} = \delta_{ij}`,
  "A' x = A^\\top x",
  "y' y = y y'",
]

describe('a line of a given block', () => {
  it.each(LINES)('%s', (line, ...declares) => {
    expect(symbolsOf(line)).toEqual(declares)
  })

  it('declares a row', () => {
    const paper = given('r : row[n]\nx : real[n]')
    expect(verify(tex`r x = \sum_j r_j x_j`, paper).verdict).toBe('holds')
  })

  it('says how a step is declared whose definition leads back to itself', () => {
    const circle = () => readGiven('g_t : real for t ≤ T\nv_t = v_{t-1} + g_t')
    expect(circle).toThrow(LanguageError)
    expect(circle).toThrow('What comes before may have a line of its own')
  })

  it('defines no function by itself', () => {
    expect(() => readGiven('f(x) = g(x) + 1\ng(x) = f(x)')).toThrow('f is defined by itself: f → g → f')
    expect(() => readGiven('f(x, x) = x')).toThrow('f takes x twice')
  })
})

describe('a name in a formula', () => {
  it.each(HOLDS)('%s', claim => {
    expect(verify(claim, PAPER).verdict).toBe('holds')
  })
})
