// Tree arithmetic: the same as with one long vector, with derivatives, and nestings that differ named by their place.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  add,
  arrayEqual,
  cast,
  grad,
  hvp,
  mul,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
  zeros,
  zerosLike,
} from '../../src/index.js'
import {
  axpy,
  dot,
  ravel,
  treeFlatten,
  treeLeaves,
  treeMap,
  treeNorm,
  treeZip,
} from '../../src/optim/index.js'
import { leavesOf } from '../../src/transforms/tree.js'
import { grid, tensors } from '../support/arbitrary.js'

/** Trees of float64 tensors, with other things between them. */
const trees: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(tensors(), tensors(), fc.constantFrom('name', 7, undefined, tensor([1, 2], { dtype: 'int32' }))),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('tree'), { maxKeys: 3 }),
  ),
})).tree

/** Under one key, so that the root is a tree whatever is drawn. */
const rooted = trees.map(tree => ({ tree }))

const floats = (tree: unknown): number[] =>
  leavesOf(tree)
    .filter(({ dtype }) => dtype === 'float64')
    .flatMap(x => [...x.data])

/** The same nesting with other values. */
const scaled = (tree: { tree: unknown }, by: number) =>
  treeMap(x => (x.dtype === 'int32' ? x : mul(x, by)), tree)

