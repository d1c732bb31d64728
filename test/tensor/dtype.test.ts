// What two dtypes become together: NumPy's table, for tensors and for plain numbers beside them.
import { describe, expect, it } from 'vitest'
import { add, concat, type DType, equal, matmul, type Tensor, tensor, where, zeros } from '../../src/index.js'

const DTYPES = ['float64', 'float32', 'int32', 'bool'] as const

/** numpy.result_type(a, b) of NumPy 2.4: rows are a, columns b, in the order of DTYPES. */
const NUMPY: Record<DType, readonly DType[]> = {
  float64: ['float64', 'float64', 'float64', 'float64'],
  float32: ['float64', 'float32', 'float64', 'float32'],
  int32: ['float64', 'float64', 'int32', 'int32'],
  bool: ['float64', 'float32', 'int32', 'bool'],
}

const ones = (dtype: DType): Tensor => tensor([1], { dtype })
const pairs = DTYPES.flatMap(a => DTYPES.map((b, i) => [a, b, NUMPY[a][i]!] as const))

describe('promotion', () => {
  it.each(pairs)('%s and %s are %s', (a, b, common) => {
    expect(add(ones(a), ones(b)).dtype).toBe(common)
    expect(concat([ones(a), ones(b)]).dtype).toBe(common)
    expect(where(tensor([true]), ones(a), ones(b)).dtype).toBe(common)
    expect(equal(ones(a), ones(b)).toArray()).toEqual([1])
  })

  it('a matrix product follows it too, and counts masks', () => {
    for (const [a, b, common] of pairs) {
      const y = matmul(zeros([1, 1], { dtype: a }), zeros([1, 1], { dtype: b }))
      expect(y.dtype).toBe(common === 'bool' ? 'int32' : common)
    }
  })

  it('int32 and float32 meet in float64, which holds every value of both', () => {
    const y = add(tensor([2 ** 24 + 1], { dtype: 'int32' }), tensor([0.5], { dtype: 'float32' }))
    expect(y.toArray()).toEqual([2 ** 24 + 1.5])
  })

  it('a plain number follows its neighbour, on either side', () => {
    // numpy.result_type of an array and a Python int or float; NumPy's own int64 is int32 here.
    const beside: readonly (readonly [DType, number, DType])[] = [
      ['float64', 1, 'float64'],
      ['float64', 0.5, 'float64'],
      ['float32', 1, 'float32'],
      ['float32', 0.5, 'float32'],
      ['float32', Number.NaN, 'float32'],
      ['int32', 1, 'int32'],
      ['int32', 0.5, 'float64'],
      ['bool', 1, 'int32'],
      ['bool', 0.5, 'float64'],
    ]
    for (const [dtype, value, want] of beside) {
      expect(add(ones(dtype), value).dtype, `${dtype} + ${value}`).toBe(want)
      expect(add(value, ones(dtype)).dtype, `${value} + ${dtype}`).toBe(want)
    }
    expect(add(1, 2).dtype).toBe('float64')
  })

  it('a number that float32 has not is rounded to it', () => {
    expect(add(tensor([0], { dtype: 'float32' }), 0.1).item()).toBe(Math.fround(0.1))
  })
})
