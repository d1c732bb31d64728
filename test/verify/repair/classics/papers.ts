// Classic mistakes in the notation of papers: functions of one's own, gradients with names, sums by ones, what is cut off at 0.
import { type Classic, row, tex } from './classic.js'

const logistic = tex`
  x^{(i)} : real[n] for i ≤ m
  y^{(i)} : binary for i ≤ m
  \theta : real[n]
  g(z) = \frac{1}{1 + e^{-z}}
  h_\theta(x) = g(\theta^T x)
  J = -\frac{1}{m} \sum_i \left[ y^{(i)} \log h_\theta(x^{(i)}) + (1 - y^{(i)}) \log(1 - h_\theta(x^{(i)})) \right]`
const layers = tex`
  X : real[N, D]
  W : real[D, M]
  V : real[M, C]
  b : real[C]
  Y : onehot[N, C]
  s(t) = 1/(1 + e^{-t})
  Z = X W
  A = Z \odot s(Z)
  S = A V + \mathbf{1}_N b^T
  P_{ic} = e^{S_{ic}} / \sum_k e^{S_{ik}}
  L = -\frac{1}{N} \sum_i \sum_c Y_{ic} \log P_{ic}
  dS = \frac{\partial L}{\partial S}
  dA = \frac{\partial L}{\partial A}
  dZ = \frac{\partial L}{\partial Z}
  db = \frac{\partial L}{\partial b}`
const skipgram = tex`
  u_w : real[d] for w ≤ V
  v : real[d]
  o : class of V
  p_w = e^{u_w^\top v} / \sum_k e^{u_k^\top v}
  J = -\log p_o`
const mixture = tex`
  x_i, c_i : real for i ≤ n
  \mu, \nu : real
  \sigma^2 : positive
  \lambda : probability
  f(x) = \frac{1}{\sqrt{2 \pi \sigma^2}} e^{-(x - \mu)^2 / (2 \sigma^2)}
  m(x) = \lambda f(x) + (1 - \lambda) e^{-x^2}
  r_i = \frac{\lambda f(x_i)}{m(x_i)}
  \ell = \sum_i \log m(x_i)`
const probit = tex`
  x_i : real[k] for i ≤ n
  \beta : real[k]
  f(z) = e^{-z^2/2}
  F(z) = \frac{1}{2} (1 + \tanh(z))
  \lambda_i = \frac{f(x_i^\top \beta)}{F(x_i^\top \beta)}
  q = \frac{\sum_j \beta_j^2}{\sum_j e^{\beta_j}}`
const vae = tex`
  x, ε, μ, s : real[d]
  σ_j = e^{s_j / 2}
  z_j = μ_j + σ_j ε_j
  L = -\frac{1}{2} \|x - z\|^2`
const hinge = tex`
  x^i : real[d] for i ≤ n
  y^i : sign for i ≤ n
  w : real[d]
  b, t, u : real
  C : positive
  J = \frac{1}{2} \|w\|^2 + C \sum_i \max(0, 1 - y^i (w \cdot x^i + b))
  F = \max(0, 1 - t u)`

export const PAPERS: readonly Classic[] = [
  row(
    'logistic regression',
    logistic,
    'an inner product for an outer one',
    tex`\nabla^2_\theta J = \frac{1}{m} \sum_i h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) (x^{(i)})^T x^{(i)}`,
    tex`\nabla^2_\theta J = \frac{1}{m} \sum_i h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x^{(i)} (x^{(i)})^T`,
    'transposition',
  ),
  row(
    'backpropagation',
    layers,
    'a bias summed over the classes',
    tex`db = dS\,\mathbf{1}_C`,
    tex`db = dS^T\,\mathbf{1}_N`,
    'index',
  ),
  row(
    'backpropagation',
    layers,
    'a row of ones on the wrong side',
    tex`db^T = \mathbf{1}_C^T dS^T`,
    tex`db^T = \mathbf{1}_N^T dS`,
    'index',
  ),
  row(
    'backpropagation',
    layers,
    'half of the product rule',
    tex`dZ = dA \odot Z \odot s(Z) \odot (1 - s(Z))`,
    tex`dZ = dA \odot Z \odot s(Z) \odot (1 - s(Z)) + dA \odot s(Z)`,
    'product',
  ),
  row(
    'word2vec',
    skipgram,
    'the outside word counted twice',
    tex`\frac{\partial J}{\partial v} = -u_o + p_o u_o + \sum_w p_w u_w`,
    tex`\frac{\partial J}{\partial v} = -u_o + \sum_w p_w u_w`,
    'sum',
  ),
  row(
    'mixture',
    mixture,
    'the derivative by σ for that by σ²',
    tex`\frac{\partial \ell}{\partial \sigma^2} = \sum_i r_i \left( \frac{(x_i - \mu)^2}{\sigma^3} - \frac{1}{\sigma} \right)`,
    tex`\frac{\partial \ell}{\partial \sigma^2} = \frac{1}{2 \sigma} \sum_i r_i \left( \frac{(x_i - \mu)^2}{\sigma^3} - \frac{1}{\sigma} \right)`,
    'chain',
  ),
  row(
    'mixture',
    mixture,
    'the denominator of a responsibility held constant',
    tex`\frac{\partial r_i}{\partial \mu} = r_i \frac{x_i - \mu}{\sigma^2}`,
    tex`\frac{\partial r_i}{\partial \mu} = r_i \frac{x_i - \mu}{\sigma^2} (1 - r_i)`,
    'quotient',
  ),
  row(
    'quotients',
    probit,
    'a plus in the quotient rule',
    tex`\frac{\partial q}{\partial \beta_k} = \frac{2 \beta_k \sum_j e^{\beta_j} + e^{\beta_k} \sum_j \beta_j^2}{(\sum_j e^{\beta_j})^2}`,
    tex`\frac{\partial q}{\partial \beta_k} = \frac{2 \beta_k \sum_j e^{\beta_j} - e^{\beta_k} \sum_j \beta_j^2}{(\sum_j e^{\beta_j})^2}`,
    'quotient',
  ),
  row(
    'VAE',
    vae,
    'the 1/2 in the exponent',
    tex`\frac{\partial L}{\partial s_j} = (x_j - z_j) σ_j ε_j`,
    [
      tex`\frac{\partial L}{\partial s_j} = \frac{1}{2} (x_j - z_j) σ_j ε_j`,
      tex`\frac{\partial L}{\partial s_j} = (x_j - z_j) \frac{1}{2} σ_j ε_j`,
    ],
    'chain',
  ),
  row(
    'SVM',
    hinge,
    'all samples for those within the margin',
    tex`\frac{\partial J}{\partial b} = -C \sum_i y^i`,
    tex`\frac{\partial J}{\partial b} = -C \sum_{i : y^i (w \cdot x^i + b) < 1} y^i`,
    'case',
  ),
  row(
    'SVM',
    hinge,
    'one sample beyond the margin',
    tex`\frac{\partial F}{\partial u} = -t`,
    tex`\frac{\partial F}{\partial u} = -t [t u < 1]`,
    'case',
  ),
]
