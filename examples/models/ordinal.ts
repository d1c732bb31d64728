// Ordinal regression: grades that are ordered, and thresholds between them that keep their order.
import {
  add,
  allClose,
  arange,
  concat,
  cumsum,
  exp,
  gather,
  log,
  mean,
  mul,
  neg,
  reshape,
  sigmoid,
  slice,
  sub,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule'
import { minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

// Grades from 0 to 3, made up, by hours of study.
const hours = mul(0.5, arange(24))
const grade = tensor([0, 0, 1, 0, 0, 1, 0, 2, 1, 0, 1, 2, 1, 1, 3, 2, 1, 2, 3, 2, 3, 3, 2, 3], {
  dtype: 'int32',
})

// P(y ≤ j) = σ(cⱼ − βx), and c₀ < c₁ < c₂ (McCullagh 1980, §2.1). The first threshold is free, and each step up is exp of
// something, so no order has to be watched.
interface Params {
  readonly slope: Tensor
  readonly first: Tensor
  readonly steps: Tensor
}
const thresholds = ({ first, steps }: Params) =>
  cumsum(concat([reshape(first, [1]), exp(steps)]), { axis: 0 })
const loss = (params: Params) => {
  const below = sigmoid(sub(thresholds(params), reshape(mul(params.slope, hours), [24, 1])))
  const [none, all] = [zeros([24, 1]), add(zeros([24, 1]), 1)]
  const probability = sub(concat([below, all], 1), concat([none, below], 1))
  return neg(mean(log(gather(probability, grade))))
}
const fit = minimize(
  loss,
  { slope: tensor(0), first: tensor(0), steps: zeros([2]) },
  { gradientTolerance: 1e-10 },
)

const cuts = thresholds(fit.params)
console.log('slope:', fit.params.slope.item().toFixed(5))
console.log('thresholds:', cuts)
console.log(
  'even odds of at least 2 at',
  (slice(cuts, [1]).item() / fit.params.slope.item()).toFixed(2),
  'hours',
)
const { ordinal } = figures
console.log(
  'as statsmodels:',
  allClose(cuts, tensor(ordinal.thresholds), { rtol: 1e-6 }) &&
    allClose(fit.params.slope, tensor(ordinal.slope), { rtol: 1e-6 }),
)
