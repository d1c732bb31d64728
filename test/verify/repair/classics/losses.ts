// Classic mistakes about losses of classifiers, of regressions and of contrasts.
import { type Classic, row, tex } from './classic.js'

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
const contrast = tex`
  s : real[n]
  τ : positive
  l : class of n
  p_i = \frac{e^{s_i / τ}}{\sum_j e^{s_j / τ}}
  L = -\frac{s_l}{τ} + \log \sum_j e^{s_j / τ}`
const words = tex`
  v : real[d]
  U : real[k, d]
  c : class of k
  p = softmax(U v)
  J = -\log p_c
  n_1 : class of k
  N = -\log σ((U_{c,:}) v) - \sum_j \log σ(-(U v)_j)`

export const LOSSES: readonly Classic[] = [
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
]
