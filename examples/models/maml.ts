// Learning to learn (MAML): parameters from which one step of descent on five points fits any sine.
import {
  add,
  arange,
  div,
  grad,
  linspace,
  matmul,
  mean,
  mul,
  reshape,
  sin,
  square,
  sub,
  type Tensor,
  tanh,
} from 'chainrule'
import { adam, dot, treeZip } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

interface Net {
  readonly w1: Tensor
  readonly b1: Tensor
  readonly w2: Tensor
  readonly b2: Tensor
}
const start: Net = {
  w1: wave([1, 20], 1),
  b1: wave([20], 1, 1),
  w2: wave([20, 1], 0.3, 2),
  b2: wave([1], 0.1, 3),
}
const error = ({ w1, b1, w2, b2 }: Net, x: Tensor, phase: number) =>
  mean(square(sub(add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2), sin(add(x, phase)))))

// The inner step is a gradient, and the outer gradient goes through it: grad in grad, which needs nothing said.
const few = reshape(linspace(-3, 3, 5), [5, 1])
const more = reshape(linspace(-2.5, 2.5, 10), [10, 1])
const adapted = (net: Net, phase: number) =>
  treeZip((p, g) => sub(p, mul(0.1, g)), net, grad(error)(net, few, phase))
const loss = (net: Net) =>
  div(
    [0, 1, 2, 3].map(phase => error(adapted(net, phase), more, phase)).reduce((a, b) => add(a, b)),
    4,
  )

const gradient = grad(loss)(start)
const reference = figures.maml
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)

const optimizer = adam({ learningRate: 0.01 })
let params = start
let state = optimizer.init(params)
for (let i = 0; i < 300; i++) ({ params, state } = optimizer.step(params, grad(loss)(params), state))
const before = error(start, more, 2.5).item()
const after = error(adapted(params, 2.5), more, 2.5).item()
console.log(`a phase it has not seen: error ${before.toFixed(2)} untrained`)
console.log('after one step on five points, below a tenth of that:', after < before / 10)
