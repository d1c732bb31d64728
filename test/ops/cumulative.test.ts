// Edges of running products, extrema and log-sums, and of std: zeros, ties, infinities, NaN, extents of 0.
import { describe, expect, it } from 'vitest'
import {
  add,
  cumLogSumExp,
  cummax,
  cummin,
  cumprod,
  grad,
  hessian,
  jvp,
  logSumExp,
  max,
  mul,
  prod,
  slice,
  stack,
  std,
  sum,
  type Tensor,
  tensor,
  vjp,
  zeros,
} from '../../src/index.js'

const INF = Number.POSITIVE_INFINITY
const along = { axis: 0 }

/** Jacobians by both modes: row i is the derivative of y_i. */
function jacobians(f: (x: Tensor) => Tensor, x: Tensor): { ahead: number[][]; back: number[][] } {
  const n = x.size
  const unit = (i: number) => tensor(Array.from({ length: n }, (_, j) => Number(i === j)))
  const columns = Array.from({ length: n }, (_, j) => Array.from(jvp(f)(x, unit(j)).tangent.data))
  return {
    ahead: Array.from({ length: n }, (_, i) => columns.map(column => column[i]! + 0)),
    back: Array.from({ length: n }, (_, i) => Array.from(vjp(f)(x).pullback(unit(i)).data, v => v + 0)),
  }
}

/** The same of a reduction of every beginning of x. */
const ofEach = (reduce: (x: Tensor) => Tensor) => (x: Tensor) =>
  stack(Array.from({ length: x.size }, (_, i) => reduce(slice(x, [[0, i + 1]]))))

/** Both modes against the reduction of every beginning, which has rules of its own. */
function expectAsReduced(
  run: (x: Tensor) => Tensor,
  reduce: (x: Tensor) => Tensor,
  values: number[],
  within = 0,
) {
  const x = tensor(values)
  expect(run(x).toArray()).toEqual(ofEach(reduce)(x).toArray())
  const want = jacobians(ofEach(reduce), x).back
  const { ahead, back } = jacobians(run, x)
  for (const [i, row] of want.entries())
    for (const [j, v] of row.entries()) {
      expect(Math.abs(ahead[i]![j]! - v)).toBeLessThanOrEqual(within)
      expect(Math.abs(back[i]![j]! - v)).toBeLessThanOrEqual(within)
    }
}

describe('cumprod', () => {
  it('is right at zeros, with first and second derivatives', () => {
    const run = (x: Tensor) => cumprod(x, along)
    for (const values of [
      [2, 0, 3, 4],
      [0, 5, 0, 2],
      [0, 0, 0, 1],
      [2, 3],
    ]) {
      expectAsReduced(run, x => prod(x), values)
      const own = hessian((x: Tensor) => sum(run(x)))(tensor(values))
      const want = hessian((x: Tensor) => sum(ofEach(x => prod(x))(x)))(tensor(values))
      expect(Array.from(own.data, v => v + 0)).toEqual(Array.from(want.data, v => v + 0))
    }
  })

  it('goes from the other end too, counts masks, and refuses whole numbers that do not fit', () => {
    expect(cumprod(tensor([2, 3, 4]), { axis: 0, reverse: true }).toArray()).toEqual([24, 12, 4])
    expect(cumprod(tensor([true, true, false]), along)).toMatchObject({ dtype: 'int32' })
    const x = tensor([2 ** 20, 2 ** 12], { dtype: 'int32' })
    expect(() => cumprod(x, along)).toThrow('cumprod: the result 4294967296 at position 1 does not fit int32')
    // Beginnings that fit are not lost on account of what follows.
    expect(cumprod(tensor([1e-300, 1e200, 1e200]), along).data[2]).toBeCloseTo(1e100, -88)
  })
})

