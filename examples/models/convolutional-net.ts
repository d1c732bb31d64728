// A convolutional net: which way do the stripes go in a picture of 8 × 8?
import {
  add,
  arange,
  argMax,
  crossEntropy,
  equal,
  grad,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  sin,
  type Tensor,
  tensor,
} from 'chainrule'
import { conv2d, maxPool2d } from 'chainrule/nn'
import { adam, dot } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// Stripes that lie, stand, rise or fall, two pixels wide, at four shifts each, under something like noise: [16, 1, 8, 8].
const along = [
  (row: number) => row,
  (_: number, column: number) => column,
  (row: number, column: number) => row + column,
  (row: number, column: number) => 8 + row - column,
]
const eight = [0, 1, 2, 3, 4, 5, 6, 7]
const stripes = along.flatMap(place =>
  [0, 1, 2, 3].map(shift => eight.map(row => eight.map(column => (place(row, column) + shift) & 2))),
)
const seen = (noise: number, phase: number) =>
  reshape(add(tensor(stripes), wave([16, 8, 8], noise, phase)), [16, 1, 8, 8])
const images = seen(0.3, 0.5)
const labels = tensor([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3], { dtype: 'int32' })

const start = {
  first: wave([6, 1, 3, 3], 0.5),
  firstBias: wave([6], 0.1, 1),
  second: wave([8, 6, 3, 3], 0.3, 2),
  secondBias: wave([8], 0.1, 3),
  out: wave([8, 4], 0.5, 4),
}
type Net = typeof start

// Edges, the strongest of each four, shapes made of them, and how much there is of each.
const classify = ({ first, firstBias, second, secondBias, out }: Net, x: Tensor) => {
  const edges = relu(conv2d(x, first, { padding: 'same', bias: firstBias }))
  const shapes = relu(conv2d(maxPool2d(edges, { window: 2 }), second, { bias: secondBias }))
  return matmul(mean(shapes, { axis: [2, 3] }), out)
}
const loss = (net: Net) => crossEntropy(classify(net, images), labels)

const optimizer = adam({ learningRate: 0.02 })
let params = start
let state = optimizer.init(params)
for (let i = 0; i < 100; i++) ({ params, state } = optimizer.step(params, grad(loss)(params), state))
const right = (net: Net) => mean(equal(argMax(classify(net, seen(0.3, 2)), { axis: 1 }), labels)).item()
console.log(
  `under other noise, ${16 * right(start)} of 16 are right at the start, ${16 * right(params)} after 100 steps`,
)

const gradient = grad(loss)(start)
const reference = figures.convolutionalNet
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
