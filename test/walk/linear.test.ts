// Sequences cost what they hold: values written by derivatives of slices, reads by index and stacks grow in step with the length.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withWatcher } from '../../src/graph/index.js'
import {
  add,
  concat,
  flip,
  gather,
  grad,
  hvp,
  jvp,
  mul,
  random,
  reshape,
  slice,
  split,
  square,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  unstack,
  vjp,
  zeros,
} from '../../src/index.js'

/** How many values are written while a function runs. */
function written(run: () => unknown): number {
  let n = 0
  withWatcher({ ran: (_op, _inputs, y) => (n += y.size) }, run)
  return n
}

const at = (t: number) => tensor([t], { dtype: 'int32' })
const total = (parts: readonly Tensor[]): Tensor =>
  parts.reduce<Tensor>((sofar, x) => add(sofar, sum(mul(x, square(x)))), tensor(0))
const each = (x: Tensor, part: (t: number) => Tensor) =>
  total(Array.from({ length: x.shape[0]! }, (_, t) => part(t)))

const programs: Record<string, (x: Tensor) => Tensor> = {
  slice: x => each(x, t => slice(x, [t])),
  'slice of two, which overlap': x => each(x, t => slice(x, [[Math.max(0, t - 1), t + 1]])),
  'slice of columns': x => total(Array.from({ length: 4 }, (_, i) => slice(x, [undefined, i]))),
  unstack: x => total(unstack(x)),
  split: x => total(split(x, x.shape[0]!)),
  take: x => each(x, t => take(x, at(t))),
  gather: x => {
    const flat = reshape(x, [x.size])
    return total(Array.from({ length: x.size }, (_, i) => gather(flat, at(i))))
  },
  stack: x => sum(square(stack(unstack(x).map(row => mul(row, row))))),
  concat: x => sum(square(concat(split(x, x.shape[0]!).map(row => mul(row, row))))),
  'a whole and its slices': x =>
    add(
      sum(square(x)),
      add(
        each(x, t => slice(x, [t])),
        each(x, t => take(x, at(t))),
      ),
    ),
}

const orders: Record<string, (f: (x: Tensor) => Tensor, x: Tensor) => unknown> = {
  gradient: (f, x) => grad(f)(x),
  jvp: (f, x) => jvp(f)(x, x),
  hvp: (f, x) => hvp(f)(x, x),
  'gradient of gradient': (f, x) => grad((x: Tensor) => sum(square(grad(f)(x))))(x),
  'gradient of jvp': (f, x) => grad((x: Tensor) => jvp(f)(x, x).tangent)(x),
  'jvp of jvp': (f, x) => jvp((x: Tensor) => jvp(f)(x, x).tangent)(x, x),
  'third gradient': (f, x) =>
    grad((x: Tensor) => sum(square(grad((x: Tensor) => sum(square(grad(f)(x))))(x))))(x),
}

describe('derivatives of sequences', () => {
  for (const [name, program] of Object.entries(programs))
    it(`are linear in the length: ${name}`, () => {
      for (const [order, run] of Object.entries(orders)) {
        const cost = (n: number) => written(() => run(program, zeros([n, 4])))
        const [one, two, three] = [cost(20), cost(40), cost(60)]
        expect([order, three - two]).toEqual([order, two - one])
      }
    })

  it('of 400 slices write each value a few times', () => {
    // Slices, squares and their slopes, sums, and one whole.
    const x = zeros([400, 8])
    expect(written(() => grad(programs.slice!)(x))).toBeLessThan(20 * x.size)
  })
})

describe('pieces that are put in place together', () => {
  const cuts = fc.array(
    fc.record({
      start: fc.nat({ max: 4 }),
      stop: fc.nat({ max: 5 }),
      step: fc.constantFrom(1, 2, -1),
      column: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
    }),
    { minLength: 2, maxLength: 5 },
  )

  it('come to what sums of masked wholes come to, however they overlap', () => {
    fc.assert(
      fc.property(cuts, fc.integer(), fc.boolean(), (all, seed, whole) => {
        const x = random(seed).integers([5, 3], -4, 5)
        const f = (x: Tensor) =>
          all.reduce<Tensor>(
            (sofar, { start, stop, step, column }) => {
              const range =
                step > 0
                  ? ([Math.min(start, stop), Math.max(start, stop), step] as const)
                  : ([start, undefined, step] as const)
              const part = slice(x, column === undefined ? [range] : [range, column])
              return add(sofar, sum(mul(part, add(part, 1))))
            },
            whole ? sum(square(x)) : tensor(0),
          )
        // The slope 2x + 1 of each cell, as often as cuts hold it.
        const want = new Float64Array(15)
        const count = (i: number, j: number, slope: number) => {
          want[3 * i + j]! += slope
        }
        for (let i = 0; i < 5; i++)
          for (let j = 0; j < 3; j++) {
            const v = x.data[3 * i + j]!
            if (whole) count(i, j, 2 * v)
            for (const { start, stop, step, column } of all) {
              const [low, high] = [Math.min(start, stop), Math.max(start, stop)]
              const inside = step > 0 ? i >= low && i < high && (i - low) % step === 0 : i <= start
              if (inside && (column === undefined || column === j)) count(i, j, 2 * v + 1)
            }
          }
        for (const dtype of ['float64', 'float32'] as const) {
          const g = grad(f)(tensor(x.toArray(), { dtype }) as Tensor)
          expect(g.dtype).toBe(dtype)
          // Whole numbers: exact in any order.
          expect(Array.from(g.data, v => v + 0)).toEqual(Array.from(want, v => v + 0))
        }
      }),
    )
  })

  it('keep NaN and infinities in their places', () => {
    const x = tensor([1, 2, 3])
    const f = (x: Tensor) =>
      stack([slice(x, [0]), slice(x, [1]), slice(x, [1]), take(x, at(2))].map(v => reshape(v, [])))
    const back = vjp(f)(x).pullback
    expect(back(tensor([Number.NaN, 1, Number.POSITIVE_INFINITY, 0])).toArray()).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
    ])
  })

  it('add up in float64 also where they are float32', () => {
    const n = 2 ** 12
    const x = tensor([1], { dtype: 'float32' })
    const parts = (x: Tensor) => stack(Array.from({ length: n + 1 }, () => slice(x, [0])))
    const weights = concat([
      tensor([2 ** 24], { dtype: 'float32' }),
      add(zeros([n], { dtype: 'float32' }), 1),
    ])
    // One by one, 2²⁴ + 1 would stay 2²⁴ in float32.
    expect(vjp(parts)(x).pullback(weights).item()).toBe(2 ** 24 + n)
  })
})

describe('unstack', () => {
  it('is what stack puts together, along any axis', () => {
    const x = random(1).normal([2, 3, 4])
    for (const axis of [0, 1, 2, -1]) {
      expect(stack(unstack(x, axis), axis).toArray()).toEqual(x.toArray())
      expect(unstack(x, axis).length).toBe(x.shape.at(axis))
    }
    expect(unstack(flip(x, 0))[0]!.toArray()).toEqual(slice(x, [1]).toArray())
    expect(unstack(zeros([0, 2]))).toEqual([])
    expect(() => unstack(tensor(1))).toThrow('unstack: axis 0 does not exist in a tensor of rank 0')
    expect(() => unstack(x, 3)).toThrow('unstack: axis 3 does not exist')
    expect(() => unstack([1] as never)).toThrow('unstack: wants a tensor')
  })
})
