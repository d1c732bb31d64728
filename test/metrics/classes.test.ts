// Right classes, counted: by the plainest loop, and at the edges.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sum, tensor } from '../../src/index.js'
import { accuracy, balancedAccuracy, classReport, confusionMatrix } from '../../src/metrics/index.js'
import { drawn, matrix, vector } from './drawn.js'

const largest = (row: readonly number[]) => row.indexOf(Math.max(...row))

test('the confusion matrix has the rows of each class in its row, and what is predicted in its column', () => {
  fc.assert(
    fc.property(drawn(), ({ labels, scores, weights, k }) => {
      const table = confusionMatrix(vector(labels), matrix(scores), { weights: vector(weights) }).toArray()
      const of = (keep: (i: number) => boolean) =>
        weights.reduce((total, weight, i) => total + (keep(i) ? weight : 0), 0)
      for (let a = 0; a < k; a++)
        for (let b = 0; b < k; b++)
          expect(table[a]![b]).toBe(of(i => labels[i] === a && largest(scores[i]!) === b))
      const report = classReport(vector(labels), matrix(scores), { weights: vector(weights) })
      expect(report.classes.map(({ support }) => support)).toEqual(
        table.map(row => row.reduce((a, b) => a + b, 0)),
      )
      expect(report.support).toBe(table.flat().reduce((a, b) => a + b, 0))
    }),
  )
})

test('scores say the same as the classes that they predict', () => {
  fc.assert(
    fc.property(drawn(), ({ labels, scores, k }) => {
      const [y, s, predicted] = [vector(labels), matrix(scores), vector(scores.map(largest))]
      expect(accuracy(y, predicted)).toBe(accuracy(y, s))
      expect(balancedAccuracy(y, predicted)).toBe(balancedAccuracy(y, s))
      expect(classReport(y, predicted, { classes: k })).toEqual(classReport(y, s))
    }),
  )
})

test('means over classes are accuracies under another name', () => {
  fc.assert(
    fc.property(drawn(), ({ labels, scores, weights }) => {
      const args = [vector(labels), matrix(scores), { weights: vector(weights) }] as const
      const report = classReport(...args)
      expect(report.macro.recall).toBe(balancedAccuracy(...args))
      // support · (right/support) may round, for at most four classes.
      expect(Math.abs(report.weighted.recall - accuracy(...args))).toBeLessThan(1e-15)
      expect(report.accuracy).toBe(accuracy(...args))
    }),
  )
})

describe('0/0', () => {
  // Class 0: all right. Class 1: has a row, and is never predicted. Class 2: is predicted, and has no row. Class 3: neither.
  const labels = tensor([0, 0, 1])
  const report = classReport(labels, tensor([0, 0, 2]), { classes: 4 })

  test('is undefined, and F1 is 0 where one side is there', () => {
    expect(report.classes).toEqual([
      { precision: 1, recall: 1, f1: 1, support: 2 },
      { precision: undefined, recall: 0, f1: 0, support: 1 },
      { precision: 0, recall: undefined, f1: 0, support: 0 },
      { precision: undefined, recall: undefined, f1: undefined, support: 0 },
    ])
  })

  test('counts as 0 in means where the class has rows, and not at all where it has none', () => {
    expect(report.macro).toEqual({ precision: 1 / 3, recall: 1 / 2, f1: 1 / 3 })
    expect(report.weighted).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 })
    expect(balancedAccuracy(labels, tensor([0, 0, 2]))).toBe(1 / 2)
  })
})

test('all right is exactly 1, whatever the weights', () => {
  const labels = tensor([0, 1, 2, 0, 1, 2, 0])
  const weights = tensor([0.1, 0.2, 0.3, 0.7, 1.1, 1.3, 1e-9])
  expect(accuracy(labels, labels, { weights })).toBe(1)
  expect(balancedAccuracy(labels, labels, { weights })).toBe(1)
})

test('of scores that tie the first wins', () => {
  expect(accuracy(tensor([0, 1]), tensor([[1, 1, 0], [0, 2, 2]]))).toBe(1) // biome-ignore format: a matrix
})

