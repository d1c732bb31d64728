// Cox's proportional hazards: who relapses first, whatever the hazard does over time.
import {
  allClose,
  gather,
  hessian,
  logSumExp,
  matmul,
  neg,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
  zeros,
} from 'chainrule'
import { inverse } from 'chainrule/linalg'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// Weeks until leukaemia came back in 21 treated patients and 21 others (Freireich et al. 1963); 0: not seen to come back.
const treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const seen = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
const control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
const weeks = [...treated, ...control]
const x = tensor(weeks.map((_, i) => [i < 21 ? 1 : 0]))
const relapsed = weeks.map((_, i) => i).filter(i => i >= 21 || seen[i] === 1)

// Of those still at risk when i relapses, i was the one, with probability exp(xᵢβ) / Σ_{tⱼ ≥ tᵢ} exp(xⱼβ)
// (Cox 1972, eq. 12; ties by Breslow). One row of the mask for each relapse.
const atRisk = tensor(relapsed.map(i => weeks.map(t => t >= weeks[i]!)))
const loss = (beta: Tensor) => {
  const score = matmul(x, beta)
  const risk = logSumExp(where(atRisk, score, -Infinity), { axis: 1 })
  return neg(sum(sub(gather(score, tensor(relapsed, { dtype: 'int32' })), risk)))
}
const fit = minimize(loss, zeros([1]), { gradientTolerance: 1e-10 })
const error = Math.sqrt(inverse(hessian(loss)(fit.params)).item())

const beta = fit.params.item()
console.log('β:', beta.toFixed(4), '±', error.toFixed(4))
console.log('a treated patient’s hazard is', Math.exp(beta).toFixed(3), 'of an untreated one’s')
const { coefficient, standardError, logLikelihood } = figures.cox
console.log(
  'as statsmodels:',
  allClose(tensor([beta, error, -fit.value]), tensor([coefficient, standardError, logLikelihood]), {
    rtol: 1e-7,
  }),
)
