// What holds for every metric of classes: rows have no order, weights are repetitions, and rows without weight are not there.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random, type Tensor, take } from '../../src/index.js'
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  brier,
  calibrationTable,
  classReport,
  confusionMatrix,
  fitTemperature,
  logLoss,
  precisionRecallCurve,
  rocAuc,
  rocCurve,
} from '../../src/metrics/index.js'
import { type Drawn, drawn, matrix, vector } from './drawn.js'

type Metric = (labels: Tensor, values: Tensor, options: { readonly weights?: Tensor }) => unknown

const all: readonly (readonly [string, 'scores' | 'probabilities', Metric])[] = [
  ['accuracy', 'scores', accuracy],
  ['balancedAccuracy', 'scores', balancedAccuracy],
  ['confusionMatrix', 'scores', (y, s, o) => confusionMatrix(y, s, o).toArray()],
  ['classReport', 'scores', classReport],
  ['logLoss', 'probabilities', logLoss],
  ['brier', 'probabilities', brier],
  ['rocAuc', 'scores', rocAuc],
  ['rocAuc, weighted', 'scores', (y, s, o) => rocAuc(y, s, { ...o, average: 'weighted' })],
  ['averagePrecision, of the last', 'scores', averagePrecisionOfPresent],
  ['rocCurve', 'scores', curveOfPresent(rocCurve)],
  ['precisionRecallCurve', 'scores', curveOfPresent(precisionRecallCurve)],
  ['calibrationTable', 'probabilities', calibrationTable],
  [
    'calibrationTable by quantile',
    'probabilities',
    (y, p, o) => calibrationTable(y, p, { ...o, bins: 4, by: 'quantile' }),
  ],
  ['fitTemperature', 'scores', (y, s, o) => fitTemperature(s, y, o).loss],
]

/** The class of the first row that counts. */
function present(labels: Tensor, { weights }: { readonly weights?: Tensor }): number {
  const counting = Array.from(labels.data).filter((_, i) => weights === undefined || weights.data[i]! > 0)
  return Math.min(...counting)
}
function averagePrecisionOfPresent(labels: Tensor, scores: Tensor, options: { readonly weights?: Tensor }) {
  return averagePrecision(labels, scores, { ...options, positive: present(labels, options) })
}
function curveOfPresent(curve: typeof rocCurve | typeof precisionRecallCurve): Metric {
  return (labels, scores, options) =>
    curve(labels, scores, { ...options, positive: present(labels, options) })
}

/** Numbers that are equal but for the order of sums: of at most 75 terms, each at most about 100. Counts stay counts. */
function expectAlike(got: unknown, wanted: unknown, path = 'value', skip: readonly string[] = []): void {
  if (typeof wanted === 'number' && typeof got === 'number') {
    if (got === wanted) return
    expect(Math.abs(got - wanted), `${path}: ${got} beside ${wanted}`).toBeLessThan(1e-12)
  } else if (typeof wanted === 'object' && wanted !== null) {
    expect(Object.keys(got as object), path).toEqual(Object.keys(wanted))
    for (const [key, value] of Object.entries(wanted))
      if (!skip.includes(key))
        expectAlike((got as Record<string, unknown>)[key], value, `${path}.${key}`, skip)
  } else expect(got, path).toBe(wanted)
}

const tensors = (rows: Drawn, kind: 'scores' | 'probabilities') =>
  [vector(rows.labels), matrix(rows[kind]), vector(rows.weights)] as const

describe.each(all)('%s', (_name, kind, metric) => {
  test('does not change where rows are permuted', () => {
    fc.assert(
      fc.property(drawn(), fc.integer(), (rows, seed) => {
        const [labels, values, weights] = tensors(rows, kind)
        const order = random(seed).permutation(rows.n)
        const again = metric(take(labels, order), take(values, order), { weights: take(weights, order) })
        expectAlike(again, metric(labels, values, { weights }))
      }),
      { numRuns: 50 },
    )
  })

  test('takes a weight of w for w such rows, and of 0 for none', () => {
    fc.assert(
      fc.property(drawn(), rows => {
        const [labels, values, weights] = tensors(rows, kind)
        const repeated = vector(rows.weights.flatMap((w, i) => Array<number>(w).fill(i)))
        const whole = repeated.toArray().map(Number)
        const copies = metric(
          vector(whole.map(i => rows.labels[i]!)),
          matrix(whole.map(i => rows[kind][i]!)),
          {},
        )
        // How many rows a bin holds is not what they weigh. A last class without weight is a class without rows.
        expectAlike(metric(labels, values, { weights }), copies, 'value', ['count'])
      }),
      { numRuns: 50 },
    )
  })

  test('does not change where all weights are doubled', () => {
    fc.assert(
      fc.property(drawn(), rows => {
        const [labels, values, weights] = tensors(rows, kind)
        const twice = metric(labels, values, { weights: vector(rows.weights.map(w => 2 * w)) })
        const once = metric(labels, values, { weights })
        if (_name === 'confusionMatrix')
          expect((twice as number[][]).flat()).toEqual((once as number[][]).flat().map(cell => 2 * cell))
        else expectAlike(twice, once, 'value', ['support', 'weight'])
      }),
      { numRuns: 30 },
    )
  })
})
