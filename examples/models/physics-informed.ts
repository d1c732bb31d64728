// A physics-informed network: it is told an equation, u″ = −u with u(0) = 1 and u′(0) = 0, and no solution.
import {
  abs,
  add,
  arange,
  cos,
  grad,
  jvp,
  linspace,
  matmul,
  max,
  mean,
  mul,
  onesLike,
  reshape,
  sin,
  slice,
  square,
  sub,
  type Tensor,
  tanh,
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
const start: Net = { w: wave([16], 1), b: wave([16], 1, 1), v: wave([16], 0.3, 2) }
const t = linspace(0, 6, 40)

// u at each time depends on that time alone, so one tangent of ones gives all the slopes: u′ is a jvp, u″ a jvp of it.
const solution =
  ({ w, b, v }: Net) =>
  (t: Tensor) =>
    matmul(tanh(add(mul(reshape(t, [t.size, 1]), w), b)), v)
const slope = (u: (t: Tensor) => Tensor) => (t: Tensor) => jvp(u)(t, onesLike(t)).tangent
const loss = (net: Net) => {
  const u = solution(net)
  const [here, first, second] = [u(t), slope(u)(t), slope(slope(u))(t)]
  const begin = add(square(sub(slice(here, [0]), 1)), square(slice(first, [0])))
  return add(mean(square(add(second, here))), begin)
}

// The gradient towards the weights goes back through both jvps: third derivatives, in mixed mode.
const gradient = grad(loss)(start)
const reference = figures.physicsInformed
console.log(
  'as PyTorch at the start:',
  Math.abs(loss(start).item() / reference.loss - 1) < 1e-12,
  Math.abs(dot(gradient, gradient).item() / reference.gradientSquared - 1) < 1e-12,
)

const fit = minimize(loss, start, { maxIterations: 2000, gradientTolerance: 1e-7 })
const error = max(abs(sub(solution(fit.params)(t), cos(t)))).item()
console.log(`loss ${loss(start).item().toFixed(3)} at the start; below 1e-5 at the end: ${fit.value < 1e-5}`)
console.log('within 0.01 of cos t everywhere:', error < 0.01)
