// Classic mistakes of hand-made derivations: what is claimed, what is right, and which rule of calculus it breaks.
import type { Rule } from '../../../src/verify/report/index.js'

const tex = String.raw

/** A mistake that many have made before. */
export interface Classic {
  readonly field: string
  readonly mistake: string
  readonly given: string
  readonly wrong: string
  /** The claim as it should be; where people would mend it in several ways, each of them. */
  readonly right: readonly string[]
  /** The rules that an explanation may name. */
  readonly rules: readonly Rule[]
}

const softmax = tex`
  z : real[k]
  c : class of k
  p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}
  L = -\log p_c`
const logistic = tex`
  X : real[m, n]
  w : real[n]
  y : binary[m]
  z_i = \sum_j X_{ij} w_j
  p_i = \sigma(z_i)
  L = -\frac{1}{m} \sum_i (y_i \log p_i + (1 - y_i) \log(1 - p_i))`
const squares = tex`
  X : real[m, n]
  w : real[n]
  y : real[m]
  λ : positive
  r = X w - y
  E = \frac{1}{2} \|X w - y\|^2
  M = \frac{1}{m} \sum_i (\sum_j X_{ij} w_j - y_i)^2
  R = \frac{1}{m} \|X w - y\|^2 + λ \|w\|^2`
const svm = tex`
  x^{(i)} : real[n] for i ≤ m
  y : sign[m]
  w : real[n]
  b : real
  C : positive
  f_i = w^\top x^{(i)} + b
  H = \frac{1}{2} \|w\|^2 + C \sum_i \max(0, 1 - y_i f_i)`
const mlp = tex`
  x : real[d]
  t : real[o]
  W_1 : real[h, d]
  b_1 : real[h]
  W_2 : real[o, h]
  z = W_1 x + b_1
  a = \tanh(z)
  y = W_2 a
  L = \frac{1}{2} \|y - t\|^2
  δ = W_2^\top (y - t)`
const norm = tex`
  x, h : real[d]
  ε : positive
  μ = \frac{1}{d} \sum_i x_i
  v = \frac{1}{d} \sum_i (x_i - μ)^2
  s = \sqrt{v + ε}
  u = \frac{x - μ}{s}
  L = h^\top u`
const attention = tex`
  Q, K : real[n, d]
  V : real[n, c]
  G : real[n, c]
  S = \frac{1}{\sqrt{d}} Q K^\top
  A = softmax(S)
  O = A V
  L = \sum_i \sum_j G_{ij} O_{ij}
  T = G V^\top
  D = \frac{\partial L}{\partial S}`
const gauss = tex`
  x : real[n]
  μ : real
  σ : positive
  v : positive
  ℓ = -n \log σ - \frac{1}{2 σ^2} \sum_i (x_i - μ)^2
  q = -\frac{n}{2} \log v - \frac{1}{2 v} \sum_i (x_i - μ)^2`
const kl = tex`
  μ, s : real[d]
  m_1, m_2 : real
  σ_1, σ_2 : positive
  K = \frac{1}{2} \sum_j (e^{s_j} + μ_j^2 - 1 - s_j)
  D = \log \frac{σ_2}{σ_1} + \frac{σ_1^2 + (m_1 - m_2)^2}{2 σ_2^2} - \frac{1}{2}`
const matrices = tex`
  A, B : real[n, n]
  S : symmetric[n, n]
  P : positive definite[n, n]
  W : invertible[n, n]
  x, b, a : real[n]
  F : real[m, n]
  q = x^\top A x
  t = tr(A B)
  g = \log \det(P)
  k = a^\top inverse(W) b
  f = \frac{x^\top S x}{x^\top x}`
const words = tex`
  v : real[d]
  U : real[k, d]
  c : class of k
  p = softmax(U v)
  J = -\log p_c
  n_1 : class of k
  N = -\log σ((U_{c,:}) v) - \sum_j \log σ(-(U v)_j)`
const gru = tex`
  x, h, r : real[n]
  a, b : real[n]
  z = \sigma(a)
  c = \tanh(b)
  g_i = (1 - z_i) h_i + z_i c_i`
const contrast = tex`
  s : real[n]
  τ : positive
  l : class of n
  p_i = \frac{e^{s_i / τ}}{\sum_j e^{s_j / τ}}
  L = -\frac{s_l}{τ} + \log \sum_j e^{s_j / τ}`
const adam = tex`
  g, m_0, v_0 : real
  β_1, β_2 : probability
  ε, w : positive
  α : positive
  m = β_1 m_0 + (1 - β_1) g
  s = β_2 e^{v_0} + (1 - β_2) g^2
  u = \frac{m}{\sqrt{s} + ε}`
