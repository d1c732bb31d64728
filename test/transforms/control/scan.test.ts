// Loops over sequences against loops by hand, against enumeration, and what they refuse.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/index.js'
import {
  add,
  cast,
  expandDims,
  gather,
  grad,
  hvp,
  jvp,
  logSumExp,
  matmul,
  mul,
  random,
  reshape,
  scan,
  slice,
  square,
  stack,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  unstack,
  vjp,
  zeros,
} from '../../../src/index.js'
import { checkGradient } from '../../../src/testing/index.js'

interface Cell {
  readonly w: Tensor
  readonly u: Tensor
  readonly b: Tensor
}

const H = 3
const D = 2
const cellOf = (seed: number): Cell => {
  const stream = random(seed)
  return { w: stream.normal([H, H]), u: stream.normal([H, D]), b: stream.normal([H]) }
}
const next = ({ w, u, b }: Cell, h: Tensor, x: Tensor): Tensor =>
  tanh(add(add(matmul(w, h), matmul(u, x)), b))

/** All states of a recurrent network, by `scan`. */
const byScan = (cell: Cell, xs: Tensor, reverse = false) =>
  scan(
    (h, x) => {
      const after = next(cell, h, x)
      return [after, after]
    },
    zeros([H]),
    xs,
    { reverse },
  )

/** The same by hand. */
function byHand(cell: Cell, xs: Tensor, reverse = false) {
  let h: Tensor = zeros([H])
  const all: Tensor[] = []
  const rows = unstack(xs)
  for (const x of reverse ? rows.reverse() : rows) {
    h = next(cell, h, x)
    all.push(h)
  }
  return { carry: h, ys: stack(reverse ? all.reverse() : all) }
}

const loss = ({ carry, ys }: { carry: Tensor; ys: Tensor }): Tensor =>
  add(sum(square(carry)), sum(mul(ys, ys)))

describe('scan', () => {
  it('is a loop by hand, with all its derivatives, from either end', () => {
    const cell = cellOf(1)
    const xs = random(2).normal([5, D])
    const at = { cell, xs }
    for (const reverse of [false, true]) {
      const f = (run: typeof byScan) => (p: typeof at) => loss(run(p.cell, p.xs, reverse))
      const [own, hand] = [f(byScan), f(byHand)]
      expect(own(at).item()).toBe(hand(at).item())
      const values = (tree: unknown) => JSON.parse(JSON.stringify(tree)) as unknown
      expect(values(grad(own)(at))).toEqual(values(grad(hand)(at)))
      expect(values(jvp(own)(at, at).tangent)).toEqual(values(jvp(hand)(at, at).tangent))
      expect(values(hvp(own)(at, at))).toEqual(values(hvp(hand)(at, at)))
      const second = (g: typeof own) => (p: typeof at) => sum(square(grad(g)(p).cell.w))
      expect(values(grad(second(own))(at))).toEqual(values(grad(second(hand))(at)))
    }
  })

  it('agrees with differences', () => {
    const xs = random(3).normal([4, D])
    checkGradient((cell: Cell) => loss(byScan(cell, xs)), cellOf(4))
  })

  it('sums up like cumsum, over trees and in either form of result', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 6 }), values => {
        const xs = { a: tensor(values), b: [tensor(values.map(v => 2 * v))] as const }
        const { carry, ys } = scan(
          (total, { a, b }) => {
            const sum = { a: add(total.a, a), b: add(total.b, b[0]) }
            return { carry: sum, y: { sum: sum.a, pair: [sum.b, a] as const } }
          },
          { a: tensor(0), b: tensor(0) },
          xs,
        )
        let total = 0
        const sums = values.map(v => (total += v))
        expect(Array.from(ys.sum.data)).toEqual(sums)
        expect(Array.from(ys.pair[0].data)).toEqual(sums.map(v => 2 * v))
        expect(Array.from(ys.pair[1].data)).toEqual(values)
        expect([carry.a.item(), carry.b.item()]).toEqual([total, 2 * total])
      }),
    )
  })

  it('goes along any axis, and stacks along it or another', () => {
    const xs = random(5).normal([2, 3, 4])
    const double = (count: Tensor, x: Tensor) => [add(count, 1), mul(x, 2)] as const
    for (const axis of [0, 1, 2, -1]) {
      const { carry, ys } = scan(double, tensor(0), xs, { axis })
      expect(carry.item()).toBe(xs.shape.at(axis))
      expect(ys.toArray()).toEqual(mul(xs, 2).toArray())
    }
    const { ys } = scan(double, tensor(0), xs, { axis: 1, outAxis: 0 })
    expect(ys.toArray()).toEqual(mul(transpose(xs, [1, 0, 2]), 2).toArray())
  })

  it('needs no xs where the number of steps is given, and no y', () => {
    const { carry, ys } = scan(x => [mul(x, 2), undefined], tensor(1), undefined, { length: 10 })
    expect(carry.item()).toBe(1024)
    expect(ys).toBeUndefined()
  })

  it('of no steps gives the start, and outputs of extent 0 whose other extents f tells', () => {
    let runs = 0
    const { carry, ys } = scan(
      (h, x) => {
        runs++
        const y = matmul(x, zeros([D, 4]))
        return [add(h, sum(y)), { y: cast(y, 'float32'), h }]
      },
      tensor(7),
      zeros([0, 5, D]),
    )
    expect(runs).toBe(1)
    expect(carry.item()).toBe(7)
    expect([ys.y.shape, ys.y.dtype, ys.h.shape]).toEqual([[0, 5, 4], 'float32', [0]])
    expect(() => scan((h, x) => (x.item() > 0 ? [h, x] : [x, h]), tensor(1), zeros([0]))).toThrow(
      'scan: a value is read where there are no steps',
    )
    const slope = grad((x: Tensor) => scan((h, y) => [mul(h, y), y], x, zeros([0])).carry)(tensor(3))
    expect(slope.item()).toBe(1)
  })

  it('is unrolled by compile', () => {
    const cell = cellOf(6)
    const xs = random(7).normal([4, D])
    const f = grad((cell: Cell, xs: Tensor) => loss(byScan(cell, xs)))
    const [got, want] = [compile(f)(cell, xs), f(cell, xs)]
    for (const key of ['w', 'u', 'b'] as const)
      for (const [i, v] of got[key].toTypedArray().entries()) {
        // Sums of some 100 products of numbers below 10, in another order.
        expect(Math.abs(v - want[key].data[i]!)).toBeLessThan(100 * 100 * 2 ** -52)
      }
  })

  it('names what does not fit', () => {
    const xs = zeros([3, 2])
    const start = { h: [zeros([2])] as const, n: tensor(0) }
    const run = (f: (carry: typeof start, x: Tensor) => unknown) => () =>
      scan(f as (carry: typeof start, x: Tensor) => readonly [typeof start, Tensor], start, xs)
    expect(run(({ n }, x) => [{ h: [zeros([4])], n }, x])).toThrow(
      'scan: the carry at h[0] has shape [2] at the start and [4] after step 0; it must keep its shape',
    )
    expect(run(({ h, n }, x) => [{ h, n: cast(n, 'float32') }, x])).toThrow(
      'scan: the carry at n is float64 at the start and float32 after step 0; cast one of them',
    )
    expect(run(({ n }, x) => [{ n }, x])).toThrow('scan: the carry at h[0] is float64 [2] at the start')
    expect(run((c, x) => [{ ...c, extra: x }, x])).toThrow(
      'scan: the carry at extra is float64 [2] after step 0',
    )
    expect(run(c => c)).toThrow('scan: f must give [carry, y] or { carry, y }, got')
    expect(run(c => [c, 3])).toThrow('scan: y must be a tensor to be stacked, got')
    let t = 0
    expect(run((c, x) => [c, t++ === 0 ? x : expandDims(x, 0)])).toThrow(
      'scan: y has shape [2] after step 0 and [1, 2] after step 1',
    )
    const same = (c: Tensor) => [c, c] as const
    expect(() => scan(same, tensor(0), { a: zeros([3]), b: zeros([2, 3]) })).toThrow(
      'scan: xs at b of shape [2, 3] has 2 slices along axis 0, and xs at a has 3',
    )
    expect(() => scan(same, tensor(0), tensor(1))).toThrow('scan: xs is a scalar')
    expect(() => scan(same, tensor(0), zeros([3]), { axis: 1 })).toThrow('scan: axis 1 does not exist')
    expect(() => scan(same, tensor(0), undefined)).toThrow('scan: wants tensors to go along in xs')
    expect(() => scan(same, tensor(0), zeros([3]), { length: 2 })).toThrow('and the length says 2')
    expect(() => scan(same, tensor(0), undefined, { length: -1 })).toThrow('scan: the length must be')
    expect(() => scan(3 as never, tensor(0), xs)).toThrow('scan: wants a function, got')
  })
})

