// Choosing by rows not seen: every row judged once, and the simplest model about as good as the best.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kFold } from '../../src/data/index.js'
import { mean, take, tensor } from '../../src/index.js'
import { chooseByOneStandardError, crossValidate, penalties } from '../../src/metrics/index.js'
import { vector } from './drawn.js'

describe('crossValidate', () => {
  test('judges each row once, by what was learned from the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer(),
        (n, folds, seed) => {
          fc.pre(folds <= n)
          const y = vector(Array.from({ length: n }, (_, i) => i))
          const judged: number[] = []
          const found = crossValidate(
            rows => new Set(take(y, rows).data),
            kFold(n, { folds, seed }),
            (learned, rows) => {
              const seen = [...take(y, rows).data]
              judged.push(...seen)
              expect(seen.filter(row => learned.has(row))).toEqual([])
              expect(learned.size + seen.length).toBe(n)
              return seen.length
            },
          )
          expect(judged.sort((a, b) => a - b)).toEqual(y.toArray())
          // Whole numbers: their sum is exact.
          expect(found.mean).toBe(n / folds)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('gives mean and standard error, by hand', () => {
    const folds = kFold(6, { folds: 3, seed: 1 })
    const scored = crossValidate(
      () => undefined,
      folds,
      (_, __, fold) => [1, 2, 6][fold]!,
    )
    // Deviations −2, −1, 3: variance 14/2, over three folds.
    expect(scored).toEqual({ scores: [1, 2, 6], mean: 3, standardError: Math.sqrt(14 / 2 / 3) })
    expect(
      crossValidate(
        () => 0,
        folds.slice(0, 1),
        () => 5,
      ),
    ).toEqual({ scores: [5], mean: 5, standardError: undefined })
    const endless = crossValidate(
      () => 0,
      folds,
      (_, __, fold) => (fold === 1 ? Number.POSITIVE_INFINITY : 1),
    )
    expect(endless).toMatchObject({ mean: Number.POSITIVE_INFINITY, standardError: Number.POSITIVE_INFINITY })
  })

  test('knows the rows as tensors', () => {
    const y = tensor([1, 2, 3, 4])
    const { mean: error } = crossValidate(
      rows => mean(take(y, rows)).item(),
      kFold(4, { folds: 4, seed: 0 }),
      (learned, rows) => Math.abs(take(y, rows).item() - learned),
    )
    // |y − mean of the others| = 4/3·|y − 2.5|: 2, 2/3, 2/3, 2.
    expect(Math.abs(error - 4 / 3)).toBeLessThan(1e-15)
  })

  test('refuses NaN by its fold, and what is no folds', () => {
    const folds = kFold(4, { folds: 2, seed: 0 })
    expect(() =>
      crossValidate(
        () => 0,
        folds,
        (_, __, fold) => (fold === 1 ? Number.NaN : 1),
      ),
    ).toThrow('crossValidate: the score of fold 1 must be a number, got NaN')
    expect(() =>
      crossValidate(
        () => 0,
        [],
        () => 1,
      ),
    ).toThrow('crossValidate: wants folds such as kFold gives')
    expect(() =>
      crossValidate(
        () => 0,
        folds,
        (_, __, fold) => (fold === 1 ? 1 : -1) / 0,
      ),
    ).toThrow('have no mean')
    expect(() => crossValidate(folds as never, [], () => 1)).toThrow('wants a function that learns, folds')
  })
})

describe('penalties', () => {
  test('go down by equal parts from the largest', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-100, max: 1e100, noNaN: true }),
        fc.integer({ min: 2, max: 50 }),
        fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
        (largest, count, ratio) => {
          const path = penalties(largest, { count, ratio })
          expect(path).toHaveLength(count)
          expect(path[0]).toBe(largest)
          expect(path.at(-1)).toBe(largest * ratio)
          for (let i = 1; i < count; i++) expect(path[i]).toBeLessThan(path[i - 1]!)
          for (let i = 2; i < count; i++) {
            // Powers of a library: an ulp or so each.
            const [before, now] = [path[i - 1]! / path[i - 2]!, path[i]! / path[i - 1]!]
            expect(Math.abs(now / before - 1)).toBeLessThan(1e-14)
          }
        },
      ),
    )
    expect(penalties(1)).toHaveLength(100)
  })

  test('refuse what makes no path', () => {
    for (const largest of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => penalties(largest)).toThrow('penalties: the largest penalty must be finite and above 0')
    expect(() => penalties(1, { count: 1 })).toThrow('count must be a whole number ≥ 2, got 1')
    expect(() => penalties(1, { ratio: 1 })).toThrow('ratio must be between 0 and 1, got 1')
  })
})

describe('chooseByOneStandardError', () => {
  const folds = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 })
  const path = fc
    .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 })
    .chain(of => fc.tuple(fc.constant(of), fc.array(folds, { minLength: of.length, maxLength: of.length })))

  test('takes the largest penalty that is about as good as the best, and the order of penalties does not count', () => {
    fc.assert(
      fc.property(path, ([of, scores]) => {
        const { chosen, best, penalty, means, standardErrors, limit } = chooseByOneStandardError(of, scores)
        expect(means[best]).toBe(Math.min(...means))
        expect(limit).toBe(means[best]! + standardErrors[best]!)
        expect(penalty).toBe(of[chosen])
        of.forEach((other, i) => {
          if (other > penalty) expect(means[i]).toBeGreaterThan(limit)
        })
        expect(means[chosen]).toBeLessThanOrEqual(limit)
        expect(penalty).toBeGreaterThanOrEqual(of[best]!)
        const back = chooseByOneStandardError(of.toReversed(), scores.toReversed())
        expect(back.penalty).toBe(penalty)
      }),
    )
  })

  test('of accuracies the high ones are better: the same with the sign turned', () => {
    fc.assert(
      fc.property(path, ([of, scores]) => {
        const turned = scores.map(row => row.map(score => -score))
        const [low, high] = [
          chooseByOneStandardError(of, scores),
          chooseByOneStandardError(of, turned, { better: 'high' }),
        ]
        expect([high.chosen, high.best]).toEqual([low.chosen, low.best])
        expect(high.limit + low.limit).toBe(0)
      }),
    )
  })

  test('leaves out penalties with an infinite score, and needs one without', () => {
    const endless = Number.POSITIVE_INFINITY
    expect(chooseByOneStandardError([3, 2, 1], [[1, endless], [5, 5], [4, 5]])).toMatchObject({ chosen: 1, best: 2 }) // biome-ignore format: a matrix
    expect(() => chooseByOneStandardError([1], [[1, endless]])).toThrow(
      'no penalty has a finite mean score: the best is Infinity',
    )
  })

  test('refuses what does not fit', () => {
    const call = chooseByOneStandardError
    expect(() => call([], [])).toThrow('wants penalties and scores for each')
    expect(() => call([1], [[1]])).toThrow('wants the scores of the same folds, at least 2, got 1 and 1')
    expect(() => call([1, 2], [[1, 2], [1, 2, 3]])).toThrow('got 2 and 3') // biome-ignore format: a matrix
    expect(() => call([1, -1], [[1, 2], [1, 2]])).toThrow('penalties must be ≥ 0, got -1 at 1') // biome-ignore format: a matrix
    expect(() => call([1], [[1, Number.NaN]])).toThrow(
      'scores must be numbers, got NaN for penalty 0, fold 1',
    )
    expect(() => call([1], [[1, 2]], { better: 'more' as 'low' })).toThrow(
      `better must be 'low' or 'high', got "more"`,
    )
  })
})
