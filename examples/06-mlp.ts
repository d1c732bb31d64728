// A network with a hidden layer tells two spirals apart, which no straight line can.
import {
  add,
  argMax,
  concat,
  cos,
  crossEntropy,
  equal,
  linspace,
  matmul,
  mean,
  mul,
  random,
  sin,
  stack,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  zeros,
} from 'chainrule'
import { sgd } from 'chainrule/optim'

// Two spirals of 60 points, the second being the first turned by half a turn: x [120, 2], y [120].
const t = linspace(0.15, 1, 60)
const arm = mul(stack([cos(mul(t, 7)), sin(mul(t, 7))], 1), stack([t, t], 1))
const x = add(concat([arm, mul(-1, arm)]), random(1).normal([120, 2], { deviation: 0.02 }))
const y = concat([zeros([60], { dtype: 'int32' }), tensor(new Int32Array(60).fill(1))])

// The hidden layer bends the plane, h = tanh(xW + b); then the last layer is a softmax regression on h. Parameters nest as
// you like: gradients and the optimizer follow the same nesting.
const draw = random(2)
const start = {
  hidden: { w: draw.normal([2, 20], { deviation: 2 }), b: draw.normal([20]) },
  last: { w: draw.normal([20, 2], { deviation: 0.2 }), b: zeros([2]) },
}
type Params = typeof start
const scores = ({ hidden, last }: Params, x: Tensor): Tensor => {
  const h = tanh(add(matmul(x, hidden.w), hidden.b))
  return add(matmul(h, last.w), last.b)
}
const step = valueAndGrad((params: Params) => crossEntropy(scores(params, x), y))
const predict = (params: Params, x: Tensor): Tensor => argMax(scores(params, x), { axis: 1 })

// Descent with momentum. An optimizer keeps nothing to itself: parameters and its state go in and come out.
const optimizer = sgd({ learningRate: 0.2, momentum: 0.9 })
let params: Params = start
let state = optimizer.init(params)
for (let epoch = 0; epoch <= 400; epoch++) {
  const { value, gradient } = step(params)
  if (epoch % 100 === 0) {
    const right = mean(equal(predict(params, x), y)).item()
    console.log(
      `epoch ${String(epoch).padStart(3)}  loss ${value.item().toFixed(4)}  right ${right.toFixed(3)}`,
    )
  }
  ;({ params, state } = optimizer.step(params, gradient, state))
}

// What it has learned, over the square from −1 to 1.
for (let row = 0; row < 17; row++) {
  const line = tensor(Array.from({ length: 35 }, (_, column) => [column / 17 - 1, 1 - row / 8]))
  console.log(Array.from(predict(params, line).data, c => (c === 0 ? '·' : '#')).join(''))
}
