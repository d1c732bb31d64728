// What the compiler knows of transforms: nested trees, vmap, auxiliary outputs and several arguments, without annotations or `as`.
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  add,
  customOp,
  exp,
  grad,
  linearize,
  matmul,
  mean,
  mul,
  random,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vmap,
  zeros,
} from '../../src/index.js'
import { sgd, treeFlatten, treeLeaves } from '../../src/optim/index.js'
import { complaintsAt } from '../support/compiler.js'

const stream = random(1)
const start = { layers: [{ w: stream.normal([3, 4]), b: stream.normal([4]) }], out: stream.normal([4]) }
type Model = { layers: { w: Tensor; b: Tensor }[]; out: Tensor }

const predict = (model: Model, x: Tensor) =>
  matmul(
    model.layers.reduce<Tensor>((h, { w, b }) => tanh(add(matmul(h, w), b)), x),
    model.out,
  )
const loss = (model: Model, x: Tensor, y: Tensor) => mean(square(sub(predict(model, x), y)))

describe('types of transforms', () => {
  it('follow nested parameters through a loop of training with auxiliary outputs', () => {
    const step = valueAndGrad(
      (model: Model, x: Tensor, y: Tensor) => [loss(model, x, y), { predicted: predict(model, x), n: 2 }],
      { aux: true },
    )
    const optimizer = sgd({ learningRate: 0.1 })
    let params: Model = start
    let state = optimizer.init(params)
    for (let i = 0; i < 2; i++) {
      const { value, aux, gradient } = step(params, zeros([2, 3]), zeros([2]))
      expectTypeOf(value).toEqualTypeOf<Tensor>()
      expectTypeOf(aux.predicted).toEqualTypeOf<Tensor>()
      expectTypeOf(aux.n).toEqualTypeOf<number>()
      expectTypeOf(gradient.layers[0]!.w).toEqualTypeOf<Tensor>()
      ;({ params, state } = optimizer.step(params, gradient, state))
    }
    expect(params.out.shape).toEqual([4])
  })

  it('know which arguments a gradient is towards', () => {
    const f = (a: Tensor<readonly [3]>, p: { w: Tensor<readonly [2]> }, k: number) =>
      mul(add(sum(a), sum(p.w)), k)
    const [dp, da] = grad(f, { wrt: [1, 0] })(zeros([3]), { w: zeros([2]) }, 2)
    expectTypeOf(da).toEqualTypeOf<Tensor<readonly [3]>>()
    expectTypeOf(dp.w).toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(grad(f, { wrt: 1 })(zeros([3]), { w: zeros([2]) }, 2).w).toEqualTypeOf<
      Tensor<readonly [2]>
    >()
    expectTypeOf(grad(f, {})(zeros([3]), { w: zeros([2]) }, 2)).toEqualTypeOf<Tensor<readonly [3]>>()
    const both = valueAndGrad((a: Tensor, b: Tensor) => [sum(mul(a, b)), a] as const, {
      aux: true,
      wrt: [0, 1],
    })
    expectTypeOf(both(zeros([2]), zeros([2])).gradient).toEqualTypeOf<readonly [Tensor, Tensor]>()
    expectTypeOf(both(zeros([2]), zeros([2])).aux).toEqualTypeOf<Tensor>()
  })

  it('add an axis under vmap, in arguments and results', () => {
    const one = (x: Tensor<readonly [3]>, p: { w: Tensor<readonly [3]>; name: string }) => ({
      y: mul(x, p.w),
      name: p.name,
    })
    const all = vmap(one, { inAxes: [0, { w: undefined }] })(zeros([5, 3]), { w: zeros([3]), name: 'a' })
    expectTypeOf(all).toEqualTypeOf<{ y: Tensor; name: string }>()
    const each = vmap(grad(loss), { inAxes: [undefined, 0, 0] })(start, zeros([5, 3]), zeros([5]))
    expectTypeOf(each.layers[0]!.w).toEqualTypeOf<Tensor>()
    expectTypeOf(
      vmap((x: Tensor) => vmap((y: Tensor) => mul(x, y))(x))(zeros([2, 2])),
    ).toEqualTypeOf<Tensor>()
    expect(each.out.shape).toEqual([5, 4])
  })

  it('follow linear maps, custom ops with several outputs, and trees taken apart', () => {
    const at = linearize((p: { w: Tensor<readonly [2]> }) => ({ s: sum(exp(p.w)) }))({ w: zeros([2]) })
    expectTypeOf(at.jvp({ w: zeros([2]) }).s).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(at.vjp({ s: tensor(1) }).w).toEqualTypeOf<Tensor<readonly [2]>>()
    const op = customOp({
      name: 'two',
      forward: (x: Tensor) => ({ s: sum(x), y: mul(x, 2) }),
      differentials: () => [
        { jvp: dx => ({ s: sum(dx), y: mul(dx, 2) }), vjp: ({ s, y }) => add(s, mul(y, 2)) },
      ],
    })
    expectTypeOf(op(zeros([2])).s).toEqualTypeOf<Tensor<readonly []>>()
    const { unflatten } = treeFlatten(start)
    expectTypeOf(unflatten([1, 2, 3]).layers[0]!.w).toEqualTypeOf<number>()
    expectTypeOf(treeLeaves(start)).toEqualTypeOf<Tensor[]>()
  })

  it('are checked: what is no axis, other arguments, aux without a pair', () => {
    const head = `
      import { grad, logSumExp, mul, sum, valueAndGrad, vmap, zeros, type Tensor } from '../src/index.js'
      const f = (x: Tensor, p: { w: Tensor }) => sum(mul(x, p.w))
      const each = vmap(grad(f), { inAxes: [0, { w: undefined }], outAxes: 1 })(zeros([4, 2]), { w: zeros([2]) })
      const norms: Tensor = logSumExp(each, { axis: 0 })
      const [dx, dp] = grad(f, { wrt: [0, 1] })(zeros([2]), { w: zeros([2]) })
      const g: Tensor = dp.w
      const { aux: { z } } = valueAndGrad((x: Tensor) => [sum(x), { z: x }], { aux: true })(zeros([2]))
      mul(z, dx)
    `
    const refused = [
      "vmap(f, { inAxes: ['x'] })",
      'vmap(f, { outAxes: true })',
      'vmap(f)(zeros([2]))',
      'valueAndGrad(f, { aux: true })',
      "grad(f, { wrt: 'x' })",
      'grad(f, { wrt: [0, 1] })(zeros([2]), zeros([2]))',
    ]
    const first = head.split('\n').length
    const lines = complaintsAt([head, ...refused].join('\n')).map(({ line }) => line)
    expect([...new Set(lines)]).toEqual(refused.map((_, i) => first + i))
  })
})
