// Newton–CG and Levenberg–Marquardt on flat vectors.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../support/seed.js'
import {
  type HessianVector,
  lbfgs,
  levenbergMarquardt,
  newtonCG,
  type Objective,
  type Residuals,
  type State,
} from '../../../src/optim/minimize/flat.js'
import { logistic, quadratic, rosenbrock, times, zigzag } from './losses.js'

const entry = fc.integer({ min: -16, max: 16 }).map(k => k / 4)
const vector = (n: number) =>
  fc.array(entry, { minLength: n, maxLength: n }).map(values => Float64Array.from(values))
const largest = (x: Float64Array) => Math.max(...x.map(Math.abs))

/** Products with the Hessian of the chained Rosenbrock function. */
const rosenbrockProduct: HessianVector = (x, v, product) => {
  for (let i = 0; i + 1 < x.length; i++) {
    product[i]! += (2 - 400 * x[i + 1]! + 1200 * x[i]! ** 2) * v[i]! - 400 * x[i]! * v[i + 1]!
    product[i + 1]! += 200 * v[i + 1]! - 400 * x[i]! * v[i]!
  }
}

/** Products by central differences of the gradient. */
const differences =
  (f: Objective): HessianVector =>
  (x, v, product) => {
    const h = 1e-5 / Math.hypot(...v)
    const slope = (by: number) => {
      const g = new Float64Array(x.length)
      f(
        x.map((value, i) => value + by * v[i]!),
        g,
      )
      return g
    }
    const [up, down] = [slope(h), slope(-h)]
    for (let i = 0; i < x.length; i++) product[i] = (up[i]! - down[i]!) / (2 * h)
  }

describe('newtonCG', () => {
  it('finds a minimum of the Rosenbrock function from anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }).chain(vector), x0 => {
        const found = newtonCG(rosenbrock, rosenbrockProduct, x0, {
          gradientTolerance: 1e-9,
          gradientScale: 1,
        })
        expect(found.reason).toBe('gradient')
        if (x0.length < 4) expect(largest(found.x.map(x => x - 1))).toBeLessThan(1e-6)
      }),
      { numRuns: 50 },
    )
  })

  it('agrees with L-BFGS on logistic regressions', () => {
    const problems = fc.record({
      rows: fc.array(
        vector(3).map(row => Array.from(row)),
        { minLength: 4, maxLength: 12 },
      ),
      signs: fc.array(fc.constantFrom(-1, 1), { minLength: 12, maxLength: 12 }),
    })
    fc.assert(
      fc.property(problems, ({ rows, signs }) => {
        const f = logistic(rows, signs, 0.1)
        const exact = { gradientTolerance: 1e-10, gradientScale: 1 }
        const found = newtonCG(f, differences(f), new Float64Array(3), exact)
        const other = lbfgs(f, new Float64Array(3), exact)
        // l2 bounds each error by 10 times the gradient's norm.
        expect(largest(found.x.map((x, i) => x - other.x[i]!))).toBeLessThan(4e-9)
      }),
      { numRuns: 30 },
    )
  })

  it('needs few iterations where curvatures differ by 1e6', () => {
    const times: HessianVector = (_x, v, product) => {
      for (let i = 0; i < v.length; i++) product[i] = 1e6 ** (i / (v.length - 1)) * v[i]!
    }
    const found = newtonCG(quadratic(1e6, 1), times, new Float64Array(50))
    expect(found.reason).toBe('gradient')
    expect(found.iterations).toBeLessThan(20)
  })

  it('leaves saddles and falls down what has no end', () => {
    // Minima at (±√½, 0), a saddle at 0.
    const saddle: Objective = (x, g) => {
      g[0] = 4 * x[0]! ** 3 - 2 * x[0]!
      g[1] = 2 * x[1]!
      return x[0]! ** 4 - x[0]! ** 2 + x[1]! ** 2
    }
    const product: HessianVector = (x, v, out) => {
      out[0] = (12 * x[0]! ** 2 - 2) * v[0]!
      out[1] = 2 * v[1]!
    }
    fc.assert(
      fc.property(vector(2), x0 => {
        fc.pre(x0[0] !== 0)
        const { x } = newtonCG(
          saddle,
          product,
          x0.map((v, i) => v * (i === 0 ? 1e-3 : 1)),
          {
            gradientTolerance: 1e-9,
            gradientScale: 1,
          },
        )
        expect(Math.abs(x[0]!)).toBeCloseTo(Math.SQRT1_2, 8)
        expect(x[1]).toBeCloseTo(0, 8)
      }),
    )
    const ramp: Objective = (x, g) => {
      g[0] = 1
      return x[0]!
    }
    expect(newtonCG(ramp, () => {}, Float64Array.of(1)).reason).toBe('diverged')
  })

  it('takes the same way whatever the unit of the loss, and goes on from any state', () => {
    fc.assert(
      fc.property(vector(4), fc.integer({ min: -100, max: 100 }), (x0, power) => {
        const whole = newtonCG(rosenbrock, rosenbrockProduct, x0)
        const unit = 2 ** power
        const product: HessianVector = (x, v, out) => {
          rosenbrockProduct(x, v, out)
          for (let i = 0; i < out.length; i++) out[i]! *= unit
        }
        expect(newtonCG(times(unit, rosenbrock), product, x0).x).toEqual(whole.x)
        let found = newtonCG(rosenbrock, rosenbrockProduct, x0, { maxIterations: 0 })
        for (let i = 1; found.reason === 'iterations'; i++) {
          const state = JSON.parse(JSON.stringify(found.state)) as State
          found = newtonCG(rosenbrock, rosenbrockProduct, x0, { maxIterations: i, state })
        }
        expect({ ...found, history: whole.history }).toEqual(whole)
      }),
      { numRuns: 20 },
    )
    expect(newtonCG(rosenbrock, rosenbrockProduct, zigzag(2)).iterations).toBeLessThan(40)
  })
})

