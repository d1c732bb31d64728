// The first part of a fit in float32: it ends where float64 alone does, and is told as one run.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarseFirst } from '../../src/models/glm/coarse.js'
import { softmaxRegression } from '../../src/models/index.js'
import { type IterationRecord, lbfgs, type Objective } from '../../src/optim/minimize/flat.js'
import { random } from '../../src/random.js'
import '../support/seed.js'

/** 1 + Σ (ln cosh(xᵢ − cᵢ) + ½·aᵢ·xᵢ²): smooth, convex, with slopes of size 1, as losses of classes have. */
const bowl =
  (c: readonly number[], a: readonly number[]): Objective =>
  (x, g) => {
    let value = 1
    for (let i = 0; i < x.length; i++) {
      const away = x[i]! - c[i]!
      value +=
        Math.abs(away) + Math.log1p(Math.exp(-2 * Math.abs(away))) - Math.LN2 + (a[i]! * x[i]! ** 2) / 2
      g[i] = Math.tanh(away) + a[i]! * x[i]!
    }
    return value
  }

/** The same with value and slopes rounded to float32. */
const rounded =
  (f: Objective): Objective =>
  (x, g) => {
    const value = Math.fround(f(Float64Array.from(x, Math.fround), g))
    for (let i = 0; i < g.length; i++) g[i] = Math.fround(g[i]!)
    return value
  }

const settings = { gradientTolerance: 1e-9, gradientScale: 1 }
const entries = (min: number, max: number) =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: 6, maxLength: 6 })

describe('the first part in float32', () => {
  it('leads to where float64 leads, as one run', () => {
    fc.assert(
      fc.property(entries(-3, 3), entries(0.05, 4), (c, a) => {
        const f = bowl(c, a)
        const told: IterationRecord[] = []
        const onIteration = (record: IterationRecord) => told.push(record)
        const both = coarseFirst(lbfgs, rounded(f), f, new Float64Array(6), { ...settings, onIteration })
        const alone = lbfgs(f, new Float64Array(6), settings)
        expect(alone.reason).toBe('gradient')
        expect(both.message).toMatch('within')
        // Curvature is at least 0.05, so a gradient of 1e-9 leaves each at most 2e-8 from the minimum.
        for (const [i, x] of both.x.entries()) expect(Math.abs(x - alone.x[i]!)).toBeLessThan(4e-8)
        expect(told.map(({ iteration }) => iteration)).toEqual(told.map((_, i) => i))
        expect(both.history).toEqual(told)
        expect(both.iterations).toBe(told.length - 1)
      }),
    )
  })

  it('is left out where float32 has no value, and where there is nothing for it to do', () => {
    const f = bowl([1, 2], [1, 1])
    let calls = 0
    const none: Objective = () => {
      calls++
      return Number.POSITIVE_INFINITY
    }
    const alone = lbfgs(f, new Float64Array(2), settings)
    expect(coarseFirst(lbfgs, none, f, new Float64Array(2), settings)).toEqual(alone)
    expect(calls).toBe(1)
    const rough = { ...settings, gradientTolerance: 1e-3 }
    coarseFirst(lbfgs, none, f, new Float64Array(2), rough)
    expect(coarseFirst(lbfgs, none, f, new Float64Array(2), { ...settings, maxIterations: 0 }).reason).toBe(
      'iterations',
    )
    expect(calls).toBe(1)
  })

  it('ends when it is told to, or out of iterations, with the loss in float64', () => {
    const f = bowl([1, 2, 3], [0.1, 1, 2])
    const start = new Float64Array(3)
    const stopped = coarseFirst(lbfgs, rounded(f), f, start, {
      ...settings,
      onIteration: ({ iteration }) => iteration < 2,
    })
    expect(stopped).toMatchObject({ reason: 'stopped', iterations: 2 })
    expect(stopped.value).toBe(f(stopped.x, new Float64Array(3)))
    const out = coarseFirst(lbfgs, rounded(f), f, start, { ...settings, maxIterations: 3 })
    expect(out).toMatchObject({ reason: 'iterations', iterations: 3 })
    // The state is one of float64: a run goes on from it.
    expect(lbfgs(f, start, { ...settings, state: stopped.state }).reason).toBe('gradient')
  })

  it('gives a table with weights and soft labels the optimum, twice the same to the last bit', () => {
    const [n, d, k] = [6000, 12, 5]
    const stream = random(5)
    const x = stream.normal([n, d], { mean: 2000 })
    const y = stream.uniform([n, k])
    const weights = stream.uniform([n])
    const fitted = () => softmaxRegression({ l2: 1e-3, tolerance: 1e-10 }).fit(x, y, { weights })
    const [once, again] = [fitted(), fitted()]
    expect(once.converged).toBe(true)
    expect(once.history.at(-1)!.gradientNorm).toBeLessThanOrEqual(1e-10)
    expect(again.params.theta.data).toEqual(once.params.theta.data)
  })
})
