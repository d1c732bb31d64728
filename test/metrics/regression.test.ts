// Numbers judged: by their formulas, in any units, and at the edges of float64.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tensor } from '../../src/index.js'
import { meanAbsoluteError, meanSquaredError, poissonDeviance, r2 } from '../../src/metrics/index.js'
import { vector } from './drawn.js'

const pairs = fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 3 })), { minLength: 2, maxLength: 20 }) // biome-ignore format: rows
const drawn = pairs.filter(rows => new Set(rows.filter(row => row[2] > 0).map(row => row[0])).size > 1)
const columns = (rows: readonly (readonly [number, number, number])[], scale = 1, shift = 0) => ({
  y: vector(rows.map(row => row[0] * scale + shift)),
  p: vector(rows.map(row => row[1] * scale + shift)),
  weights: vector(rows.map(row => row[2])),
})

describe('errors of numbers', () => {
  test('take a weight of w for w such rows', () => {
    fc.assert(
      fc.property(drawn, rows => {
        const { y, p, weights } = columns(rows)
        const { y: ys, p: ps } = columns(rows.flatMap(row => Array<typeof row>(row[2]).fill(row)))
        // Sums of whole numbers are exact.
        expect(meanSquaredError(y, p, { weights })).toBe(meanSquaredError(ys, ps))
        expect(meanAbsoluteError(y, p, { weights })).toBe(meanAbsoluteError(ys, ps))
        // At most 60 terms, relative to the quotient.
        const other = r2(ys, ps)
        expect(Math.abs(r2(y, p, { weights }) - other)).toBeLessThan(1e-13 * (1 + Math.abs(1 - other)))
      }),
    )
  })

  test('have their units, and R² has none', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: -500, max: 500 }), (rows, power) => {
        const [plain, scaled] = [columns(rows), columns(rows, 2 ** power)]
        expect(meanAbsoluteError(scaled.y, scaled.p)).toBe(meanAbsoluteError(plain.y, plain.p) * 2 ** power)
        const value = r2(plain.y, plain.p, { weights: plain.weights })
        expect(r2(scaled.y, scaled.p, { weights: scaled.weights })).toBe(value)
        const years = columns(rows, 1, 2 ** 30)
        expect(r2(years.y, years.p, { weights: years.weights })).toBe(value)
      }),
    )
  })

  test('R² is 1 for what is right, 0 for the mean, and refuses what does not vary', () => {
    const y = tensor([1, 2, 3, 6])
    expect(r2(y, y)).toBe(1)
    expect(r2(y, tensor([3, 3, 3, 3]))).toBe(0)
    expect(r2(tensor([0, 5e-324]), tensor([0, 5e-324]))).toBe(1)
    expect(r2(tensor([-1e308, 1e308]), tensor([-1e308, 1e308]))).toBe(1)
    expect(() => r2(tensor([3, 3]), y)).toThrow('r2: wants predictions [2], got [4]')
    expect(() => r2(tensor([3, 3]), tensor([1, 2]))).toThrow(
      'r2: every y is 3: there is no variance to explain',
    )
    expect(() => r2(tensor([3, 4]), tensor([1, 2]), { weights: tensor([1, 0]) })).toThrow('every y is 3')
  })
})

describe('poissonDeviance', () => {
  test('is the formula, where nothing cancels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 200 }).map(q => q / 4),
        (y, mean) => {
          const plain = 2 * ((y === 0 ? 0 : y * Math.log(y / mean)) - y + mean)
          // y log(y/μ) ≤ 50·log 200: terms of at most 300, to a few eps.
          expect(Math.abs(poissonDeviance(tensor([y]), tensor([mean])) - plain)).toBeLessThan(1e-12)
        },
      ),
    )
  })

  test('keeps its digits where counts and means are close', () => {
    // For μ = y(1 + ε) it is y(ε² − 2ε³/3 + ε⁴/2 − …).
    for (const e of [2 ** -10, 2 ** -20, 2 ** -30]) {
      const series = 1e6 * e * e * (1 - (2 / 3) * e + (e * e) / 2 - (2 / 5) * e ** 3 + e ** 4 / 3)
      const got = poissonDeviance(tensor([1e6]), tensor([1e6 * (1 + e)]))
      // 1e6·(1 + e) is exact for these e but the last, which rounds to 2⁻⁵³ of 2³⁰ as much: 2⁻²².
      expect(Math.abs(got / series - 1)).toBeLessThan(e > 1e-8 ? 1e-13 : 2 ** -22)
    }
  })

  test('is 0 only where all is right, and infinite where a mean of 0 met a count', () => {
    expect(poissonDeviance(tensor([0, 3]), tensor([0, 3]))).toBe(0)
    expect(poissonDeviance(tensor([0, 3]), tensor([0, 0]))).toBe(Number.POSITIVE_INFINITY)
    expect(poissonDeviance(tensor([1e308]), tensor([1.5e308]))).toBeGreaterThan(1e307)
  })

  test('refuses what is no count', () => {
    expect(() => poissonDeviance(tensor([-1]), tensor([1]))).toThrow(
      'poissonDeviance: y must be ≥ 0, got -1 in row 0',
    )
    expect(() => poissonDeviance(tensor([1]), tensor([-1]))).toThrow(
      'predictions must be ≥ 0, got -1 in row 0',
    )
  })
})

test('numbers are refused that are none', () => {
  expect(() => meanSquaredError(tensor([Number.NaN]), tensor([1]))).toThrow(
    'meanSquaredError: y must be finite, got NaN in row 0',
  )
  expect(() => meanSquaredError(tensor([1]), tensor([Number.POSITIVE_INFINITY]))).toThrow(
    'predictions must be finite',
  )
  expect(() => meanAbsoluteError(tensor([]), tensor([]))).toThrow('wants at least one row, got none')
})
