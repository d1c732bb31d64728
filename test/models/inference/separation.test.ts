// Separation: found where it was planted, not found where rows overlap, and every direction proven by hand.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random, type Tensor } from '../../../src/index.js'
import { describeSeparation, type Separation, separation } from '../../../src/models/inference/index.js'

interface Data {
  readonly rows: number
  readonly features: number
  readonly classes: number
  readonly x: Float64Array
  readonly y: Int32Array
}

const numbers = (x: Tensor): Float64Array => Float64Array.from(x.data)

/** Gaussian rows whose labels are those of the largest of random linear scores. */
function drawn(seed: number, rows: number, features: number, classes: number) {
  const stream = random(seed)
  const x = numbers(stream.normal([rows, features]))
  const theta = numbers(stream.normal([features + 1, classes]))
  const score = (i: number, c: number) => {
    let sum = theta[c]!
    for (let j = 0; j < features; j++) sum += x[i * features + j]! * theta[(j + 1) * classes + c]!
    return sum
  }
  const all = Array.from({ length: classes }, (_, c) => c)
  const y = Int32Array.from({ length: rows }, (_, i) =>
    all.reduce((a, b) => (score(i, b) > score(i, a) ? b : a)),
  )
  return { rows, features, classes, x, y, noise: numbers(stream.uniform([rows])) }
}

const find = ({ x, y, rows, features, classes }: Data) => separation({ x, rows, features }, y, classes)

/** The smallest and the largest margin of all rows over all classes but their own. */
function proof({ x, y, rows, features, classes }: Data, { direction: { theta, bias } }: Separation) {
  let [smallest, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < classes; c++) {
      if (c === y[i]) continue
      let margin = bias[y[i]!]! - bias[c]!
      for (let j = 0; j < features; j++)
        margin += (theta[j * classes + y[i]!]! - theta[j * classes + c]!) * x[i * features + j]!
      smallest = Math.min(smallest, margin)
      largest = Math.max(largest, margin)
    }
  return { smallest, largest }
}

const sizes = fc.record({
  seed: fc.nat({ max: 2 ** 30 }),
  rows: fc.integer({ min: 20, max: 60 }),
  features: fc.integer({ min: 1, max: 4 }),
  classes: fc.integer({ min: 2, max: 4 }),
})

