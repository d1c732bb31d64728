// Probabilities judged: log loss, Brier score, calibration and temperature, by their formulas and at their edges.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crossEntropy, div, exp, log, logSoftmax, mean, softmax, tensor } from '../../src/index.js'
import { accuracy, brier, calibrationTable, fitTemperature, logLoss } from '../../src/metrics/index.js'
import { drawn, matrix, vector } from './drawn.js'

describe('logLoss', () => {
  test('is the cross-entropy that models are trained by', () => {
    fc.assert(
      fc.property(drawn(), ({ labels, scores }) => {
        const [y, s] = [vector(labels), matrix(scores)]
        const loss = mean(crossEntropy(s, tensor([...labels], { dtype: 'int32' }))).item()
        // Scores within ±1.5: logarithms of at most 5, each to 2.5 ulp or so.
        expect(Math.abs(logLoss(y, softmax(s)) - loss)).toBeLessThan(1e-14)
        expect(Math.abs(logLoss(y, logSoftmax(s), { log: true }) - loss)).toBeLessThan(1e-14)
      }),
    )
  })

  test('of [n] is that of both columns', () => {
    fc.assert(
      fc.property(drawn(2), ({ labels, probabilities }) => {
        const ones = vector(probabilities.map(row => row[1]!))
        const [one, both] = [logLoss(vector(labels), ones), logLoss(vector(labels), matrix(probabilities))]
        if (one !== both) expect(Math.abs(one - both)).toBeLessThan(1e-14)
        // Multiples of 1/64 of which both are squared: exact, and half of a whole.
        expect(brier(vector(labels), ones)).toBe(brier(vector(labels), matrix(probabilities)) / 2)
      }),
    )
  })

  test('is infinite where a probability of 0 met its class, in both dtypes, and 0 where all were sure and right', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      const p = tensor([[1, 0], [0, 1]], { dtype }) // biome-ignore format: a matrix
      expect(logLoss(tensor([0, 0]), p)).toBe(Number.POSITIVE_INFINITY)
      expect(logLoss(tensor([0, 1]), p)).toBe(0)
      expect(logLoss(tensor([0, 0]), p, { weights: tensor([1, 0]) })).toBe(0)
    }
  })

  test('tells tiny probabilities from 0 by their logarithms', () => {
    const sure = logSoftmax(tensor([[0, 5000]]))
    expect(logLoss(tensor([0]), softmax(tensor([[0, 5000]])))).toBe(Number.POSITIVE_INFINITY)
    expect(logLoss(tensor([0]), sure, { log: true })).toBe(5000)
    const never = log(tensor([[0, 1]]))
    expect(logLoss(tensor([0]), never, { log: true })).toBe(Number.POSITIVE_INFINITY)
    expect(logLoss(tensor([1]), never, { log: true })).toBe(0)
  })

  test('is least in the mean for the true probabilities, as the Brier score is', () => {
    const share = fc.integer({ min: 1, max: 63 }).map(q => q / 64)
    fc.assert(
      fc.property(share, share, (truth, other) => {
        const of = (metric: typeof brier, p: number) =>
          metric(tensor([1, 0]), tensor([p, p]), { weights: tensor([truth, 1 - truth]) })
        for (const metric of [logLoss, brier])
          expect(of(metric, truth)).toBeLessThanOrEqual(of(metric, other) + 1e-15)
      }),
    )
  })
})

