// Losses over numbers: least squares and its relatives, counts, robust errors, factorised matrices.
import type { Loss } from './loss.js'

const tex = String.raw

export const NUMBERS: readonly Loss[] = [
  {
    name: 'least squares',
    given: tex`
      X : real[m, n]
      θ : real[n]
      t : real[m]
      r = X θ - t
      L = \frac{1}{2 m} \|r\|^2`,
    claims: [
      tex`\nabla_θ L = \frac{1}{m} X^\top (X θ - t)`,
      tex`\frac{\partial L}{\partial r} = \frac{1}{m} r`,
      tex`\frac{\partial L}{\partial θ_j} = \frac{1}{m} \sum_i r_i X_{ij}`,
      tex`L = \frac{1}{2 m} (θ^\top X^\top X θ - 2 t^\top X θ + t^\top t)`,
      tex`\nabla^2_θ L = \frac{1}{m} X^\top X`,
      tex`\frac{\partial L}{\partial X} = \frac{1}{m} r θ^\top`,
      `dL/dθ = (X'*X*θ - X'*t) / m`,
      tex`\frac{\partial L}{\partial t_i} = \frac{1}{m} (t_i - \sum_j X_{ij} θ_j)`,
    ],
  },
  {
    name: 'ridge regression with many outputs',
    given: tex`
      X : real[m, n]
      B : real[n, k]
      T : real[m, k]
      λ : positive
      E = X B - T
      J = \frac{1}{m} \|E\|^2 + λ \|B\|^2`,
    claims: [
      tex`\frac{\partial J}{\partial B} = \frac{2}{m} X^\top E + 2 λ B`,
      tex`\frac{\partial J}{\partial B_{jq}} = \frac{2}{m} \sum_i X_{ij} E_{iq} + 2 λ B_{jq}`,
      tex`\frac{\partial J}{\partial X} = \frac{2}{m} (X B - T) B^\top`,
      tex`\frac{\partial J}{\partial λ} = \|B\|^2`,
      tex`\frac{\partial J}{\partial B} = 2 \left( \frac{1}{m} X^\top X + λ I \right) B - \frac{2}{m} X^\top T`,
      tex`\frac{\partial^2 J}{\partial B_{jq} \partial B_{rs}} = 2 \delta_{qs} \left( \frac{1}{m} \sum_i X_{ij} X_{ir} + λ \delta_{jr} \right)`,
      `dJ/dT = -2/m * (X*B - T)`,
      tex`J = \frac{1}{m} \operatorname{tr}(E^\top E) + λ \operatorname{tr}(B B^\top)`,
    ],
  },
  {
    name: 'Poisson regression',
    given: tex`
      X : real[m, n]
      w : real[n]
      c : nonnegative[m]
      η = X w
      μ_i = e^{η_i}
      L = \frac{1}{m} \sum_i (μ_i - c_i η_i)`,
    claims: [
      tex`\nabla_w L = \frac{1}{m} X^\top (μ - c)`,
      tex`\frac{\partial L}{\partial η_i} = \frac{1}{m} (e^{η_i} - c_i)`,
      tex`\frac{\partial L}{\partial w_j} = \frac{1}{m} \sum_i (μ_i - c_i) X_{ij}`,
      tex`\frac{\partial^2 L}{\partial w_r \partial w_q} = \frac{1}{m} \sum_i μ_i X_{ir} X_{iq}`,
      tex`\frac{\partial L}{\partial c_i} = -\frac{η_i}{m}`,
      tex`\nabla^2_w L = \frac{1}{m} X^\top \operatorname{diag}(μ) X`,
      `dL/dη_i = (exp(η_i) - c_i) / m`,
    ],
  },
  {
    name: 'pseudo-Huber',
    given: tex`
      X : real[m, n]
      w : real[n]
      t : real[m]
      a : positive
      r = t - X w
      s_i = \sqrt{1 + \frac{r_i^2}{a^2}}
      L = \sum_i a^2 (s_i - 1)`,
    claims: [
      tex`\frac{\partial L}{\partial r_i} = \frac{r_i}{s_i}`,
      tex`\frac{\partial L}{\partial w_j} = -\sum_i \frac{r_i X_{ij}}{\sqrt{1 + \frac{r_i^2}{a^2}}}`,
      tex`\frac{\partial s_i}{\partial r_i} = \frac{r_i}{a^2 s_i}`,
      tex`\frac{\partial^2 L}{\partial r_i^2} = \frac{1}{s_i^3}`,
      tex`\frac{\partial L}{\partial t_i} = r_i \left( 1 + \frac{r_i^2}{a^2} \right)^{-1/2}`,
      tex`\frac{\partial L}{\partial a} = \sum_i \left( 2 a (s_i - 1) - \frac{r_i^2}{a s_i} \right)`,
    ],
  },
  {
    name: 'factorised matrix',
    given: tex`
      R : real[m, n]
      U : real[m, k]
      V : real[n, k]
      λ : positive
      E = R - U V^\top
      L = \frac{1}{2} \|E\|^2 + \frac{λ}{2} (\|U\|^2 + \|V\|^2)`,
    claims: [
      tex`\frac{\partial L}{\partial U} = -(R - U V^\top) V + λ U`,
      tex`\frac{\partial L}{\partial V} = -E^\top U + λ V`,
      tex`\frac{\partial L}{\partial U_{ia}} = -\sum_j E_{ij} V_{ja} + λ U_{ia}`,
      tex`\frac{\partial L}{\partial V_{ja}} = \sum_i (\sum_b U_{ib} V_{jb} - R_{ij}) U_{ia} + λ V_{ja}`,
      tex`\frac{\partial E_{ij}}{\partial U_{ra}} = -\delta_{ir} V_{ja}`,
      tex`\frac{\partial L}{\partial R} = R - U V^\top`,
      tex`\frac{\partial L}{\partial V} = V (U^\top U + λ I) - R^\top U`,
      `dL/dU = (U*V' - R)*V + λ*U`,
    ],
  },
  {
    name: 'exponential loss and gamma regression',
    given: tex`
      X : real[m, n]
      w : real[n]
      t : sign[m]
      c : positive[m]
      f = X w
      L = \frac{1}{m} \sum_i e^{-t_i f_i}
      G = \sum_i (f_i + c_i e^{-f_i})`,
    claims: [
      tex`\frac{\partial L}{\partial w} = -\frac{1}{m} \sum_i t_i e^{-t_i f_i} X_{i,:}^\top`,
      tex`\frac{\partial L}{\partial f_i} = -\frac{t_i}{m} e^{-t_i f_i}`,
      tex`\frac{\partial L}{\partial w_j} = -\frac{1}{m} \sum_i t_i X_{ij} e^{-t_i f_i}`,
      tex`\frac{\partial G}{\partial f_i} = 1 - c_i e^{-f_i}`,
      tex`\nabla_w G = X^\top (\mathbf{1} - c \odot \exp(-f))`,
      tex`\frac{\partial^2 G}{\partial w_r \partial w_q} = \sum_i c_i e^{-f_i} X_{ir} X_{iq}`,
      tex`\frac{\partial G}{\partial c_i} = e^{-\sum_j X_{ij} w_j}`,
    ],
  },
]
