// A neural ODE: a network is the velocity, and what it leads to must be a spiral.
import {
  add,
  arange,
  cos,
  exp,
  grad,
  matmul,
  mean,
  mul,
  reshape,
  sin,
  square,
  stack,
  sub,
  type Tensor,
  tanh,
  tensor,
} from 'chainrule'
import { dot, minimize } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

const wave = (shape: readonly number[], scale: number, phase = 0) =>
  mul(scale, sin(add(phase, reshape(mul(1.7, arange(shape.reduce((a, b) => a * b, 1))), shape))))

interface Net {
  readonly w: Tensor
  readonly b: Tensor
  readonly v: Tensor
}
const start: Net = { w: wave([2, 16], 0.5), b: wave([16], 0.5, 1), v: wave([16, 2], 0.3, 2) }

// Where the spiral is after each of 40 steps: [40, 2].
const h = 0.1
const t = mul(h, arange(1, 41))
const spiral = mul(reshape(mul(2, exp(mul(-0.1, t))), [40, 1]), stack([cos(t), sin(t)], 1))

// Runge and Kutta's method is made of ops like anything else, and so the gradient is exact for the steps that are taken.
const path = ({ w, b, v }: Net) => {
  const velocity = (y: Tensor) => matmul(tanh(add(matmul(y, w), b)), v)
  const visited: Tensor[] = []
  let y = tensor([2, 0])
  for (let i = 0; i < 40; i++) {
    const k1 = velocity(y)
    const k2 = velocity(add(y, mul(h / 2, k1)))
    const k3 = velocity(add(y, mul(h / 2, k2)))
    const k4 = velocity(add(y, mul(h, k3)))
    y = add(y, mul(h / 6, add(add(k1, k4), mul(2, add(k2, k3)))))
    visited.push(y)
  }
  return stack(visited)
}
const loss = (net: Net) => mean(square(sub(path(net), spiral)))

const gradient = grad(loss)(start)
const reference = figures.neuralOde
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)

const fit = minimize(loss, start, { maxIterations: 100 })
console.log('loss at the start:', loss(start).item().toFixed(3))
console.log('below 0.001 after 100 iterations:', fit.value < 0.001)
