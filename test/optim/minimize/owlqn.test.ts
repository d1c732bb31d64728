// OWL-QN: the conditions of a minimum with kinks, against coordinate descent, and all that L-BFGS is held to.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../support/seed.js'
import { lbfgs, type Objective, owlqn, type State } from '../../../src/optim/minimize/flat.js'
import { line, logistic, rosenbrock, times, zigzag } from './losses.js'

const entry = fc.integer({ min: -16, max: 16 }).map(k => k / 4)
const vector = (n: number) => fc.array(entry, { minLength: n, maxLength: n })
const lambdas = (n: number) => fc.array(fc.constantFrom(0, 0.1, 0.5, 2), { minLength: n, maxLength: n })
const n = 5
const problems = fc.record({
  rows: fc.array(vector(n), { minLength: 4, maxLength: 10 }),
  signs: fc.array(fc.constantFrom(-1, 1), { minLength: 10, maxLength: 10 }),
  l1: lambdas(n).map(values => Float64Array.from(values)),
  x0: vector(n).map(values => Float64Array.from(values)),
})

/** By how much the conditions of a minimum of f + Σ λᵢ|xᵢ| are missed. */
function miss(f: Objective, l1: Float64Array, x: Float64Array): number {
  const g = new Float64Array(x.length)
  f(x, g)
  return Math.max(
    ...x.map((value, i) =>
      value === 0 ? Math.max(0, Math.abs(g[i]!) - l1[i]!) : Math.abs(g[i]! + l1[i]! * Math.sign(value)),
    ),
  )
}

const exact = { gradientTolerance: 1e-9, gradientScale: 1 }

describe('owlqn', () => {
  it('ends where the conditions of a minimum hold, with exact zeros', () => {
    fc.assert(
      fc.property(problems, ({ rows, signs, l1, x0 }) => {
        const f = logistic(rows, signs, 0.05)
        const found = owlqn(f, l1, x0, exact)
        expect(found.reason).toBe('gradient')
        expect(miss(f, l1, found.x)).toBeLessThanOrEqual(1e-9)
        expect(found.gradientNorm).toBe(miss(f, l1, found.x))
      }),
    )
  })

  it('finds what coordinate descent finds on lassos', () => {
    fc.assert(
      fc.property(problems, ({ rows, signs, l1, x0 }) => {
        const ridge = 0.1
        const f: Objective = (x, g) => {
          let value = 0
          for (let j = 0; j < n; j++) {
            g[j] = ridge * x[j]!
            value += (ridge * x[j]! ** 2) / 2
          }
          for (const [i, row] of rows.entries()) {
            const r = row.reduce((sum, a, j) => sum + a * x[j]!, -3 * signs[i]!)
            value += r ** 2 / 2
            for (let j = 0; j < n; j++) g[j]! += r * row[j]!
          }
          return value
        }
        // Each coordinate's minimum in turn, in closed form, until nothing moves.
        const x = new Float64Array(n)
        for (let sweep = 0; sweep < 20_000; sweep++) {
          let moved = 0
          for (let j = 0; j < n; j++) {
            const g = new Float64Array(n)
            f(x, g)
            const h = ridge + rows.reduce((sum, row) => sum + row[j]! ** 2, 0)
            const free = h * x[j]! - g[j]!
            const next = (Math.sign(free) * Math.max(0, Math.abs(free) - l1[j]!)) / h
            moved = Math.max(moved, Math.abs(next - x[j]!))
            x[j] = next
          }
          if (moved < 1e-13) break
        }
        const found = owlqn(f, l1, x0, exact)
        // The ridge bounds the error by 10 times the norm of the slope.
        expect(Math.max(...found.x.map((value, i) => Math.abs(value - x[i]!)))).toBeLessThan(1e-7)
        expect(found.x.map(value => (value === 0 ? 0 : 1))).toEqual(
          x.map(value => (Math.abs(value) < 1e-8 ? 0 : 1)),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('is as quick as L-BFGS where there is no penalty, and stays at 0 under a large one', () => {
    const none = owlqn(rosenbrock, new Float64Array(10), zigzag(10))
    expect(none.reason).toBe('gradient')
    expect(none.iterations).toBeLessThan(1.2 * lbfgs(rosenbrock, zigzag(10)).iterations)
    const large = owlqn(rosenbrock, new Float64Array(2).fill(3), new Float64Array(2))
    expect([large.reason, ...large.x]).toEqual(['gradient', 0, 0])
  })

  it('takes the same way whatever the unit of the loss, and goes on from any state', () => {
    fc.assert(
      fc.property(problems, fc.integer({ min: -100, max: 100 }), ({ rows, signs, l1, x0 }, power) => {
        const f = logistic(rows, signs, 0.05)
        const whole = owlqn(f, l1, x0)
        const unit = 2 ** power
        expect(
          owlqn(
            times(unit, f),
            l1.map(value => value * unit),
            x0,
          ).x,
        ).toEqual(whole.x)
        let found = owlqn(f, l1, x0, { maxIterations: 0 })
        for (let i = 1; found.reason === 'iterations'; i++) {
          const state = JSON.parse(JSON.stringify(found.state)) as State
          found = owlqn(f, l1, x0, { maxIterations: i, state })
        }
        expect({ ...found, history: whole.history }).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  })

  it('says where the loss falls for ever, and where a wall is', () => {
    const linear: Objective = (x, g) => {
      g[0] = 1
      g[1] = -2
      return x[0]! - 2 * x[1]!
    }
    expect(owlqn(linear, Float64Array.of(2, 1), new Float64Array(2)).reason).toBe('diverged')
    expect([...owlqn(linear, Float64Array.of(2, 3), Float64Array.of(5, -7)).x]).toEqual([0, 0])
    const barrier = line(
      x => 2 * x - Math.log(x),
      x => 2 - 1 / x,
    )
    // 3x − log x
    expect(owlqn(barrier, Float64Array.of(1), Float64Array.of(40), exact).x[0]).toBeCloseTo(1 / 3, 9)
  })

  it('refuses penalties that are none', () => {
    const bad = (l1: Float64Array) => expect(() => owlqn(rosenbrock, l1, zigzag(2)))
    bad(Float64Array.of(1)).toThrow('l1 must be a Float64Array of 2 numbers')
    bad(Float64Array.of(1, -1)).toThrow('l1 must be finite and ≥ 0 at index 1, got -1')
  })
})
