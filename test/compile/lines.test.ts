// Lines of scores, compiled: NaN among them, odd widths, and what lies where something else will.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import {
  cast,
  crossEntropy,
  gather,
  grad,
  greater,
  logSoftmax,
  logSumExp,
  matmul,
  mul,
  neg,
  random,
  slice,
  softmax,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  where,
} from '../../src/index.js'

const stream = random(1)
const EPS = { float32: 2 ** -23, float64: 2 ** -52 } as const

/** Fails where results lie further apart than `units` of eps, relative to the larger of 1 and the value. */
function expectNear(got: readonly Tensor[], want: readonly Tensor[], units: number): void {
  for (const [i, { data, dtype }] of want.entries()) {
    const bound = units * EPS[dtype as keyof typeof EPS]
    for (const [j, y] of [...data].entries()) {
      const off = Math.abs(got[i]!.data[j]! - y)
      if (!(off <= bound * Math.max(1, Math.abs(y))))
        expect.fail(`${got[i]!.data[j]} for ${y} at ${j} of ${i}`)
    }
  }
}

describe.each(['float32', 'float64'] as const)('in %s', dtype => {
  // Narrow lines go by rows, wide ones by columns.
  it.each([3, 37])(
    'a NaN among %d scores is one in all that is made of its line, and in nothing else',
    width => {
      const x = stream.normal([12, width], { dtype })
      const scores = where(greater(stream.uniform([12, width]), 0.97), tensor(Number.NaN, { dtype }), x)
      const labels = stream.integers([12], 0, width)
      const all = (x: Tensor) => [
        logSumExp(x, { axis: 1 }),
        softmax(x, { axis: 1 }),
        logSoftmax(x, { axis: 1 }),
      ]
      const shown = (y: Tensor) => Array.from(y.data, Number.isNaN)
      expect(shown(scores)).toContain(true)
      expect(compile(all)(scores).map(shown)).toEqual(all(scores).map(shown))
      const both = valueAndGrad((x: Tensor) => crossEntropy(x, labels))
      const [got, want] = [compile(both)(scores), both(scores)]
      expect([got.value, got.gradient].map(shown)).toEqual([want.value, want.gradient].map(shown))
    },
  )

  it.each([17, 37, 64])('powers of lines of %d lie where their slope comes to lie, and are right', width => {
    const f = (x: Tensor, r: Tensor) => {
      const { value, gradient } = valueAndGrad((x: Tensor) => sum(mul(logSumExp(x, { axis: 1 }), r)))(x)
      return [value, gradient] as const
    }
    const fast = compile(f)
    for (let i = 0; i < 2; i++) {
      const [x, r] = [stream.normal([29, width], { dtype }), stream.normal([29], { dtype })]
      // Exponentials to 2.5 units, and sums of 64 of them and of 29 lines, in whatever order.
      expectNear(fast(x, r), f(x, r), 200)
    }
  })

  it('a product of odd many rows that are no batch is what it is, and leaves its neighbours alone', () => {
    const f = (a: Tensor, b: Tensor, c: Tensor) => [transpose(matmul(a, b)), mul(c, 2)]
    for (const rows of [9, 11, 33]) {
      const [a, b, c] = [[rows, 40] as const, [40, 15] as const, [rows, 15] as const].map(shape =>
        stream.normal(shape, { dtype }),
      ) as [Tensor, Tensor, Tensor]
      // Sums of 40 products of size 1.
      expectNear(compile(f)(a, b, c), f(a, b, c), 200)
    }
  })
})

it('a value is read the other way about only when all of it is there', () => {
  const f = (x: Tensor) => neg(slice(neg(x), [[undefined, undefined, -1]]))
  const x = stream.normal([5, 5])
  expect(compile(f)(x).toArray()).toEqual(f(x).toArray())
})

it('what is turned about has products of every kind', () => {
  const whole = (shape: readonly number[]): Tensor => cast(stream.integers(shape, -3, 4), 'float64')
  // Rows of a are so long that those beyond the last of it, turned about, would lie before all memory.
  const [x, a, b, c] = [whole([33]), whole([33, 1200]), whole([1200, 5]), whole([33, 4])]
  const down = (x: Tensor) => slice(x, [[undefined, undefined, -1]])
  const across = (x: Tensor) => slice(x, [[], [undefined, undefined, -1]])
  const f = (x: Tensor, a: Tensor, b: Tensor, c: Tensor) => [
    matmul(down(x), down(x)),
    matmul(down(x), down(a)),
    matmul(down(a), b),
    matmul(a, across(down(b))),
    matmul(transpose(a), across(c)),
    matmul(transpose(down(a)), across(down(c))),
  ]
  for (const only of [0, 1, 2, 3, 4, 5]) {
    const one = (...all: Parameters<typeof f>) => f(...all)[only]!
    expect(compile(one)(x, a, b, c).toArray(), `product ${only}`).toEqual(one(x, a, b, c).toArray())
  }
})

it('a slope that is −0 comes out of what picked its value as 0', () => {
  const f = grad((x: Tensor, at: Tensor) => sum(mul(gather(x, at), -0)))
  const [x, at] = [stream.normal([9, 3]), stream.integers([9], 0, 3)]
  expect([...compile(f)(x, at).data]).toEqual([...f(x, at).data])
})
