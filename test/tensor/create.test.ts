// Where tensors come from: nested arrays and typed arrays, fills, ranges, indicator rows; and what is refused, by its place.
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  arange,
  broadcastTo,
  DTypeError,
  eye,
  full,
  IndexError,
  linspace,
  type Nested,
  oneHot,
  ones,
  onesLike,
  random,
  reshape,
  type Shape,
  ShapeError,
  tensor,
  zeros,
  zerosLike,
} from '../../src/index.js'

/** What only a caller in JavaScript can pass. */
const from = (values: unknown, dtype?: string) =>
  tensor(values as Nested, dtype === undefined ? {} : { dtype: dtype as 'float64' })

describe('tensor', () => {
  it('takes a number, a boolean, or arrays nested to any depth', () => {
    expect(tensor(3)).toMatchObject({ shape: [], dtype: 'float64', size: 1, rank: 0 })
    expect(tensor([1, 2])).toMatchObject({ shape: [2], dtype: 'float64' })
    expect(tensor([[[[1], [2]]]])).toMatchObject({ shape: [1, 1, 2, 1], rank: 4 })
    expect(tensor(true)).toMatchObject({ shape: [], dtype: 'bool' })
    expect(tensor([[true, false]])).toMatchObject({ shape: [1, 2], dtype: 'bool' })
  })

  it('takes numbers and booleans together as numbers', () => {
    expect(tensor([true, 2]).dtype).toBe('float64')
    expect(tensor([true, 2]).toArray()).toEqual([1, 2])
  })

  it('takes empty arrays at any depth', () => {
    expect(tensor([])).toMatchObject({ shape: [0], dtype: 'float64', size: 0 })
    expect(tensor([[], []])).toMatchObject({ shape: [2, 0] })
    expect(tensor([[[]], [[]]])).toMatchObject({ shape: [2, 1, 0] })
  })

  it('refuses ragged arrays, and says where', () => {
    const ragged: readonly (readonly [unknown, string])[] = [
      [[[1, 2], [3]], 'values[1] has length 1, its first neighbour has 2'],
      [[[1], [2, 3]], 'values[1] has length 2, its first neighbour has 1'],
      [[[1, 2], 3], 'values[1] is 3 where an array of length 2 was wanted'],
      [[1, [2]], 'values[1] is an array of length 1 where a number was wanted'],
      [[[1, 2], []], 'values[1] has length 0, its first neighbour has 2'],
      [[[], [1]], 'values[1] has length 1, its first neighbour has 0'],
      [
        [
          [[1], [2]],
          [[3], [4, 5]],
        ],
        'values[1][1] has length 2, its first neighbour has 1',
      ],
      [[[[1]], [[[2]]]], 'values[1][0][0] is an array of length 1 where a number was wanted'],
      [[[[1, 2]], [3]], 'values[1][0] is 3 where an array of length 2 was wanted'],
    ]
    for (const [values, message] of ragged) {
      expect(() => from(values)).toThrow(ShapeError)
      expect(() => from(values)).toThrow(`tensor: nested arrays are ragged: ${message}`)
    }
  })

  it('refuses what is no number, and says where', () => {
    const wrong: readonly (readonly [unknown, string])[] = [
      ['abc', 'the value is "abc"'],
      [undefined, 'the value is undefined'],
      [null, 'the value is null'],
      [{ a: 1 }, 'the value is a Object'],
      [[1, '2'], 'values[1] is "2"'],
      [[1, null], 'values[1] is null'],
      [
        [
          [1, 2],
          [3, undefined],
        ],
        'values[1][1] is undefined',
      ],
      // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
      [[1, , 3], 'values[1] is undefined'],
      [() => 1, 'the value is a function'],
    ]
    for (const [values, message] of wrong) {
      expect(() => from(values)).toThrow(DTypeError)
      expect(() => from(values)).toThrow(`tensor: ${message}; wanted a number or a boolean`)
    }
  })

  it('copies typed arrays, in their own dtype', () => {
    const kinds = [
      [new Float64Array([1, 2]), 'float64'],
      [new Float32Array([1, 2]), 'float32'],
      [new Int32Array([1, 2]), 'int32'],
      [new Uint8Array([1, 0]), 'bool'],
    ] as const
    for (const [values, dtype] of kinds) {
      const x = tensor(values)
      expect(x).toMatchObject({ shape: [2], dtype })
      values[0] = 0
      expect(x.data[0]).toBe(1)
    }
  })

  it('takes a view of part of a buffer as that part', () => {
    expect(tensor(new Float64Array([1, 2, 3, 4]).subarray(1, 3)).toArray()).toEqual([2, 3])
  })

  it('asks for the dtype of other typed arrays, and refuses what holds no numbers', () => {
    expect(() => tensor(new Int16Array([1]))).toThrow(DTypeError)
    expect(() => tensor(new Int16Array([1]))).toThrow("as in { dtype: 'float64' }")
    expect(tensor(new Uint16Array([65535]), { dtype: 'int32' }).toArray()).toEqual([65535])
    expect(() => from(new DataView(new ArrayBuffer(8)))).toThrow(DTypeError)
    expect(() => from(new BigInt64Array(1))).toThrow(DTypeError)
  })

  it('stores values in the dtype that is asked for', () => {
    expect(tensor([1, 0], { dtype: 'bool' }).toArray()).toEqual([1, 0])
    expect(tensor(0.1, { dtype: 'float32' }).item()).toBe(Math.fround(0.1))
    expect(tensor([true, false], { dtype: 'int32' })).toMatchObject({ dtype: 'int32', size: 2 })
    expect(tensor(new Float64Array([1, 2]), { dtype: 'int32' }).dtype).toBe('int32')
    expect(tensor([NaN, -Infinity], { dtype: 'float32' }).toArray()).toEqual([NaN, -Infinity])
  })

  it('refuses values that the dtype cannot hold, by value and position', () => {
    for (const value of [0.5, NaN, Infinity, 2 ** 31, -(2 ** 31) - 1])
      expect(() => tensor([0, value], { dtype: 'int32' })).toThrow(
        `tensor: ${value} at position 1 does not fit int32`,
      )
    for (const value of [2, 0.5, -1, 256, NaN])
      expect(() => tensor([0, value], { dtype: 'bool' })).toThrow(
        `tensor: ${value} at position 1 does not fit bool`,
      )
    expect(() => tensor(new Uint8Array([2]))).toThrow(DTypeError)
    expect(tensor([-0, 2 ** 31 - 1, -(2 ** 31)], { dtype: 'int32' }).toArray()).toEqual([
      0,
      2 ** 31 - 1,
      -(2 ** 31),
    ])
  })

  it('refuses a dtype that does not exist', () => {
    expect(() => from([1], 'float16')).toThrow(
      'tensor: dtype must be float64, float32, int32 or bool, got "float16"',
    )
  })

  it('takes an array of a million values', () => {
    const values = Array.from({ length: 1000 }, (_, i) =>
      Array.from({ length: 1000 }, (_, j) => i * 1000 + j),
    )
    expect(tensor(values as Nested).data[999_999]).toBe(999_999)
  })
})