describe('cummax and cummin', () => {
  it('share slopes where values tie, as max and min do', () => {
    for (const values of [
      [3, 1, 3, 3, 2, 5, 5],
      [2, 2, 2],
      [-INF, -INF, 1, INF, INF, 0],
      [1, 0, 1],
    ]) {
      // Thirds, and sums of them.
      expectAsReduced(
        x => cummax(x, along),
        x => max(x),
        values,
        2 ** -52,
      )
      const low = values.map(v => -v)
      const { ahead, back } = jacobians(x => cummin(x, along), tensor(low))
      expect(ahead).toEqual(jacobians(x => cummax(x, along), tensor(values)).ahead)
      expect(back).toEqual(jacobians(x => cummax(x, along), tensor(values)).back)
    }
  })

  it('are NaN from the first NaN on, and what came before keeps its slope', () => {
    const x = tensor([1, 3, Number.NaN, 4])
    expect(cummax(x, along).toArray()).toEqual([1, 3, Number.NaN, Number.NaN])
    expect(cummin(x, { axis: 0, reverse: true }).toArray()).toEqual([Number.NaN, Number.NaN, Number.NaN, 4])
    expect(
      vjp((x: Tensor) => cummax(x, along))(x)
        .pullback(tensor([1, 10, 0, 0]))
        .toArray(),
    ).toEqual([1, 10, 0, 0])
  })

  it('keep int32 and bool', () => {
    expect(cummax(tensor([1, 3, 2], { dtype: 'int32' }), along)).toMatchObject({ dtype: 'int32' })
    expect(cummin(tensor([true, false, true]), along).toArray()).toEqual([1, 0, 0])
  })
})

describe('cumLogSumExp', () => {
  const run = (x: Tensor) => cumLogSumExp(x, along)
  const reduce = (x: Tensor) => logSumExp(x)

  it('is −∞ with slope 0 as long as all is, and shares the slope among +∞', () => {
    // Shares of at most 1, from exponentials to 3 ulp.
    for (const values of [
      [-INF, -INF, 0, 0],
      [-INF, -INF],
      [0, -INF, -INF],
      [INF, 0, INF, -INF, INF],
      [1, INF],
    ])
      expectAsReduced(run, reduce, values, 8 * 2 ** -52)
  })

  it('neither overflows nor loses what is small', () => {
    expectAsReduced(run, reduce, [1000, 1000, -1000, 999], 1000 * 8 * 2 ** -52)
    // ln(1 + e⁻⁴⁰) is e⁻⁴⁰ to 17 digits.
    expect(cumLogSumExp(tensor([0, -40]), along).data[1]).toBe(Math.exp(-40))
  })

  it('keeps a NaN from where it comes', () => {
    expect(run(tensor([0, Number.NaN, 1])).toArray()).toEqual([0, Number.NaN, Number.NaN])
    expect(run(tensor([-INF, Number.NaN, 1])).toArray()).toEqual([-INF, Number.NaN, Number.NaN])
  })
})

describe('std', () => {
  it('of equal values is 0 with slope 0; without enough of them it is NaN', () => {
    expect(std(tensor([2, 2, 2])).item()).toBe(0)
    expect(grad((x: Tensor) => std(x))(tensor([2, 2, 2])).toArray()).toEqual([0, 0, 0])
    expect(std(tensor([2]), { ddof: 1 }).item()).toBeNaN()
    expect(std(zeros([0])).item()).toBeNaN()
    expect(() => std(tensor([1, 2]), { ddof: Number.NaN })).toThrow('std: ddof must be a number, got NaN')
    expect(() => hessian((x: Tensor) => std(x))(tensor([2, 2]))).toThrow('has no second derivative')
  })

  it('neither overflows nor underflows', () => {
    for (const scale of [1e200, 1e-200])
      expect(std(mul(tensor([1, 3]), scale)).item() / scale).toBeCloseTo(1, 14)
  })
})

describe('running ops', () => {
  const all = { cumprod, cummax, cummin, cumLogSumExp }

  it('give nothing for nothing', () => {
    for (const op of Object.values(all)) {
      expect(op(zeros([2, 0]), { axis: 1 }).shape).toEqual([2, 0])
      expect(op(zeros([0, 2]), { axis: 1 }).shape).toEqual([0, 2])
      expect(grad((x: Tensor) => sum(op(x, along)))(zeros([0, 2])).shape).toEqual([0, 2])
    }
  })

  it('want an axis that is there', () => {
    for (const [name, op] of Object.entries(all)) {
      expect(() => op(zeros([2]), undefined as never)).toThrow(`${name}: wants an axis, as in`)
      expect(() => op(zeros([2]), {} as never)).toThrow(`${name}: wants an axis, as in`)
      expect(() => op(zeros([2]), { axis: 1 })).toThrow(`${name}: axis 1 does not exist`)
      expect(() => op(tensor(1), { axis: 0 })).toThrow(`${name}: axis 0 does not exist`)
      expect(() => op(3 as never, along)).toThrow(`${name}: wants a tensor`)
      expect(() => op(zeros([2]), { axis: 0, reverse: 1 as never })).toThrow(`${name}: reverse must be`)
      expect(() => op(zeros([2]), { axis: 0, revers: true } as never)).toThrow(`${name}: `)
    }
    expect(add(zeros([1]), 0).shape).toEqual([1])
  })
})
