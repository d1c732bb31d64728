// Losses that come from densities: Gaussians, divergences between them, exponential families.
import type { Loss } from './loss.js'

const tex = String.raw

export const DENSITIES: readonly Loss[] = [
  {
    name: 'Gaussian likelihood by mean and log variance',
    given: tex`
      X : real[m, n]
      a : real[n]
      t : real[m]
      s : real[m]
      μ = X a
      r = t - μ
      L = \frac{1}{2} \sum_i (s_i + r_i^2 e^{-s_i} + \log(2 π))`,
    claims: [
      tex`\frac{\partial L}{\partial μ_i} = -r_i e^{-s_i}`,
      tex`\frac{\partial L}{\partial s_i} = \frac{1}{2} (1 - r_i^2 e^{-s_i})`,
      tex`\frac{\partial L}{\partial a_j} = -\sum_i e^{-s_i} (t_i - μ_i) X_{ij}`,
      tex`\frac{\partial^2 L}{\partial s_i^2} = \frac{1}{2} r_i^2 e^{-s_i}`,
      tex`\frac{\partial^2 L}{\partial μ_i \partial s_i} = r_i e^{-s_i}`,
      tex`\nabla_a L = -X^\top (r \odot \exp(-s))`,
      tex`L = \frac{m}{2} \log(2 π) + \frac{1}{2} \sum_i s_i + \frac{1}{2} \sum_i \frac{(t_i - μ_i)^2}{e^{s_i}}`,
      `∂L/∂s_i = 1/2 - r_i^2 * exp(-s_i) / 2`,
    ],
  },
  {
    name: 'Gaussian likelihood of a sample',
    given: tex`
      x : real[n]
      μ : real
      v : positive
      L = \frac{n}{2} \log(2 π v) + \frac{1}{2 v} \sum_i (x_i - μ)^2`,
    claims: [
      tex`\frac{\partial L}{\partial μ} = -\frac{1}{v} \sum_i (x_i - μ)`,
      tex`\frac{\partial L}{\partial v} = \frac{n}{2 v} - \frac{1}{2 v^2} \sum_i (x_i - μ)^2`,
      tex`\frac{\partial^2 L}{\partial μ^2} = \frac{n}{v}`,
      tex`\frac{\partial^2 L}{\partial μ \partial v} = \frac{1}{v^2} \sum_i (x_i - μ)`,
      tex`\frac{\partial L}{\partial x_i} = \frac{x_i - μ}{v}`,
      tex`\frac{\partial^2 L}{\partial v^2} = -\frac{n}{2 v^2} + \frac{1}{v^3} \sum_i (x_i - μ)^2`,
      `dL/dμ = (n*μ - sum_i x_i) / v`,
    ],
  },
  {
    name: 'ELBO of diagonal Gaussians',
    given: tex`
      x : real[D]
      W : real[D, K]
      μ : real[K]
      ρ : real[K]
      ε : real[K]
      σ_k = e^{ρ_k}
      z = μ + σ \odot ε
      y = W z
      D_1 = \frac{1}{2} \sum_k (σ_k^2 + μ_k^2 - 1 - 2 ρ_k)
      F = \frac{1}{2} \|x - y\|^2 + D_1`,
    claims: [
      tex`\frac{\partial D_1}{\partial μ} = μ`,
      tex`\frac{\partial D_1}{\partial ρ_k} = σ_k^2 - 1`,
      tex`\frac{\partial D_1}{\partial σ_k} = σ_k`,
      tex`\frac{\partial z_k}{\partial ρ_a} = \delta_{ka} σ_k ε_k`,
      tex`\frac{\partial F}{\partial z} = W^\top (W z - x)`,
      tex`\frac{\partial F}{\partial μ} = W^\top (y - x) + μ`,
      tex`\frac{\partial F}{\partial ρ_k} = σ_k ε_k \sum_d W_{dk} (y_d - x_d) + σ_k^2 - 1`,
      tex`\frac{\partial F}{\partial W} = (y - x) z^\top`,
    ],
  },
  {
    name: 'divergence of two Gaussians',
    given: tex`
      μ : real[K]
      ν : real[K]
      s : positive[K]
      t : positive[K]
      D = \sum_k \left( \log \frac{t_k}{s_k} + \frac{s_k^2 + (μ_k - ν_k)^2}{2 t_k^2} - \frac{1}{2} \right)`,
    claims: [
      tex`\frac{\partial D}{\partial μ_k} = \frac{μ_k - ν_k}{t_k^2}`,
      tex`\frac{\partial D}{\partial ν_k} = -\frac{μ_k - ν_k}{t_k^2}`,
      tex`\frac{\partial D}{\partial s_k} = \frac{s_k}{t_k^2} - \frac{1}{s_k}`,
      tex`\frac{\partial D}{\partial t_k} = \frac{1}{t_k} - \frac{s_k^2 + (μ_k - ν_k)^2}{t_k^3}`,
      tex`D = \sum_k (\log t_k - \log s_k) + \frac{1}{2} \sum_k \frac{s_k^2 + (μ_k - ν_k)^2}{t_k^2} - \frac{K}{2}`,
      tex`\frac{\partial^2 D}{\partial μ_k \partial t_k} = -\frac{2 (μ_k - ν_k)}{t_k^3}`,
    ],
  },
  {
    name: 'exponential family on a finite set',
    given: tex`
      Φ : real[N, K]
      η : real[K]
      τ : real[K]
      s = Φ η
      A = \log \sum_x e^{s_x}
      p_x = e^{s_x - A}
      L = A - η^\top τ`,
    claims: [
      tex`\frac{\partial A}{\partial η} = Φ^\top p`,
      tex`\frac{\partial A}{\partial s_x} = p_x`,
      tex`\frac{\partial L}{\partial η_k} = \sum_x p_x Φ_{xk} - τ_k`,
      tex`\frac{\partial p_x}{\partial s_z} = p_x (\delta_{xz} - p_z)`,
      tex`\nabla^2_η L = Φ^\top (\operatorname{diag}(p) - p p^\top) Φ`,
      tex`\frac{\partial^2 A}{\partial η_k \partial η_l} = \sum_x p_x Φ_{xk} Φ_{xl} - \sum_x p_x Φ_{xk} \sum_z p_z Φ_{zl}`,
      tex`p_x = \frac{e^{s_x}}{\sum_z e^{s_z}}`,
      `dL/dη = Φ' * p - τ`,
    ],
  },
]