const elements = tex`
  a, b, x : real
  w : real[n]
  f = x^2 \sin x
  g = \frac{\sin x}{1 + x^2}
  h = e^{a x^2}
  k = \log(1 + x^2)
  l = \frac{1}{\sqrt{1 + x^2}}
  s = \sigma(a x + b)
  m = \sigma(x)^2
  r = \sqrt{w^\top w + 1}`
const chain = tex`
  x : real[n]
  W : real[o, n]
  y : real[o]
  h = \tanh(W x)
  L = \frac{1}{2} \sum_k (h_k - y_k)^2`

const row = (
  field: string,
  given: string,
  mistake: string,
  wrong: string,
  right: string | readonly string[],
  ...rules: readonly Rule[]
): Classic => ({ field, given, mistake, wrong, right: typeof right === 'string' ? [right] : right, rules })

export const CLASSICS: readonly Classic[] = [
  row(
    'chain rule',
    chain,
    'one output only',
    tex`\frac{\partial L}{\partial x_j} = \frac{\partial L}{\partial h_1} \frac{\partial h_1}{\partial x_j}`,
    tex`\frac{\partial L}{\partial x_j} = \sum_k \frac{\partial L}{\partial h_k} \frac{\partial h_k}{\partial x_j}`,
    'paths',
  ),
  row(
    'chain rule',
    tex`
      x : real[n]
      W : real[n, n]
      y : real[n]
      h = \tanh(W x)
      L = \frac{1}{2} \sum_k (h_k - y_k)^2`,
    'the output with the index of the input',
    tex`\frac{\partial L}{\partial x_j} = \frac{\partial L}{\partial h_j} \frac{\partial h_j}{\partial x_j}`,
    tex`\frac{\partial L}{\partial x_j} = \sum_k \frac{\partial L}{\partial h_k} \frac{\partial h_k}{\partial x_j}`,
    'paths',
  ),
  row(
    'chain rule',
    tex`
      x : real
      a = \sin x
      b = x^2
      f = a b + a`,
    'one of two intermediate values',
    tex`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x}`,
    tex`\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a} \frac{\partial a}{\partial x} + \frac{\partial f}{\partial b} \frac{\partial b}{\partial x}`,
    'paths',
    'product',
  ),
  row(
    'chain rule',
    chain,
    'written out, without the sum',
    tex`\frac{\partial L}{\partial x_j} = (h_1 - y_1) (1 - h_1^2) W_{1,j}`,
    tex`\frac{\partial L}{\partial x_j} = \sum_k (h_k - y_k) (1 - h_k^2) W_{kj}`,
    'paths',
  ),
  row(
    'chain rule',
    chain,
    'a path counted twice',
    tex`\frac{\partial L}{\partial x_j} = \sum_k (h_k - y_k) (1 - h_k^2) W_{kj} + \sum_k (h_k - y_k) (1 - h_k^2) W_{kj}`,
    tex`\frac{\partial L}{\partial x_j} = \sum_k (h_k - y_k) (1 - h_k^2) W_{kj}`,
    'paths',
    'sum',
    'constant',
  ),
  row(
    'softmax',
    softmax,
    'the diagonal only',
    tex`\frac{\partial p_i}{\partial z_j} = p_i (1 - p_i)`,
    tex`\frac{\partial p_i}{\partial z_j} = p_i ([i = j] - p_j)`,
    'index',
    'case',
    'quotient',
  ),
  row(
    'softmax',
    softmax,
    'the denominator held constant',
    tex`\frac{\partial p_i}{\partial z_j} = p_i [i = j]`,
    [
      tex`\frac{\partial p_i}{\partial z_j} = p_i ([i = j] - p_j)`,
      tex`\frac{\partial p_i}{\partial z_j} = p_i [i = j] - p_i p_j`,
    ],
    'quotient',
  ),
  row(
    'softmax',
    softmax,
    'the numerator held constant',
    tex`\frac{\partial p_i}{\partial z_j} = -p_i p_j`,
    [
      tex`\frac{\partial p_i}{\partial z_j} = p_i ([i = j] - p_j)`,
      tex`\frac{\partial p_i}{\partial z_j} = -p_i p_j + [i = j] p_i`,
      tex`\frac{\partial p_i}{\partial z_j} = -p_i p_j + p_i [i = j]`,
      tex`\frac{\partial p_i}{\partial z_j} = -(p_i - [i = j]) p_j`,
    ],
    'quotient',
  ),
  row(
    'softmax',
    softmax,
    'off the diagonal with the wrong sign, under its condition',
    tex`\frac{\partial p_i}{\partial z_j} = p_i p_j \quad \text{if } i \ne j`,
    tex`\frac{\partial p_i}{\partial z_j} = -p_i p_j \quad \text{if } i \ne j`,
    'sign',
  ),
  row(
    'softmax',
    softmax,
    'the gradient with the opposite sign',
    tex`\frac{\partial L}{\partial z_i} = [i = c] - p_i`,
    [
      tex`\frac{\partial L}{\partial z_i} = p_i - [i = c]`,
      tex`\frac{\partial L}{\partial z_i} = -([i = c] - p_i)`,
      tex`\frac{\partial L}{\partial z_i} = -[i = c] + p_i`,
    ],
    'sign',
  ),
  row(
    'softmax',
    softmax,
    'the true class forgotten',
    tex`\frac{\partial L}{\partial z_i} = p_i`,
    tex`\frac{\partial L}{\partial z_i} = p_i - [i = c]`,
    'case',
    'sum',
    'quotient',
  ),
  row(
    'softmax',
    softmax,
    'true of one case only',
    tex`\frac{\partial L}{\partial z_i} = p_i - 1`,
    tex`\frac{\partial L}{\partial z_i} = p_i - [i = c]`,
    'case',
  ),
  row(
    'logistic',
    logistic,
    'the inner derivative forgotten',
    tex`\frac{\partial p_i}{\partial w_j} = p_i (1 - p_i)`,
    [tex`\frac{\partial p_i}{\partial w_j} = p_i (1 - p_i) X_{ij}`],
    'chain',
  ),
  row(
    'logistic',
    logistic,
    'σ′ without 1 − p',
    tex`\frac{\partial p_i}{\partial w_j} = p_i X_{ij}`,
    [
      tex`\frac{\partial p_i}{\partial w_j} = p_i (1 - p_i) X_{ij}`,
      tex`\frac{\partial p_i}{\partial w_j} = p_i X_{ij} (1 - p_i)`,
    ],
    'chain',
    'function',
  ),
  row(
    'logistic',
    logistic,
    'the mean forgotten',
    tex`\frac{\partial L}{\partial w_j} = \sum_i (p_i - y_i) X_{ij}`,
    tex`\frac{\partial L}{\partial w_j} = \frac{1}{m} \sum_i (p_i - y_i) X_{ij}`,
    'constant',
  ),
  row(
    'logistic',
    logistic,
    'the sign of one term',
    tex`\frac{\partial L}{\partial p_i} = -\frac{1}{m} \left( \frac{y_i}{p_i} + \frac{1 - y_i}{1 - p_i} \right)`,
    tex`\frac{\partial L}{\partial p_i} = -\frac{1}{m} \left( \frac{y_i}{p_i} - \frac{1 - y_i}{1 - p_i} \right)`,
    'sign',
    'chain',
  ),
  row(
    'logistic',
    logistic,
    'the Hessian without 1 − p',
    tex`\frac{\partial^2 L}{\partial w_j \partial w_l} = \frac{1}{m} \sum_i p_i X_{ij} X_{il}`,
    [
      tex`\frac{\partial^2 L}{\partial w_j \partial w_l} = \frac{1}{m} \sum_i p_i (1 - p_i) X_{ij} X_{il}`,
      tex`\frac{\partial^2 L}{\partial w_j \partial w_l} = \frac{1}{m} \sum_i p_i X_{ij} X_{il} (1 - p_i)`,
      tex`\frac{\partial^2 L}{\partial w_j \partial w_l} = \frac{1}{m} \sum_i (1 - p_i) p_i X_{ij} X_{il}`,
    ],
    'chain',
    'function',
  ),
  row(
    'least squares',
    squares,
    'the transpose forgotten',
    tex`\nabla_w E = X (X w - y)`,
    tex`\nabla_w E = X^\top (X w - y)`,
    'transposition',
  ),
  row(
    'least squares',
    squares,
    'the inner derivative forgotten',
    tex`\frac{\partial M}{\partial w_j} = \frac{2}{m} \sum_i (\sum_l X_{il} w_l - y_i)`,
    [tex`\frac{\partial M}{\partial w_j} = \frac{2}{m} \sum_i (\sum_l X_{il} w_l - y_i) X_{ij}`],
    'chain',
  ),
  row(
    'least squares',
    squares,
    'the 2 of the square forgotten',
    tex`\frac{\partial M}{\partial w_j} = \frac{1}{m} \sum_i X_{ij} (\sum_l X_{il} w_l - y_i)`,
    [
      tex`\frac{\partial M}{\partial w_j} = \frac{2}{m} \sum_i X_{ij} (\sum_l X_{il} w_l - y_i)`,
      tex`\frac{\partial M}{\partial w_j} = 2 \cdot \frac{1}{m} \sum_i X_{ij} (\sum_l X_{il} w_l - y_i)`,
    ],
    'power',
    'constant',
  ),
  row(
    'least squares',
    squares,
    'the regularizer forgotten',
    tex`\nabla_w R = \frac{2}{m} X^\top (X w - y)`,
    tex`\nabla_w R = \frac{2}{m} X^\top (X w - y) + 2 λ w`,
    'sum',
  ),
  row(
    'least squares',
    squares,
    'the regularizer without its 2',
    tex`\nabla_w R = \frac{2}{m} X^\top (X w - y) + λ w`,
    tex`\nabla_w R = \frac{2}{m} X^\top (X w - y) + 2 λ w`,
    'power',
    'constant',
  ),
  row(
    'least squares',
    squares,
    'divided by the number of features',
    tex`\nabla_w R = \frac{2}{n} X^\top (X w - y) + 2 λ w`,
    tex`\nabla_w R = \frac{2}{m} X^\top (X w - y) + 2 λ w`,
    'constant',
  ),
  row(
    'SVM',
    svm,
    'the condition the wrong way round',
    tex`\frac{\partial H}{\partial b} = -C \sum_i y_i [y_i f_i > 1]`,
    tex`\frac{\partial H}{\partial b} = -C \sum_i y_i [y_i f_i < 1]`,
    'case',
  ),
  row(
    'SVM',
    svm,
    'the label forgotten',
    tex`\nabla_w H = w - C \sum_i [y_i f_i < 1] x^{(i)}`,
    [
      tex`\nabla_w H = w - C \sum_i [y_i f_i < 1] y_i x^{(i)}`,
      tex`\nabla_w H = w - C \sum_i [y_i f_i < 1] x^{(i)} y_i`,
      tex`\nabla_w H = w - C \sum_i y_i [y_i f_i < 1] x^{(i)}`,
    ],
    'chain',
    'constant',
  ),
  row(
    'SVM',
    svm,
    'a sign of the hinge',
    tex`\nabla_w H = w + C \sum_i [y_i f_i < 1] y_i x^{(i)}`,
    tex`\nabla_w H = w - C \sum_i [y_i f_i < 1] y_i x^{(i)}`,
    'sign',
    'chain',
  ),
  row(
    'MLP',
    mlp,
    'the activation’s derivative forgotten',
    tex`\nabla_{W_1} L = W_2^\top (y - t) x^\top`,
    tex`\nabla_{W_1} L = ((W_2^\top (y - t)) \odot (1 - a \odot a)) x^\top`,
    'chain',
  ),
  row(
    'MLP',
    mlp,
    'the activation’s derivative forgotten, by the input',
    tex`\nabla_x L = W_1^\top W_2^\top (y - t)`,
    tex`\nabla_x L = W_1^\top ((W_2^\top (y - t)) \odot (1 - a \odot a))`,
    'chain',
  ),
  row(
    'MLP',
    mlp,
    'the activation’s derivative at its value',
    tex`\frac{\partial L}{\partial z_i} = δ_i (1 - \tanh(a_i)^2)`,
    [
      tex`\frac{\partial L}{\partial z_i} = δ_i (1 - a_i^2)`,
      tex`\frac{\partial L}{\partial z_i} = δ_i (1 - \tanh(z_i)^2)`,
    ],
    'chain',
    'function',
  ),
  row(
    'MLP',
    mlp,
    'the outer product transposed',
    tex`\nabla_{W_2} L = a (y - t)^\top`,
    [tex`\nabla_{W_2} L = (y - t) a^\top`, tex`\nabla_{W_2} L = (a (y - t)^\top)^\top`],
    'transposition',
  ),
  row(
    'MLP',
    mlp,
    'weights not transposed, by indices',
    tex`\frac{\partial L}{\partial a_j} = \sum_k W_{2jk} (y_k - t_k)`,
    tex`\frac{\partial L}{\partial a_j} = \sum_k W_{2kj} (y_k - t_k)`,
    'transposition',
    'index',
  ),
  row(
    'layer norm',
    norm,
    'the variance held constant',
    tex`\frac{\partial L}{\partial x_i} = \frac{1}{s} (h_i - \frac{1}{d} \sum_j h_j)`,
    tex`\frac{\partial L}{\partial x_i} = \frac{1}{s} (h_i - \frac{1}{d} \sum_j h_j - \frac{1}{d} u_i \sum_j h_j u_j)`,
    'paths',
    'quotient',
  ),
  row(
    'layer norm',
    norm,
    'the mean held constant',
    tex`\frac{\partial L}{\partial x_i} = \frac{1}{s} (h_i - \frac{1}{d} u_i \sum_j h_j u_j)`,
    tex`\frac{\partial L}{\partial x_i} = \frac{1}{s} (h_i - \frac{1}{d} u_i \sum_j h_j u_j - \frac{1}{d} \sum_j h_j)`,
    'paths',
    'quotient',
    'sum',
  ),
  row(
    'layer norm',
    norm,
    'mean and variance held constant',
    tex`\frac{\partial L}{\partial x_i} = \frac{h_i}{s}`,
    [
      tex`\frac{\partial L}{\partial x_i} = \frac{1}{s} (h_i - \frac{1}{d} \sum_j h_j - \frac{1}{d} u_i \sum_j h_j u_j)`,
      tex`\frac{\partial L}{\partial x_i} = \frac{h_i - \frac{1}{d} \sum_j h_j - \frac{1}{d} u_i \sum_j h_j u_j}{s}`,
    ],
    'paths',
    'quotient',
  ),
  row(
    'layer norm',
    norm,
    'the Jacobian without the mean',
    tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{u_i u_j}{d})`,
    [
      tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{u_i u_j}{d} - \frac{1}{d})`,
      tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{u_i u_j + 1}{d})`,
    ],
    'paths',
    'quotient',
    'sum',
  ),
  row(
    'layer norm',
    norm,
    'the Jacobian without the variance',
    tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{1}{d})`,
    [
      tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{1}{d} - \frac{1}{d} u_i u_j)`,
      tex`\frac{\partial u_j}{\partial x_i} = \frac{1}{s} ([i = j] - \frac{1}{d} - \frac{1}{d} u_j u_i)`,
    ],
    'paths',
    'quotient',
  ),
  row(
    'layer norm',
    norm,
    'the variance without 1/d',
    tex`\frac{\partial v}{\partial x_i} = 2 (x_i - μ)`,
    [tex`\frac{\partial v}{\partial x_i} = \frac{2}{d} (x_i - μ)`],
    'constant',
  ),
  row(
    'attention',
    attention,
    'the Jacobian’s second part forgotten',
    tex`\frac{\partial L}{\partial S_{ij}} = A_{ij} T_{ij}`,
    [
      tex`\frac{\partial L}{\partial S_{ij}} = A_{ij} (T_{ij} - \sum_l A_{il} T_{il})`,
      tex`\frac{\partial L}{\partial S_{ij}} = A_{ij} T_{ij} - A_{ij} \sum_l A_{il} T_{il}`,
      tex`\frac{\partial L}{\partial S_{ij}} = A_{ij} T_{ij} - A_{ij} \sum_l T_{il} A_{il}`,
    ],
    'quotient',
    'paths',
  ),
  row(
    'attention',
    attention,
    'the scale forgotten',
    tex`\nabla_Q L = D K`,
    tex`\nabla_Q L = \frac{1}{\sqrt{d}} D K`,
    'constant',
  ),
  row(
    'attention',
    attention,
    'a transpose forgotten',
    tex`\nabla_K L = \frac{1}{\sqrt{d}} D Q`,
    tex`\nabla_K L = \frac{1}{\sqrt{d}} D^\top Q`,
    'transposition',
  ),
  row(
    'attention',
    attention,
    'the gradient of the values',
    tex`\nabla_V L = A G`,
    tex`\nabla_V L = A^\top G`,
    'transposition',
  ),
  row(
    'Gaussian',
    gauss,
    'the exponent of σ',
    tex`\frac{\partial ℓ}{\partial σ} = -\frac{n}{σ} + \frac{1}{σ^2} \sum_i (x_i - μ)^2`,
    tex`\frac{\partial ℓ}{\partial σ} = -\frac{n}{σ} + \frac{1}{σ^3} \sum_i (x_i - μ)^2`,
    'power',
  ),
  row(
    'Gaussian',
    gauss,
    'the normalising constant forgotten',
    tex`\frac{\partial ℓ}{\partial σ} = \frac{1}{σ^3} \sum_i (x_i - μ)^2`,
    tex`\frac{\partial ℓ}{\partial σ} = \frac{1}{σ^3} \sum_i (x_i - μ)^2 - \frac{n}{σ}`,
    'sum',
  ),
  row(
    'Gaussian',
    gauss,
    'the sign of the inner derivative',
    tex`\frac{\partial ℓ}{\partial μ} = -\frac{1}{σ^2} \sum_i (x_i - μ)`,
    tex`\frac{\partial ℓ}{\partial μ} = \frac{1}{σ^2} \sum_i (x_i - μ)`,
    'sign',
    'chain',
  ),
  row(
    'Gaussian',
    gauss,
    'σ for σ²',
    tex`\frac{\partial q}{\partial v} = -\frac{n}{2 v} + \frac{1}{2 v} \sum_i (x_i - μ)^2`,
    [tex`\frac{\partial q}{\partial v} = -\frac{n}{2 v} + \frac{1}{2 v^2} \sum_i (x_i - μ)^2`],
    'power',
    'quotient',
  ),
  row(
    'KL',
    kl,
    'the 1/2 in front of one term',
    tex`\frac{\partial K}{\partial s_j} = e^{s_j} - \frac{1}{2}`,
    [
      tex`\frac{\partial K}{\partial s_j} = \frac{e^{s_j}}{2} - \frac{1}{2}`,
      tex`\frac{\partial K}{\partial s_j} = \frac{1}{2} e^{s_j} - \frac{1}{2}`,
    ],
    'constant',
  ),
  row(
    'KL',
    kl,
    'the 1/2 kept beside the square',
    tex`\frac{\partial K}{\partial μ_j} = \frac{1}{2} μ_j`,
    tex`\frac{\partial K}{\partial μ_j} = μ_j`,
    'power',
    'constant',
  ),
  row(
    'KL',
    kl,
    'the sign of the logarithm',
    tex`\frac{\partial D}{\partial σ_1} = \frac{1}{σ_1} + \frac{σ_1}{σ_2^2}`,
    tex`\frac{\partial D}{\partial σ_1} = -\frac{1}{σ_1} + \frac{σ_1}{σ_2^2}`,
    'sign',
    'quotient',
  ),
  row(
    'KL',
    kl,
    'the derivative by the second deviation without its square',
    tex`\frac{\partial D}{\partial σ_2} = \frac{1}{σ_2} - \frac{σ_1^2 + (m_1 - m_2)^2}{σ_2^2}`,
    tex`\frac{\partial D}{\partial σ_2} = \frac{1}{σ_2} - \frac{σ_1^2 + (m_1 - m_2)^2}{σ_2^3}`,
    'power',
    'quotient',
  ),
  row(
    'matrix calculus',
    matrices,
    'a quadratic form as if it were symmetric',
    tex`\nabla_x q = 2 A x`,
    [tex`\nabla_x q = (A + A^\top) x`, tex`\nabla_x q = A x + A^\top x`],
    'transposition',
    'product',
  ),
  row(
    'matrix calculus',
    matrices,
    'one of the two places of x',
    tex`\nabla_x q = A x`,
    [tex`\nabla_x q = (A + A^\top) x`, tex`\nabla_x q = A x + A^\top x`, tex`\nabla_x q = A^\top x + A x`],
    'product',
  ),
  row(
    'matrix calculus',
    matrices,
    'the gradient of a quadratic form by its matrix',
    tex`\nabla_A q = 2 x x^\top`,
    tex`\nabla_A q = x x^\top`,
    'constant',
  ),
  row(
    'matrix calculus',
    matrices,
    'the gradient of a trace',
    tex`\nabla_A t = B`,
    tex`\nabla_A t = B^\top`,
    'transposition',
  ),
  row(
    'matrix calculus',
    matrices,
    'log det with a factor',
    tex`\nabla_P g = 2 inverse(P)`,
    tex`\nabla_P g = inverse(P)`,
    'constant',
  ),
  row(
    'matrix calculus',
    tex`
      W : invertible[n, n]
      g = \log \det(W W^\top)
      f = \det W`,
    'log det without the transpose',
    tex`\nabla_W g = 2 inverse(W)`,
    [tex`\nabla_W g = 2 inverse(W)^\top`, tex`\nabla_W g = 2 inverse(W^\top)`],
    'transposition',
  ),
  row(
    'matrix calculus',
    tex`
      W : invertible[n, n]
      f = \det W`,
    'the determinant’s own factor forgotten',
    tex`\nabla_W f = inverse(W)^\top`,
    [
      tex`\nabla_W f = f inverse(W)^\top`,
      tex`\nabla_W f = \det(W) inverse(W)^\top`,
      tex`\nabla_W f = inverse(W)^\top f`,
    ],
    'chain',
    'function',
    'constant',
  ),
  row(
    'matrix calculus',
    matrices,
    'the sign of an inverse’s derivative',
    tex`\nabla_W k = inverse(W)^\top a b^\top inverse(W)^\top`,
    tex`\nabla_W k = -inverse(W)^\top a b^\top inverse(W)^\top`,
    'sign',
  ),
  row(
    'matrix calculus',
    matrices,
    'an inverse’s derivative without the transposes',
    tex`\nabla_W k = -inverse(W) a b^\top inverse(W)`,
    tex`\nabla_W k = -inverse(W)^\top a b^\top inverse(W)^\top`,
    'transposition',
  ),
  row(
    'matrix calculus',
    matrices,
    'an inverse’s derivative transposed',
    tex`\nabla_W k = -inverse(W)^\top b a^\top inverse(W)^\top`,
    tex`\nabla_W k = -inverse(W)^\top a b^\top inverse(W)^\top`,
    'transposition',
  ),
  row(
    'matrix calculus',
    matrices,
    'the Rayleigh quotient without its second part',
    tex`\nabla_x f = \frac{2 S x}{x^\top x}`,
    [
      tex`\nabla_x f = \frac{2 S x - 2 f x}{x^\top x}`,
      tex`\nabla_x f = \frac{2 S x}{x^\top x} - \frac{2 f x}{x^\top x}`,
      tex`\nabla_x f = \frac{2 S x}{x^\top x} - \frac{2 f}{x^\top x} x`,
      tex`\nabla_x f = \frac{2 (S x - f x)}{x^\top x}`,
    ],
    'quotient',
  ),
  row(
    'matrix calculus',
    tex`
      F : real[m, n]
      x : real[n]
      g = \|F x\|^2`,
    'the gradient with one factor',
    tex`\nabla_x g = 2 F x`,
    tex`\nabla_x g = 2 F^\top F x`,
    'chain',
  ),
  row(
    'word2vec',
    words,
    'the true word forgotten',
    tex`\nabla_v J = U^\top p`,
    tex`\nabla_v J = U^\top p - U_{c,:}^\top`,
    'sum',
    'quotient',
    'case',
  ),
  row(
    'word2vec',
    words,
    'with the opposite sign',
    tex`\nabla_v J = U_{c,:}^\top - U^\top p`,
    [
      tex`\nabla_v J = U^\top p - U_{c,:}^\top`,
      tex`\nabla_v J = -U_{c,:}^\top + U^\top p`,
      tex`\nabla_v J = -(U_{c,:}^\top - U^\top p)`,
    ],
    'sign',
  ),
  row(
    'word2vec',
    words,
    'a word’s index',
    tex`\frac{\partial J}{\partial U_{ia}} = (p_c - [i = c]) v_a`,
    tex`\frac{\partial J}{\partial U_{ia}} = (p_i - [i = c]) v_a`,
    'index',
  ),
  row(
    'GRU',
    gru,
    'one of the gate’s two terms',
    tex`\frac{\partial g_i}{\partial z_i} = c_i`,
    tex`\frac{\partial g_i}{\partial z_i} = c_i - h_i`,
    'sum',
    'product',
    'paths',
  ),
  row(
    'GRU',
    gru,
    'the gate’s own slope',
    tex`\frac{\partial g_i}{\partial a_i} = c_i - h_i`,
    [
      tex`\frac{\partial g_i}{\partial a_i} = (c_i - h_i) z_i (1 - z_i)`,
      tex`\frac{\partial g_i}{\partial a_i} = z_i (1 - z_i) (c_i - h_i)`,
    ],
    'chain',
  ),
  row(
    'GRU',
    gru,
    'tanh′ without the square',
    tex`\frac{\partial g_i}{\partial b_i} = z_i (1 - c_i)`,
    tex`\frac{\partial g_i}{\partial b_i} = z_i (1 - c_i^2)`,
    'power',
    'function',
  ),
  row(
    'InfoNCE',
    contrast,
    'the temperature forgotten',
    tex`\frac{\partial L}{\partial s_i} = p_i - [i = l]`,
    [
      tex`\frac{\partial L}{\partial s_i} = \frac{1}{τ} (p_i - [i = l])`,
      tex`\frac{\partial L}{\partial s_i} = \frac{p_i - [i = l]}{τ}`,
    ],
    'chain',
    'constant',
  ),
  row(
    'InfoNCE',
    contrast,
    'the temperature once, by itself',
    tex`\frac{\partial L}{\partial τ} = \frac{1}{τ} (s_l - \sum_j p_j s_j)`,
    tex`\frac{\partial L}{\partial τ} = \frac{1}{τ^2} (s_l - \sum_j p_j s_j)`,
    'power',
    'quotient',
    'chain',
  ),
  row(
    'InfoNCE',
    contrast,
    'the positive pair forgotten',
    tex`\frac{\partial L}{\partial s_i} = \frac{1}{τ} p_i`,
    tex`\frac{\partial L}{\partial s_i} = \frac{1}{τ} (p_i - [i = l])`,
    'sum',
    'case',
    'quotient',
  ),
  row(
    'Adam',
    adam,
    'the second moment held constant',
    tex`\frac{\partial u}{\partial g} = \frac{1 - β_1}{\sqrt{s} + ε}`,
    tex`\frac{\partial u}{\partial g} = \frac{1 - β_1}{\sqrt{s} + ε} - \frac{m (1 - β_2) g}{\sqrt{s} (\sqrt{s} + ε)^2}`,
    'quotient',
    'paths',
  ),
  row(
    'Adam',
    adam,
    '1 − β for β',
    tex`\frac{\partial m}{\partial g} = β_1`,
    tex`\frac{\partial m}{\partial g} = 1 - β_1`,
    'constant',
    'index',
  ),
  row(
    'Adam',
    adam,
    'the inner derivative of the square',
    tex`\frac{\partial s}{\partial g} = 2 (1 - β_2)`,
    [tex`\frac{\partial s}{\partial g} = 2 (1 - β_2) g`],
    'power',
    'chain',
  ),
  row(
    'product rule',
    elements,
    'one term missing',
    tex`\frac{\partial f}{\partial x} = 2 x \sin x`,
    tex`\frac{\partial f}{\partial x} = 2 x \sin x + x^2 \cos x`,
    'product',
  ),
  row(
    'product rule',
    elements,
    'the product of the derivatives',
    tex`\frac{\partial f}{\partial x} = 2 x \cos x`,
    tex`\frac{\partial f}{\partial x} = 2 x \sin x + x^2 \cos x`,
    'product',
  ),
  row(
    'quotient rule',
    elements,
    'the terms exchanged',
    tex`\frac{\partial g}{\partial x} = \frac{2 x \sin x - (1 + x^2) \cos x}{(1 + x^2)^2}`,
    [
      tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
      tex`\frac{\partial g}{\partial x} = -\frac{2 x \sin x - (1 + x^2) \cos x}{(1 + x^2)^2}`,
    ],
    'quotient',
    'sign',
  ),
  row(
    'quotient rule',
    elements,
    'a plus between the terms',
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x + 2 x \sin x}{(1 + x^2)^2}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
    'sign',
  ),
  row(
    'quotient rule',
    elements,
    'the denominator not squared',
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{1 + x^2}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
  ),
  row(
    'quotient rule',
    elements,
    'the numerator’s term alone',
    tex`\frac{\partial g}{\partial x} = \frac{\cos x}{1 + x^2}`,
    [
      tex`\frac{\partial g}{\partial x} = \frac{\cos x}{1 + x^2} - \frac{2 x \sin x}{(1 + x^2)^2}`,
      tex`\frac{\partial g}{\partial x} = \frac{\cos x - 2 x g}{1 + x^2}`,
    ],
    'quotient',
  ),
  row(
    'quotient rule',
    elements,
    'numerator’s and denominator’s derivatives divided',
    tex`\frac{\partial g}{\partial x} = \frac{\cos x}{2 x}`,
    tex`\frac{\partial g}{\partial x} = \frac{(1 + x^2) \cos x - 2 x \sin x}{(1 + x^2)^2}`,
    'quotient',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of an exponential',
    tex`\frac{\partial h}{\partial x} = e^{a x^2}`,
    [
      tex`\frac{\partial h}{\partial x} = 2 a x e^{a x^2}`,
      tex`\frac{\partial h}{\partial x} = e^{a x^2} a x \cdot 2`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of a logarithm',
    tex`\frac{\partial k}{\partial x} = \frac{1}{1 + x^2}`,
    [
      tex`\frac{\partial k}{\partial x} = \frac{2 x}{1 + x^2}`,
      tex`\frac{\partial k}{\partial x} = 2 x \frac{1}{1 + x^2}`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the inner derivative of a power',
    tex`\frac{\partial l}{\partial x} = -\frac{1}{2} (1 + x^2)^{-3/2}`,
    [
      tex`\frac{\partial l}{\partial x} = -\frac{1}{2} (1 + x^2)^{-3/2} \cdot 2 x`,
      tex`\frac{\partial l}{\partial x} = -\frac{1}{2} \cdot 2 x (1 + x^2)^{-3/2}`,
      tex`\frac{\partial l}{\partial x} = -x (1 + x^2)^{-3/2}`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'a constant inner derivative',
    tex`\frac{\partial s}{\partial x} = s (1 - s)`,
    [tex`\frac{\partial s}{\partial x} = a s (1 - s)`, tex`\frac{\partial s}{\partial x} = s (1 - s) a`],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the slope of what is squared',
    tex`\frac{\partial m}{\partial x} = 2 \sigma(x)`,
    [
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x) \sigma(x) (1 - \sigma(x))`,
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x)^2 (1 - \sigma(x))`,
      tex`\frac{\partial m}{\partial x} = 2 \sigma(x) (1 - \sigma(x)) \sigma(x)`,
    ],
    'chain',
  ),
  row(
    'chain rule',
    elements,
    'the root of a sum of squares',
    tex`\nabla_w r = \frac{1}{2 r}`,
    [
      tex`\nabla_w r = \frac{1}{2 r} \cdot 2 w`,
      tex`\nabla_w r = \frac{w}{r}`,
      tex`\nabla_w r = \frac{1}{r} w`,
    ],
    'chain',
  ),
]
