// Classic mistakes about densities, divergences, counts and policies.
import { type Classic, row, tex } from './classic.js'

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
const vae = tex`
  μ, σ, e, x : real[d]
  z = μ + σ ⊙ e
  L = \frac{1}{2} \|x - z\|^2`
const quadratic = tex`
  x, μ : real[d]
  P : symmetric[d, d]
  q = \frac{1}{2} (x - μ)^\top P (x - μ)`
const poisson = tex`
  X : real[m, n]
  w : real[n]
  y : nonnegative[m]
  μ_i = e^{\sum_j X_{ij} w_j}
  L = \sum_i (μ_i - y_i \log μ_i)`
const policy = tex`
  θ : real[k]
  A : real[k]
  π_i = \frac{e^{θ_i}}{\sum_j e^{θ_j}}
  J = \sum_i π_i A_i`

export const DENSITIES: readonly Classic[] = [
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
    'VAE',
    vae,
    'the noise forgotten',
    tex`\nabla_σ L = z - x`,
    [tex`\nabla_σ L = (z - x) \odot e`],
    'chain',
  ),
  row('VAE', vae, 'the opposite sign', tex`\nabla_μ L = x - z`, tex`\nabla_μ L = z - x`, 'sign'),
  row(
    'Gaussian',
    quadratic,
    'the sign of the inner derivative',
    tex`\nabla_μ q = P (x - μ)`,
    [tex`\nabla_μ q = -P (x - μ)`, tex`\nabla_μ q = P (μ - x)`, tex`\nabla_μ q = P (-x + μ)`],
    'sign',
    'chain',
  ),
  row(
    'Gaussian',
    quadratic,
    'the factor of one half forgotten',
    tex`\nabla_x q = 2 P (x - μ)`,
    tex`\nabla_x q = P (x - μ)`,
    'constant',
    'power',
  ),
  row(
    'Poisson',
    poisson,
    'the residual with the opposite sign',
    tex`\frac{\partial L}{\partial w_j} = \sum_i (y_i - μ_i) X_{ij}`,
    [
      tex`\frac{\partial L}{\partial w_j} = \sum_i (μ_i - y_i) X_{ij}`,
      tex`\frac{\partial L}{\partial w_j} = -\sum_i (y_i - μ_i) X_{ij}`,
    ],
    'sign',
  ),
  row(
    'Poisson',
    poisson,
    'the counts forgotten',
    tex`\frac{\partial L}{\partial w_j} = \sum_i μ_i X_{ij}`,
    tex`\frac{\partial L}{\partial w_j} = \sum_i (μ_i - y_i) X_{ij}`,
    'sum',
  ),
  row(
    'Poisson',
    poisson,
    'the inner derivative forgotten',
    tex`\frac{\partial L}{\partial w_j} = \sum_i (μ_i - y_i)`,
    tex`\frac{\partial L}{\partial w_j} = \sum_i (μ_i - y_i) X_{ij}`,
    'chain',
  ),
  row(
    'policy gradient',
    policy,
    'the normaliser held constant',
    tex`\frac{\partial J}{\partial θ_i} = π_i A_i`,
    [
      tex`\frac{\partial J}{\partial θ_i} = π_i (A_i - J)`,
      tex`\frac{\partial J}{\partial θ_i} = π_i A_i - π_i J`,
      tex`\frac{\partial J}{\partial θ_i} = π_i A_i - J π_i`,
      tex`\frac{\partial J}{\partial θ_i} = π_i (A_i - \sum_j π_j A_j)`,
      tex`\frac{\partial J}{\partial θ_i} = π_i A_i - π_i \sum_j A_j π_j`,
    ],
    'quotient',
    'paths',
  ),
  row(
    'policy gradient',
    policy,
    'the probability forgotten',
    tex`\frac{\partial J}{\partial θ_i} = A_i - J`,
    [
      tex`\frac{\partial J}{\partial θ_i} = π_i (A_i - J)`,
      tex`\frac{\partial J}{\partial θ_i} = (A_i - J) π_i`,
    ],
    'chain',
  ),
]
