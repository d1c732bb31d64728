// Logistic regression is softmax regression with two classes, one of whose scores is fixed at 0.
import { readFileSync } from 'node:fs'
import {
  allClose,
  concat,
  crossEntropy,
  expandDims,
  grad,
  log,
  matmul,
  mean,
  mul,
  neg,
  sigmoid,
  slice,
  softmax,
  softplus,
  sub,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule'
import { readLabelledCsv, standardize } from 'chainrule/data'

// Two species of iris that are hard to tell apart: rows 50 to 99 are versicolor, 100 to 149 are virginica.
const iris = readLabelledCsv(readFileSync(new URL('data/iris.csv', import.meta.url), 'utf8'))
const X = standardize(slice(iris.features, [[50, 150]])).features
const y = sub(slice(iris.labels, [[50, 150]]), 1)

// P(virginica) = σ(x·w) with σ(u) = 1/(1 + e^(−u)). Minus the log of the probability of what is true is
//   −ln σ(u) = softplus(−u) where y = 1,   −ln(1 − σ(u)) = softplus(u) where y = 0;
// as softplus(−u) = softplus(u) − u, both are softplus(u) − y·u.
const loss = (w: Tensor): Tensor => {
  const u = matmul(X, w)
  return mean(sub(softplus(u), mul(y, u)))
}

let w: Tensor = zeros([4])
for (let epoch = 0; epoch < 300; epoch++) w = sub(w, mul(0.5, grad(loss)(w)))
console.log('w:', w)
console.log('loss:', loss(w).item().toFixed(4))

// The same as softmax: a column of zeros before w. Shifting all scores of a sample by the same number leaves softmax as it
// is, so of K classes only K − 1 columns matter; here softmax([0, u])₁ = e^u/(1 + e^u) = σ(u).
const columns = (w: Tensor): Tensor => concat([zeros([4, 1]), expandDims(w, 1)], 1)
const softmaxLoss = (w: Tensor): Tensor => crossEntropy(matmul(X, columns(w)), y)
const close = { rtol: 1e-12, atol: 1e-15 }
const virginica = slice(softmax(matmul(X, columns(w))), [undefined, 1])
console.log('same probabilities:', allClose(sigmoid(matmul(X, w)), virginica, close))
console.log('same loss:         ', allClose(loss(w), softmaxLoss(w), close))
console.log('same gradient:     ', allClose(grad(loss)(w), grad(softmaxLoss)(w), close))

// Far from the border, σ(u) rounds to 1, and −ln(1 − σ(u)) to ∞. softplus keeps both value and slope.
const far = tensor(800)
const careless = (u: Tensor): Tensor => neg(log(sub(1, sigmoid(u))))
console.log(`−ln(1 − σ(800)):    ${careless(far).item()}, slope ${grad(careless)(far).item()}`)
console.log(`softplus(800):      ${softplus(far).item()}, slope ${grad(softplus)(far).item()}`)
