// Classic mistakes about matrix calculus.
import { type Classic, row, tex } from './classic.js'

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
const factorised = tex`
  U : real[m, r]
  V : real[n, r]
  R : real[m, n]
  λ : positive
  E = R - U V^\top
  L = \frac{1}{2} \|R - U V^\top\|^2 + \frac{λ}{2} \|U\|^2`
const cosine = tex`
  x, y : real[n]
  a = \|x\|
  c = \frac{x^\top y}{\|x\| \|y\|}`

export const MATRICES: readonly Classic[] = [
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
    'factorised matrix',
    factorised,
    'a transpose too many',
    tex`\nabla_U L = -E^\top V + λ U`,
    tex`\nabla_U L = -E V + λ U`,
    'transposition',
  ),
  row(
    'factorised matrix',
    factorised,
    'the sign of the inner derivative',
    tex`\nabla_U L = E V + λ U`,
    tex`\nabla_U L = -E V + λ U`,
    'sign',
    'chain',
  ),
  row(
    'factorised matrix',
    factorised,
    'the regularizer forgotten',
    tex`\nabla_U L = -E V`,
    tex`\nabla_U L = -E V + λ U`,
    'sum',
  ),
  row(
    'factorised matrix',
    factorised,
    'the transpose forgotten',
    tex`\nabla_V L = -E U`,
    tex`\nabla_V L = -E^\top U`,
    'transposition',
  ),
  row(
    'cosine',
    cosine,
    'a norm as if it were its square',
    tex`\nabla_x a = x`,
    [tex`\nabla_x a = \frac{x}{a}`],
    'chain',
    'power',
    'function',
  ),
  row(
    'cosine',
    cosine,
    'the norm held constant',
    tex`\nabla_x c = \frac{y}{\|x\| \|y\|}`,
    [
      tex`\nabla_x c = \frac{y}{\|x\| \|y\|} - \frac{c x}{\|x\|^2}`,
      tex`\nabla_x c = \frac{y}{\|x\| \|y\|} - \frac{c}{\|x\|^2} x`,
    ],
    'quotient',
  ),
]