test('probabilities are refused that are none', () => {
  const y = tensor([0, 1])
  const cases: readonly (readonly [() => unknown, string])[] = [
    [() => logLoss(y, tensor([[2, -1], [0, 1]])), 'logLoss: probabilities must be from 0 to 1, got 2 in row 0, class 0'],
    [() => brier(y, tensor([0.5, 1.5])), 'brier: probabilities must be from 0 to 1, got 1.5 in row 1'],
    [() => brier(y, tensor([[0.5, 0.5], [0.5, 0.4]])), 'brier: the probabilities of a row must sum to 1, got 0.9 in row 1'],
    [() => logLoss(y, tensor([[Number.NaN, 1], [0, 1]])), 'logLoss: probabilities must not be NaN, got it in row 0, class 0'],
    [() => logLoss(tensor([0, 2]), tensor([0.5, 0.5])), 'logLoss: label 2 in row 1 is out of range: there are 2 classes, 0 to 1'],
    [() => logLoss(y, tensor([[1, 2], [3, 4]]), { log: true }), 'logLoss: log-probabilities must be those of probabilities that sum to 1, got'],
    [() => logLoss(y, tensor([-1, -1]), { log: true }), 'logLoss: wants log-probabilities of all classes, [n, k], got [n]'],
    [() => calibrationTable(y, tensor([1, 1]), { bins: 0 }), 'calibrationTable: bins must be a whole number from 1 to 10000, got 0'],
    [() => calibrationTable(y, tensor([1, 1]), { by: 'size' as 'width' }), `calibrationTable: by must be 'width' or 'quantile', got "size"`],
    [() => calibrationTable(y, tensor([1, 1]), { positive: 1 }), 'calibrationTable: positive is for probabilities [n, k]; those of [n] are of class 1'],
    [() => calibrationTable(y, tensor([[1, 0], [1, 0]]), { positive: 2 }), 'calibrationTable: positive must be a class, 0 to 1, got 2'],
  ] // biome-ignore format: a table
  for (const [call, message] of cases) expect(call).toThrow(message)
})

describe('calibrationTable', () => {
  test('has no error for probabilities that are the shares', () => {
    // Of 64 rows with probability q/64, q are of class 1.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 5 }), shares => {
        const rows = shares.flatMap(q =>
          Array.from({ length: 64 }, (_, i) => [i < q ? 1 : 0, q / 64] as const),
        )
        const [labels, p] = [vector(rows.map(([y]) => y)), vector(rows.map(([, p]) => p))]
        for (const by of ['width', 'quantile'] as const)
          expect(calibrationTable(labels, p, { by }).ece).toBe(0)
      }),
    )
  })

  test('puts every row in one bin, between its edges', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (percents, bins) => {
          const p = percents.map(q => q / 100)
          const { bins: found } = calibrationTable(vector(p.map(() => 1)), vector(p), { bins })
          for (const bin of found) {
            const inside = p.filter(q => q >= bin.low && (q < bin.high || (q === 1 && bin.high === 1)))
            expect(inside).toHaveLength(bin.count)
            const [least, greatest] = [Math.min(...inside), Math.max(...inside)]
            expect(bin.predicted >= least && bin.predicted <= greatest).toBe(true)
          }
          expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(p.length)
        },
      ),
    )
  })

  test('by quantile has bins of as many rows, where nothing ties', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 }), (n, bins) => {
        const p = vector(Array.from({ length: n }, (_, i) => i / 64))
        const counts = calibrationTable(p.rank ? vector(Array<number>(n).fill(0)) : p, p, { bins, by: 'quantile' })
          .bins.map(({ count }) => count) // biome-ignore format: a chain
        expect(counts).toHaveLength(Math.min(n, bins))
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('tries the likeliest class of each row, whose share that comes true is the accuracy', () => {
    fc.assert(
      fc.property(drawn(), ({ labels, probabilities, weights }) => {
        const args = [vector(labels), matrix(probabilities), { weights: vector(weights), bins: 1 }] as const
        const { bins, ece, mce } = calibrationTable(...args)
        const right = accuracy(args[0], args[1], { weights: args[2].weights })
        expect(bins[0]!.observed).toBe(right)
        expect(ece).toBe(Math.abs(right - bins[0]!.predicted))
        expect(mce).toBe(ece)
      }),
    )
  })

  test('of column 1 is that of [n]', () => {
    fc.assert(
      fc.property(drawn(2), ({ labels, probabilities }) => {
        const y = vector(labels)
        const column = vector(probabilities.map(row => row[1]!))
        expect(calibrationTable(y, matrix(probabilities), { positive: 1 })).toEqual(
          calibrationTable(y, column),
        )
      }),
    )
  })
})

