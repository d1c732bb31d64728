// Negative binomial regression: counts that scatter more than a Poisson's, and how much more, fitted together.
import {
  add,
  allClose,
  arange,
  exp,
  log1p,
  matmul,
  mean,
  mul,
  neg,
  ones,
  stack,
  sub,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule'
import { minimize } from 'chainrule/optim'
import { lgamma } from 'chainrule/special'
import figures from './figures.json' with { type: 'json' }

// Days of absence, made up: x [40, 2] with a column of ones, y [40].
const x = stack([ones([40]), mul(0.1, arange(40))], 1)
const y = tensor([
  0, 2, 1, 0, 5, 1, 3, 0, 2, 8, 1, 0, 4, 2, 11, 3, 0, 6, 1, 14, 2, 5, 0, 9, 3, 17, 4, 1, 12, 6, 2, 21, 8, 0,
  15, 5, 26, 3, 10, 7,
])

// With mean μ = exp(xβ) and variance μ + αμ², and r = 1/α,
//   ln p(y) = lnΓ(y + r) − lnΓ(r) − lnΓ(y + 1) − r·ln(1 + αμ) + y·(ln αμ − ln(1 + αμ))   (Hilbe 2011, eq. 8.10).
// α must be positive, so its logarithm is what moves.
const logLikelihood = ({ beta, logAlpha }: { beta: Tensor; logAlpha: Tensor }) => {
  const r = exp(neg(logAlpha))
  const logAlphaMu = add(matmul(x, beta), logAlpha)
  const choose = sub(sub(lgamma(add(y, r)), lgamma(r)), lgamma(add(y, 1)))
  return add(choose, sub(mul(y, logAlphaMu), mul(add(y, r), log1p(exp(logAlphaMu)))))
}
const fit = minimize(
  params => neg(mean(logLikelihood(params))),
  { beta: zeros([2]), logAlpha: tensor(0) },
  { gradientTolerance: 1e-10 },
)

const alpha = exp(fit.params.logAlpha).item()
console.log(`${fit.reason}, after ${fit.iterations} iterations`)
console.log('β:', fit.params.beta)
console.log('α:', alpha.toFixed(6))
console.log('log-likelihood:', (-40 * fit.value).toFixed(6))

// statsmodels' NegativeBinomial finds the same.
const { coefficients, dispersion } = figures.negativeBinomial
console.log(
  'as statsmodels:',
  allClose(fit.params.beta, tensor(coefficients), { rtol: 1e-5 }) && Math.abs(alpha - dispersion) < 1e-5,
)
