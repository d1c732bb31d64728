// Softmax regression on Fisher's irises, from tensors and grad alone: the whole model is a loss and a loop.
import { readFileSync } from 'node:fs'
import {
  add,
  allClose,
  argMax,
  div,
  equal,
  gather,
  logSumExp,
  matmul,
  mean,
  mul,
  oneHot,
  softmax,
  sub,
  sum,
  type Tensor,
  valueAndGrad,
  zeros,
} from 'chainrule'
import { readLabelledCsv, split, standardize } from 'chainrule/data'

// 150 flowers: four lengths X [n, 4] and a species y [n] of three. A quarter is set aside to test on.
const file = new URL('data/iris.csv', import.meta.url)
const { train, test } = split(readLabelledCsv(readFileSync(file, 'utf8')), { test: 0.25, seed: 1 })
const scale = standardize(train.features)
const [X, y] = [scale.features, train.labels]

// Each class has a score that is linear in x, h = Xθ + b, and softmax makes probabilities of scores. The loss is minus the
// log of the probability given to the right class, −ln softmax(h)_y = logSumExp(h) − h_y, averaged over the samples.
interface Model {
  readonly theta: Tensor
  readonly bias: Tensor
}
const scores = ({ theta, bias }: Model, x: Tensor): Tensor => add(matmul(x, theta), bias)
const loss = (model: Model, x: Tensor, y: Tensor): Tensor => {
  const h = scores(model, x)
  return mean(sub(logSumExp(h, { axis: 1 }), gather(h, y)))
}

// Gradient descent. The parameters are a plain object, and the gradient is nested as they are.
let model: Model = { theta: zeros([4, 3]), bias: zeros([3]) }
const step = valueAndGrad(loss)
for (let epoch = 0; epoch <= 500; epoch++) {
  const { value, gradient } = step(model, X, y)
  if (epoch % 100 === 0) console.log(`epoch ${String(epoch).padStart(3)}  loss ${value.item().toFixed(4)}`)
  model = {
    theta: sub(model.theta, mul(0.5, gradient.theta)),
    bias: sub(model.bias, mul(0.5, gradient.bias)),
  }
}

const accuracy = (x: Tensor, y: Tensor) => mean(equal(argMax(scores(model, x), { axis: 1 }), y)).item()
console.log('right in training:', accuracy(X, y).toFixed(3))
console.log('right in test:    ', accuracy(scale.apply(test.features), test.labels).toFixed(3))

// On paper the gradient is Xᵀ(Z − Y)/n, where the rows of Z are the probabilities and those of Y are indicators of the
// class. Nobody told grad.
const residual = sub(softmax(scores(model, X)), oneHot(y, 3))
const onPaper = div(matmul(X, residual, { transposeA: true }), X.shape[0])
const { gradient } = step(model, X, y)
console.log('grad = Xᵀ(Z − Y)/n:', allClose(gradient.theta, onPaper, { rtol: 1e-12, atol: 1e-15 }))
console.log('columns sum to 0:  ', Math.abs(sum(gradient.bias).item()) < 1e-15)
