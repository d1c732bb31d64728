// Rankings: areas as shares of ordered pairs, counted one by one, and what a ranking does not see.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tensor } from '../../src/index.js'
import {
  averagePrecision,
  averagePrecisionByClass,
  precisionRecallCurve,
  rocAuc,
  rocAucByClass,
  rocCurve,
} from '../../src/metrics/index.js'
import { drawn, matrix, vector } from './drawn.js'

const two = drawn(2).map(rows => ({ ...rows, scores: rows.scores.map(row => row[1]!) }))

test('the area is the share of pairs that are in order, ties one half, exactly', () => {
  fc.assert(
    fc.property(two, ({ labels, scores, weights }) => {
      let [ordered, pairs] = [0, 0]
      for (const [i, a] of labels.entries()) {
        for (const [j, b] of labels.entries()) {
          if (a !== 1 || b !== 0) continue
          const weight = weights[i]! * weights[j]!
          pairs += weight
          ordered += weight * (scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0)
        }
      }
      const area = rocAuc(vector(labels), vector(scores), { weights: vector(weights) })
      // One division beside two: 2 eps.
      expect(Math.abs(area - ordered / pairs)).toBeLessThanOrEqual(2 ** -51)
    }),
  )
})

test('each class against the rest is two classes', () => {
  fc.assert(
    fc.property(drawn(), ({ labels, scores, weights, k }) => {
      const [y, s, options] = [vector(labels), matrix(scores), { weights: vector(weights) }]
      const areas = rocAucByClass(y, s, options)
      const precisions = averagePrecisionByClass(y, s, options)
      for (let c = 0; c < k; c++) {
        const own = vector(labels.map(label => (label === c ? 1 : 0)))
        const column = vector(scores.map(row => row[c]!))
        if (areas[c] === undefined) expect(() => rocAuc(own, column, options)).toThrow('wants rows')
        else expect(rocAuc(own, column, options)).toBe(areas[c])
        if (precisions[c] === undefined)
          expect(() => averagePrecision(own, column, options)).toThrow('wants rows')
        else expect(averagePrecision(own, column, options)).toBe(precisions[c])
        if (areas[c] !== undefined) expect(rocAuc(y, s, { ...options, positive: c })).toBe(areas[c])
      }
      const defined = areas.filter(area => area !== undefined)
      if (k > 2) expect(rocAuc(y, s, options)).toBe(defined.reduce((a, b) => a + b, 0) / defined.length)
      else expect(rocAuc(y, s, options)).toBe(areas[1])
    }),
  )
})

test('only the order of scores counts', () => {
  fc.assert(
    fc.property(two, ({ labels, scores }) => {
      const y = vector(labels)
      fc.pre(new Set(labels).size === 2)
      const area = rocAuc(y, vector(scores))
      // Both keep multiples of 1/4 from −1.5 to 1.5 apart.
      for (const monotone of [Math.exp, (s: number) => s ** 3 - 7]) {
        expect(rocAuc(y, vector(scores.map(monotone)))).toBe(area)
        expect(averagePrecision(y, vector(scores.map(monotone)))).toBe(averagePrecision(y, vector(scores)))
      }
      // The other way round, pairs in order are out of order: 1 − area rounds once more.
      expect(Math.abs(rocAuc(y, vector(scores.map(s => -s))) - (1 - area))).toBeLessThanOrEqual(2 ** -52)
    }),
  )
})

test('curves rise from nothing to everything, and the area lies under them', () => {
  fc.assert(
    fc.property(two, ({ labels, scores, weights }) => {
      const args = [vector(labels), vector(scores), { weights: vector(weights) }] as const
      const points = rocCurve(...args)
      expect(points[0]).toEqual({
        threshold: Number.POSITIVE_INFINITY,
        falsePositiveRate: 0,
        truePositiveRate: 0,
      })
      expect(points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 })
      let [area, mean] = [0, 0]
      const purity = precisionRecallCurve(...args)
      expect(purity.map(({ threshold }) => threshold)).toEqual(points.map(({ threshold }) => threshold))
      for (let i = 1; i < points.length; i++) {
        const [before, point] = [points[i - 1]!, points[i]!]
        expect(point.threshold).toBeLessThan(before.threshold)
        const width = point.falsePositiveRate - before.falsePositiveRate
        area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2
        mean += (purity[i]!.recall - purity[i - 1]!.recall) * purity[i]!.precision
      }
      // At most 13 steps of a few eps each.
      expect(Math.abs(area - rocAuc(...args))).toBeLessThan(1e-14)
      expect(Math.abs(mean - averagePrecision(...args))).toBeLessThan(1e-14)
    }),
  )
})

