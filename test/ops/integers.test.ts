// int32 and bool in ops: which dtype comes out, exactly NumPy's wherever that has one; what does not fit is refused.
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  argMax,
  cast,
  clip,
  cumsum,
  DTypeError,
  div,
  equal,
  exp,
  full,
  logicalAnd,
  logicalNot,
  logicalOr,
  matmul,
  max,
  maximum,
  mean,
  mod,
  mul,
  neg,
  pow,
  prod,
  relu,
  scatterAdd,
  segmentSum,
  sign,
  square,
  sub,
  sum,
  sumTo,
  type Tensor,
  tensor,
  variance,
  where,
  zeros,
} from '../../src/index.js'

const int = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' })
const TOP = 2 ** 31 - 1

describe('int32', () => {
  it('stays int32 in arithmetic, and leaves it by division and elementary functions', () => {
    const [a, b] = [int(7, -7), int(2, 2)]
    for (const y of [add(a, b), sub(a, b), mul(a, b), mod(a, b), maximum(a, b), neg(a), abs(a), square(a)])
      expect(y.dtype).toBe('int32')
    for (const y of [
      pow(a, b),
      sign(a),
      relu(a),
      clip(a, 0, 5),
      sum(a),
      prod(a),
      max(a),
      cumsum(a, { axis: 0 }),
    ])
      expect(y.dtype).toBe('int32')
    for (const y of [div(a, b), exp(b), mean(a), variance(a)]) expect(y.dtype).toBe('float64')
    expect(mod(a, b).toArray()).toEqual([1, 1])
    expect(div(a, b).toArray()).toEqual([3.5, -3.5])
    expect(argMax(a).dtype).toBe('int32')
  })

  it('whole numbers beside it keep it, others make it float64', () => {
    expect(add(int(1), 2).dtype).toBe('int32')
    expect(add(int(1), 0.5).toArray()).toEqual([1.5])
    expect(add(int(1), 2 ** 31).toArray()).toEqual([2 ** 31 + 1])
    expect(mul(int(1), Number.POSITIVE_INFINITY).dtype).toBe('float64')
  })

  it('refuses a result that does not fit, by op, value and position', () => {
    const refused = (run: () => Tensor, message: string) => {
      expect(run).toThrow(DTypeError)
      expect(run).toThrow(message)
    }
    refused(() => add(int(0, TOP), 1), `add: the result ${TOP + 1} at position 1 does not fit int32`)
    refused(() => sub(int(-TOP), 2), `sub: the result ${-TOP - 2} at position 0`)
    refused(() => mul(int(2 ** 16), int(2 ** 15)), 'mul: the result 2147483648')
    refused(() => neg(int(-(2 ** 31))), 'neg: the result 2147483648')
    refused(() => abs(int(-(2 ** 31))), 'abs: the result 2147483648')
    refused(() => square(int(2 ** 16)), 'square: the result 4294967296')
    refused(() => pow(int(2), 31), 'pow: the result 2147483648')
    refused(() => pow(int(2), -1), 'pow: the result 0.5')
    refused(() => mod(int(2), 0), 'mod: the result NaN')
    refused(() => sum(int(TOP, 1)), 'sum: the result 2147483648')
    refused(() => cumsum(int(TOP, 1), { axis: 0 }), 'cumsum: the result 2147483648 at position 1')
    refused(() => matmul(int(2 ** 16), int(2 ** 16)), 'matmul: the result 4294967296')
    refused(() => scatterAdd(int(TOP), int(0), int(1)), 'the result 2147483648')
    refused(() => segmentSum(int(TOP, 1), int(0, 0), 1), 'the result 2147483648')
    expect(() => prod(int(2 ** 16, 2 ** 16))).toThrow(DTypeError)
  })

  it('the largest and the smallest fit', () => {
    expect(add(int(TOP - 1, -TOP), int(1, -1)).toArray()).toEqual([TOP, -(2 ** 31)])
  })

  it('a matrix product is refused by the sum of its terms, not by the largest', () => {
    const large = int(2 ** 26, 2 ** 26, 2 ** 26, 2 ** 26)
    expect(() => matmul(large, int(2 ** 26, 2 ** 26, -(2 ** 26), -(2 ** 26)))).toThrow(
      'matmul: sums of products of these int32 values may pass 2⁵³',
    )
    const less = int(2 ** 24, 2 ** 24, 2 ** 24, 2 ** 24)
    expect(matmul(less, int(2 ** 26, 2 ** 26, -(2 ** 26), -(2 ** 26))).item()).toBe(0)
  })

  it('a matrix product is exact or refused, also where terms in between are beyond 2⁵³', () => {
    // 2⁶⁰ + 1 − 2⁶⁰ = 1, which a float64 sum makes 0.
    const product = () => matmul(int(2 ** 30, 1, 2 ** 30), int(2 ** 30, 1, -(2 ** 30))) as Tensor
    let y: Tensor | undefined
    try {
      y = product()
    } catch (error) {
      expect(error).toBeInstanceOf(DTypeError)
    }
    if (y !== undefined) expect(y.item()).toBe(1)
  })
})