describe('immutability', () => {
  it('changing the array that a tensor was made of changes nothing', () => {
    const values = [
      [1, 2],
      [3, 4],
    ]
    const x = tensor(values)
    values[0]![0] = 9
    expect(x.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('changing what toArray and toTypedArray gave changes nothing', () => {
    const x = tensor([1, 2])
    x.toArray()[0] = 9
    x.toTypedArray()[0] = 9
    expect(x.toArray()).toEqual([1, 2])
  })

  it('changing the array that named a shape changes no tensor', () => {
    const makers: Record<string, (shape: number[]) => { shape: Shape }> = {
      zeros: shape => zeros(shape),
      full: shape => full(shape, 3),
      reshape: shape => reshape(arange(6), shape),
      broadcastTo: shape => broadcastTo(tensor(1), shape),
      uniform: shape => random(0).uniform(shape),
    }
    for (const [name, make] of Object.entries(makers)) {
      const shape = [2, 3]
      const x = make(shape)
      shape[0] = 7
      expect(x.shape, name).toEqual([2, 3])
    }
  })
})

describe('fills', () => {
  it('zeros, ones and full have the shape and the dtype that is asked for', () => {
    expect(zeros([2, 1]).toArray()).toEqual([[0], [0]])
    expect(ones([2], { dtype: 'float32' })).toMatchObject({ dtype: 'float32', shape: [2] })
    expect(full([2], true).dtype).toBe('bool')
    expect(full([], 2.5).item()).toBe(2.5)
    expect(full([0, 3], 1).shape).toEqual([0, 3])
    expect(zerosLike(tensor([[1, 2]], { dtype: 'int32' }))).toMatchObject({ dtype: 'int32', shape: [1, 2] })
    expect(onesLike(tensor([5, 6])).toArray()).toEqual([1, 1])
  })

  it('refuse extents that are no whole numbers ≥ 0, and values that do not fit', () => {
    for (const shape of [[-1], [1.5], [NaN], [2, Infinity]]) {
      expect(() => zeros(shape as Shape)).toThrow(ShapeError)
      expect(() => zeros(shape as Shape)).toThrow(
        `extents must be whole numbers ≥ 0, got [${shape.join(', ')}]`,
      )
    }
    expect(() => full([2], 0.5, { dtype: 'int32' })).toThrow(DTypeError)
  })

  it('eye has ones on its diagonal', () => {
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(eye(0).shape).toEqual([0, 0])
    expect(eye(1, { dtype: 'bool' }).dtype).toBe('bool')
    expect(() => eye(2.5)).toThrow(ShapeError)
  })

  it('oneHot marks the label of each row, and refuses −1, which is no class', () => {
    const labels = tensor([2, 0, 2], { dtype: 'int32' })
    expect(oneHot(labels, 3).toArray()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
    ])
    expect(oneHot(tensor(1), 2).toArray()).toEqual([0, 1])
    expect(oneHot(tensor([[0, 1]]), 2).shape).toEqual([1, 2, 2])
    expect(() => oneHot(labels, 2)).toThrow(IndexError)
    expect(() => oneHot(tensor([-1]), 2)).toThrow(
      'oneHot: index -1 is out of range for axis 1 of size 2; use 0 to 1',
    )
  })
})

describe('arange', () => {
  // Lengths as numpy.arange(start, stop, step).size gives them, which may round up past the stop.
  const LENGTHS = [
    [0, 5, 1, 5],
    [5, 0, 1, 0],
    [5, 0, -1, 5],
    [0, 1, 0.1, 10],
    [0, 1, 0.3, 4],
    [-1, 1, 0.5, 4],
    [0, 0, 1, 0],
    [0, -1, -0.25, 4],
    [2.5, 7, 2, 3],
    [0, 1e-3, 1e-4, 10],
    [1, 1.3, 0.1, 4],
    [0, 2.1, 0.7, 4],
    [0, 1.1, 0.1, 11],
    [0.5, 0.8, 0.1, 4],
  ] as const

  it('has as many numbers as NumPy’s, at start + i·step', () => {
    for (const [start, stop, step, length] of LENGTHS) {
      const x = arange(start, stop, step)
      expect(x.shape, `${start}, ${stop}, ${step}`).toEqual([length])
      for (const [i, v] of Array.from(x.data).entries()) expect(v).toBe(start + i * step)
    }
    expect(arange(3).toArray()).toEqual([0, 1, 2])
    expect(arange(1, 3).toArray()).toEqual([1, 2])
    expect(arange(0, 5, 2, { dtype: 'int32' })).toMatchObject({ dtype: 'int32', shape: [3] })
  })

  it('refuses a step of 0 and what is not finite', () => {
    for (const [start, stop, step] of [
      [0, 1, 0],
      [0, 0, 0],
      [0, Infinity, 1],
      [NaN, 1, 1],
      [0, 1, NaN],
    ] as const)
      expect(() => arange(start, stop, step)).toThrow(ArgumentError)
    expect(() => arange(0, 1, 0.5, { dtype: 'int32' })).toThrow(DTypeError)
  })
})

describe('linspace', () => {
  it('holds both ends, evenly apart', () => {
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(linspace(1, 0, 3).toArray()).toEqual([1, 0.5, 0])
    expect(linspace(0.1, 0.7, 7).data[6]).toBe(0.7)
    expect(linspace(2, 9, 1).toArray()).toEqual([2])
    expect(linspace(0, 1, 0).shape).toEqual([0])
    expect(linspace(3, 3, 2).toArray()).toEqual([3, 3])
  })

  it('refuses a count that is no whole number ≥ 0', () => {
    expect(() => linspace(0, 1, -1)).toThrow(ShapeError)
    expect(() => linspace(0, 1, 2.5)).toThrow(ShapeError)
  })
})
