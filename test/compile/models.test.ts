// Whole models compiled, over shapes that take every road: batches and none, narrow and wide, whole vectors and not.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, inspect } from '../../src/compile/index.js'
import {
  add,
  crossEntropy,
  type DType,
  gather,
  grad,
  hvp,
  logSumExp,
  matmul,
  mean,
  mul,
  random,
  relu,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  transpose,
  valueAndGrad,
} from '../../src/index.js'
import { leavesOf } from '../../src/transforms/tree.js'
import { inner, measured } from '../support/measured.js'

/** How many rows, columns, hidden units and classes. */
interface Sizes {
  readonly n: number
  readonly d: number
  readonly h: number
  readonly k: number
}

const size = (...values: readonly number[]) => fc.constantFrom(...values)
const sizes: fc.Arbitrary<Sizes> = fc.record({
  n: size(1, 2, 8, 9, 17, 33, 70, 250),
  d: size(1, 2, 5, 16, 17, 40),
  h: size(1, 3, 16, 17, 24),
  k: size(1, 2, 3, 10, 17, 21),
})

type Floats = Readonly<Record<string, Tensor>>

/** A function of float tensors, which are drawn by their shapes, and of labels. */
interface Model {
  readonly shapes: (sizes: Sizes) => Readonly<Record<string, readonly number[]>>
  readonly f: (p: Floats, labels: Tensor) => unknown
}

const linear = ({ n, d, k }: Sizes) => ({ x: [n, d], theta: [d, k], bias: [k] })
const deep = ({ n, d, h, k }: Sizes) => ({ x: [n, d], w1: [d, h], b1: [h], w2: [h, k], b2: [k] })
const scores = ({ x, theta, bias }: Floats) => add(matmul(x!, theta!), bias!)
const hidden = (p: Floats) => add(matmul(relu(add(matmul(p['x']!, p['w1']!), p['b1']!)), p['w2']!), p['b2']!)

const models: Readonly<Record<string, Model>> = {
  'softmax regression, in the words of the README': {
    shapes: linear,
    f: valueAndGrad((p: Floats, y: Tensor) => {
      const z = scores(p)
      return mean(sub(logSumExp(z, { axis: 1 }), gather(z, y)))
    }) as Model['f'],
  },
  'softmax regression by crossEntropy': {
    shapes: linear,
    f: valueAndGrad((p: Floats, y: Tensor) => crossEntropy(scores(p), y)) as Model['f'],
  },
  'a step of it': {
    shapes: linear,
    f: (p, y) => {
      const { theta, bias } = grad((q: Floats) => crossEntropy(scores({ ...p, ...q }), y))({
        theta: p['theta']!,
        bias: p['bias']!,
      })
      return [sub(p['theta']!, mul(theta!, 0.1)), sub(p['bias']!, mul(bias!, 0.1))]
    },
  },
  'a perceptron': {
    shapes: deep,
    f: valueAndGrad((p: Floats, y: Tensor) => crossEntropy(hidden(p), y)) as Model['f'],
  },
  'Hessian times vector of softmax regression': {
    shapes: s => ({ ...linear(s), v: [s.d, s.k] }),
    f: (p, y) => hvp((theta: Tensor) => crossEntropy(scores({ ...p, theta }), y))(p['theta']!, p['v']!),
  },
  'logistic regression with a penalty': {
    shapes: ({ n, d }) => ({ x: [n, d], w: [d] }),
    f: valueAndGrad((p: Floats, y: Tensor) => {
      const s = sigmoid(matmul(p['x']!, p['w']!))
      return add(mean(square(sub(s, mul(y, 0.5)))), mul(sum(square(p['w']!)), 0.01))
    }) as Model['f'],
  },
  'softmax, summed down and up': {
    shapes: ({ n, d }) => ({ x: [n, d], r: [d] }),
    f: valueAndGrad((p: Floats) => sum(mul(softmax(p['x']!, { axis: 1 }), p['r']!))) as Model['f'],
  },
  'tanh(ab + c)d': {
    shapes: ({ n, d }) => ({ a: [n, d], b: [n, d], c: [n, 1], d: [d] }),
    f: valueAndGrad((p: Floats) =>
      sum(mul(tanh(add(mul(p['a']!, p['b']!), p['c']!)), p['d']!)),
    ) as Model['f'],
  },
  'an embedding': {
    shapes: ({ n, d, h }) => ({ table: [h + 21, d], w: [n, d] }),
    f: valueAndGrad((p: Floats, y: Tensor) => sum(mul(take(p['table']!, y), p['w']!))) as Model['f'],
  },
  'products, turned': {
    shapes: ({ n, d, k }) => ({ a: [n, d], b: [k, d], c: [d, n] }),
    f: ({ a, b, c }) => [
      matmul(a!, b!, { transposeB: true }),
      matmul(b!, c!),
      matmul(c!, a!),
      matmul(a!, b!, { transposeB: true }),
      transpose(matmul(b!, a!, { transposeB: true })),
    ],
  },
  'rows, columns and wholes': {
    shapes: ({ n, d }) => ({ x: [n, d], u: [n], v: [d] }),
    f: ({ x, u, v }) => {
      const y = add(mul(x!, v!), tensor(0.5, { dtype: x!.dtype }))
      return { down: sum(y, { axis: 0 }), across: mul(sum(y, { axis: 1 }), u!), all: mean(square(y)), y }
    },
  },
}

/** Draws a model's arguments. */
function argumentsOf({ shapes }: Model, at: Sizes, seed: number, dtype: DType): readonly [Floats, Tensor] {
  const stream = random(seed)
  const drawn = Object.entries(shapes(at)).map(([name, shape]) => [name, stream.normal(shape, { dtype })])
  return [Object.fromEntries(drawn), stream.integers([at.n], 0, at.k)]
}

/** All that a model gives, in one number: weighted by tensors of its shapes. */
const weighed = (result: unknown, weights: readonly Tensor[]): Tensor => inner(weights, leavesOf(result))

describe('compiled models give what they give op by op', () => {
  for (const [name, model] of Object.entries(models))
    it(name, () => {
      fc.assert(
        fc.property(sizes, fc.nat(99), fc.constantFrom('float64', 'float32'), (at, seed, dtype) => {
          const [p, y] = argumentsOf(model, at, seed, dtype)
          const fast = compile(model.f)
          const got = fast(p, y)
          const want = model.f(p, y)
          const shown = (tree: unknown) => leavesOf(tree).map(x => [x.shape, x.dtype])
          expect(shown(got)).toEqual(shown(want))
          const stream = random(seed + 1)
          const weights = leavesOf(want).map(x => stream.normal(x.shape))
          const names = Object.keys(p)
          const eager = measured(
            (xs, w) => weighed(model.f(Object.fromEntries(xs.map((x, i) => [names[i]!, x])), y), w),
            Object.values(p),
            weights,
          )
          const { value } = { value: weighed(got, weights).item() }
          expect(Math.abs(value - eager.value)).toBeLessThanOrEqual(2 * eager.rounding)
          // And again, over what the first call left in memory.
          expect(weighed(fast(p, y), weights).item()).toBe(value)
        }),
        { numRuns: Number(process.env['RUNS'] ?? 40) },
      )
    })

  it('on the machine, and not on the interpreter', () => {
    const at = { n: 70, d: 17, h: 17, k: 10 }
    for (const [name, model] of Object.entries(models))
      expect({ name, reason: inspect(model.f, [...argumentsOf(model, at, 1, 'float64')]).reason }).toEqual({
        name,
        reason: undefined,
      })
  })
})
