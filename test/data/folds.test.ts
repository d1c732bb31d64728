// Folds: every row is tested once, classes are spread evenly, groups stay together, and a seed decides.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromData } from '../../src/create.js'
import { type Fold, groupedKFold, kFold, split, stratifiedKFold } from '../../src/data/index.js'
import { tensor } from '../../src/index.js'

const vector = (values: readonly number[]) => fromData(Float64Array.from(values), [values.length] as const)
const span = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts)

/** Every row is tested in one fold, and learned from in all others. */
function expectPartition(folds: readonly Fold[], n: number): void {
  const all = Array.from({ length: n }, (_, i) => i)
  const tested = folds.flatMap(({ test }) => test.toArray())
  expect(tested.sort((a, b) => a - b)).toEqual(all)
  for (const { train, test } of folds) {
    expect([...train.data, ...test.data].sort((a, b) => a - b)).toEqual(all)
    for (const rows of [train, test]) expect(rows.toArray()).toEqual(rows.toArray().sort((a, b) => a - b))
    expect([train.dtype, test.dtype]).toEqual(['int32', 'int32'])
  }
}

/** Rows of up to five classes, each with two rows or more. */
const classes = fc
  .array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 60 })
  .filter(labels => labels.every(label => labels.filter(other => other === label).length > 1))

describe('kFold', () => {
  test('parts the rows evenly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer(),
        (n, k, seed) => {
          fc.pre(k <= n)
          const folds = kFold(n, { folds: k, seed })
          expect(folds).toHaveLength(k)
          expectPartition(folds, n)
          expect(span(folds.map(({ test }) => test.size))).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('gives the same folds for the same seed, and others for another; five unless told', () => {
    const rows = (seed: number) => kFold(30, { seed }).map(({ test }) => test.toArray())
    expect(rows(1)).toEqual(rows(1))
    expect(rows(1)).not.toEqual(rows(2))
    expect(rows(1)).toHaveLength(5)
  })

  test('refuses what cannot be parted', () => {
    expect(() => kFold(1, { seed: 0 })).toThrow('kFold: wants the number of rows, a whole number ≥ 2, got 1')
    expect(() => kFold(4, { seed: 0 })).toThrow(
      'kFold: folds must be a whole number from 2 to 4, the number of rows, got 5',
    )
    expect(() => kFold(4, { folds: 1, seed: 0 })).toThrow('got 1')
    expect(() => kFold(4, { folds: 2 } as never)).toThrow('the seed must be a whole number, got undefined')
    expect(() => kFold(4, undefined as never)).toThrow(
      'kFold: wants options with a seed, such as { seed: 1 }',
    )
    expect(() => kFold(4, { fold: 2, seed: 0 } as never)).toThrow(
      "kFold: has no option 'fold'; it has folds, seed",
    )
  })
})

describe('stratifiedKFold', () => {
  test('spreads each class evenly, and all rows', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 2, max: 8 }), fc.integer(), (labels, k, seed) => {
        fc.pre(k <= labels.length)
        const folds = stratifiedKFold(vector(labels), { folds: k, seed })
        expectPartition(folds, labels.length)
        expect(span(folds.map(({ test }) => test.size))).toBeLessThanOrEqual(1)
        for (const c of new Set(labels)) {
          const counts = folds.map(({ test }) => test.toArray().filter(row => labels[row] === c).length)
          expect(span(counts)).toBeLessThanOrEqual(1)
          for (const { train } of folds) expect(train.toArray().some(row => labels[row] === c)).toBe(true)
        }
      }),
    )
  })

  test('refuses a class of one row, by its name and place', () => {
    expect(() => stratifiedKFold(tensor([0, 0, 7, 0, 0]), { folds: 2, seed: 1 })).toThrow(
      'stratifiedKFold: class 7 has one row, 2: tested, it would have none to be learned from; remove it, merge the class with another, or use kFold',
    )
    expect(() => stratifiedKFold(tensor([0.5, 0]), { folds: 2, seed: 1 })).toThrow(
      'wants whole numbers that name classes or groups, got 0.5 in row 0',
    )
    expect(() => stratifiedKFold(tensor([[0], [1]]), { seed: 1 })).toThrow(
      'stratifiedKFold: wants labels [n], got [2, 1]',
    )
  })
})

describe('groupedKFold', () => {
  test('parts rows, and no group; sizes differ by no more than the largest group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 60 }),
        fc.integer(),
        (groups, seed) => {
          const names = [...new Set(groups)]
          fc.pre(names.length >= 3)
          const folds = groupedKFold(vector(groups), { folds: 3, seed })
          expectPartition(folds, groups.length)
          for (const { train, test } of folds) {
            const seen = new Set(train.toArray().map(row => groups[row]))
            expect(test.toArray().filter(row => seen.has(groups[row]))).toEqual([])
            expect(test.size).toBeGreaterThan(0)
          }
          const largest = Math.max(...names.map(name => groups.filter(group => group === name).length))
          expect(span(folds.map(({ test }) => test.size))).toBeLessThanOrEqual(largest)
        },
      ),
    )
  })

  test('needs as many groups as folds', () => {
    expect(() => groupedKFold(tensor([1, 1, 2, 2]), { folds: 3, seed: 0 })).toThrow(
      'groupedKFold: folds must be a whole number from 2 to 2, the number of groups, got 3',
    )
  })
})

describe('split, stratified', () => {
  test('sets the share of each class aside, to within 1, and leaves each a row', () => {
    const labelled = fc.array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(
        labelled,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.integer(),
        (labels, share, seed) => {
          const counts = new Map(labels.map(c => [c, labels.filter(other => other === c).length]))
          const spare = [...counts.values()].reduce((sum, count) => sum + count - 1, 0)
          const data = { features: fromData(Float64Array.from(labels.keys()), [labels.length, 1] as const), labels: vector(labels) } // biome-ignore format: one line
          const m = Math.min(Math.max(Math.round(labels.length * share), 1), labels.length - 1)
          fc.pre(spare > 0)
          const { train, test } = split(data, { test: share, seed, stratify: true })
          const rows = [...train.features.data, ...test.features.data]
          expect(rows.sort((a, b) => a - b)).toEqual([...labels.keys()])
          for (const part of [train, test])
            expect(part.labels.toArray()).toEqual(part.features.toArray().map(([row]) => labels[row!]))
          for (const [c, count] of counts) {
            const tested = test.labels.toArray().filter(label => label === c).length
            expect(Math.abs(tested - (count * m) / labels.length)).toBeLessThan(1)
            expect(tested).toBeLessThan(count)
          }
          expect(test.labels.size).toBeLessThanOrEqual(m)
          if ([...counts.values()].every(count => Math.ceil((count * m) / labels.length) < count))
            expect(test.labels.size).toBe(m)
        },
      ),
    )
  })

  test('a seed decides, and classes that all have one row cannot be parted', () => {
    const data = { features: tensor([[1], [2], [3], [4], [5], [6]]), labels: tensor([0, 0, 0, 1, 1, 1]) }
    const tested = (seed: number) =>
      split(data, { test: 0.34, seed, stratify: true }).test.features.toArray().flat()
    expect(tested(3)).toEqual(tested(3))
    expect(tested(3)).toHaveLength(2)
    const alone = { features: tensor([[1], [2]]), labels: tensor([0, 1]) }
    expect(() => split(alone, { seed: 1, stratify: true })).toThrow(
      'split: cannot stratify 2 rows of 2 classes: no class has a row to spare; use another share, or no stratify',
    )
  })
})
