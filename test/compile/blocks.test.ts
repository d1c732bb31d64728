// Batches of matrices, blocks side by side, middle axes and functions with a range, compiled: nothing is interpreted, and all is right.
import { describe, expect, it } from 'vitest'
import { compile, inspect } from '../../src/compile/index.js'
import {
  add,
  cast,
  concat,
  cos,
  exp,
  flip,
  grad,
  logSumExp,
  matmul,
  max,
  mul,
  norm,
  pad,
  pow,
  random,
  reshape,
  sigmoid,
  sin,
  slice,
  softmax,
  square,
  stack,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  variance,
  zeros,
} from '../../src/index.js'

type Model = (...xs: Tensor[]) => Tensor

const stream = random(7)
const normal = (...shape: number[]) => stream.normal(shape)

/**
 * Relative to the largest value. Sums have 300 terms at most, a value passes through ten ops or so, and none of them cancels:
 * 300·10 roundings of 2⁻⁵³ or 2⁻²⁴, all in one direction.
 */
const BOUND = { float64: 3000 * 2 ** -53, float32: 3000 * 2 ** -24 }

function agrees(f: Model, inputs: readonly Tensor[]): void {
  for (const dtype of ['float64', 'float32'] as const) {
    const xs = inputs.map(x => cast(x, dtype))
    const slope = (...xs: Tensor[]) => grad((xs: Tensor[]) => sum(square(f(...xs))))(xs)
    for (const g of [(...xs: Tensor[]) => [f(...xs)], slope]) {
      expect(inspect(g, xs).reason).toBeUndefined()
      const [want, got] = [g(...xs), compile(g)(...xs)]
      for (const [i, y] of want.entries()) {
        const size = Math.max(...Array.from(y.data, Math.abs))
        const off = Array.from(y.data, (v, j) => Math.abs(v - got[i]!.data[j]!))
        expect(got[i]!.shape).toEqual(y.shape)
        expect(Math.max(...off), dtype).toBeLessThanOrEqual(BOUND[dtype] * size)
      }
    }
  }
}

describe('products over batches of matrices', () => {
  it.each([
    [[7, 11, 13], [7, 13, 9], {}],
    [[7, 11, 13], [7, 9, 13], { transposeB: true }],
    [[3, 2, 13, 5], [3, 2, 13, 6], { transposeA: true }],
    [[3, 1, 4, 13], [2, 13, 9], {}],
    [[5, 11, 13], [13, 9], {}],
    [[5, 11, 13], [9, 13], { transposeB: true }],
    [[11, 13], [5, 13, 9], {}],
    [[5, 13, 11], [13, 9], { transposeA: true }],
    [[4, 11, 1], [4, 1, 9], {}],
    [[2, 30, 300], [2, 300, 70], {}],
  ] as const)('%o · %o %o', (a, b, flags) => {
    agrees((x, y) => matmul(x!, y!, flags), [normal(...a), normal(...b)])
  })

  it('attention with several heads', () => {
    const [batch, steps, width, heads] = [3, 10, 16, 4]
    const apart = (x: Tensor) => transpose(reshape(x, [batch, steps, heads, width / heads]), [0, 2, 1, 3])
    const attention: Model = (x, ...weights) => {
      const [q, k, v] = weights.slice(0, 3).map(w => apart(matmul(x!, w)))
      const p = softmax(mul(matmul(q!, k!, { transposeB: true }), 0.5), { axis: -1 })
      const y = reshape(transpose(matmul(p, v!), [0, 2, 1, 3]), [batch, steps, width])
      return add(x!, matmul(y, weights[3]!))
    }
    const weights = Array.from({ length: 4 }, () => mul(normal(width, width), 0.25))
    agrees(attention, [normal(batch, steps, width), ...weights])
  })
})

