// Before learning: rows set aside, and features on one scale.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromData, tensor } from '../../src/create.js'
import { type LabelledData, readLabelledCsv, split, standardize } from '../../src/data/index.js'
import { ArgumentError, ShapeError } from '../../src/errors.js'

const matrix = (n: number, d: number, value: (i: number, j: number) => number) =>
  fromData(
    Float64Array.from({ length: n * d }, (_, k) => value(Math.floor(k / d), k % d)),
    [n, d] as const,
  )

/** Row i holds i and 10 i, and has label i: a row that lost its label would show. */
const samples = (n: number) => ({
  features: matrix(n, 2, (i, j) => (j === 0 ? i : 10 * i)),
  labels: fromData(
    Int32Array.from({ length: n }, (_, i) => i),
    [n] as const,
  ),
})

describe('split', () => {
  test('puts every row in one part, with its label', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer(),
        (n, share, seed) => {
          const { train, test } = split(samples(n), { test: share, seed })
          const m = test.labels.shape[0]
          expect(m).toBe(Math.min(Math.max(Math.round(n * share), 1), n - 1))
          for (const part of [train, test]) {
            expect(part.features.toArray()).toEqual(part.labels.toArray().map(i => [i, 10 * i]))
          }
          const all = [...train.labels.data, ...test.labels.data].sort((a, b) => a - b)
          expect(all).toEqual(Array.from({ length: n }, (_, i) => i))
        },
      ),
    )
  })

  test('gives the same parts for the same seed, and others for another', () => {
    const labels = (seed: number) => split(samples(40), { seed }).test.labels.toArray()
    expect(labels(1)).toEqual(labels(1))
    expect(labels(1)).not.toEqual(labels(2))
    expect(labels(1)).toHaveLength(10)
  })

  test('keeps what else the data holds, and the dtypes', () => {
    const data = readLabelledCsv('a,y\n1,u\n2,v\n3,u\n')
    const { train, test }: Record<'train' | 'test', LabelledData> = split(data, { seed: 7 })
    expect(test).toMatchObject({ classes: ['u', 'v'], featureNames: ['a'], labelName: 'y' })
    expect(train.labels.dtype).toBe('int32')
    expect(train.features.shape).toEqual([2, 1])
    const floats = { features: tensor([[1], [2]], { dtype: 'float32' }), labels: tensor([0.5, 1]) }
    expect(split(floats, { seed: 7 }).train.features.dtype).toBe('float32')
  })

  test('takes rows without features', () => {
    const data = { features: matrix(4, 0, () => 0), labels: samples(4).labels }
    expect(split(data, { seed: 0 }).train.features.shape).toEqual([3, 0])
  })

  test('refuses what cannot be parted', () => {
    expect(() => split(samples(1), { seed: 0 })).toThrow(
      new ArgumentError('split', 'wants at least 2 rows, got 1'),
    )
    for (const share of [0, 1, -1, 30, Number.NaN]) {
      expect(() => split(samples(9), { test: share, seed: 0 })).toThrow(
        'split: test must be a share between 0 and 1',
      )
    }
    expect(() => split(samples(9), { seed: 0.5 })).toThrow(ArgumentError)
    expect(() => split({ ...samples(9), labels: samples(8).labels }, { seed: 0 })).toThrow(ShapeError)
  })
})

describe('standardize', () => {
  test('gives each column mean 0 and deviation 1', () => {
    const { features, mean, deviation } = standardize(tensor([[1, 10], [3, 10], [5, 40], [7, 40]])) // biome-ignore format: a matrix
    expect(mean.toArray()).toEqual([4, 25])
    expect(deviation.toArray()).toEqual([Math.sqrt(5), 15])
    expect(features.toArray()).toEqual([-3, -1, 1, 3].map((x, i) => [x / Math.sqrt(5), i < 2 ? -1 : 1]))
  })

  test('does so for any spread around any mean', () => {
    const size = fc.record({
      n: fc.integer({ min: 2, max: 50 }),
      scale: fc.integer({ min: -300, max: 300 }),
      shift: fc.integer({ min: -100, max: 100 }),
    })
    fc.assert(
      fc.property(
        size,
        fc.infiniteStream(fc.integer({ min: 0, max: 1000 })),
        ({ n, scale, shift }, stream) => {
          // The first two differ, so that the column is not constant; |x| ≤ 1100 · 10^scale.
          const x = matrix(n, 1, i => (shift + (i < 2 ? 500 * i : stream.next().value!)) * 10 ** scale)
          const z = standardize(x)
            .features.toArray()
            .map(row => row[0]!)
          // x − mean loses at most 1100 · 2⁻⁵², of a deviation of at least 250 / √(n / 2): below 1e-13 for n ≤ 50.
          expect(Math.abs(z.reduce((sum, v) => sum + v, 0) / n)).toBeLessThan(1e-13)
          expect(Math.abs(z.reduce((sum, v) => sum + v * v, 0) / n - 1)).toBeLessThan(1e-13)
        },
      ),
    )
  })

  test('makes a constant column exactly 0, with deviation 1', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 1, max: 30 }),
        (value, n) => {
          const { features, mean, deviation } = standardize(matrix(n, 1, () => value))
          expect(mean.item()).toBe(value)
          expect(deviation.item()).toBe(1)
          expect(features.toTypedArray().every(z => z === 0)).toBe(true)
        },
      ),
    )
  })

  test('applies the same scale to later rows, and to the same rows gives the same', () => {
    const x = matrix(6, 3, (i, j) => Math.sin(i + 7 * j))
    const { features, apply } = standardize(x)
    expect(apply(x).toArray()).toEqual(features.toArray())
    const { apply: scale } = standardize(tensor([[0], [2]]))
    expect(scale(tensor([[5], [-1], [1]])).toArray()).toEqual([[4], [-2], [0]])
    expect(() => scale(tensor([[1, 2]]))).toThrow('standardize: wants rows of 1 features, got [1, 2]')
  })

  test('keeps float32, and makes float64 of whole numbers', () => {
    expect(standardize(tensor([[1], [2]], { dtype: 'float32' })).features.dtype).toBe('float32')
    expect(standardize(tensor([[1], [2]], { dtype: 'int32' })).features.toArray()).toEqual([[-1], [1]])
  })

  test('ends in finite numbers at the edges of float64', () => {
    for (const pair of [
      [1e308, -5e307],
      [5e-324, 0],
      [1e308, 1e-308],
    ]) {
      // biome-ignore format: pairs
      const x = matrix(100, 1, i => pair[i === 0 ? 0 : 1]!)
      expect(standardize(x).features.toTypedArray().every(Number.isFinite)).toBe(true)
    }
  })

  test('refuses no rows, and values that are not finite or too far apart', () => {
    expect(() => standardize(matrix(0, 2, () => 0))).toThrow('wants at least one row')
    expect(standardize(matrix(3, 0, () => 0)).features.shape).toEqual([3, 0])
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1.7e308]) {
      expect(() => standardize(tensor([[1, 1.7e308], [1, value]]))).toThrow('standardize: column 1 must hold') // biome-ignore format: a matrix
    }
  })
})
