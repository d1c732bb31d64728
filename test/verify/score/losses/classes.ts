// Losses over classes and labels: softmax regression in several forms, logistic regression, many labels, margins.
import type { Loss } from './loss.js'

const tex = String.raw

export const CLASSES: readonly Loss[] = [
  {
    name: 'softmax regression, mean',
    given: tex`
      X : real[m, n]
      θ : real[n, k]
      y : class[m] of k
      H = X θ
      Z_{ij} = \frac{e^{H_{ij}}}{\sum_a e^{H_{ia}}}
      Y = onehot(y)
      L = \frac{1}{m} \sum_i -\log Z_{i y_i}`,
    claims: [
      tex`\frac{\partial L}{\partial θ} = \frac{1}{m} X^\top (Z - Y)`,
      tex`L = \frac{1}{m} \sum_{i=1}^{m} \left( \log \sum_{a=1}^{k} e^{H_{ia}} - H_{i y_i} \right)`,
      tex`\frac{\partial H_{ia}}{\partial θ_{rq}} = X_{ir} [a = q]`,
      tex`\frac{\partial L}{\partial H_{ij}} = \frac{1}{m} (Z_{ij} - [j = y_i])`,
      tex`\frac{\partial Z_{ia}}{\partial H_{ij}} = Z_{ia} (\delta_{aj} - Z_{ij})`,
      tex`\frac{\partial L}{\partial θ_{rq}} = \frac{1}{m} \sum_i X_{ir} (Z_{iq} - Y_{iq})`,
      tex`\frac{\partial L}{\partial Z_{ij}} = \begin{cases} -\frac{1}{m Z_{ij}} & \text{if } j = y_i \\ 0 & \text{otherwise} \end{cases}`,
      tex`\frac{\partial^2 L}{\partial H_{ia} \partial H_{ib}} = \frac{1}{m} Z_{ia} (\delta_{ab} - Z_{ib})`,
      `dL/dθ = 1/m * X' * (Z - Y)`,
      tex`\frac{\partial L}{\partial θ_{rq}} = \sum_i \sum_j \frac{\partial L}{\partial H_{ij}} \frac{\partial H_{ij}}{\partial θ_{rq}}`,
    ],
  },
  {
    name: 'softmax regression, sum, with a bias and L2',
    given: tex`
      X : real[N, D]
      W : real[D, C]
      b : real[C]
      λ : positive
      y : class[N] of C
      S = X W + \mathbf{1} b^\top
      P = softmax(S)
      Y = onehot(y)
      L = \sum_i -\log P_{i y_i} + \frac{λ}{2} \|W\|^2`,
    claims: [
      tex`\frac{\partial L}{\partial W} = X^\top (P - Y) + λ W`,
      tex`\frac{\partial L}{\partial b} = (P - Y)^\top \mathbf{1}`,
      tex`\frac{\partial L}{\partial b_j} = \sum_i (P_{ij} - Y_{ij})`,
      tex`\frac{\partial L}{\partial W_{dj}} = \sum_{i=1}^{N} X_{id} (P_{ij} - [y_i = j]) + λ W_{dj}`,
      tex`\frac{\partial P_{ij}}{\partial S_{ij}} = P_{ij} (1 - P_{ij})`,
      tex`\frac{\partial P_{ij}}{\partial S_{ia}} = -P_{ij} P_{ia}, \quad a \ne j`,
      tex`\frac{\partial L}{\partial S_{ij}} = \begin{cases} P_{ij} - 1 & \text{if } j = y_i \\ P_{ij} & \text{if } j \ne y_i \end{cases}`,
      tex`L = \sum_i \left( \log \sum_j e^{S_{ij}} - S_{i y_i} \right) + \frac{λ}{2} \sum_d \sum_j W_{dj}^2`,
      `dL/dW = X' * (P - Y) + λ * W`,
      tex`\frac{\partial P_{i y_i}}{\partial S_{ij}} = P_{i y_i} ([j = y_i] - P_{ij})`,
    ],
  },
  {
    name: 'logistic regression, labels 0 and 1',
    given: tex`
      X : real[m, n]
      w : real[n]
      b : real
      y : binary[m]
      h = X w + b \mathbf{1}
      p = σ(h)
      L = -\frac{1}{m} \sum_i (y_i \log p_i + (1 - y_i) \log(1 - p_i))`,
    claims: [
      tex`\nabla_w L = \frac{1}{m} X^\top (p - y)`,
      tex`\frac{\partial L}{\partial b} = \frac{1}{m} \sum_i (p_i - y_i)`,
      tex`\frac{\partial p_i}{\partial h_i} = p_i (1 - p_i)`,
      tex`\frac{\partial L}{\partial p_i} = \frac{1}{m} \frac{p_i - y_i}{p_i (1 - p_i)}`,
      tex`\frac{\partial L}{\partial p_i} = -\frac{1}{m} \left( \frac{y_i}{p_i} - \frac{1 - y_i}{1 - p_i} \right)`,
      tex`\frac{\partial^2 L}{\partial w_r \partial w_q} = \frac{1}{m} \sum_i p_i (1 - p_i) X_{ir} X_{iq}`,
      tex`L = \frac{1}{m} \sum_i (\log(1 + e^{h_i}) - y_i h_i)`,
      tex`\frac{\partial L}{\partial w_r} = \frac{1}{m} \sum_{i=1}^{m} (σ(h_i) - y_i) X_{ir}`,
      `dL/dw = 1/m * X' * (σ(X*w + b*𝟙) - y)`,
      tex`\nabla^2_w L = \frac{1}{m} X^\top \operatorname{diag}(p \odot (\mathbf{1} - p)) X`,
    ],
  },
  {
    name: 'logistic regression, labels ±1, sample by sample',
    given: tex`
      x^{(i)} : real[n] for i ≤ m
      w : real[n]
      t : sign[m]
      f_i = w^\top x^{(i)}
      u_i = t_i f_i
      L = \sum_i \log(1 + e^{-u_i})`,
    claims: [
      tex`\frac{\partial L}{\partial w} = -\sum_i t_i σ(-u_i) x^{(i)}`,
      tex`\frac{\partial L}{\partial u_i} = -\frac{1}{1 + e^{u_i}}`,
      tex`\frac{\partial L}{\partial f_i} = -\frac{t_i e^{-u_i}}{1 + e^{-u_i}}`,
      tex`\frac{\partial L}{\partial w_r} = \sum_i (σ(u_i) - 1) t_i x^{(i)}_r`,
      tex`\frac{\partial^2 L}{\partial u_i^2} = σ(u_i) (1 - σ(u_i))`,
      tex`\frac{\partial u_i}{\partial w} = t_i x^{(i)}`,
      tex`\nabla^2_w L = \sum_i σ(u_i) σ(-u_i) x^{(i)} x^{(i)\top}`,
    ],
  },
  {
    name: 'many labels, a sigmoid each',
    given: tex`
      X : real[m, n]
      W : real[n, k]
      Y : binary[m, k]
      H = X W
      P = σ(H)
      L = -\frac{1}{m k} \sum_i \sum_j (Y_{ij} \log P_{ij} + (1 - Y_{ij}) \log(1 - P_{ij}))`,
    claims: [
      tex`\frac{\partial L}{\partial W} = \frac{1}{m k} X^\top (P - Y)`,
      tex`\frac{\partial L}{\partial H_{ij}} = \frac{P_{ij} - Y_{ij}}{m k}`,
      tex`\frac{\partial L}{\partial X} = \frac{1}{m k} (P - Y) W^\top`,
      tex`L = \frac{1}{m k} \sum_i \sum_j \left( \log(1 + e^{H_{ij}}) - Y_{ij} H_{ij} \right)`,
      tex`\frac{\partial L}{\partial P_{ij}} = \frac{1}{m k} \left( \frac{1 - Y_{ij}}{1 - P_{ij}} - \frac{Y_{ij}}{P_{ij}} \right)`,
      tex`\frac{\partial L}{\partial W_{rq}} = \frac{1}{m k} \sum_i X_{ir} (P_{iq} - Y_{iq})`,
      `dL/dW = X' * (P - Y) / (m*k)`,
    ],
  },
  {
    name: 'margins: squared hinge and its smooth relative',
    given: tex`
      X : real[m, n]
      w : real[n]
      t : sign[m]
      C : positive
      f = X w
      g_i = 1 - t_i f_i
      Q = \frac{1}{2} \|w\|^2 + C \sum_i \max(0, g_i)^2
      R = \frac{1}{m} \sum_i \operatorname{softplus}(g_i)`,
    claims: [
      tex`\frac{\partial Q}{\partial w} = w - 2 C \sum_i t_i \max(0, g_i) X_{i,:}^\top`,
      tex`\frac{\partial Q}{\partial w_r} = w_r - 2 C \sum_i \max(0, 1 - t_i f_i) t_i X_{ir}`,
      tex`\frac{\partial Q}{\partial f_i} = -2 C t_i \max(0, g_i)`,
      tex`\frac{\partial R}{\partial w} = -\frac{1}{m} X^\top (t \odot σ(g))`,
      tex`\frac{\partial R}{\partial f_i} = -\frac{t_i}{m} σ(g_i)`,
      tex`\frac{\partial R}{\partial w_r} = -\frac{1}{m} \sum_i \frac{t_i X_{ir}}{1 + e^{-g_i}}`,
      tex`\frac{\partial Q}{\partial g_i} = \begin{cases} 2 C g_i & \text{if } g_i > 0 \\ 0 & \text{otherwise} \end{cases}`,
    ],
  },
  {
    name: 'smoothed labels',
    given: tex`
      S : real[m, k]
      q : distribution[m, k]
      y : class[m] of k
      ε : probability
      p = softmax(S)
      r_{ij} = (1 - ε) [j = y_i] + \frac{ε}{k}
      L = -\frac{1}{m} \sum_i \sum_j q_{ij} \log p_{ij}
      M = -\frac{1}{m} \sum_i \sum_j r_{ij} \log p_{ij}`,
    claims: [
      tex`\frac{\partial L}{\partial S} = \frac{1}{m} (p - q)`,
      tex`\frac{\partial L}{\partial S_{ij}} = \frac{1}{m} (p_{ij} - q_{ij})`,
      tex`\frac{\partial M}{\partial S_{ij}} = \frac{1}{m} \left( p_{ij} - (1 - ε) [j = y_i] - \frac{ε}{k} \right)`,
      tex`\frac{\partial L}{\partial p_{ij}} = -\frac{q_{ij}}{m p_{ij}}`,
      tex`L = \frac{1}{m} \sum_i \left( \log \sum_a e^{S_{ia}} - \sum_j q_{ij} S_{ij} \right)`,
      tex`\frac{\partial M}{\partial ε} = \frac{1}{m} \sum_i \left( \log p_{i y_i} - \frac{1}{k} \sum_j \log p_{ij} \right)`,
      tex`\frac{\partial^2 L}{\partial S_{ia} \partial S_{ib}} = \frac{1}{m} (p_{ia} \delta_{ab} - p_{ia} p_{ib})`,
    ],
  },
]
