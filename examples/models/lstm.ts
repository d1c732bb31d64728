// An LSTM: a network with a memory reads a wave and says at each step what comes next.
import {
  add,
  arange,
  grad,
  matmul,
  mean,
  mul,
  reshape,
  scan,
  sigmoid,
  sin,
  slice,
  split,
  square,
  sub,
  type Tensor,
  tanh,
  zeros,
} from 'chainrule'
import { adam, dot } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// Rows of all four gates in one matrix, in PyTorch's order: input, forget, candidate, output.
const start = {
  input: wave([4 * 12, 1], 0.4),
  hidden: wave([4 * 12, 12], 0.4, 1),
  bias: wave([4 * 12], 0.2, 2),
  out: wave([12], 0.4, 3),
}
type Net = typeof start

// Two sines on top of each other, 60 steps of them, and at each step the one after.
const t = mul(0.25, arange(61))
const signal = add(sin(t), mul(0.5, sin(mul(2.3, t))))
const inputs = reshape(slice(signal, [[0, 60]]), [60, 1])
const targets = slice(signal, [[1]])

// c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′)   (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000)
const predict = ({ input, hidden, bias, out }: Net, xs: Tensor) => {
  const { ys } = scan(
    ({ h, c }, x) => {
      const [i, f, g, o] = split(add(add(matmul(input, x), matmul(hidden, h)), bias), 4)
      const cell = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)))
      const next = mul(sigmoid(o), tanh(cell))
      return [{ h: next, c: cell }, next]
    },
    { h: zeros([12]), c: zeros([12]) },
    xs,
  )
  return matmul(ys, out)
}
const loss = (net: Net) => mean(square(sub(predict(net, inputs), targets)))

const optimizer = adam({ learningRate: 0.03 })
let params = start
let state = optimizer.init(params)
for (let i = 0; i < 100; i++) ({ params, state } = optimizer.step(params, grad(loss)(params), state))
console.log('error at the start:', loss(start).item().toFixed(3))
console.log('below 0.01 after 100 steps of Adam:', loss(params).item() < 0.01)

// PyTorch's own LSTM with the same weights.
const gradient = grad(loss)(start)
const reference = figures.lstm
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
