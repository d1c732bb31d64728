// Separation of counts: found where it was planted, not found where counts overlap, and each direction proven by hand.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { log, tensor } from '../../../src/index.js'
import { inferenceOf, poissonRegression } from '../../../src/models/index.js'
import {
  type CountSeparation,
  countSeparation,
  describeCountSeparation,
  poissonInference,
} from '../../../src/models/inference/index.js'

type Table = readonly (readonly number[])[]

const designOf = (x: Table, more: object = {}) => ({
  x: Float64Array.from(x.flat()),
  rows: x.length,
  features: x[0]!.length,
  ...more,
})

/** What a direction does to the score of each row, relative to the largest. */
function moves(x: Table, { direction: { theta, bias } }: CountSeparation): number[] {
  const scores = x.map(row => row.reduce((sum, v, j) => sum + v * theta[j]!, bias[0]!))
  const largest = Math.max(...scores.map(Math.abs))
  return scores.map(v => v / largest)
}

const small = fc.integer({ min: -3, max: 3 })
const counts = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 12 })

describe('separation of counts', () => {
  it('of one column is what a look at it says: one value where there are counts, and the others all on one side', () => {
    fc.assert(
      fc.property(
        counts.chain(y =>
          fc.tuple(fc.constant(y), fc.array(small, { minLength: y.length, maxLength: y.length })),
        ),
        fc.constantFrom(1, 1e-6, 1e6),
        fc.constantFrom(0, 2000),
        ([y, x], unit, from) => {
          const own = x.filter((_, i) => y[i]! > 0)
          const free = x.filter((_, i) => y[i] === 0)
          const isOne = own.length > 0 && own.every(v => v === own[0])
          const isSided = free.every(v => v >= own[0]!) || free.every(v => v <= own[0]!)
          const wanted = own.length === 0 || (isOne && isSided && free.some(v => v !== own[0]))
          const table = x.map(v => [v * unit + from * unit])
          const found = countSeparation(designOf(table), y)
          expect(found !== undefined).toBe(wanted)
          if (found === undefined) return
          expect(found.features).toEqual(own.length === 0 ? [] : [0])
          moves(table, found).forEach((move, i) => {
            // The years' own rounding: a column from 2000 has 1e-13 of its spread.
            if (y[i]! > 0) expect(Math.abs(move)).toBeLessThan(1e-9)
            else expect(move).toBeLessThan(1e-9)
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is found where a column is above 0 only where counts are 0, among others, and its direction holds', () => {
    const row = fc.tuple(small, small, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 20 }), some => {
        const y = some.map(([, , count]) => count)
        fc.pre(y.includes(0))
        const x = some.map(([a, b, count, c]) => [a, count === 0 ? c : 0, b])
        const found = countSeparation(designOf(x), y)!
        const all = moves(x, found)
        expect(Math.min(...all)).toBeCloseTo(-1, 9)
        all.forEach((move, i) => {
          if (y[i]! > 0) expect(Math.abs(move)).toBeLessThan(1e-9)
          else expect(move).toBeLessThan(1e-9)
        })
        expect(found.rows).toBe(all.filter(v => v < -1e-9).length)
        if (y.some(v => v > 0)) expect(found.features).toContain(1)
      }),
      { numRuns: 100 },
    )
  })

  it('is not found where each row stands there with a count and without one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small, small), { minLength: 1, maxLength: 10 }), rows => {
        const y = [...rows.map(() => 0), ...rows.map((_, i) => 1 + (i % 3))]
        expect(countSeparation(designOf([...rows, ...rows]), y)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })

  it('names columns that do it only together, and says so in a sentence', () => {
    const x = Array.from({ length: 36 }, (_, i) => [i % 6, Math.floor(i / 6), (i * 7) % 11])
    const y = x.map(([a, b]) => (a! + b! > 5 ? 0 : a! + b! === 5 ? 2 : 0))
    const below = x.filter((_, i) => x[i]![0]! + x[i]![1]! >= 5)
    const found = countSeparation(
      designOf(below),
      y.filter((_, i) => x[i]![0]! + x[i]![1]! >= 5),
    )!
    expect(found).toMatchObject({ features: [0, 1], alone: false, rows: 15 })
    expect(describeCountSeparation(found, ['a', 'b', 'c'])).toBe(
      "Columns 'a' and 'b' together separate rows whose counts are all 0: their expected counts can fall without end, and those of no other rows change.",
    )
  })

  it('leaves rows of weight 0 out, and finds none without an intercept that would make up for a column', () => {
    const x = [[0], [0], [1], [2]]
    expect(countSeparation(designOf(x), [1, 2, 0, 0])).toBeDefined()
    expect(countSeparation(designOf([...x, [1]]), [1, 2, 0, 0, 3])).toBeUndefined()
    const weights = Float64Array.of(1, 1, 1, 1, 0)
    expect(countSeparation(designOf([...x, [1]], { weights }), [1, 2, 0, 0, 3])).toBeDefined()
    const ones = [[1], [1], [2], [3]]
    expect(countSeparation(designOf(ones), [1, 2, 0, 0])).toBeDefined()
    expect(countSeparation(designOf(ones, { intercept: false }), [1, 2, 0, 0])).toBeUndefined()
  })

  it('refuses what are no counts', () => {
    expect(() => countSeparation(designOf([[1], [2]]), [0, -1])).toThrow(
      'counts must be ≥ 0, got -1 in row 1',
    )
  })
})

describe('Poisson regression', () => {
  const x = tensor([
    [3, 0],
    [1, 0],
    [4, 2],
    [2, 0],
    [5, 0],
    [2, 7],
  ])
  const y = tensor([2, 1, 0, 3, 6, 0])
  const featureNames = ['age', 'smoke']

  it('ends as separated where a column is above 0 only where counts are 0, and says which, with an offset too', () => {
    for (const rows of [{}, { offset: log(tensor([1, 2, 3, 4, 5, 6])) }]) {
      const model = poissonRegression().fit(x, y, { ...rows, featureNames })
      expect([model.converged, model.reason]).toEqual([false, 'separated'])
      expect(model.message).toBe(
        "there is no optimum without a penalty. Column 'smoke' separates rows whose counts are all 0: their expected counts can fall without end, and those of no other rows change",
      )
      const inference = inferenceOf(model, x, y, rows)
      expect(inference.covariance).toBeUndefined()
      expect(inference.notes[0]).toContain("Column 'smoke' separates rows")
      expect(inference.notes[0]).toContain('a penalty gives finite coefficients')
    }
  })

  it('has an optimum with a penalty, with a count in such a row, and where columns go together', () => {
    expect(poissonRegression({ l2: 1e-4 }).fit(x, y).reason).toBe('gradient')
    expect(poissonRegression().fit(x, tensor([2, 1, 1, 3, 6, 0])).reason).toBe('gradient')
    const twice = tensor([
      [1, 2],
      [2, 4],
      [3, 6],
      [0, 0],
      [1, 2],
    ])
    expect(poissonRegression().fit(twice, tensor([1, 0, 3, 0, 2])).reason).toBe('gradient')
  })

  it('says that every count is 0', () => {
    const model = poissonRegression().fit(x, tensor([0, 0, 0, 0, 0, 0]))
    expect(model.reason).toBe('separated')
    expect(model.message).toContain('The intercept alone lowers all expected counts without end')
  })

  it('is not looked at for separation where it was penalised', () => {
    const design = { x: Float64Array.of(1, 2, 4), rows: 3, features: 1 }
    const at = { theta: new Float64Array(1), bias: new Float64Array(1) }
    expect(poissonInference(design, [0, 0, 0], at, { penalized: true }).separation).toBeUndefined()
  })
})
