// Values that are fetched when they are first read: a tensor that holds such is like any other.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  add,
  arrayEqual,
  type DType,
  grad,
  mul,
  type Shape,
  ShapeError,
  square,
  stopGradient,
  sum,
  tensor,
  variable,
} from '../../src/index.js'
import { alias } from '../../src/ops/reshape.js'
import { Deferred, Tensor, valuesOf } from '../../src/tensor.js'

/** A tensor whose values are fetched, and how often they were. */
function later(values: readonly number[], shape: Shape = [values.length], dtype: DType = 'float64') {
  const found = { reads: 0 }
  const held = new Deferred(values.length, () => {
    found.reads++
    return valuesOf(tensor(values, { dtype }))
  })
  return { x: new Tensor(held, shape, dtype), found }
}

describe('a tensor whose values are deferred', () => {
  it('is looked at without them: its shape, dtype, rank, size, and whether it has one value', () => {
    const { x, found } = later([1, 2, 3, 4, 5, 6], [2, 3], 'float32')
    expect([x.shape, x.dtype, x.rank, x.size]).toEqual([[2, 3], 'float32', 2, 6])
    expect(() => x.item()).toThrow(ShapeError)
    expect(found.reads).toBe(0)
  })

  it('fetches them once, at the first reading, and keeps them', () => {
    const { x, found } = later([1, 2])
    const { data } = x
    expect(found.reads).toBe(1)
    expect(x.data).toBe(data)
    expect(valuesOf(x)).toBe(data)
    expect([...data]).toEqual([1, 2])
    expect(x.size).toBe(2)
    expect(found.reads).toBe(1)
  })

  it('is handed on unread, and read once for all that share it, whoever reads first', () => {
    const { x, found } = later([1, 2])
    const [v, a] = [variable(x), alias(x)]
    const c = stopGradient(v)
    expect(found.reads).toBe(0)
    expect(c.data).toEqual(Float64Array.of(1, 2))
    for (const other of [x, v, a]) expect(other.data).toBe(c.data)
    expect(found.reads).toBe(1)
  })

  it('fetches again where that failed', () => {
    let refused = true
    const held = new Deferred(1, () => {
      if (refused) throw new Error('not now')
      return Float64Array.of(7)
    })
    const x = new Tensor(held, [], 'float64')
    expect(() => x.data).toThrow('not now')
    refused = false
    expect(x.item()).toBe(7)
  })

  it('reads, prints, computes and differentiates as one that is not', () => {
    const values = [1.5, -0, Number.NaN, 4]
    const plain = tensor(values)
    const { x } = later(values)
    expect(inspect(x)).toBe(inspect(plain))
    expect(`${later(values).x}`).toBe(`${plain}`)
    expect(JSON.stringify(later(values).x)).toBe(JSON.stringify(plain))
    expect(later(values).x.toArray()).toEqual(plain.toArray())
    expect(later(values).x.toTypedArray()).toEqual(plain.toTypedArray())
    expect(arrayEqual(add(later([1, 2]).x, 1), tensor([2, 3]))).toBe(true)
    expect(later([3], []).x.item()).toBe(3)
    expect(grad(x => sum(mul(x, square(x))))(later([1, 2]).x).toArray()).toEqual([3, 12])
  })
})