describe('tree arithmetic', () => {
  it('is that of one long vector', () => {
    fc.assert(
      fc.property(rooted, grid, grid, (tree, alpha, by) => {
        const [x, y] = [scaled(tree, by), tree]
        const [xs, ys] = [floats(x), floats(y)]
        expect(floats(axpy(alpha, x, y))).toEqual(ys.map((v, i) => alpha * xs[i]! + v))
        // Multiples of 1/4096 below 2^20: their sums are exact, in any order.
        expect(dot(x, y).item() + 0).toBe(ys.reduce((total, v, i) => total + xs[i]! * v, 0) + 0)
        const length = Math.hypot(...ys)
        expect(Math.abs(treeNorm(y).item() - length)).toBeLessThanOrEqual(2 ** -50 * length)
        expect([...ravel(y).vector.data]).toEqual(ys)
        expect(ravel(y).vector.dtype).toBe('float64')
      }),
    )
  })

  it('gives back what it was given, and what is no float tensor untouched', () => {
    fc.assert(
      fc.property(rooted, tree => {
        const { vector, unravel } = ravel(tree)
        expect(JSON.stringify(unravel(vector))).toBe(JSON.stringify(tree))
        expect(JSON.stringify(treeMap(x => x, tree))).toBe(JSON.stringify(tree))
        expect(JSON.stringify(axpy(2, treeMap(zerosLike, tree), tree))).toBe(JSON.stringify(tree))
        const sizes = treeZip((x, y) => [x.size, y.size], tree, tree)
        expect(leavesOf(sizes)).toEqual([])
      }),
    )
  })

  it('takes gradients beside what they are gradients by', () => {
    const params = { w: tensor([1, 2]), b: [tensor(3)], n: tensor([7], { dtype: 'int32' }), name: 'line' }
    const loss = ({ w, b }: typeof params) => add(sum(square(w)), mul(5, b[0]!))
    const gradient = grad(loss)(params)
    const next = axpy(-0.5, gradient, params)
    expect([next.w.toArray(), next.b[0]!.item(), next.n, next.name]).toEqual([[0, 0], 0.5, params.n, 'line'])
    expect(dot(params, gradient).item()).toBe(2 + 8 + 15)
    expect(dot(gradient, params).item()).toBe(2 + 8 + 15)
    expect(treeNorm(gradient).item()).toBeCloseTo(Math.sqrt(4 + 16 + 25), 14)
  })

  it('keeps dtypes: a vector is float64, and float32 tensors come back as such', () => {
    const tree = { half: tensor([0.1, 1e-40], { dtype: 'float32' }), whole: tensor([1e300]) }
    const { vector, unravel } = ravel(tree)
    expect(vector.dtype).toBe('float64')
    const again = unravel(vector)
    expect([again.half.dtype, again.whole.dtype]).toEqual(['float32', 'float64'])
    expect(arrayEqual(again.half, tree.half) && arrayEqual(again.whole, tree.whole)).toBe(true)
    expect(axpy(2, tree, tree).half.dtype).toBe('float32')
  })

  it('is made of ops: derivatives of both kinds flow through it', () => {
    fc.assert(
      fc.property(
        fc.tuple(tensors({ filled: true }), tensors({ filled: true })).map(([a, b]) => ({ a, b: [b] })),
        tree => {
          type Tree = typeof tree
          const ones = treeMap(x => add(zerosLike(x), 1), tree)
          // ∂(½⟨x, x⟩) = x, and its derivative along v is v.
          const half = (x: Tree) => mul(0.5, dot(x, x))
          expect(floats(grad(half)(tree))).toEqual(floats(tree))
          expect(floats(hvp(half)(tree, ones))).toEqual(floats(ones))
          // ∂⟨α·x + y, 1⟩/∂α = ⟨x, 1⟩
          const slope = grad((alpha: Tensor) => dot(axpy(alpha, tree, ones), ones))(tensor(2))
          expect(slope.item()).toBe(floats(tree).reduce((total, v) => total + v, 0) + 0)
          // Through the vector and back.
          const { vector, unravel } = ravel(tree)
          const flat = grad((v: Tensor) => half(unravel(v)))(vector)
          expect([...flat.data]).toEqual(floats(tree))
          expect(floats(grad((x: Tree) => sum(square(ravel(x).vector)))(tree))).toEqual(
            floats(tree).map(v => 2 * v),
          )
        },
      ),
    )
    expect(grad((x: { w: Tensor }) => treeNorm(x))({ w: tensor([3, -4]) }).w.toArray()).toEqual([0.6, -0.8])
    expect(grad((x: { w: Tensor }) => treeNorm(x))({ w: tensor([0, 0]) }).w.toArray()).toEqual([0, 0])
    // ∂²‖x‖ along v: (v − u⟨u, v⟩)/‖x‖ with u = x/‖x‖.
    const [x, v] = [
      { a: tensor(3), b: [tensor(-4)] },
      { a: tensor(1), b: [tensor(0)] },
    ]
    const bent = hvp((tree: typeof x) => treeNorm(tree))(x, v)
    expect(bent.a.item()).toBeCloseTo((1 - 0.36) / 5, 15)
    expect(bent.b[0]!.item()).toBeCloseTo(0.48 / 5, 15)
  })

  it('neither overflows nor underflows in a norm', () => {
    expect(treeNorm([tensor([3e200]), tensor([4e200])]).item() / 1e200).toBeCloseTo(5, 12)
    expect(treeNorm([tensor(Number.NEGATIVE_INFINITY), tensor(1)]).item()).toBe(Number.POSITIVE_INFINITY)
    expect(treeNorm([tensor(Number.NaN), tensor(1)]).item()).toBeNaN()
    expect(treeNorm([tensor([3e-200]), tensor([4e-200])]).item() / 1e-200).toBeCloseTo(5, 12)
  })

  it('is 0 and empty where there are no float tensors', () => {
    for (const tree of [{}, [], { n: tensor([1], { dtype: 'int32' }), text: 'x' }]) {
      expect([dot(tree, tree).item(), treeNorm(tree).item(), ravel(tree).vector.shape]).toEqual([0, 0, [0]])
      expect(ravel(tree).unravel(zeros([0]))).toEqual(tree)
    }
  })

  it('lets treeZip meet other shapes and several trees', () => {
    const x = { w: tensor([[1, 2]]), on: true }
    const y = { w: tensor([3]), on: false }
    expect(treeZip((a, b) => mul(a, b), x, y)).toEqual({ w: tensor([[3, 6]]), on: true })
    expect(treeZip((a, b, c) => sub(add(a, b), c), x, x, x)).toEqual(x)
    expect(treeMap(a => cast(a, 'float32'), x).w.dtype).toBe('float32')
    expect(treeMap(a => a.shape, [tensor(1), { b: tensor([1]) }])).toEqual([[], { b: [1] }])
  })

  it('takes any tree apart and puts it together again', () => {
    fc.assert(
      fc.property(rooted, tree => {
        const { leaves, unflatten } = treeFlatten(tree)
        expect(leaves).toEqual(treeLeaves(tree))
        expect(unflatten(leaves)).toEqual(tree)
        const shapes: unknown = treeMap(x => x.shape, tree)
        expect(unflatten(leaves.map(x => x.shape))).toEqual(shapes)
      }),
    )
  })

  const w = tensor([1, 2])
  it.each<readonly [string, () => unknown, string]>([
    [
      'a tensor that is not there',
      () => axpy(1, {} as never, { w }),
      'axpy: x has undefined at w, where y has',
    ],
    [
      'one too many',
      () => axpy(1, { w, b: [w] } as never, { w }),
      'axpy: x has a tensor at b[0], where y has undefined',
    ],
    [
      'another nesting',
      () => dot({ w: [w] }, { w } as never),
      'dot: b has a tensor at w, where a has an array',
    ],
    [
      'a longer list',
      () => treeZip((a, b) => add(a, b), [w], [w, w]),
      'treeZip: tree 2 has a tensor at [1], where tree 1 has',
    ],
    [
      'what only a prototype has',
      () => treeZip((a, b) => add(a, b), { toString: w }, {} as never),
      'tree 2 has undefined at toString',
    ],
    [
      'an object that is not plain',
      () => treeMap(x => x, { m: new Map() }),
      'treeMap: m in the tree is a Map',
    ],
    [
      'one at the root',
      () => ravel(new Map()),
      'ravel: wants tensors, nested in plain objects and arrays; the tree is a Map',
    ],
    ['what holds no tree', () => treeLeaves('w'), 'treeLeaves: wants tensors, nested in plain objects'],
    [
      'too few to put back',
      () => treeFlatten([w, w]).unflatten([w]),
      'unflatten: wants an array of 2, one for each tensor of the tree, got an array of length 1',
    ],
    ['no tree', () => treeNorm(3), 'the tree is 3'],
    ['no function', () => treeMap(3 as never, w), 'treeMap: wants a function of tensors, got 3'],
    [
      'a factor that is none',
      () => axpy('2' as never, w, w),
      'axpy: alpha must be a number or a tensor [], got "2"',
    ],
  ])('refuses %s, naming the place', (_, run, message) => {
    expect(run).toThrow(ArgumentError)
    expect(run).toThrow(message)
  })

  it.each<readonly [string, () => unknown, string]>([
    [
      'tensors',
      () => axpy(1, { w: zeros([3]) as Tensor }, { w: w as Tensor }),
      'axpy: x has shape [3] at w, and y [2]',
    ],
    ['a product', () => dot(w as Tensor, zeros([2, 1])), 'dot: b has shape [2, 1], and a [2]'],
    ['a vector', () => ravel(w).unravel(zeros([3])), 'unravel: wants shape [2], got [3]'],
    ['a factor', () => axpy(w, w, w), 'axpy: alpha must be a number or a tensor [], got [2]'],
  ])('refuses another shape of %s', (_, run, message) => {
    expect(run).toThrow(ShapeError)
    expect(run).toThrow(message)
  })

  it('has nothing to say about history: variables stay tracked', () => {
    const p = { w: variable(tensor([1, 2])) }
    expect(treeMap(x => x, p).w).toBe(p.w)
  })
})