test('one class alone is a class', () => {
  expect(accuracy(tensor([0, 0]), tensor([0, 0]))).toBe(1)
  expect(sum(confusionMatrix(tensor([3, 3]), tensor([3, 3]))).item()).toBe(2)
})

test('labels may be int32, float64 or bool', () => {
  expect(accuracy(tensor([true, false]), tensor([1, 1], { dtype: 'int32' }))).toBe(0.5)
})

describe('refuses', () => {
  const y = tensor([0, 1, 1])
  test.each([
    ['no rows', () => accuracy(tensor([]), tensor([])), 'accuracy: wants at least one row, got none'],
    [
      'a label that is no whole number',
      () => accuracy(tensor([0.5]), tensor([0])),
      'accuracy: labels must be whole numbers from 0, got 0.5 in row 0',
    ],
    ['a negative label', () => accuracy(tensor([0, -1]), tensor([0, 0])), 'got -1 in row 1'],
    ['NaN as a label', () => accuracy(tensor([Number.NaN]), tensor([0])), 'got NaN in row 0'],
    [
      'a label outside the columns',
      () =>
        accuracy(
          tensor([0, 2]),
          tensor([
            [0, 1],
            [1, 0],
          ]),
        ),
      'accuracy: label 2 in row 1 is out of range: there are 2 classes, 0 to 1',
    ],
    [
      'a prediction outside the classes',
      () => classReport(y, tensor([0, 1, 5]), { classes: 2 }),
      'classReport: prediction 5 in row 2 is out of range: there are 2 classes, 0 to 1',
    ],
    [
      'NaN among scores',
      () => accuracy(tensor([0]), tensor([[Number.NaN, 1]])),
      'accuracy: predictions must not be NaN, got it in row 0, class 0',
    ],
    [
      'predictions of other rows',
      () => accuracy(y, tensor([0, 1])),
      'accuracy: wants predictions for each label, got 3 labels and [2]',
    ],
    [
      'one column',
      () => accuracy(y, tensor([[1], [1], [1]])),
      'accuracy: wants predictions of two classes or more, got [3, 1]; [n] is for one',
    ],
    [
      'labels that are no list',
      () => accuracy(tensor([[0]]), tensor([0])),
      'accuracy: wants labels [n], got [1, 1]',
    ],
    [
      'a negative weight',
      () => accuracy(y, y, { weights: tensor([1, -1, 1]) }),
      'accuracy: weights must be finite and ≥ 0, got -1 in row 1',
    ],
    [
      'weights of other rows',
      () => accuracy(y, y, { weights: tensor([1]) }),
      'accuracy: wants a weight for each of 3 rows, got [1]',
    ],
    [
      'no weight at all',
      () => accuracy(y, y, { weights: tensor([0, 0, 0]) }),
      'accuracy: every weight is 0: no row counts',
    ],
    [
      'classes that contradict the columns',
      () => confusionMatrix(tensor([0]), tensor([[0, 1]]), { classes: 3 }),
      'confusionMatrix: classes is 3, but predictions are those of 2',
    ],
    [
      'classes that are no number',
      () => confusionMatrix(y, y, { classes: 1.5 }),
      'confusionMatrix: classes must be a whole number ≥ 1, got 1.5',
    ],
    [
      'a table too large to make',
      () => confusionMatrix(tensor([300_000]), tensor([0])),
      'confusionMatrix: a table of 300001 × 300001 classes is too large, 4096 are the most; classReport takes more',
    ],
    [
      'ids for labels',
      () => accuracy(tensor([123_456_789]), tensor([0])),
      'accuracy: label 123456789 in row 0 is too large for a class; number the classes from 0',
    ],
    [
      'a misspelt option',
      () => accuracy(y, y, { weight: y } as object),
      "accuracy: has no option 'weight'; it has weights",
    ],
    [
      'what is no tensor',
      () => accuracy([0, 1] as never, y),
      'accuracy: labels must be a tensor, got an array of length 2',
    ],
  ] as const)('%s', (_what, call, message) => {
    expect(call).toThrow(message)
  })
})
