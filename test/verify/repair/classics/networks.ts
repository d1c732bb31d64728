// Classic mistakes about networks: backpropagation, normalisation, attention, gates.
import { type Classic, row, tex } from './classic.js'

const chain = tex`
  x : real[n]
  W : real[o, n]
  y : real[o]
  h = \tanh(W x)
  L = \frac{1}{2} \sum_k (h_k - y_k)^2`
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
const batch = tex`
  X : real[m, n]
  G : real[m, n]
  γ : real[n]
  ε : positive
  μ_j = \frac{1}{m} \sum_i X_{ij}
  v_j = \frac{1}{m} \sum_i (X_{ij} - μ_j)^2
  U_{ij} = \frac{X_{ij} - μ_j}{\sqrt{v_j + ε}}
  Y_{ij} = γ_j U_{ij}
  L = \sum_i \sum_j G_{ij} Y_{ij}`
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
const gru = tex`
  x, h, r : real[n]
  a, b : real[n]
  z = \sigma(a)
  c = \tanh(b)
  g_i = (1 - z_i) h_i + z_i c_i`
const lstm = tex`
  f, i, g, o, s : real[n]
  c_k = f_k s_k + i_k g_k
  h_k = o_k \tanh(c_k)`
const rnn = tex`
  w, u, x_1, x_2, h_0 : real
  h_1 = \tanh(w h_0 + u x_1)
  h_2 = \tanh(w h_1 + u x_2)`

export const NETWORKS: readonly Classic[] = [
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
    chain,
    'one output only',
    tex`\frac{\partial L}{\partial x_j} = \frac{\partial L}{\partial h_1} \frac{\partial h_1}{\partial x_j}`,
    tex`\frac{\partial L}{\partial x_j} = \sum_k \frac{\partial L}{\partial h_k} \frac{\partial h_k}{\partial x_j}`,
    'paths',
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
    'batch norm',
    batch,
    'mean and variance held constant',
    tex`\frac{\partial L}{\partial X_{ij}} = \frac{γ_j G_{ij}}{\sqrt{v_j + ε}}`,
    tex`\frac{\partial L}{\partial X_{ij}} = \frac{γ_j (G_{ij} - \frac{1}{m} \sum_l G_{lj} - \frac{1}{m} U_{ij} \sum_l G_{lj} U_{lj})}{\sqrt{v_j + ε}}`,
    'paths',
    'quotient',
  ),
  row(
    'batch norm',
    batch,
    'the variance held constant',
    tex`\frac{\partial L}{\partial X_{ij}} = \frac{γ_j}{\sqrt{v_j + ε}} (G_{ij} - \frac{1}{m} \sum_l G_{lj})`,
    tex`\frac{\partial L}{\partial X_{ij}} = \frac{γ_j}{\sqrt{v_j + ε}} (G_{ij} - \frac{1}{m} \sum_l G_{lj} - \frac{1}{m} U_{ij} \sum_l G_{lj} U_{lj})`,
    'paths',
    'quotient',
  ),
  row(
    'batch norm',
    batch,
    'the gain’s own factor forgotten',
    tex`\frac{\partial L}{\partial γ_j} = \sum_i G_{ij}`,
    tex`\frac{\partial L}{\partial γ_j} = \sum_i G_{ij} U_{ij}`,
    'chain',
    'product',
    'constant',
  ),
  row(
    'LSTM',
    lstm,
    'the slope of tanh without tanh',
    tex`\frac{\partial h_k}{\partial c_k} = o_k (1 - c_k^2)`,
    tex`\frac{\partial h_k}{\partial c_k} = o_k (1 - \tanh(c_k)^2)`,
    'function',
  ),
  row(
    'LSTM',
    lstm,
    'the cell before forgotten',
    tex`\frac{\partial h_k}{\partial f_k} = o_k (1 - \tanh(c_k)^2)`,
    tex`\frac{\partial h_k}{\partial f_k} = o_k (1 - \tanh(c_k)^2) s_k`,
    'chain',
  ),
  row(
    'RNN',
    rnn,
    'the first step held constant',
    tex`\frac{\partial h_2}{\partial w} = (1 - h_2^2) h_1`,
    [
      tex`\frac{\partial h_2}{\partial w} = (1 - h_2^2) (h_1 + w h_0 (1 - h_1^2))`,
      tex`\frac{\partial h_2}{\partial w} = (1 - h_2^2) h_1 + \frac{\partial h_2}{\partial h_1} \frac{\partial h_1}{\partial w}`,
    ],
    'paths',
    'product',
  ),
  row(
    'RNN',
    rnn,
    'the weight forgotten',
    tex`\frac{\partial h_2}{\partial h_1} = 1 - h_2^2`,
    [
      tex`\frac{\partial h_2}{\partial h_1} = (1 - h_2^2) w`,
      tex`\frac{\partial h_2}{\partial h_1} = w (1 - h_2^2)`,
    ],
    'chain',
  ),
]