describe('fitTemperature', () => {
  /** The log loss at a temperature, by the metric. */
  const lossAt = (scores: number[][], labels: readonly number[], temperature: number) =>
    logLoss(vector(labels), logSoftmax(div(matrix(scores), temperature)), { log: true })

  test('finds the least log loss, and never a worse one than before', () => {
    fc.assert(
      fc.property(drawn(), ({ labels, scores }) => {
        const found = fitTemperature(matrix(scores), vector(labels))
        const rows = scores.map(row => [...row])
        expect(found.loss).toBeLessThanOrEqual(found.lossBefore)
        expect(Math.abs(found.lossBefore - lossAt(rows, labels, 1))).toBeLessThan(1e-13)
        expect(Math.abs(found.loss - lossAt(rows, labels, found.temperature))).toBeLessThan(1e-13)
        if (found.reason === 'separated') expect(found.temperature).toBe(1)
        else
          for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2])
            expect(found.loss).toBeLessThanOrEqual(lossAt(rows, labels, found.temperature * factor) + 1e-13)
      }),
    )
  })

  test('goes with the scale of the scores, and not with their level, over 600 powers of two', () => {
    fc.assert(
      fc.property(drawn(), fc.integer({ min: -300, max: 300 }), ({ labels, scores }, power) => {
        const plain = fitTemperature(matrix(scores), vector(labels))
        fc.pre(plain.reason === 'gradient' && plain.temperature !== 1)
        const scale = 2 ** power
        const scaled = fitTemperature(matrix(scores.map(row => row.map(s => s * scale))), vector(labels))
        // Margins are taken in units of the largest, and powers of two round nothing.
        expect(scaled.reason).toBe('gradient')
        if (scaled.loss < scaled.lossBefore)
          expect(scaled).toMatchObject({ temperature: plain.temperature * scale, loss: plain.loss })
        else {
          // Nothing was won on 1, whose loss is the least to its last digits.
          expect(scaled.temperature).toBe(1)
          expect(Math.abs(scaled.loss - plain.loss)).toBeLessThan(1e-15)
        }
        const logs = fitTemperature(logSoftmax(matrix(scores)), vector(labels))
        expect(Math.abs(logs.loss - plain.loss)).toBeLessThan(1e-12)
      }),
    )
  })

  test('knows what has no best temperature', () => {
    const y = tensor([0, 1])
    expect(fitTemperature(tensor([[3, 1], [0, 2]]), y)).toMatchObject({ temperature: 1, reason: 'separated', iterations: 0 }) // biome-ignore format: a matrix
    const wrong = fitTemperature(tensor([[1, 3], [2, 0]]), y) // biome-ignore format: a matrix
    expect(wrong).toMatchObject({ temperature: Number.MAX_VALUE, loss: Math.log(2), reason: 'uninformative' })
    expect(JSON.parse(JSON.stringify(wrong))).toEqual(wrong)
  })

  test('takes −∞ for a class that cannot be, and leaves it there', () => {
    const never = Number.NEGATIVE_INFINITY
    const scores = tensor([[5, 1, never], [5, 1, never], [1, 5, never], [5, 1, never]]) // biome-ignore format: a matrix
    const labels = tensor([0, 0, 1, 1])
    const { temperature, reason } = fitTemperature(scores, labels)
    // Three of four are right: the odds are 3, and 4/T = log 3. The slope is 0 to 1e-12, over a curvature of 0.2 by log β.
    expect(reason).toBe('gradient')
    expect(Math.abs(temperature - 4 / Math.log(3))).toBeLessThan(1e-10)
    expect(exp(logSoftmax(div(scores, temperature))).toArray()[0]![2]).toBe(0)
  })

  test('refuses what no temperature mends', () => {
    const never = Number.NEGATIVE_INFINITY
    expect(() => fitTemperature(tensor([[0, never]]), tensor([1]))).toThrow(
      'fitTemperature: row 0 gives its class 1 the score -Infinity, probability 0: no temperature mends that',
    )
    expect(() => fitTemperature(tensor([[0, -never]]), tensor([1]))).toThrow(
      'scores must not be ∞, got it in row 0, class 1',
    )
    expect(() => fitTemperature(tensor([0.5]), tensor([1]))).toThrow(
      'wants scores of all classes, [n, k], got [n]',
    )
  })
})
