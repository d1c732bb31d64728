// Which value max, min, argMax and argMin choose: the first of those that tie, and NaN before any number.
import { describe, expect, it } from 'vitest'
import { argMax, argMin, max, maximum, min, minimum, tensor } from '../../src/index.js'

const INF = Number.POSITIVE_INFINITY
const NAN = Number.NaN

describe('argMax and argMin', () => {
  it('name the first of those that tie', () => {
    expect(argMax(tensor([1, 3, 3])).item()).toBe(1)
    expect(argMin(tensor([2, 1, 1])).item()).toBe(1)
    expect(argMax(tensor([5, 5])).item()).toBe(0)
    expect(argMax(tensor([0, -0])).item()).toBe(0)
    expect(argMax(tensor([-INF, -INF])).item()).toBe(0)
  })

  it('name the first NaN, wherever it is, as NumPy does', () => {
    expect(argMax(tensor([1, NAN, 3, NAN])).item()).toBe(1)
    expect(argMin(tensor([1, NAN, 3])).item()).toBe(1)
    expect(argMax(tensor([NAN, INF])).item()).toBe(0)
  })

  it('count in row-major order without an axis, along the axis with one', () => {
    const x = tensor([
      [1, 9, 2],
      [8, 0, 9],
    ])
    expect(argMax(x).item()).toBe(1)
    expect(argMin(x).item()).toBe(4)
    expect(argMax(x, { axis: 0 }).toArray()).toEqual([1, 0, 1])
    expect(argMin(x, { axis: -1, keepdims: true }).toArray()).toEqual([[0], [1]])
    expect(argMax(x, { keepdims: true }).toArray()).toEqual([[1]])
  })
})

describe('max and min', () => {
  it('are NaN where one value is, in that line alone', () => {
    const x = tensor([
      [1, NAN],
      [3, 2],
    ])
    expect(max(x, { axis: 1 }).toArray()).toEqual([NAN, 3])
    expect(min(x, { axis: 1 }).toArray()).toEqual([NAN, 2])
    expect(max(x).item()).toBeNaN()
  })

  it('of two tensors likewise', () => {
    expect(maximum(tensor([1, NAN, 1]), tensor([NAN, 1, 2])).toArray()).toEqual([NAN, NAN, 2])
    expect(minimum(tensor([INF, -INF]), 0).toArray()).toEqual([0, -INF])
  })

  it('keep int32 and bool', () => {
    expect(max(tensor([2, 7], { dtype: 'int32' }))).toMatchObject({ dtype: 'int32', shape: [] })
    expect(min(tensor([true, false])).dtype).toBe('bool')
    expect(maximum(tensor([1], { dtype: 'int32' }), 2).dtype).toBe('int32')
  })
})