describe('blocks', () => {
  // 3 rows are no batch, 500 are several parts of one.
  describe.each([3, 30, 500])('of %d rows', n => {
    it.each<[string, Model]>([
      ['concat in front', (a, b) => mul(concat([a!, exp(b!), a!], 0), 2)],
      ['concat behind', (a, b) => tanh(concat([a!, exp(b!), a!], 1))],
      ['stack', (a, b) => stack([a!, b!], 1)],
      [
        'pad',
        a =>
          square(
            pad(a!, [
              [1, 0],
              [1, 2],
            ]),
          ),
      ],
      ['slices that meet', a => add(sin(slice(a!, [undefined, [0, 6]])), slice(a!, [undefined, [2, 8]]))],
      ['every other column from the last on', a => exp(slice(a!, [undefined, [undefined, undefined, -2]]))],
      ['rows', a => mul(exp(slice(a!, [[1, 3]])), slice(a!, [[0, 2]]))],
      ['flip', a => exp(flip(a!, 0))],
    ])('%s', (_, f) => agrees(f, [normal(n, 8), normal(n, 8)]))
  })

  it('the gates of an LSTM', () => {
    const lstm: Model = (x, w, u, b) => {
      let [h, c]: Tensor[] = [zeros([12, 8], { dtype: x!.dtype }), zeros([12, 8], { dtype: x!.dtype })]
      for (let t = 0; t < 5; t++) {
        const z = add(add(matmul(slice(x!, [t]), w!), matmul(h!, u!)), b!)
        const [i, f, g, o] = [0, 1, 2, 3].map(k => slice(z, [undefined, [8 * k, 8 * k + 8]]))
        c = add(mul(sigmoid(f!), c!), mul(sigmoid(i!), tanh(g!)))
        h = mul(sigmoid(o!), tanh(c))
      }
      return h!
    }
    agrees(lstm, [normal(5, 12, 4), normal(4, 32), mul(normal(8, 32), 0.3), normal(32)])
  })
})

describe('a middle axis', () => {
  it.each<[string, Model]>([
    ['softmax', x => softmax(x!, { axis: 1 })],
    ['logSumExp', x => logSumExp(x!, { axis: 1 })],
    ['max', x => max(x!, { axis: 1 })],
    ['variance', x => variance(x!, { axis: 1 })],
    ['norm', x => norm(x!, { axis: 1 })],
  ])('%s', (_, f) => {
    for (const shape of [
      [40, 3, 5],
      [9, 33, 64],
      [100, 7, 3],
    ])
      agrees(f, [normal(...shape)])
  })

  it('gives the same bits on any number of threads', () => {
    const x = normal(3000, 5, 7)
    const f = (x: Tensor) => softmax(x, { axis: 1 })
    const [one, two] = [1, 2].map(threads => compile(f, { threads })(x).toArray())
    expect(two).toEqual(one)
  })
})

describe('functions with a range', () => {
  it('sin and cos of what is beyond it are the host’s', () => {
    for (const shape of [[3], [40, 2], [40, 33]]) {
      const x = mul(normal(...shape), 1e9)
      for (const [op, f] of [
        [sin, Math.sin],
        [cos, Math.cos],
      ] as const) {
        expect(inspect(op, [x]).reason).toBeUndefined()
        expect(Array.from(compile(op)(x).data)).toEqual(Array.from(x.data, f))
      }
    }
  })

  it('whole and half powers are as of two tensors, to rounding', () => {
    const x = tensor([0, -0, 1, 2, 0.1, 1e200, 1e-200, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    for (const p of [0, 1, 2, 3, 0.5, -0.5, -1, -2]) {
      const want = Array.from(x.data, v => v ** p)
      // Two roundings for a square of a quotient, and the host's own.
      for (const y of [pow(x, p), compile((x: Tensor) => pow(x, p))(x)])
        for (const [i, v] of want.entries())
          if (Number.isFinite(v) && v !== 0)
            expect(Math.abs(y.data[i]! / v - 1)).toBeLessThanOrEqual(2 * 2 ** -52)
          else expect(y.data[i], `${x.data[i]}^${p}`).toBe(v)
    }
  })
})
