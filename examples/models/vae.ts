// A variational autoencoder: pictures that two numbers explain, and new ones made from such numbers.
import {
  add,
  arange,
  exp,
  expandDims,
  grad,
  linspace,
  matmul,
  mean,
  mul,
  random,
  reshape,
  sin,
  split,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
} from 'chainrule'
import { normal } from 'chainrule/distributions'
import { adam, dot } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

// 40 rows of 12 pixels, with a bump that moves and is more or less bright: [40, 12].
const middle = expandDims(linspace(2, 9, 40), 1)
const bright = add(1, expandDims(wave([40], 0.4), 1))
const rows = mul(bright, exp(mul(-0.25, square(sub(arange(12), middle)))))

const start = {
  encoder: { w: wave([12, 16], 0.4), b: wave([16], 0.3, 1), v: wave([16, 4], 0.3, 2) },
  decoder: { w: wave([2, 16], 0.6, 3), b: wave([16], 0.3, 4), v: wave([16, 12], 0.3, 5) },
}
type Net = typeof start
const layers = ({ w, b, v }: Net['encoder'], x: Tensor) => matmul(tanh(add(matmul(x, w), b)), v)

// What a row says of its code: a normal distribution for each of two numbers.
const encode = ({ encoder }: Net, x: Tensor) => {
  const [mean, logDeviation] = split(layers(encoder, x), 2, 1)
  return { mean, deviation: exp(logDeviation) }
}
const PRIOR = { mean: 0, deviation: 1 }

// −E ln p(x | z) + KL(q(z | x) ‖ p(z)), the bound on −ln p(x) (Kingma & Welling 2014, eq. 3). A draw is mean + deviation·noise, so the
// gradient goes through it to both.
const loss = (net: Net, noise: Tensor) => {
  const code = encode(net, rows)
  const z = add(code.mean, mul(code.deviation, noise))
  const likelihood = normal.logProb(rows, { mean: layers(net.decoder, z), deviation: 0.1 })
  return mean(sub(sum(normal.kl(code, PRIOR), { axis: 1 }), sum(likelihood, { axis: 1 })))
}

const stream = random(1)
const optimizer = adam({ learningRate: 0.02 })
let params = start
let state = optimizer.init(params)
for (let i = 0; i < 400; i++) {
  ;({ params, state } = optimizer.step(params, grad(loss)(params, stream.normal([40, 2])), state))
}
const error = (net: Net) => mean(square(sub(layers(net.decoder, encode(net, rows).mean), rows))).item()
console.log('mean squared error at the start:', error(start).toFixed(2))
console.log('at the end, below 0.01:', error(params) < 0.01)
console.log('new rows:', layers(params.decoder, normal.sample(stream, [3, 2], PRIOR)).shape)

const noise = wave([40, 2], 1, 6)
const gradient = grad(loss)(start, noise)
const reference = figures.vae
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start, noise).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)
