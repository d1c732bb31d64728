// Shapes as types: what the compiler knows, what it refuses and with which words, and where it steps back to `Shape`.
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  add,
  concat,
  einsum,
  expandDims,
  flip,
  gather,
  grad,
  hessian,
  jvp,
  logSumExp,
  matmul,
  max,
  mean,
  norm,
  oneHot,
  ones,
  type Range,
  reshape,
  type Shape,
  slice,
  split,
  squeeze,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  transpose,
  unstack,
  valueAndGrad,
  variance,
  vjp,
  where,
  zeros,
} from '../src/index.js'
import * as linalg from '../src/ops/linalg/index.js'
import { complaints, complaintsAt } from './support/compiler.js'

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

  it('follows axes: slices, splits, stacks and rows by index', () => {
    const x = zeros([4, 3, 2])
    expectTypeOf(slice(x, [1])).toEqualTypeOf<Tensor<readonly [3, 2]>>()
    expectTypeOf(slice(x, [undefined, -1])).toEqualTypeOf<Tensor<readonly [4, 2]>>()
    expectTypeOf(slice(x, [[1, 3], [], [0, -1]])).toEqualTypeOf<Tensor<readonly [2, 3, 1]>>()
    expectTypeOf(slice(x, [[-2], [undefined, undefined, -1]])).toEqualTypeOf<Tensor<readonly [2, 3, 2]>>()
    expectTypeOf(slice(x, [[0, 4, 2]])).toEqualTypeOf<Tensor<readonly [number, 3, 2]>>()
    expectTypeOf(flip(x, 0)).toEqualTypeOf<Tensor<readonly [4, 3, 2]>>()
    expectTypeOf(split(x, [1, 3])).toEqualTypeOf<[Tensor<readonly [1, 3, 2]>, Tensor<readonly [3, 3, 2]>]>()
    expectTypeOf(split(x, 2, -1)).toEqualTypeOf<
      [Tensor<readonly [4, 3, number]>, Tensor<readonly [4, 3, number]>]
    >()
    expectTypeOf(unstack(x)).toEqualTypeOf<Tensor<readonly [3, 2]>[]>()
    expectTypeOf(unstack(x, 1)).toEqualTypeOf<Tensor<readonly [4, 2]>[]>()
    expectTypeOf(stack([zeros([3]), ones([3])])).toEqualTypeOf<Tensor<readonly [2, 3]>>()
    expectTypeOf(stack([zeros([3]), ones([3])], 1)).toEqualTypeOf<Tensor<readonly [3, 2]>>()
    expectTypeOf(stack([zeros([3]), ones([3])], -1)).toEqualTypeOf<Tensor<readonly [3, 2]>>()
    expectTypeOf(stack(unstack(x))).toEqualTypeOf<Tensor<readonly [number, 3, 2]>>()
    expectTypeOf(concat([zeros([2, 3]), zeros([5, 3])])).toEqualTypeOf<Tensor<readonly [7, 3]>>()
    expectTypeOf(concat([zeros([2, 3]), zeros([2, 1])], -1)).toEqualTypeOf<Tensor<readonly [2, 4]>>()
    expectTypeOf(concat([zeros([200, 3]), zeros([1, 3])])).toEqualTypeOf<Tensor<readonly [number, 3]>>()
    expectTypeOf(concat(unstack(x), 1)).toEqualTypeOf<Tensor<readonly [3, number]>>()
    expectTypeOf(take(zeros([9, 4]), tensor([1, 2, 3]))).toEqualTypeOf<Tensor<readonly [3, 4]>>()
    expectTypeOf(take(zeros([9, 4]), tensor([[1, 2]]), { axis: -1 })).toEqualTypeOf<
      Tensor<readonly [9, 1, 2]>
    >()
    expectTypeOf(gather(zeros([2, 4]), tensor([1, 2]))).toEqualTypeOf<Tensor<readonly [2]>>()
    expectTypeOf(expandDims(zeros([2, 4]), 1)).toEqualTypeOf<Tensor<readonly [2, 1, 4]>>()
    expectTypeOf(squeeze(zeros([2, 1, 4]), 1)).toEqualTypeOf<Tensor<readonly [2, 4]>>()
    expectTypeOf(transpose(x, [2, 0, 1])).toEqualTypeOf<Tensor<readonly [2, 4, 3]>>()
  })

  it('follows reductions over an axis', () => {
    const x = zeros([4, 3])
    expectTypeOf(sum(x, { axis: 0 })).toEqualTypeOf<Tensor<readonly [3]>>()
    expectTypeOf(mean(x, { axis: -1 })).toEqualTypeOf<Tensor<readonly [4]>>()
    expectTypeOf(max(x, { axis: 1, keepdims: true })).toEqualTypeOf<Tensor<readonly [4, 1]>>()
    expectTypeOf(variance(x, { axis: 1, ddof: 1 })).toEqualTypeOf<Tensor<readonly [4]>>()
    expectTypeOf(logSumExp(x, { keepdims: true })).toEqualTypeOf<Tensor<readonly [1, 1]>>()
    expectTypeOf(norm(x)).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(sum(x, { axis: [0, 1] })).toEqualTypeOf<Tensor<Shape>>()
  })

  it('follows the letters of einsum', () => {
    const [a, b, unknown]: [Tensor<readonly [2, 3]>, Tensor<readonly [3, 4]>, Tensor] = [
      zeros([2, 3]),
      zeros([3, 4]),
      zeros([4]),
    ]
    expectTypeOf(einsum('ij,jk->ik', a, b)).toEqualTypeOf<Tensor<readonly [2, 4]>>()
    expectTypeOf(einsum('ij,jk->kji', a, b)).toEqualTypeOf<Tensor<readonly [4, 3, 2]>>()
    expectTypeOf(einsum('ij->', a)).toEqualTypeOf<Tensor<readonly []>>()
    expectTypeOf(einsum('ij,k->ki', a, unknown)).toEqualTypeOf<Tensor<readonly [number, 2]>>()
    expectTypeOf(einsum('ij,jk', a, b)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(einsum('...j->...', a)).toEqualTypeOf<Tensor<Shape>>()
  })

  it('steps back where an axis, a range or a list is not a literal', () => {
    const x = zeros([4, 3])
    const axis: number = 1
    const ranges: Range[] = [1]
    const list: Tensor[] = [x]
    expectTypeOf(sum(x, { axis })).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(unstack(x, axis)).toEqualTypeOf<Tensor<Shape>[]>()
    expectTypeOf(slice(x, ranges)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(slice(x, [axis])).toEqualTypeOf<Tensor<readonly [3]>>()
    expectTypeOf(slice(x, [[axis, 3]])).toEqualTypeOf<Tensor<readonly [number, 3]>>()
    expectTypeOf(concat(list)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(stack(list, axis)).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(slice(x, axis > 0 ? [axis] : [axis, 1])).toExtend<Tensor>()
    expectTypeOf(concat(axis > 0 ? [x] : [x, x])).toExtend<Tensor>()
    expectTypeOf(split(x, axis)).toEqualTypeOf<Tensor<readonly [number, 3]>[]>()
    expectTypeOf(take(x, tensor([0]), { axis })).toEqualTypeOf<Tensor<Shape>>()
    expectTypeOf(einsum('ij->i' as string, x)).toEqualTypeOf<Tensor<Shape>>()
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

  it('refuses lists whose shapes differ beside the axis, and ranges without an axis', () => {
    const text = complaintsAt(`
      import { concat, slice, stack, type Tensor, zeros } from '../src/index.js'
      concat([zeros([2, 3]), zeros([2, 4])])
      concat([zeros([2, 3]), zeros([2, 3]), zeros([3])], 1)
      stack([zeros([2]), zeros([3])])
      slice(zeros([2]), [0, 1])
      declare const n: number
      declare const x: Tensor
      concat([zeros([2, 3]), zeros([2, 4])], 1); concat([zeros([2, 3]), zeros([5, n]), x]); stack([x, zeros([2])])
    `)
    expect(text.map(({ line }) => line)).toEqual([2, 3, 4, 5])
    for (const i of [0, 1, 2]) expect(text[i]!.text).toContain('these shapes differ beside the axis')
    expect(text[3]!.text).toContain('slice: more ranges than axes')
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
