import { expect, it } from 'vitest'
import {
  customOp,
  grad,
  hessian,
  jacobian,
  jvp,
  matmul,
  mul,
  random,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  vmap,
} from '../../src/index.js'

it('smoke', () => {
  const w = random(1).normal([3])
  const xs = random(2).normal([5, 3])
  const f = (w: Tensor, x: Tensor) => square(sub(sum(tanh(mul(w, x))), 1))
  const rows = Array.from({ length: 5 }, (_, i) => tensor(xs.toArray()[i] as number[]))
  const per = vmap(grad(f), { inAxes: [undefined, 0] })(w, xs)
  expect(per.toArray()).toEqual(stack(rows.map(x => grad(f)(w, x))).toArray())
  const out = grad((w: Tensor) => sum(square(vmap(f, { inAxes: [undefined, 0] })(w, xs))))(w)
  const loop = grad((w: Tensor) => sum(square(stack(rows.map(x => f(w, x))))))(w)
  expect(out.toArray()).toEqual(loop.toArray())
  const outx = grad((xs: Tensor) => sum(square(vmap(grad(f), { inAxes: [undefined, 0] })(w, xs))))(xs)
  expect(outx.shape).toEqual([5, 3])
  console.log(
    outx.toString(),
    hessian((xs: Tensor) => sum(square(vmap(grad(f), { inAxes: [undefined, 0] })(w, xs))))(xs).shape,
  )
})
