// A mixture of two Gaussians, by maximum likelihood on the log densities; no EM, no labels.
import {
  add,
  allClose,
  exp,
  logSigmoid,
  logSumExp,
  mean,
  mul,
  neg,
  sigmoid,
  square,
  stack,
  sub,
  type Tensor,
  tensor,
} from 'chainrule'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// Minutes between eruptions of a geyser, made up: some wait short, some long.
const waits = tensor([
  54, 79, 62, 85, 55, 88, 51, 78, 84, 47, 83, 52, 80, 59, 76, 49, 86, 57, 81, 50, 77, 82, 58, 75, 53, 87, 60,
  74, 48, 90,
])

// ln p(x) = ln Σₖ exp(ln wₖ + ln N(x; μₖ, σₖ)): the sum over kinds is a log-sum-exp, so nothing is lost where both densities
// are tiny. The weight is a sigmoid and the deviations are exp of something: no constraint is left.
interface Params {
  readonly logit: Tensor
  readonly mean: readonly [Tensor, Tensor]
  readonly logDeviation: readonly [Tensor, Tensor]
}
const logNormal = (x: Tensor, mu: Tensor, logSigma: Tensor) =>
  sub(mul(-0.5, square(mul(sub(x, mu), exp(neg(logSigma))))), add(logSigma, 0.5 * Math.log(2 * Math.PI)))
const loss = ({ logit, mean: mu, logDeviation }: Params) => {
  const first = add(logSigmoid(logit), logNormal(waits, mu[0], logDeviation[0]))
  const second = add(logSigmoid(neg(logit)), logNormal(waits, mu[1], logDeviation[1]))
  return neg(mean(logSumExp(stack([first, second]), { axis: 0 })))
}
const start: Params = {
  logit: tensor(0),
  mean: [tensor(55), tensor(80)],
  logDeviation: [tensor(1.6), tensor(1.6)],
}
const fit = minimize(loss, start, { gradientTolerance: 1e-10 })

const weight = sigmoid(fit.params.logit)
const means = stack(fit.params.mean)
const deviations = exp(stack(fit.params.logDeviation))
console.log('weight of the short waits:', weight.item().toFixed(5))
console.log('means:     ', means)
console.log('deviations:', deviations)
const { mixture } = figures
console.log(
  'as SciPy:',
  allClose(weight, tensor(mixture.weight), { rtol: 1e-6 }) &&
    allClose(means, tensor(mixture.means), { rtol: 1e-6 }) &&
    allClose(deviations, tensor(mixture.deviations), { rtol: 1e-6 }),
)
