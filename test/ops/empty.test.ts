// Empty tensors and axes of length 0: defined results, NumPy's wherever it has one.
import { describe, expect, it } from 'vitest'
import {
  add,
  argMax,
  argMin,
  broadcastTo,
  concat,
  cumsum,
  dot,
  einsum,
  flip,
  gather,
  grad,
  jacobian,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  mean,
  min,
  ones,
  pad,
  prod,
  reshape,
  type Shape,
  ShapeError,
  scatterAdd,
  segmentSum,
  slice,
  softmax,
  split,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  transpose,
  variance,
  where,
  zeros,
} from '../../src/index.js'

const none = (...shape: number[]): Tensor => zeros(shape as Shape)
const int = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' })

describe('reductions over nothing', () => {
  it('the sum is 0, the product 1, the mean and the variance NaN', () => {
    expect(sum(none(0)).item()).toBe(0)
    expect(prod(none(0)).item()).toBe(1)
    expect(mean(none(0)).item()).toBeNaN()
    expect(variance(none(0)).item()).toBeNaN()
    expect(sum(none(2, 0), { axis: 1 }).toArray()).toEqual([0, 0])
    expect(prod(none(0, 3), { axis: 0, keepdims: true }).toArray()).toEqual([[1, 1, 1]])
    expect(mean(none(2, 0), { axis: 1 }).toArray()).toEqual([Number.NaN, Number.NaN])
  })

  it('the axis that stays may be empty too', () => {
    expect(sum(none(0, 3), { axis: 1 }).shape).toEqual([0])
    expect(max(none(0, 3), { axis: 1 }).shape).toEqual([0])
    expect(argMax(none(0, 3), { axis: 1 }).shape).toEqual([0])
  })

  it('max, min, argMax and argMin refuse to choose from nothing, by their names', () => {
    for (const [name, op] of Object.entries({ max, min, argMax, argMin })) {
      expect(() => op(none(0))).toThrow(ShapeError)
      expect(() => op(none(2, 0), { axis: 1 })).toThrow(`${name}: no value to choose from: shape [2, 0]`)
    }
  })

  it('logSumExp is −∞, softmax and logSoftmax stay empty', () => {
    expect(logSumExp(none(2, 0), { axis: 1 }).toArray()).toEqual([-Infinity, -Infinity])
    expect(softmax(none(2, 0)).shape).toEqual([2, 0])
    expect(logSoftmax(none(0, 2)).shape).toEqual([0, 2])
  })

  it('a variance whose n − ddof is not positive is NaN or ∞, never negative', () => {
    // NumPy divides by max(n − ddof, 0).
    expect(variance(tensor([1, 2]), { ddof: 3 }).item()).toBe(Infinity)
    expect(variance(tensor([1, 2]), { ddof: 2 }).item()).toBe(Infinity)
    expect(variance(tensor([1]), { ddof: 1 }).item()).toBeNaN()
    expect(variance(none(0), { ddof: 1 }).item()).toBeNaN()
  })

  it('running sums of nothing are nothing', () => {
    expect(cumsum(none(2, 0), { axis: 1 }).shape).toEqual([2, 0])
    expect(cumsum(none(0, 2), { axis: 1 }).shape).toEqual([0, 2])
  })
})

describe('products over nothing', () => {
  it('matmul with k = 0 is zeros, with m or n = 0 empty', () => {
    expect(matmul(none(2, 0), none(0, 3)).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(matmul(none(0, 4), none(4, 3)).shape).toEqual([0, 3])
    expect(matmul(none(0, 2, 4), none(4, 3)).shape).toEqual([0, 2, 3])
    expect(dot(none(0), none(0)).item()).toBe(0)
  })

  it('einsum follows', () => {
    expect(einsum('ij,jk->ik', none(2, 0), none(0, 1)).toArray()).toEqual([[0], [0]])
    expect(einsum('ij->', none(2, 0)).item()).toBe(0)
  })
})

describe('moving nothing', () => {
  it('broadcasting stretches 1 to 0, and refuses other extents', () => {
    expect(add(none(0, 3), ones([1])).shape).toEqual([0, 3])
    expect(add(none(2, 0), ones([2, 1])).shape).toEqual([2, 0])
    expect(broadcastTo(ones([1]), [0]).shape).toEqual([0])
    expect(() => add(none(0) as Tensor, ones([3]) as Tensor)).toThrow(ShapeError)
  })

  it('concat with an empty one is the other, stack makes an axis of them', () => {
    expect(concat([none(0, 2), ones([1, 2])]).toArray()).toEqual([[1, 1]])
    expect(concat([none(0), none(0)]).shape).toEqual([0])
    expect(stack([none(0), none(0)], 1).shape).toEqual([0, 2])
  })

  it('reshape, transpose, flip, slice, pad, split and where take empty tensors', () => {
    expect(reshape(none(0, 3), [5, 0]).shape).toEqual([5, 0])
    expect(reshape(none(0), [-1]).shape).toEqual([0])
    expect(transpose(none(0, 3)).shape).toEqual([3, 0])
    expect(flip(none(2, 0), 1).shape).toEqual([2, 0])
    expect(slice(tensor([1, 2]), [[1, 1]]).shape).toEqual([0])
    expect(slice(tensor([1, 2]), [[2]]).shape).toEqual([0])
    expect(pad(none(0), [[1, 2]]).toArray()).toEqual([0, 0, 0])
    expect(split(none(0, 2), 2).map(part => part.shape)).toEqual([
      [0, 2],
      [0, 2],
    ])
    expect(where(zeros([0], { dtype: 'bool' }), none(0), 1).shape).toEqual([0])
  })

  it('reshape cannot infer an extent beside 0', () => {
    expect(() => reshape(none(0, 3), [0, -1])).toThrow(ShapeError)
  })

  it('no indices read nothing, and add nothing', () => {
    const x = tensor([[1, 2, 3]])
    expect(gather(x, zeros([1, 0], { dtype: 'int32' })).shape).toEqual([1, 0])
    expect(take(x, zeros([0], { dtype: 'int32' })).shape).toEqual([0, 3])
    expect(scatterAdd(x, zeros([1, 0], { dtype: 'int32' }), zeros([1, 0])).toArray()).toEqual([[1, 2, 3]])
    expect(segmentSum(none(0, 2), zeros([0], { dtype: 'int32' }), 2).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('an index into an empty axis is refused', () => {
    expect(() => take(none(0, 2), int(0))).toThrow(
      'take: index 0 is out of range for axis 0 of size 0; the axis is empty',
    )
  })
})

describe('derivatives by nothing', () => {
  it('are empty', () => {
    expect(grad((x: Tensor) => sum(x) as Tensor)(none(0, 2)).shape).toEqual([0, 2])
    expect(grad((x: Tensor) => prod(x))(none(0)).shape).toEqual([0])
    expect(jacobian((x: Tensor) => x)(none(0)).shape).toEqual([0, 0])
    expect(jacobian((x: Tensor) => sum(x) as Tensor)(none(3, 0)).shape).toEqual([3, 0])
  })
})