test('scores that say nothing get one half, and the share of positive rows', () => {
  expect(rocAuc(tensor([0, 1, 1, 0, 1]), tensor([3, 3, 3, 3, 3]))).toBe(0.5)
  expect(averagePrecision(tensor([0, 1, 1, 0, 1]), tensor([3, 3, 3, 3, 3]))).toBe(3 / 5)
})

test('infinities rank, and tie with themselves', () => {
  const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  expect(rocAuc(tensor([0, 0, 1, 1]), tensor([low, low, low, high]))).toBe(0.75)
})

test('pairs of many rows are counted exactly', () => {
  const n = 200_000
  const labels = Int32Array.from({ length: n }, (_, i) => i % 2)
  const scores = Float64Array.from({ length: n }, (_, i) => i >> 1)
  // Each positive row ties with one other and beats all others before it.
  const [half, pairs] = [n / 2, (n / 2) ** 2]
  const ordered = (half * (half - 1)) / 2 + half / 2
  expect(rocAuc(tensor(labels), tensor(scores))).toBe(ordered / pairs)
})

describe('refuses', () => {
  const y = tensor([0, 1, 1])
  const three = tensor([[1, 2, 3], [1, 2, 3], [3, 2, 1]]) // biome-ignore format: a matrix
  test.each([
    [
      'one class',
      () => rocAuc(tensor([1, 1]), tensor([1, 2])),
      'rocAuc: wants rows beside those of class 1, got none of another class',
    ],
    [
      'no positive row',
      () => rocCurve(tensor([0, 0]), tensor([1, 2])),
      'rocCurve: wants rows of class 1, got none',
    ],
    [
      'no positive row of weight',
      () => averagePrecision(y, y, { weights: tensor([1, 0, 0]) }),
      'averagePrecision: wants rows of class 1, got none',
    ],
    [
      'one class of three',
      () => rocAuc(tensor([2, 2, 2]), three),
      'rocAuc: wants rows of two classes or more, got rows of one class alone',
    ],
    [
      'three classes, none of them named',
      () => rocCurve(tensor([0, 1, 2]), three),
      'rocCurve: scores are those of 3 classes; say which one is positive',
    ],
    [
      'three classes with the scores of one, not named',
      () => rocAuc(tensor([0, 1, 2]), tensor([1, 2, 3])),
      'rocAuc: label 2 in row 2 is out of range: there are 2 classes, 0 to 1',
    ],
    [
      'a positive class that there is not',
      () => rocAuc(y, three, { positive: 3 }),
      'rocAuc: positive must be a class, 0 to 2, got 3',
    ],
    ['NaN', () => rocAuc(y, tensor([1, Number.NaN, 2])), 'rocAuc: scores must not be NaN, got it in row 1'],
    [
      'another mean',
      () => rocAuc(y, three, { average: 'micro' as 'macro' }),
      `rocAuc: average must be 'macro' or 'weighted', got "micro"`,
    ],
    [
      'scores of one class, where those of all are wanted',
      () => rocAucByClass(y, tensor([1, 2, 3])),
      'rocAucByClass: wants scores of all classes, [n, k], got [n]',
    ],
    [
      'what is no tensor',
      () => rocAuc(y, [1, 2, 3] as never),
      'rocAuc: scores must be a tensor, got an array of length 3',
    ],
  ] as const)('%s', (_what, call, message) => {
    expect(call).toThrow(message)
  })
})

test('a class that is named among more takes its scores alone', () => {
  expect(rocAuc(tensor([0, 1, 2]), tensor([1, 2, 3]), { positive: 2 })).toBe(1)
  expect(precisionRecallCurve(tensor([0, 1, 2]), tensor([3, 2, 1]), { positive: 0 }).at(1)).toEqual({ threshold: 3, precision: 1, recall: 1 }) // biome-ignore format: one line
})