describe('bool', () => {
  const [yes, no] = [tensor([true, true]), tensor([true, false])]

  it('adds as "or", multiplies as "and", and has no difference', () => {
    expect([add(yes, no).dtype, add(yes, no).toArray()]).toEqual(['bool', [1, 1]])
    expect([mul(yes, no).dtype, mul(yes, no).toArray()]).toEqual(['bool', [1, 0]])
    expect(() => sub(yes, no)).toThrow(DTypeError)
    expect(() => neg(yes)).toThrow(DTypeError)
  })

  it('is counted by sum, mean and cumsum', () => {
    expect([sum(no).dtype, sum(no).item()]).toEqual(['int32', 1])
    expect(mean(no).item()).toBe(0.5)
    expect(cumsum(yes, { axis: 0 }).toArray()).toEqual([1, 2])
    expect(segmentSum(yes, int(0, 0), 1).toArray()).toEqual([2])
    expect(matmul(yes, no).item()).toBe(1)
  })

  it('counts past 255', () => {
    const many = full([256], true)
    expect(sum(many).item()).toBe(256)
    expect(sumTo(many, []).item()).not.toBe(0)
  })

  it('scatterAdd of 256 times true is true', () => {
    const hits = scatterAdd(tensor([false]), zeros([256], { dtype: 'int32' }), full([256], true))
    expect(hits.item()).not.toBe(0)
  })

  it('takes part in arithmetic with numbers as 0 and 1', () => {
    expect([add(no, 1).dtype, add(no, 1).toArray()]).toEqual(['int32', [2, 1]])
    expect([mul(no, 0.5).dtype, mul(no, 0.5).toArray()]).toEqual(['float64', [0.5, 0]])
    expect(mul(no, tensor([2, 3], { dtype: 'float32' })).dtype).toBe('float32')
    expect(div(no, yes).dtype).toBe('float64')
  })

  it('comparisons and logic answer in it', () => {
    expect(equal(int(1, 2), tensor([1, 2.5])).toArray()).toEqual([1, 0])
    expect(equal(tensor([Number.NaN]), Number.NaN).toArray()).toEqual([0])
    expect(logicalAnd(yes, no).toArray()).toEqual([1, 0])
    expect(logicalOr(no, tensor([0, 0])).toArray()).toEqual([1, 0])
    expect(logicalNot(tensor([0, 2])).toArray()).toEqual([1, 0])
    expect(max(no).dtype).toBe('bool')
  })

  it('any number but 0 counts as true in logic and in where, NaN too', () => {
    expect(logicalAnd(tensor([0.5, Number.NaN, 0]), 1).toArray()).toEqual([1, 1, 0])
    expect(where(tensor([0.5, Number.NaN, 0]), 1, 2).toArray()).toEqual([1, 1, 2])
  })
})

describe('cast', () => {
  it('to int32 truncates toward zero, to bool is "not 0", to float32 rounds', () => {
    expect(cast(tensor([1.9, -1.9]), 'int32').toArray()).toEqual([1, -1])
    expect(cast(tensor([0.5, 0, Number.NaN]), 'bool').toArray()).toEqual([1, 0, 1])
    expect(cast(tensor(0.1), 'float32').item()).toBe(Math.fround(0.1))
    expect(cast(cast(tensor(0.1), 'float32'), 'float64').item()).toBe(Math.fround(0.1))
  })

  it('refuses what int32 cannot hold', () => {
    for (const value of [Number.NaN, Infinity, 2 ** 31, -(2 ** 31) - 1])
      expect(() => cast(tensor([0, value]), 'int32')).toThrow(
        `cast: ${value} at position 1 does not fit int32`,
      )
    expect(cast(tensor([2 ** 31 - 0.5, -(2 ** 31) - 0.5]), 'int32').toArray()).toEqual([TOP, -(2 ** 31)])
  })
})
