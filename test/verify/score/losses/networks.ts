// Losses behind networks: layers, attention, normalisation, contrasts between pairs.
import type { Loss } from './loss.js'

const tex = String.raw

export const NETWORKS: readonly Loss[] = [
  {
    name: 'one hidden layer, tanh, squared error',
    given: tex`
      X : real[m, n]
      W_1 : real[n, h]
      W_2 : real[h, k]
      T : real[m, k]
      A = X W_1
      H = \tanh(A)
      O = H W_2
      G = \frac{1}{m} (O - T)
      B = G W_2^\top
      L = \frac{1}{2 m} \|O - T\|^2`,
    claims: [
      tex`\frac{\partial L}{\partial O} = \frac{1}{m} (O - T)`,
      tex`\frac{\partial L}{\partial W_2} = H^\top G`,
      tex`\frac{\partial L}{\partial H} = G W_2^\top`,
      tex`\frac{\partial L}{\partial A_{ij}} = B_{ij} (1 - H_{ij}^2)`,
      tex`\frac{\partial L}{\partial W_1} = \frac{1}{m} X^\top (((O - T) W_2^\top) \odot (1 - H \odot H))`,
      tex`\frac{\partial L}{\partial A_{ij}} = (1 - \tanh(A_{ij})^2) \sum_q G_{iq} (W_2)_{jq}`,
      tex`\frac{\partial H_{ij}}{\partial A_{ij}} = 1 - H_{ij}^2`,
      tex`\frac{\partial L}{\partial X} = (B \odot (1 - H \odot H)) W_1^\top`,
    ],
  },
  {
    name: 'two layers of sigmoids, column by column',
    given: tex`
      x : real[n]
      W^{(1)} : real[h, n]
      b^{(1)} : real[h]
      W^{(2)} : real[k, h]
      b^{(2)} : real[k]
      y : onehot[k]
      a = W^{(1)} x + b^{(1)}
      u = σ(a)
      z = W^{(2)} u + b^{(2)}
      p = softmax(z)
      L = -\sum_j y_j \log p_j`,
    claims: [
      tex`\frac{\partial L}{\partial z} = p - y`,
      tex`\frac{\partial L}{\partial W^{(2)}} = (p - y) u^\top`,
      tex`\frac{\partial L}{\partial b^{(2)}} = p - y`,
      tex`\frac{\partial L}{\partial u} = W^{(2)\top} (p - y)`,
      tex`\frac{\partial L}{\partial a} = (W^{(2)\top} (p - y)) \odot u \odot (1 - u)`,
      tex`\frac{\partial L}{\partial W^{(1)}} = ((W^{(2)\top} (p - y)) \odot u \odot (1 - u)) x^\top`,
      tex`\frac{\partial L}{\partial a_i} = u_i (1 - u_i) \sum_j (p_j - y_j) W^{(2)}_{ji}`,
      tex`\frac{\partial u_i}{\partial a_i} = u_i (1 - u_i)`,
    ],
  },
  {
    name: 'attention weights',
    given: tex`
      q : real[D]
      K : real[N, D]
      V : real[N, C]
      g : real[C]
      s = \frac{1}{\sqrt{D}} K q
      a = softmax(s)
      o = V^\top a
      L = g^\top o`,
    claims: [
      tex`\frac{\partial L}{\partial a} = V g`,
      tex`\frac{\partial L}{\partial V} = a g^\top`,
      tex`\frac{\partial a}{\partial s} = \operatorname{diag}(a) - a a^\top`,
      tex`\frac{\partial L}{\partial s} = a \odot (V g - (a^\top V g) \mathbf{1})`,
      tex`\frac{\partial L}{\partial s_i} = a_i \left( \sum_c V_{ic} g_c - \sum_j a_j \sum_c V_{jc} g_c \right)`,
      tex`\frac{\partial s_i}{\partial q_d} = \frac{K_{id}}{\sqrt{D}}`,
      tex`\frac{\partial L}{\partial q} = \frac{1}{\sqrt{D}} K^\top (a \odot (V g - (g^\top o) \mathbf{1}))`,
      tex`\frac{\partial o_c}{\partial s_i} = a_i (V_{ic} - o_c)`,
    ],
  },
  {
    name: 'layer normalisation',
    given: tex`
      x : real[n]
      γ : real[n]
      β : real[n]
      g : real[n]
      ε : positive
      μ = \frac{1}{n} \sum_i x_i
      c_i = x_i - μ
      v = \frac{1}{n} \sum_i c_i^2 + ε
      u_i = \frac{c_i}{\sqrt{v}}
      y_i = γ_i u_i + β_i
      L = \sum_i g_i y_i`,
    claims: [
      tex`\frac{\partial μ}{\partial x_i} = \frac{1}{n}`,
      tex`\frac{\partial v}{\partial x_i} = \frac{2}{n} (x_i - μ)`,
      tex`\frac{\partial u_i}{\partial v} = -\frac{1}{2} c_i v^{-3/2}`,
      tex`\frac{\partial L}{\partial γ_i} = g_i u_i`,
      tex`\frac{\partial u_i}{\partial x_j} = \frac{1}{\sqrt{v}} \left( \delta_{ij} - \frac{1}{n} - \frac{u_i u_j}{n} \right)`,
      tex`\frac{\partial L}{\partial x_j} = \frac{1}{\sqrt{v}} \left( g_j γ_j - \frac{1}{n} \sum_i g_i γ_i - \frac{u_j}{n} \sum_i g_i γ_i u_i \right)`,
      tex`v = \frac{1}{n} \sum_i x_i^2 - μ^2 + ε`,
      tex`\frac{\partial L}{\partial β} = g`,
    ],
  },
  {
    name: 'contrasts of pairs',
    given: tex`
      U : real[B, D]
      V : real[B, D]
      τ : positive
      s_{ij} = \frac{1}{τ} \sum_d U_{id} V_{jd}
      p_{ij} = \frac{e^{s_{ij}}}{\sum_a e^{s_{ia}}}
      L = -\frac{1}{B} \sum_i \log p_{ii}`,
    claims: [
      tex`\frac{\partial L}{\partial s_{ij}} = \frac{1}{B} (p_{ij} - \delta_{ij})`,
      tex`\frac{\partial L}{\partial U_{id}} = \frac{1}{B τ} \left( \sum_j p_{ij} V_{jd} - V_{id} \right)`,
      tex`\frac{\partial L}{\partial V_{jd}} = \frac{1}{B τ} \sum_i (p_{ij} - \delta_{ij}) U_{id}`,
      tex`\frac{\partial L}{\partial U} = \frac{1}{B τ} (p - I) V`,
      tex`\frac{\partial L}{\partial V} = \frac{1}{B τ} (p^\top U - U)`,
      tex`\frac{\partial L}{\partial τ} = -\frac{1}{B τ} \sum_i \left( \sum_j p_{ij} s_{ij} - s_{ii} \right)`,
      tex`L = \frac{1}{B} \sum_i \left( \log \sum_j e^{s_{ij}} - s_{ii} \right)`,
    ],
  },
  {
    name: 'pairs in order',
    given: tex`
      X : real[m, n]
      w : real[n]
      f = X w
      D_{ij} = f_i - f_j
      L = \sum_i \sum_{j \ne i} c_{ij} \log(1 + e^{-D_{ij}})
      c : nonnegative[m, m]`,
    claims: [
      tex`\frac{\partial L}{\partial f_i} = \sum_{j \ne i} (c_{ji} σ(D_{ij}) - c_{ij} σ(-D_{ij}))`,
      tex`\frac{\partial L}{\partial w_r} = -\sum_i \sum_{j \ne i} c_{ij} σ(-D_{ij}) (X_{ir} - X_{jr})`,
      tex`\frac{\partial D_{ij}}{\partial f_a} = \delta_{ia} - \delta_{ja}`,
      tex`\frac{\partial L}{\partial c_{ij}} = \log(1 + e^{f_j - f_i}), \quad i \ne j`,
      tex`\frac{\partial L}{\partial D_{ij}} = -\frac{c_{ij}}{1 + e^{D_{ij}}} [i \ne j]`,
    ],
  },
]