describe('a chain of labels', () => {
  // A conditional random field of T places and K labels: scores of labels at places, and of neighbours.
  const [T, K] = [5, 3]
  const scores = random(8).normal([T, K])
  const moves = random(9).normal([K, K])

  /** ln Σ over all paths, by the forward algorithm. */
  const byForward = ({ scores, moves }: { scores: Tensor; moves: Tensor }): Tensor => {
    const { carry } = scan(
      (alpha, score) => [add(logSumExp(add(expandDims(alpha, 1), moves), { axis: 0 }), score), undefined],
      slice(scores, [0]),
      slice(scores, [[1]]),
    )
    return logSumExp(carry)
  }

  /** The same by adding up all Kᵀ paths. */
  const byEnumeration = ({ scores, moves }: { scores: Tensor; moves: Tensor }): Tensor => {
    const paths = Array.from({ length: K ** T }, (_, n) =>
      Array.from({ length: T }, (_, t) => Math.floor(n / K ** t) % K),
    )
    const flat = reshape(moves, [K * K])
    return logSumExp(
      stack(
        paths.map(path =>
          add(
            sum(gather(scores, tensor(path, { dtype: 'int32' }))),
            sum(
              gather(
                flat,
                tensor(
                  path.slice(1).map((label, t) => path[t]! * K + label),
                  { dtype: 'int32' },
                ),
              ),
            ),
          ),
        ),
      ),
    )
  }

  it('has the sum over all paths, and its first and second derivatives', () => {
    const at = { scores, moves }
    const along = { scores: random(10).normal([T, K]), moves: random(11).normal([K, K]) }
    // Some 250 terms whose logs are below 20.
    const close = (a: Tensor, b: Tensor) => {
      for (const [i, v] of a.toTypedArray().entries())
        expect(Math.abs(v - b.data[i]!)).toBeLessThan(250 * 20 * 2 ** -52)
    }
    close(byForward(at), byEnumeration(at))
    const [g, want] = [grad(byForward)(at), grad(byEnumeration)(at)]
    close(g.scores, want.scores)
    close(g.moves, want.moves)
    // The gradient towards scores is the probability of each label at each place: it sums to 1.
    close(sum(g.scores, { axis: 1 }), add(zeros([T]), 1))
    const [h, wanted] = [hvp(byForward)(at, along), hvp(byEnumeration)(at, along)]
    close(h.scores, wanted.scores)
    close(h.moves, wanted.moves)
    close(vjp(byForward)(at).pullback(tensor(1)).moves, want.moves)
  })
})
