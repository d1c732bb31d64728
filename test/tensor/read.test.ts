// Reading tensors: nested arrays and back, single values, equality to the last digit and to a tolerance.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  add,
  allClose,
  arrayEqual,
  isTensor,
  type Nested,
  ShapeError,
  tensor,
  zeros,
} from '../../src/index.js'
import { grid, shapes, tensorOf, tensors } from '../support/arbitrary.js'

const NAN = Number.NaN

describe('toArray', () => {
  it('and tensor undo each other, but for extents after an empty axis', () => {
    fc.assert(
      fc.property(tensors({ maxRank: 4 }), x => {
        const nested: unknown = x.toArray()
        const again = tensor(nested as Nested)
        const gap = x.shape.indexOf(0)
        expect(again.shape).toEqual(gap < 0 ? x.shape : x.shape.slice(0, gap + 1))
        if (gap < 0) expect(arrayEqual(again, x)).toBe(true)
      }),
    )
  })

  it('gives a number for a scalar, and nests in row-major order', () => {
    expect(tensor(3).toArray()).toBe(3)
    expect(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]).toArray(),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(zeros([2, 0]).toArray()).toEqual([[], []])
    expect(zeros([0, 2]).toArray()).toEqual([])
    expect(tensor([true, false]).toArray()).toEqual([1, 0])
  })

  it('reads at an index what the data holds at its row-major place', () => {
    const filled = shapes({ minRank: 3, filled: true }).chain(shape => tensorOf(shape, grid))
    fc.assert(
      fc.property(filled, fc.nat(), fc.nat(), fc.nat(), (x, i, j, k) => {
        const [a, b, c] = x.shape as readonly [number, number, number]
        const nested = x.toArray() as number[][][]
        expect(nested[i % a]![j % b]![k % c]).toBe(x.data[((i % a) * b + (j % b)) * c + (k % c)])
      }),
    )
  })
})

describe('item', () => {
  it('reads the only value, whatever the rank', () => {
    expect(tensor(3).item()).toBe(3)
    expect(tensor([[[4]]]).item()).toBe(4)
    expect(tensor(true).item()).toBe(1)
  })

  it('refuses a tensor of any other size, by its shape', () => {
    expect(() => tensor([1, 2]).item()).toThrow(ShapeError)
    expect(() => tensor([1, 2]).item()).toThrow('item: needs a tensor with one value, got shape [2]')
    expect(() => zeros([0]).item()).toThrow('got shape [0]')
  })
})

describe('what is no value', () => {
  it('JavaScript operators are refused, with the way out', () => {
    const x: unknown = tensor(3)
    expect(() => (x as number) + 1).toThrow(ArgumentError)
    expect(() => (x as number) * 2).toThrow('write add(a, b), mul(a, b), …, or x.item()')
    expect(`${x}`).toBe('float64 [] 3')
  })

  it('isTensor tells tensors from the rest', () => {
    expect(isTensor(tensor(1))).toBe(true)
    for (const value of [1, [1], null, undefined, { data: [1], shape: [1] }])
      expect(isTensor(value)).toBe(false)
  })
})

describe('arrayEqual', () => {
  it('wants shape and values the same; NaN equals NaN, 0 equals −0, dtypes may differ', () => {
    expect(arrayEqual(tensor([1, NAN, 0]), tensor([1, NAN, -0]))).toBe(true)
    expect(arrayEqual(tensor([1, 2]), tensor([1, 2], { dtype: 'int32' }))).toBe(true)
    expect(arrayEqual(tensor([1, 2]), tensor([[1, 2]]))).toBe(false)
    expect(arrayEqual(tensor([1, 2]), tensor([1, 2 + 2 ** -51]))).toBe(false)
    expect(arrayEqual(zeros([0, 2]), zeros([0, 3]))).toBe(false)
    expect(arrayEqual(zeros([0]), zeros([0]))).toBe(true)
  })

  it('is true of a tensor and itself, and false after any change', () => {
    fc.assert(
      fc.property(tensors(), x => {
        expect(arrayEqual(x, x)).toBe(true)
        expect(arrayEqual(x, add(x, 1))).toBe(x.size === 0)
      }),
    )
  })
})

describe('allClose', () => {
  it('is |a − b| ≤ atol + rtol·|b|, as NumPy’s', () => {
    const one = tensor([1])
    expect(allClose(tensor([1 + 1e-5]), one)).toBe(true)
    expect(allClose(tensor([1 + 1.1e-5]), one)).toBe(false)
    expect(allClose(tensor([1e-8]), tensor([0]))).toBe(true)
    expect(allClose(tensor([1.1e-8]), tensor([0]))).toBe(false)
    expect(allClose(tensor([1.5]), one, { rtol: 0, atol: 0.5 })).toBe(true)
    // Not symmetric: the tolerance is relative to the second.
    expect(allClose(tensor([10]), tensor([11]), { rtol: 0.095, atol: 0 })).toBe(true)
    expect(allClose(tensor([11]), tensor([10]), { rtol: 0.095, atol: 0 })).toBe(false)
  })

  it('wants infinities equal, and NaN is close to nothing', () => {
    expect(allClose(tensor([Infinity, -Infinity]), tensor([Infinity, -Infinity]))).toBe(true)
    expect(allClose(tensor([1]), tensor([Infinity]))).toBe(false)
    expect(allClose(tensor([Infinity]), tensor([1]))).toBe(false)
    expect(allClose(tensor([NAN]), tensor([NAN]))).toBe(false)
  })

  it('wants the same shape: nothing broadcasts', () => {
    expect(allClose(tensor([1, 1]), tensor(1))).toBe(false)
  })

  it('refuses tolerances below 0 or NaN', () => {
    expect(() => allClose(tensor(1), tensor(1), { rtol: -1 })).toThrow(ArgumentError)
    expect(() => allClose(tensor(1), tensor(1), { atol: NAN })).toThrow('got rtol 0.00001 and atol NaN')
  })
})
