// Sorting, statistics and einsum's ellipsis at their edges: NaN, ties, empty axes, and what is refused.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import {
  argsort,
  arrayEqual,
  diag,
  diagonal,
  einsum,
  grad,
  matmul,
  meshgrid,
  mul,
  random,
  roll,
  sort,
  sum,
  type Tensor,
  take,
  tensor,
  topK,
  tril,
  zeros,
} from '../../src/index.js'
import {
  corrcoef,
  cov,
  histogram,
  median,
  quantile,
  searchSorted,
  unique,
} from '../../src/ops/stats/index.js'

const { NaN: nan } = Number

describe('sorting', () => {
  it('puts NaN last in both directions, and keeps the order of equal values', () => {
    const x = tensor([2, nan, 1, 2, -Infinity, nan, 1])
    expect(sort(x).toArray()).toEqual([-Infinity, 1, 1, 2, 2, nan, nan])
    expect(argsort(x).toArray()).toEqual([4, 2, 6, 0, 3, 1, 5])
    expect(argsort(x, { descending: true }).toArray()).toEqual([0, 3, 2, 6, 4, 1, 5])
    expect(topK(x, 3).indices.toArray()).toEqual([0, 3, 2])
  })

  it('is stable beyond the runs that are merged, as the host sorts', () => {
    const x = random(5).integers([1000], 0, 20)
    const host = Array.from(x.data, (_, i) => i).sort((a, b) => x.data[a]! - x.data[b]!)
    expect(argsort(x).toArray()).toEqual(host)
    expect([sort(x).dtype, argsort(x).dtype]).toEqual(['int32', 'int32'])
  })

  it('gives each of tied values its own slope', () => {
    const f = (x: Tensor) => sum(mul(sort(x), tensor([1, 10, 100])))
    expect(grad(f)(tensor([5, 5, 1])).toArray()).toEqual([10, 100, 1])
  })

  it('takes empty axes and single values', () => {
    expect(sort(zeros([2, 0])).shape).toEqual([2, 0])
    expect(sort(zeros([0, 2])).shape).toEqual([0, 2])
    expect(sort(tensor([3])).toArray()).toEqual([3])
    expect(topK(zeros([2, 0]), 0).values.shape).toEqual([2, 0])
  })

  it('refuses a scalar, k beyond the axis, and flags that are none', () => {
    expect(() => sort(tensor(1) as Tensor)).toThrow('sort: axis -1 does not exist in a tensor of rank 0')
    expect(() => topK(tensor([1, 2]), 3)).toThrow(
      'topK: k must be a whole number from 0 to 2, the extent of axis 0 of shape [2], got 3',
    )
    expect(() => topK(tensor([1, 2]), 0.5)).toThrow('got 0.5')
    expect(() => sort(tensor([1]), { descending: 1 as never })).toThrow(
      'descending must be true or false, got 1',
    )
  })
})

describe('triangles, diagonals, rings and grids', () => {
  it('leave nothing of what is cut off, NaN neither', () => {
    expect(
      tril(
        tensor([
          [1, nan],
          [2, 3],
        ]),
      ).toArray(),
    ).toEqual([
      [1, 0],
      [2, 3],
    ])
    expect(tril(tensor([[true, true]])).dtype).toBe('bool')
    expect(diag(tensor([nan, 1])).toArray()).toEqual([
      [nan, 0],
      [0, 1],
    ])
    expect(diagonal(zeros([2, 3]), { offset: 5 }).shape).toEqual([0])
    expect(diag(zeros([0])).shape).toEqual([0, 0])
  })

  it('refuse what they do not take', () => {
    expect(() => tril(tensor([1]))).toThrow('tril: wants matrices in the last two axes, got shape [1]')
    expect(() => tril(zeros([2, 2]), 0.5)).toThrow('tril: a diagonal is named by a whole number')
    expect(() => diag(zeros([2, 2, 2]))).toThrow('diag: wants a vector or a matrix, got shape [2, 2, 2]')
    expect(() => diagonal(zeros([2, 2]), { axis1: 1 })).toThrow('axis1 and axis2 both name axis 1')
    expect(() => roll(zeros([2]), [1, 2], 0)).toThrow('roll: wants one shift for each axis, got 2 for 1')
    expect(() => roll(zeros([2]), 0.5)).toThrow('roll: moves by whole numbers of places, got 0.5')
    expect(() => meshgrid([zeros([2, 2])])).toThrow('meshgrid: wants vectors, got shape [2, 2]')
    expect(() => meshgrid([], { indexing: 'yx' as never })).toThrow(`indexing is 'xy' or 'ij', got "yx"`)
  })
})