describe('separation', () => {
  it('is found, complete and with its proof, where labels follow a line', () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, features, classes }) => {
        const data = drawn(seed, rows, features, classes)
        const found = find(data)
        expect(found).toBeDefined()
        expect(found!.kind).toBe('complete')
        const { smallest, largest } = proof(data, found!)
        expect(smallest).toBeGreaterThan(0)
        expect(largest).toBeGreaterThanOrEqual(smallest)
        expect(found!.margins.positive).toBe(rows * (classes - 1))
      }),
      { numRuns: 60 },
    )
  })

  it('is quasi-complete where some rows lie on the border with either label', () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, features }) => {
        const { x, y, noise } = drawn(seed, rows, features, 2)
        // A column that is 0 for a third of the rows, whose labels are anything, and has the sign of the label for the others.
        const own = Float64Array.from({ length: rows }, (_, i) =>
          i % 3 === 0 ? 0 : (y[i] === 1 ? 1 : -1) * (1 + noise[i]!),
        )
        const wide = Float64Array.from({ length: rows * (features + 1) }, (_, at) => {
          const [i, j] = [Math.floor(at / (features + 1)), at % (features + 1)]
          return j === features ? own[i]! : x[i * features + j]!
        })
        const mixed = y.map((c, i) => (i % 3 === 0 ? (noise[i]! < 0.5 ? 0 : 1) : c))
        const data = { rows, features: features + 1, classes: 2, x: wide, y: mixed }
        const found = find(data)
        expect(found).toBeDefined()
        const { smallest, largest } = proof(data, found!)
        // Rows on the border are there but for rounding.
        expect(largest).toBeGreaterThan(0)
        expect(smallest).toBeGreaterThanOrEqual(-1e-9 * largest)
        expect(found!.features).toContain(features)
        expect(found!.alone).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('is not found where each row stands there once with every label', () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, features, classes }) => {
        const { x } = drawn(seed, rows, features, classes)
        const all = Float64Array.from({ length: rows * features * classes }, (_, at) => x[at % x.length]!)
        const y = Int32Array.from({ length: rows * classes }, (_, i) => Math.floor(i / rows))
        expect(find({ rows: rows * classes, features, classes, x: all, y })).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })

  it('is found in the same way whatever the units: years, thousands and millionths', () => {
    const year = Float64Array.from({ length: 40 }, (_, i) => 1980 + i)
    const x = Float64Array.from(
      { length: 120 },
      (_, at) => [year[Math.floor(at / 3)]!, (at * 7919) % 1000, ((at * 31) % 17) * 1e-6][at % 3]!,
    )
    const y = Int32Array.from(year, v => (v >= 2000 ? 1 : 0))
    const found = separation({ x, rows: 40, features: 3, names: ['year', 'b', 'c'] }, y, 2)!
    expect(found).toMatchObject({ kind: 'complete', features: [0], alone: true })
    expect(describeSeparation(found, ['year', 'b', 'c'], ['old', 'new'])).toBe(
      `Column 'year' separates the classes 'old' and 'new' completely: no row is on the wrong side.`,
    )
    y[0] = 1
    expect(separation({ x, rows: 40, features: 1 + 2 }, y, 2)).toBeUndefined()
  })

  it('names the class that is told from others, and columns that do it only together', () => {
    // Class 2 lies beyond a line across both columns; 0 and 1 are mixed.
    const points = Array.from({ length: 36 }, (_, i) => [i % 6, Math.floor(i / 6)] as const)
    const x = Float64Array.from(points.flat())
    const y = Int32Array.from(points, ([a, b], i) => (a + b > 5 ? 2 : (i * 5) % 3 === 0 ? 0 : 1))
    const found = separation({ x, rows: 36, features: 2, names: ['a', 'b'] }, y, 3)!
    expect(found).toMatchObject({ kind: 'quasi-complete', features: [0, 1], alone: false, classes: [2] })
    expect(describeSeparation(found, ['a', 'b'], ['p', 'q', 'r'])).toBe(
      `Columns 'a' and 'b' together separate class 'r' from others but for rows on the border: none is on the wrong side.`,
    )
  })

  it('holds for a class without rows, which only the intercept keeps away', () => {
    const found = separation({ x: new Float64Array([1, 2, 3, 4]), rows: 4, features: 1 }, [0, 1, 1, 0], 3)!
    expect(found.classes).toEqual([2])
    expect(found.kind).toBe('quasi-complete')
  })

  it('leaves rows of weight 0 out', () => {
    const [x, y] = [new Float64Array([1, 2, 3, 4, 0]), [0, 0, 1, 1, 1]]
    expect(separation({ x, rows: 5, features: 1 }, y, 2)).toBeUndefined()
    expect(
      separation({ x, rows: 5, features: 1, weights: new Float64Array([1, 1, 1, 1, 0]) }, y, 2),
    ).toBeDefined()
  })

  it('refuses what it cannot read', () => {
    expect(() =>
      separation({ x: new Float64Array([1, Number.NaN]), rows: 2, features: 1 }, [0, 1], 2),
    ).toThrow('separation: features must be finite, got NaN in row 1, column 0')
    expect(() => separation({ x: new Float64Array(2), rows: 2, features: 1 }, [0, 2], 2)).toThrow(
      'separation: labels are whole numbers from 0 to 1, got 2 in row 1',
    )
    expect(() => separation({ x: new Float64Array(3), rows: 2, features: 1 }, [0, 1], 2)).toThrow(
      '3 values are not 2 rows of 1 features',
    )
  })
})