describe('levenbergMarquardt', () => {
  const times = Array.from({ length: 12 }, (_, i) => i / 4)
  const decay =
    (y: readonly number[], unit = 1): Residuals =>
    x => ({
      residuals: Float64Array.from(times, (t, i) => unit * (x[0]! * Math.exp(-x[1]! * t) + x[2]! - y[i]!)),
      jacobian: () => [
        Float64Array.from(times, t => unit * Math.exp(-x[1]! * t)),
        Float64Array.from(times, t => -unit * t * x[0]! * Math.exp(-x[1]! * t)),
        Float64Array.from(times, () => unit),
      ],
    })
  const data = fc.record({
    truth: fc.tuple(
      fc.double({ min: 1, max: 4, noNaN: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    ),
    noise: fc.array(
      fc.integer({ min: -8, max: 8 }).map(k => k / 400),
      { minLength: 12, maxLength: 12 },
    ),
  })
  const curve = ([a, b, c]: readonly [number, number, number], noise: readonly number[]) =>
    times.map((t, i) => a * Math.exp(-b * t) + c + noise[i]!)
  const start = Float64Array.of(1, 1, 0)
  const exact = { gradientTolerance: 1e-11, gradientScale: 1 }

  it('finds what made the data, and agrees with L-BFGS where there is noise', () => {
    fc.assert(
      fc.property(data, ({ truth, noise }) => {
        const clean = levenbergMarquardt(
          decay(
            curve(
              truth,
              noise.map(() => 0),
            ),
          ),
          start,
          exact,
        )
        expect(largest(clean.x.map((x, i) => x - truth[i]!))).toBeLessThan(1e-7)

        const residuals = decay(curve(truth, noise))
        const f: Objective = (x, g) => {
          const { residuals: r, jacobian } = residuals(x)
          for (const [j, column] of jacobian().entries())
            g[j] = column.reduce((sum, a, i) => sum + a * r[i]!, 0)
          return r.reduce((sum, value) => sum + value * value, 0) / 2
        }
        const [found, other] = [levenbergMarquardt(residuals, start, exact), lbfgs(f, start, exact)]
        expect(found.reason).toBe('gradient')
        expect(Math.abs(found.value - other.value)).toBeLessThan(1e-12)
        expect(largest(found.x.map((x, i) => x - other.x[i]!))).toBeLessThan(1e-6)
        expect(found.iterations).toBeLessThan(40)
      }),
      { numRuns: 30 },
    )
  })

  it('solves linear systems that are square, tall, wide, or of a rank below their size', () => {
    const shapes = fc.record({ m: fc.integer({ min: 1, max: 6 }), n: fc.integer({ min: 1, max: 6 }) })
    const systems = shapes.chain(({ m, n }) =>
      fc.record({ columns: fc.array(vector(m), { minLength: n, maxLength: n }), b: vector(m) }),
    )
    fc.assert(
      fc.property(systems, ({ columns, b }) => {
        const linear: Residuals = x => ({
          residuals: b.map((value, i) =>
            columns.reduce((sum, column, j) => sum + column[i]! * x[j]!, -value),
          ),
          jacobian: () => columns,
        })
        const found = levenbergMarquardt(linear, new Float64Array(columns.length), {
          gradientTolerance: 1e-9,
        })
        expect(found.reason).toBe('gradient')
        // The residuals are perpendicular to every column.
        expect(found.gradientNorm).toBeLessThan(1e-6)
      }),
    )
  })

  it('takes the same way whatever the units of residuals and parameters', () => {
    fc.assert(
      fc.property(data, fc.integer({ min: -60, max: 60 }), ({ truth, noise }, power) => {
        const y = curve(truth, noise)
        const whole = levenbergMarquardt(decay(y), start)
        expect(levenbergMarquardt(decay(y, 2 ** power), start).x).toEqual(whole.x)
        const unit = 2 ** power
        const scaled: Residuals = x => {
          const { residuals, jacobian } = decay(y)(Float64Array.of(x[0]! * unit, x[1]!, x[2]!))
          return { residuals, jacobian: () => jacobian().map((c, j) => (j === 0 ? c.map(v => v * unit) : c)) }
        }
        const other = levenbergMarquardt(scaled, Float64Array.of(1 / unit, 1, 0), {
          maxIterations: whole.iterations,
          gradientTolerance: 0,
        })
        expect(other.x[0]! * unit).toBeCloseTo(whole.x[0]!, 6)
      }),
      { numRuns: 20 },
    )
  })

  it('goes on from any state', () => {
    fc.assert(
      fc.property(data, ({ truth, noise }) => {
        const residuals = decay(curve(truth, noise))
        const whole = levenbergMarquardt(residuals, start, exact)
        let found = levenbergMarquardt(residuals, start, { ...exact, maxIterations: 0 })
        for (let i = 1; found.reason === 'iterations'; i++) {
          const state = JSON.parse(JSON.stringify(found.state)) as State
          found = levenbergMarquardt(residuals, start, { ...exact, maxIterations: i, state })
        }
        expect({ ...found, history: whole.history }).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  })

  it('backs away from walls, and says where a Jacobian is wrong', () => {
    const wall: Residuals = x => ({
      residuals: Float64Array.of(Math.log(x[0]!) - 1),
      jacobian: () => [Float64Array.of(1 / x[0]!)],
    })
    expect(levenbergMarquardt(wall, Float64Array.of(30), exact).x[0]).toBeCloseTo(Math.E, 9)
    const wrong: Residuals = x => ({
      residuals: Float64Array.of(x[0]! + 2),
      jacobian: () => [Float64Array.of(-1)],
    })
    const found = levenbergMarquardt(wrong, Float64Array.of(30))
    expect([found.reason, found.x[0]]).toEqual(['no progress', 30])
    expect(found.message).toContain('is the gradient right')
  })
})
