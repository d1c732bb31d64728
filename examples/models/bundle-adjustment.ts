// Bundle adjustment: from what two cameras saw of eight points, where the second camera stood, and where the points are.
import {
  add,
  allClose,
  arange,
  concat,
  cos,
  div,
  matmul,
  mul,
  norm,
  reshape,
  sin,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
} from 'chainrule'
import { leastSquares } from 'chainrule/optim'
import figures from './figures.json' with { type: 'json' }

interface Scene {
  readonly turn: Tensor
  readonly shift: Tensor
  readonly points: Tensor
}
const column = (x: Tensor, i: number) => slice(x, [undefined, i])

// A turn about the axis k by an angle, turn = angle·k: p·cos + (k × p)·sin + k(k·p)(1 − cos) (Rodrigues).
const rotated = (turn: Tensor, p: Tensor) => {
  const angle = norm(turn)
  const k = div(turn, angle)
  const [x, y, z] = [0, 1, 2].map(i => slice(k, [i]))
  const cross = stack(
    [
      sub(mul(y, column(p, 2)), mul(z, column(p, 1))),
      sub(mul(z, column(p, 0)), mul(x, column(p, 2))),
      sub(mul(x, column(p, 1)), mul(y, column(p, 0))),
    ],
    1,
  )
  const along = mul(reshape(matmul(p, k), [8, 1]), k)
  return add(add(mul(p, cos(angle)), mul(cross, sin(angle))), mul(along, sub(1, cos(angle))))
}
const project = (p: Tensor) => div(slice(p, [undefined, [0, 2]]), slice(p, [undefined, [2, 3]]))
const seen = ({ turn, shift, points }: Scene) =>
  stack([project(points), project(add(rotated(turn, points), shift))])

// What was seen, with errors of 2 in a thousand.
const i = arange(8)
const truth: Scene = {
  turn: tensor([0.05, -0.2, 0.1]),
  shift: tensor([1, 0.1, -0.2]),
  points: stack([sin(mul(1.3, i)), cos(mul(2.1, i)), add(5, sin(mul(0.7, i)))], 1),
}
const views = add(seen(truth), mul(0.002, reshape(sin(mul(1.7, arange(32))), [2, 8, 2])))

// Pictures do not tell how large a scene is, so one residual says how far apart the cameras are.
const start: Scene = {
  turn: tensor([0.01, -0.1, 0.05]),
  shift: tensor([0.9, 0, 0]),
  points: add(truth.points, mul(0.3, reshape(cos(arange(24)), [8, 3]))),
}
const fit = leastSquares(
  (scene: Scene) =>
    concat([
      reshape(sub(seen(scene), views), [32]),
      reshape(sub(sum(mul(scene.shift, scene.shift)), 1.05), [1]),
    ]),
  start,
  { gradientTolerance: 1e-12 },
)
console.log(`${fit.reason}, after ${fit.iterations} iterations`)
console.log('turn: ', fit.params.turn)
console.log('shift:', fit.params.shift)
const { turn, shift, cost } = figures.bundleAdjustment
console.log(
  'as SciPy:',
  allClose(fit.params.turn, tensor(turn), { atol: 1e-6 }) &&
    allClose(fit.params.shift, tensor(shift), { atol: 1e-6 }) &&
    Math.abs(fit.value / cost - 1) < 1e-8,
)