describe('statistics', () => {
  it('have NumPy’s figures', () => {
    // NumPy 2.4: quantile([1, 2, 3, 4, 10], [.1, .5, .9]), cov and corrcoef of [[1, 2, 4], [2, 1, 7]].
    const q = quantile(tensor([10, 2, 4, 3, 1]), [0.1, 0.5, 0.9]).toArray() as number[]
    expect(q[0]).toBeCloseTo(1.4, 14)
    expect(q[1]).toBe(3)
    expect(q[2]).toBeCloseTo(7.6, 14)
    const x = tensor([
      [1, 2, 4],
      [2, 1, 7],
    ])
    const c = cov(x).toArray() as number[][]
    expect(c[0]![0]).toBeCloseTo(7 / 3, 14)
    expect(c[0]![1]).toBeCloseTo(13 / 3, 14)
    expect(c[1]![1]).toBeCloseTo(31 / 3, 14)
    expect((corrcoef(x).toArray() as number[][])[0]![1]).toBeCloseTo(13 / Math.sqrt(217), 14)
  })

  it('are NaN where a value is, and do not leave equal or infinite neighbours', () => {
    expect(
      median(
        tensor([
          [1, nan],
          [1, 2],
        ]),
        { axis: 1 },
      ).toArray(),
    ).toEqual([nan, 1.5])
    expect(quantile(tensor([0.1, 0.1, 0.1]), 0.3).item()).toBe(0.1)
    expect(quantile(tensor([1, Infinity, Infinity]), 0.75).item()).toBe(Infinity)
    expect(quantile(tensor([-1.5e308, 1.5e308]), 0.5).item()).toBe(0)
    expect(
      corrcoef(
        tensor([
          [1, 1],
          [1, 2],
        ]),
      ).toArray(),
    ).toEqual([
      [nan, nan],
      [nan, expect.closeTo(1, 14)],
    ])
  })

  it('refuse to choose from nothing, and shares beyond 0 … 1', () => {
    expect(() => median(zeros([2, 0]), { axis: 1 })).toThrow('median: no value to choose from: shape [2, 0]')
    expect(() => quantile(tensor([1]), 1.5)).toThrow(
      'quantile: q is a share from 0 to 1, or an array of them, got 1.5',
    )
    expect(() => quantile(tensor([1]), nan)).toThrow('got NaN')
    expect(() => cov(zeros([1, 1, 1]))).toThrow('cov: wants a matrix or a vector')
  })

  it('search among sorted values alone; NaN is above all', () => {
    expect(searchSorted(tensor([1, 2, nan]), tensor([nan, 3, 0])).toArray()).toEqual([2, 2, 0])
    expect(searchSorted(zeros([0]), 1).item()).toBe(0)
    expect(() => searchSorted(tensor([2, 1]), 1)).toThrow('values must ascend, and value 1, 1, is below')
    expect(() => searchSorted(tensor([1]), 1, { side: 'up' as never })).toThrow(`side is 'left' or 'right'`)
  })

  it('tell values apart: NaN once, at the end; the inverse leads back', () => {
    const x = tensor([
      [3, nan],
      [1, 3],
      [nan, 1],
    ])
    const { values, inverse, counts } = unique(x)
    expect(values.toArray()).toEqual([1, 3, nan])
    expect(counts.toArray()).toEqual([2, 2, 2])
    expect(take(values, inverse).toArray()).toEqual(x.toArray())
    expect(unique(zeros([0])).values.shape).toEqual([0])
  })

  it('count between edges: the last belongs to the last bin, and NaN to none', () => {
    const { counts, edges } = histogram(tensor([1, 2, 2, 5]), 2)
    expect([counts.toArray(), edges.toArray()]).toEqual([
      [3, 1],
      [1, 3, 5],
    ])
    expect(histogram(zeros([0]), 2).counts.toArray()).toEqual([0, 0])
    expect(histogram(tensor([7, 7]), 1).edges.toArray()).toEqual([6.5, 7.5])
    expect(() => histogram(tensor([1, nan]))).toThrow('histogram: value 1 is NaN, which belongs to no bin')
    expect(() => histogram(tensor([1]), [2, 1])).toThrow('histogram: values must ascend')
    expect(() => histogram(tensor([1]), 0)).toThrow('the number of bins is a whole number ≥ 1, got 0')
    expect(() => histogram(tensor([1]), 2, { range: [1, 0] })).toThrow('range is [from, to] with from ≤ to')
  })

  it('whose shape values decide are refused in a trace', () => {
    for (const f of [(x: Tensor) => unique(x).counts, (x: Tensor) => histogram(x).counts])
      expect(() => compile(f)(tensor([1, 2]))).toThrow(
        'depends on values, which are not known inside of compile',
      )
  })
})

describe('einsum with an ellipsis', () => {
  it('broadcasts what is not named, and puts it first in a result without an arrow', () => {
    const stream = random(3)
    const [a, b] = [stream.normal([2, 1, 3, 4]), stream.normal([5, 4, 2])]
    expect(arrayEqual(einsum('...ij,...jk->...ik', a, b), matmul(a, b))).toBe(true)
    expect(arrayEqual(einsum('...ij,...jk', a, b), matmul(a, b))).toBe(true)
    expect(einsum('i...,i...->...', stream.normal([3, 2]), stream.normal([3, 1])).shape).toEqual([2])
    expect(einsum('i...->...i', a).shape).toEqual([1, 3, 4, 2])
  })

  it('knows a text again for operands of other ranks and extents', () => {
    const trace = (n: number) => einsum('...ii->...', random(n).normal([n, 2, 2])).shape
    expect([trace(1), trace(3)]).toEqual([[1], [3]])
    expect(einsum('ij->ji', zeros([2, 3])).shape).toEqual([3, 2])
    expect(() => einsum('ij->ji', zeros([2]))).toThrow('operand 1 has shape [2] and 2 letters')
    expect(() => einsum('ij->ji')).toThrow('1 operands are named and 0 were given')
  })
})
