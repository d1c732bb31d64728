// Views: joined, and folded into the ops that read them.
import { describe, expect, it } from 'vitest'
import { foldViews } from '../../../src/compile/passes/index.js'
import {
  add,
  broadcastTo,
  exp,
  grad,
  greater,
  matmul,
  mean,
  mul,
  neg,
  reshape,
  sum,
  sumTo,
  type Tensor,
  tensor,
  transpose,
  where,
} from '../../../src/index.js'
import { float32, float64, int32, left, passed } from './passed.js'

describe('foldViews', () => {
  it('shows what it does', () => {
    const f = (x: Tensor, w: Tensor, b: Tensor) =>
      add(matmul(transpose(x), transpose(w)), broadcastTo(reshape(b, [1, 3]), [5, 3]))
    expect(passed(foldViews, f, [float64(4, 5), float64(3, 4), float64(3)], 1000)).toMatchInlineSnapshot(`
      "%0: float64 [4, 5] = input
      %1: float64 [3, 4] = input
      %2: float64 [3] = input
      %3: float64 [5, 4] = permute %0 {[1, 0]}
      %4: float64 [4, 3] = permute %1 {[1, 0]}
      %5: float64 [5, 3] = matmul %3 %4
      %6: float64 [1, 3] = reshape %2
      %7: float64 [5, 3] = broadcastTo %6
      %8: float64 [5, 3] = add %5 %7
      return %8
      ⟶
      %0: float64 [4, 5] = input
      %1: float64 [3, 4] = input
      %2: float64 [3] = input
      %3: float64 [5, 4] = permute %0 {[1, 0]}
      %4: float64 [4, 3] = permute %1 {[1, 0]}
      %9: float64 [5, 3] = matmul %0 %1 {transposeA, transposeB}
      %6: float64 [1, 3] = reshape %2
      %10: float64 [5, 3] = broadcastTo %2
      %11: float64 [5, 3] = add %9 %2
      return %11"
    `)
  })

  it('joins reshapes, permutations and stretches, and drops those that change nothing', () => {
    expect(left(x => reshape(reshape(x, [6]), [2, 3]), [float64(2, 3)])).toBe('')
    expect(left(x => reshape(reshape(x, [6]), [3, 2]), [float64(2, 3)])).toBe('reshape')
    expect(left(x => transpose(transpose(x, [1, 2, 0]), [1, 2, 0]), [float64(2, 3, 4)])).toBe('permute')
    expect(left(x => transpose(transpose(x, [1, 2, 0]), [2, 0, 1]), [float64(2, 3, 4)])).toBe('')
    expect(left(x => transpose(transpose(x, [1, 2, 0]), [1, 0, 2]), [float64(2, 3, 4)])).toBe('permute')
    expect(left(x => broadcastTo(broadcastTo(x, [2, 3]), [4, 2, 3]), [float64(3)])).toBe('broadcastTo')
    expect(left(x => broadcastTo(reshape(x, [1, 1, 3]), [2, 5, 3]), [float64(3)])).toBe('broadcastTo')
    expect(left(x => broadcastTo(reshape(x, [3, 1]), [3, 5]), [float64(3)])).toBe('reshape broadcastTo')
  })

  it('takes a permutation that moves axes of extent 1 alone for a reshape', () => {
    expect(left(x => transpose(x, [1, 0, 2]), [float64(1, 3, 4)])).toBe('reshape')
    expect(left(x => transpose(x, [0, 2, 1]), [float64(0, 3, 4)])).toBe('permute')
  })

  it('reshapes and permutes a stretched number by stretching it', () => {
    expect(left(x => transpose(broadcastTo(x, [2, 3])), [float64()])).toBe('broadcastTo')
    expect(left(x => reshape(broadcastTo(x, [2, 3]), [6]), [float64(1)])).toBe('broadcastTo')
  })

  it('stretches after an op on single values, or lets the op do it', () => {
    // Two kernels, each exact to 2.5 units.
    expect(left(x => exp(broadcastTo(x, [200, 3])), [float64(3)], 5)).toBe('exp broadcastTo')
    expect(left((x, y) => mul(broadcastTo(x, [4, 3]), y), [float64(3), float64(4, 3)])).toBe('mul')
    expect(
      left((x, y) => mul(broadcastTo(x, [4, 3]), broadcastTo(y, [4, 3])), [float64(3), float64(1)]),
    ).toBe('mul broadcastTo')
    expect(left((x, y) => mul(broadcastTo(x, [4, 3]), y), [float64(3), float64(3)])).toBe('mul broadcastTo')
  })

  it('lets a product read factors as they lie, and give itself transposed', () => {
    const specs = [float64(5, 4), float64(4, 3)]
    expect(left((x, w) => transpose(matmul(x, w)), specs, 1000)).toBe('matmul')
    expect(left((x, w) => matmul(transpose(w), transpose(x)), specs, 1000)).toBe('matmul')
    for (const flags of [{ transposeA: true }, { transposeB: true }])
      expect(left((x, w) => transpose(matmul(x, w, flags)), [float64(4, 4), float64(4, 4)], 1000)).toBe(
        'matmul',
      )
    expect(left((x, w) => [matmul(x, w), transpose(matmul(x, w))], specs, 1000)).toBe('matmul permute')
    const batches = [float64(2, 4, 5), float64(2, 4, 3)]
    expect(left((x, w) => matmul(transpose(x, [0, 2, 1]), w), batches, 1000)).toBe('matmul')
    expect(
      left((x, w) => matmul(transpose(x, [2, 0, 1]), w), [float64(4, 5, 2), float64(2, 5, 3)], 1000),
    ).toBe('permute matmul')
  })

  it('does not stretch batches that a product stretches itself', () => {
    const f = (x: Tensor, w: Tensor) => matmul(x, broadcastTo(w, [7, 4, 3]))
    expect(left(f, [float64(7, 5, 4), float64(4, 3)], 1000)).toBe('matmul')
    expect(left(f, [float64(5, 4), float64(4, 3)], 1000)).toBe('broadcastTo matmul')
  })

  it('multiplies by the count what would be stretched and summed', () => {
    // n terms added in float64 are exact to n/2 units, rounded once more; 0 is added, for no sum is −0.
    expect(left(x => sumTo(broadcastTo(x, [5, 3]), [3]), [float64(3)], 6)).toBe('mul add')
    expect(left(x => sumTo(broadcastTo(x, [5, 3]), [1]), [float64(1)], 16)).toBe('mul add')
    expect(left(x => sumTo(broadcastTo(x, [5, 3]), [5, 1]), [float64(5, 1)], 6)).toBe('mul add')
    expect(left(x => sumTo(broadcastTo(x, [5, 3]), [5, 1]), [float64(3)], 6)).toBe('sumTo broadcastTo')
    expect(left(x => sumTo(broadcastTo(x, [2, 5, 3]), [5, 1]), [float64(3)], 6)).toBe(
      'sumTo mul add broadcastTo',
    )
    expect(left(x => sum(broadcastTo(x, [5, 3])), [int32(3)])).toBe('sumTo mul reshape')
    expect(left(x => sumTo(broadcastTo(x, [5, 0, 3]), [1, 3]), [float64(3)])).toBe('broadcastTo sumTo')
    expect(left(x => sumTo(broadcastTo(x, [5, 0, 3]), [1, 3]), [float64(0, 3)])).toBe('sumTo mul add')
  })

  it('adds nothing up where each sum has one term', () => {
    expect(left(x => sumTo(x, [3]), [float64(1, 3)])).toBe('reshape add')
    expect(left(x => sumTo(exp(x), [3]), [float64(1, 3)])).toBe('exp reshape')
    expect(left(x => sumTo(x, [3]), [int32(1, 3)])).toBe('reshape')
    expect(left(x => sumTo(x, [0]), [float64(1, 0)])).toBe('sumTo')
  })

  it('reads operands without the axes of extent 1 that stretching gives them', () => {
    const f = (x: Tensor, y: Tensor) => [mul(x, reshape(y, [1, 3])), mul(reshape(y, [3]), x)]
    expect(left(f, [float64(5, 3), float64(3)])).toBe('mul')
    expect(left(f, [float64(5, 3), float64(1, 1, 3)])).toBe('reshape mul reshape mul')
    expect(left(x => add(x, tensor([[7]])), [float64(3)])).toBe('add')
    expect(left((x, y) => mul(reshape(x, [1, 3]), reshape(y, [1, 1])), [float64(3), float64(1)])).toBe(
      'reshape mul',
    )
  })

  it('negates a sum, and not what is summed', () => {
    expect(left(x => sumTo(neg(x), [3]), [float64(5, 3)])).toBe('sumTo sub')
    expect(left(x => sumTo(neg(x), [3]), [int32(5, 3)])).toBe('neg sumTo')
  })

  it('chooses before it stretches', () => {
    const f = (x: Tensor, y: Tensor) =>
      where(broadcastTo(greater(x, 0), [5, 3]), broadcastTo(y, [5, 3]), broadcastTo(x, [5, 3]))
    expect(left(f, [float64(3), float64(1)])).toBe('greater where broadcastTo')
    expect(left(f, [float64(3), float64(5, 1)])).toBe('greater where')
  })

  it('leaves the gradient of a mean a number', () => {
    expect(
      left(
        grad((x: Tensor) => mean(neg(x))),
        [float32(40, 50)],
      ),
    ).toBe('broadcastTo')
  })
})
