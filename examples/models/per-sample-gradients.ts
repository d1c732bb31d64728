// Gradients of single samples, clipped: learning in which no sample counts for more than it is allowed to.
import {
  add,
  arange,
  argMax,
  cos,
  crossEntropy,
  div,
  equal,
  grad,
  matmul,
  max,
  mean,
  minimum,
  mul,
  random,
  reshape,
  sin,
  stack,
  sub,
  type Tensor,
  tanh,
  tensor,
  vmap,
} from 'chainrule'
import { dot, treeMap, treeNorm, treeZip } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// Forty people on two circles, the outer of class 1, but for the first: far off, and of class 0.
const labels = tensor(
  [...Array(40).keys()].map(i => i % 2),
  { dtype: 'int32' },
)
const radius = tensor([...Array(40).keys()].map(i => (i === 0 ? 30 : 0.5 + (i % 2))))
const angle = mul(2.4, arange(40))
const points = mul(reshape(radius, [40, 1]), stack([cos(angle), sin(angle)], 1))

const start = { w: wave([2, 16], 1), b: wave([16], 1, 1), v: wave([16, 2], 0.5, 2) }
type Net = typeof start
const classify = ({ w, b, v }: Net, x: Tensor) => matmul(tanh(add(matmul(x, w), b)), v)
const lossOf = (net: Net, x: Tensor, label: Tensor) => crossEntropy(classify(net, x), label)

// Written for one person: the gradient, made shorter where it is longer than 1 (Abadi et al. 2016, algorithm 1).
const clipped = (net: Net, x: Tensor, label: Tensor) => {
  const gradient = grad(lossOf)(net, x, label)
  const norm = treeNorm(gradient)
  return { norm, gradient: treeMap(g => mul(g, minimum(1, div(1, norm))), gradient) }
}
// And run on all at once: norms [40], and gradients with an axis of 40 in front, of which the mean is taken.
const privately = (net: Net) => {
  const { norm, gradient } = vmap(clipped, { inAxes: [undefined, 0, 0] })(net, points, labels)
  return { norm, gradient: treeMap(g => mean(g, { axis: 0 }), gradient) }
}

// Noise in proportion to what one person can change hides whether that person was there.
const stream = random(1)
let params = start
for (let i = 0; i < 300; i++) {
  const step = (p: Tensor, g: Tensor) => sub(p, add(g, stream.normal(g.shape, { deviation: 1 / 40 })))
  params = treeZip(step, params, privately(params).gradient)
}
const right = (net: Net) =>
  Math.round(40 * mean(equal(argMax(classify(net, points), { axis: 1 }), labels)).item())
console.log('of 40 right at the start:', right(start))
console.log('at the end, more than 35:', right(params) > 35)

// PyTorch's, one person after the other.
const { norm, gradient } = privately(start)
const reference = figures.perSampleGradients
console.log('longest gradient before clipping:', max(norm).item().toFixed(4))
console.log(
  'as PyTorch at the start:',
  Math.abs(dot(norm, norm).item() / reference.normsSquared - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
