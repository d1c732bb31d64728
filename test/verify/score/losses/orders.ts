// Right formulas in other orders of evaluation, and with much cancellation: nothing here may be refuted.
import type { Loss } from './loss.js'

const tex = String.raw

export const ORDERS: readonly Loss[] = [
  {
    name: 'softmax in other orders',
    given: tex`
      z : real[k]
      c : real
      X : real[m, n]
      θ : real[n, k]
      Y : onehot[m, k]
      M = \max_j z_j
      s = \sum_j e^{z_j}
      p_j = \frac{e^{z_j}}{s}
      A = \log \sum_j e^{z_j}
      Z = softmax(X θ)
      L = -\frac{1}{m} \sum_i \sum_j Y_{ij} \log Z_{ij}`,
    claims: [
      tex`A = M + \log \sum_j e^{z_j - M}`,
      tex`p_j = \frac{e^{z_j + c}}{\sum_a e^{z_a + c}}`,
      tex`p_j = \frac{e^{z_j - M}}{\sum_a e^{z_a - M}}`,
      tex`p_j = \frac{1}{1 + \sum_{a \ne j} e^{z_a - z_j}}`,
      tex`\frac{\partial p_j}{\partial z_j} = p_j - p_j^2`,
      tex`\frac{\partial p_j}{\partial z_j} = \frac{e^{z_j} (s - e^{z_j})}{s^2}`,
      tex`\frac{\partial p_j}{\partial z_a} = p_j \delta_{ja} - p_j p_a`,
      tex`\frac{\partial L}{\partial θ} = \frac{1}{m} X^\top Z - \frac{1}{m} X^\top Y`,
      tex`\frac{\partial L}{\partial θ_{rq}} = \frac{1}{m} \sum_i X_{ir} Z_{iq} - \frac{1}{m} \sum_i X_{ir} Y_{iq}`,
      tex`\sum_j (p_j - p_j^2) = 1 - \|p\|^2`,
    ],
  },
  {
    name: 'sums in other orders',
    given: tex`
      X : real[m, n]
      W : real[n, k]
      a : real[m]
      b : real[k]
      x : real[n]
      μ = \frac{1}{n} \sum_i x_i
      V = \frac{1}{n} \sum_i (x_i - μ)^2
      q = a^\top X W b`,
    claims: [
      tex`q = \sum_j \sum_r \sum_i b_j W_{rj} X_{ir} a_i`,
      tex`q = b^\top (W^\top (X^\top a))`,
      tex`\frac{\partial q}{\partial W} = X^\top a b^\top`,
      tex`\frac{\partial q}{\partial X_{ir}} = a_i \sum_j W_{rj} b_j`,
      tex`V = \frac{1}{n} \sum_i x_i^2 - μ^2`,
      tex`V = \frac{1}{2 n^2} \sum_i \sum_j (x_i - x_j)^2`,
      tex`\frac{\partial V}{\partial x_i} = \frac{2}{n} x_i - \frac{2}{n^2} \sum_j x_j`,
      tex`\frac{\partial^2 V}{\partial x_i \partial x_j} = \frac{2}{n} \delta_{ij} - \frac{2}{n^2}`,
    ],
  },
  {
    name: 'a sigmoid in other orders',
    given: tex`
      h : real[m]
      y : binary[m]
      p = σ(h)
      u = \tanh(h)
      L = \sum_i (\log(1 + e^{h_i}) - y_i h_i)`,
    claims: [
      tex`p_i = \frac{e^{h_i}}{1 + e^{h_i}}`,
      tex`\frac{\partial p_i}{\partial h_i} = p_i - p_i^2`,
      tex`\frac{\partial p_i}{\partial h_i} = \frac{e^{-h_i}}{(1 + e^{-h_i})^2}`,
      tex`u_i = 2 σ(2 h_i) - 1`,
      tex`\frac{\partial u_i}{\partial h_i} = (1 - u_i) (1 + u_i)`,
      tex`\frac{\partial L}{\partial h_i} = (1 - y_i) p_i - y_i (1 - p_i)`,
      tex`L = \sum_i (\max(h_i, 0) - y_i h_i + \log(1 + e^{-|h_i|}))`,
      tex`\frac{\partial^2 p_i}{\partial h_i^2} = p_i (1 - p_i) (1 - 2 p_i)`,
    ],
  },
]
