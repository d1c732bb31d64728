// Coordinates in which columns that vary together are apart: that they are coordinates, and what they are for.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { decorrelation } from '../../src/models/glm/decorrelate.js'
import { linearFamily, softmaxFamily } from '../../src/models/glm/family.js'
import { linearRegression } from '../../src/models/index.js'
import { grid } from '../support/arbitrary.js'
import { matrix } from './regressions.js'

const entries = (length: number) => fc.array(grid, { minLength: length, maxLength: length })

/** Rows of 1 to 4 columns, with a vector for 1 to 3 scores and biases. */
const problems = fc
  .record({ d: fc.integer({ min: 1, max: 4 }), k: fc.integer({ min: 1, max: 3 }) })
  .chain(({ d, k }) =>
    fc.record({
      layout: fc.constant({ d, k, bias: true }),
      x: fc.array(entries(d), { minLength: 6, maxLength: 6 }),
      weights: fc.array(fc.constantFrom(0.5, 1, 2), { minLength: 6, maxLength: 6 }),
      at: entries((d + 1) * k).map(v => Float64Array.from(v)),
    }),
  )

describe('decorrelated coordinates', () => {
  it('go back and forth, and give the length that the second moments of the rows do', () => {
    fc.assert(
      fc.property(problems, ({ layout, x, weights, at }) => {
        const total = weights.reduce((a, b) => a + b, 0)
        const ridge = new Float64Array(layout.d).fill(0.25)
        const blocks = () => [
          { x: matrix(x), y: matrix(x), weights: fromData(Float64Array.from(weights), [6]) },
        ]
        const apart = decorrelation({ family: linearFamily, layout, blocks, total, ridge })!
        const phi = apart.to(at)
        // |θ| ≤ 8 and what the ridge leaves of L is at least 1/2: a few roundings of numbers below 1000.
        const back = apart.from(phi)
        for (const [i, v] of at.entries()) expect(Math.abs(back[i]! - v)).toBeLessThan(1e-10)
        const split = layout.d * layout.k
        const length = phi.subarray(0, split).reduce((sum, v) => sum + v * v, 0)
        let moments = 0
        for (let c = 0; c < layout.k; c++) {
          const theta = Array.from({ length: layout.d }, (_, j) => at[j * layout.k + c]!)
          const score = (row: readonly number[]) => row.reduce((sum, v, j) => sum + v * theta[j]!, 0)
          x.forEach((row, i) => {
            moments += (weights[i]! * score(row) ** 2) / total
          })
          moments += 0.25 * theta.reduce((sum, v) => sum + v * v, 0)
        }
        // What is added to variances is 1e-8, and θ² sums to 12 · 64 at most.
        expect(Math.abs(length - moments)).toBeLessThanOrEqual(1e-5 + 1e-12 * moments)
        expect([...phi.subarray(split)]).toEqual([...at.subarray(split)])
      }),
    )
  })

  it('have the gradient of what is asked for in them', () => {
    fc.assert(
      fc.property(problems, problems, ({ layout, x, at }, { at: other }) => {
        const blocks = () => [{ x: matrix(x), y: matrix(x) }]
        const ridge = new Float64Array(layout.d).fill(0.25)
        const apart = decorrelation({ family: linearFamily, layout, blocks, total: 6, ridge })!
        // A linear function has one gradient: f(φ) = g·φ wherever it is.
        const slope = at.map((_, i) => other[i % other.length]!)
        const f = apart.of((theta, g) => {
          g.set(slope)
          return theta.reduce((sum, t, i) => sum + t * slope[i]!, 0)
        })
        const phi = apart.to(at)
        const g = new Float64Array(at.length)
        const value = f(phi, g)
        expect(phi.reduce((sum, p, i) => sum + p * g[i]!, 0)).toBeCloseTo(value, 8)
      }),
    )
  })

  it('are there for columns that depend on each other', () => {
    const x = matrix([
      [1, 2, 0],
      [2, 4, 0],
      [-3, -6, 0],
    ])
    const at = Float64Array.of(1, 2, 3, 4)
    const given = {
      family: linearFamily,
      layout: { d: 3, k: undefined, bias: true },
      blocks: () => [{ x, y: x }],
    }
    const apart = decorrelation({ ...given, total: 3, ridge: new Float64Array(3) })!
    // What is added, 1e-8, divides by 1e-4 what was rounded at 1e-15.
    for (const [i, v] of apart.from(apart.to(at)).entries()) expect(Math.abs(v - at[i]!)).toBeLessThan(1e-9)
  })

  it('are not taken for classes with a penalty, nor where there are too many columns for them', () => {
    const made = (d: number, ridge: number, family: typeof linearFamily, k: number | undefined) => {
      const blocks = () => [
        { x: fromData(new Float64Array(d), [1, d]), y: fromData(new Float64Array(1), [1]) },
      ]
      const given = { family, layout: { d, k, bias: true }, blocks, total: 1 }
      return decorrelation({ ...given, ridge: new Float64Array(d).fill(ridge) })
    }
    expect(made(2, 0, softmaxFamily, 3)).toBeDefined()
    expect(made(2, 0.1, softmaxFamily, 3)).toBeUndefined()
    expect(made(2, 0.1, linearFamily, undefined)).toBeDefined()
    expect(made(65, 0, linearFamily, undefined)).toBeUndefined()
    expect(made(1001, 0, softmaxFamily, 300)).toBeUndefined()
  })

  it('let least squares reach their optimum in three steps, however alike columns are', () => {
    fc.assert(
      fc.property(
        fc.array(entries(3), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(1, 0.1, 0.01),
        (x, apart) => {
          // All but a part of the second column is the first.
          const alike = matrix(x.map(([a, b]) => [a!, a! + apart * b!]))
          const model = linearRegression().fit(
            alike,
            fromData(
              Float64Array.from(x, row => row[2]!),
              [8],
            ),
          )
          expect(model.reason, model.message).toBe('gradient')
          expect(model.history.length).toBeLessThanOrEqual(4)
        },
      ),
    )
  })
})
