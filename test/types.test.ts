// Shapes as types: what the compiler knows, what it refuses and with which words, and where it steps back to `Shape`.
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  add,
  grad,
  hessian,
  jvp,
  matmul,
  mean,
  oneHot,
  reshape,
  type Shape,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  vjp,
  where,
  zeros,
} from '../src/index.js'
import * as linalg from '../src/ops/linalg/index.js'
import { complaints } from './support/compiler.js'

describe('shapes as types', () => {
  it('knows the shape of nested literals', () => {
    expectTypeOf(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(tensor(3)).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(
      tensor([
        [1, 2],
        [3, 4],
      ]).toArray(),
    ).toEqualTypeOf<number[][]>()
    expectTypeOf(tensor(3).toArray()).toEqualTypeOf<number>()
    expectTypeOf(zeros([4, 5])).toEqualTypeOf<Tensor<readonly [4, 5]>>()
    expectTypeOf(oneHot(tensor([0, 1]), 3)).toEqualTypeOf<Tensor<readonly [2, 3]>>()
  })

  it('follows linear algebra', () => {
    const x = zeros([2, 3, 3])
    expectTypeOf(linalg.inverse(linalg.expm(x), { singular: 'nan' })).toEqualTypeOf<
      Tensor<readonly [2, 3, 3]>
    >()
    expectTypeOf(linalg.determinant(x)).toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(linalg.slogdet(zeros([3, 3])).logAbsDet).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(linalg.eigh(x).vectors).toEqualTypeOf<Tensor<readonly [2, 3, 3]>>()
    expectTypeOf(linalg.outer(zeros([2]), zeros([3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    const dynamic: Shape = [2, 2]
    expectTypeOf(linalg.trace(zeros(dynamic))).toEqualTypeOf<Tensor<Shape>>()
  })

  it('steps back to number, then to Shape, where it cannot know', () => {
    const rows: number[][] = [[1, 2]]
    expectTypeOf(tensor(rows)).toEqualTypeOf<Tensor<readonly [number, number]>>()
    expectTypeOf(tensor(new Float64Array(3))).toEqualTypeOf<Tensor<readonly [number]>>()
    expectTypeOf<Tensor<readonly [2, 3]>>().toExtend<Tensor>()
    const dynamic: Shape = [2, 3]
    expectTypeOf(zeros(dynamic)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(sum(zeros([2, 3]), { axis: 0 })).toEqualTypeOf<Tensor<Shape>>()
  })

  it('follows products, broadcasting, reductions and transposes', () => {
    expectTypeOf(matmul(zeros([2, 3]), zeros([3, 4]))).toEqualTypeOf<Tensor<readonly [2, 4]>>()
    expectTypeOf(matmul(zeros([2, 3]), zeros([3]))).toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(add(zeros([2, 3]), zeros([3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(add(zeros([2, 1]), zeros([1, 3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(add(zeros([2, 3]), 1)).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(mean(zeros([2, 3]))).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(transpose(zeros([2, 3]))).toEqualTypeOf<Tensor<readonly [3, 2]>>()
    expectTypeOf(reshape(zeros([2, 3]), [6])).toEqualTypeOf<Tensor<readonly [6]>>()
    expectTypeOf(reshape(zeros([2, 3]), [3, -1])).toEqualTypeOf<Tensor<readonly [3, number]>>()
    expectTypeOf(where(tensor([true, false]), 1, zeros([3, 1]))).toEqualTypeOf<Tensor<readonly [3, 2]>>()
  })

  it('gives gradients the nesting of the parameters', () => {
    const loss = (p: { w: Tensor<readonly [2, 3]>; layers: Tensor[] }, x: Tensor) =>
      sum(matmul(x, p.w as Tensor))
    type P = Parameters<typeof loss>[0]
    expectTypeOf(grad(loss)).returns.toExtend<{
      readonly w: Tensor<readonly [2, 3]>
      readonly layers: readonly Tensor[]
    }>()
    expectTypeOf(valueAndGrad(loss)).parameters.toEqualTypeOf<[x: P, x: Tensor]>()
    expectTypeOf(vjp((x: Tensor) => ({ y: x }))).returns.toHaveProperty('pullback')
    expectTypeOf(jvp((x: Tensor<readonly [2]>) => x))
      .parameter(1)
      .toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(hessian((x: Tensor) => sum(x))).returns.toEqualTypeOf<Tensor>()
  })
})

describe('the compiler', () => {
  it('refuses shapes that do not fit, in words', () => {
    const text = complaints(`
      import { add, matmul, zeros, reshape } from '../src/index.js'
      matmul(zeros([2, 3]), zeros([4, 5]))
      add(zeros([2, 3]), zeros([2]))
    `)
    expect(text).toContain('matmul: inner dimensions differ, 3 and 4')
    expect(text).toContain('these shapes do not broadcast')
  })

  it('refuses a write to the values, and methods without chainrule/fluent are not declared', () => {
    const text = complaints(`
      import { zeros } from '../src/index.js'
      const x = zeros([2])
      x.data[0] = 1
      x.matmul(x)
    `)
    expect(text).toContain('only permits reading')
    expect(text).toContain("Property 'matmul' does not exist")
  })

  it('accepts what run time checks: extents that are plain numbers', () => {
    expect(
      complaints(`
      import { add, matmul, zeros, type Tensor } from '../src/index.js'
      declare const n: number
      declare const x: Tensor
      matmul(zeros([2, n]), zeros([4, 5])); matmul(x, zeros([4, 5])); add(x, zeros([2])); add(zeros([n]), zeros([2]))
    `),
    ).toBe('')
  })
})

describe('loops that reassign a tensor', () => {
  const HEAD = `
    import { add, concat, grad, matmul, mean, mul, sub, sum, tanh, tensor, valueAndGrad, zeros, type GradientOf, type Tensor } from '../src/index.js'
    import { adam, axpy, dot, ravel, sgd, treeMap, treeZip, type Optimizer } from '../src/optim/index.js'
    declare const x: Tensor
    declare const n: number
    declare const optimizer: Optimizer
  `

  it.each([
    [
      'parameters that an optimizer moves',
      `const f = valueAndGrad((p: { w: Tensor }) => sum(p.w))
      let p = { w: zeros([3]) }
      let s = optimizer.init(p)
      for (;;) p = optimizer.step(p, f(p).gradient, s).params`,
    ],
    [
      'parameters and the state together, nested',
      `const loss = (p: { layers: { w: Tensor; b: Tensor }[]; rate: number }) => sum(p.layers[0]!.w)
      let p = { layers: [{ w: zeros([4, 8]), b: zeros([8]) }], rate: 2 }
      let s = optimizer.init(p)
      for (;;) ({ params: p, state: s } = optimizer.step(p, grad(loss)(p), s))`,
    ],
    [
      'parameters by hand',
      `const loss = (p: { w: Tensor }) => sum(p.w)
      let p = { w: zeros([3]) }
      for (;;) p = { w: sub(p.w, mul(0.1, grad(loss)(p).w)) }`,
    ],
    [
      'parameters by tree arithmetic',
      `const loss = (p: { layers: { w: Tensor; b: Tensor }[]; name: string }) => sum(p.layers[0]!.w)
      let p = { layers: [{ w: zeros([4, 8]), b: zeros([8]) }], name: 'm' }
      for (;;) {
        const g = grad(loss)(p)
        const slope: number = dot(g, p).item()
        p = axpy(-slope, g, p)
        p = treeMap(x => mul(x, 2), p)
        p = treeZip((x, y) => sub(x, y), p, g)
        p = ravel(p).unravel(zeros([40]))
      }`,
    ],
    [
      'parameters by tree arithmetic, whatever they are',
      `const descend = <P>(gradient: (p: P) => GradientOf<P>, start: P): P => {
        let p = start
        for (;;) p = axpy(-dot(gradient(p), p).item(), gradient(p), p)
      }`,
    ],
    ['a hidden state', 'let h = zeros([4, 8]); for (;;) h = tanh(add(matmul(x, x), matmul(h, x)))'],
    ['a sum', 'let t = tensor([1, 2]); for (;;) t = add(t, 1)'],
    ['a sum with what is not known', 'let t = tensor([1, 2]); for (;;) t = add(t, x)'],
    ['a total of means', 'let t = tensor(0); for (;;) t = add(t, mean(x, { axis: 0 }))'],
    ['extents that are numbers', 'let t = zeros([n, 3]); for (;;) t = add(t, zeros([2, n]))'],
    [
      'what a function of the user returns',
      'const f = (a: Tensor): Tensor => a; let t = zeros([3]); for (;;) t = f(t)',
    ],
    [
      'a declared one that changes its shape',
      'let t: Tensor = zeros([3]); for (;;) t = concat([t, zeros([2])])',
    ],
  ])('compile without more words: %s', (_, code) => {
    expect(complaints(HEAD + code)).toBe('')
  })

  it.each([
    ['let h = zeros([4, 8]); h = matmul(h, zeros([8, 3]))', '[4, 3]', '[4, 8]'],
    ['let t = zeros([3]); t = add(t, zeros([2, 1]))', '[2, 3]', '[3]'],
    ['let t = tensor([1, 2]); t = sum(t)', '[]', '[2]'],
    ['grad((w: Tensor<readonly [3]>) => sum(w))(zeros([4]))', '[4]', '[3]'],
    ['let p = { w: zeros([3]) }; p = { w: zeros([4]) }', '[4]', '[3]'],
  ])('still refuse a shape that is known to differ: %s', (code, got, wanted) => {
    expect(complaints(HEAD + code)).toMatch(
      new RegExp(`'Tensor<readonly \\${got}>' is not assignable to .*type 'Tensor<readonly \\${wanted}>'`),
    )
  })

  it('a choice between a known and an unknown shape is not known', () => {
    expect(
      complaints(`${HEAD} declare const flag: boolean; matmul(flag ? zeros([2, 3]) : x, zeros([4, 5]))`),
    ).toBe('')
  })
})
