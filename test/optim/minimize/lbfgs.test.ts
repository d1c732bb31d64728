// L-BFGS: it finds minima, in as many iterations as SciPy's, says why it ends, and goes on from where it ended.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../support/seed.js'
import { type Found, lbfgs, type Objective, type State } from '../../../src/optim/minimize/flat.js'
import {
  beale,
  line,
  logistic,
  madeUp,
  powell,
  quadratic,
  rosenbrock,
  times,
  wood,
  zigzag,
} from './losses.js'
import scipy from './scipy.json' with { type: 'json' }

const numbers = (n: number, size: number) =>
  fc
    .array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: n, maxLength: n })
    .map(values => Float64Array.from(values))
const largest = (x: Float64Array) => Math.max(...x.map(Math.abs))
const offOnes = ({ x }: Found) => largest(x.map(value => value - 1))

describe('lbfgs', () => {
  it.each(scipy.runs)('takes as many iterations as SciPy on $loss $condition in $n dimensions', run => {
    const [f, cycle] = {
      rosenbrock: [rosenbrock, [-1.2, 1]] as const,
      quadratic: [quadratic(run.condition), [0]] as const,
      beale: [beale, [1]] as const,
      powell: [powell, [3, -1, 0, 1]] as const,
      wood: [wood, [-3, -1]] as const,
      logistic: [madeUp(), [0]] as const,
    }[run.loss]!
    const x0 = Float64Array.from({ length: run.n }, (_, i) => cycle[i % cycle.length]!)
    const found = lbfgs(f, x0, { gradientTolerance: 1e-5, gradientScale: 1, maxIterations: 20_000 })
    expect(found.reason).toBe('gradient')
    expect(found.iterations).toBeLessThanOrEqual(1.1 * run.iterations)
    expect(found.evaluations).toBeLessThanOrEqual(1.1 * run.evaluations)
  })

  it('finds a minimum of the Rosenbrock function from anywhere', () => {
    const starts = fc.integer({ min: 2, max: 8 }).chain(n => numbers(n, 5))
    fc.assert(
      fc.property(starts, x0 => {
        const found = lbfgs(rosenbrock, x0, { gradientTolerance: 1e-10, gradientScale: 1 })
        // Beyond three dimensions there is a second minimum, near (−1, 1, …, 1).
        expect(found.gradientNorm).toBeLessThanOrEqual(1e-10)
        if (x0.length < 4) expect(offOnes(found)).toBeLessThan(1e-7)
      }),
      { numRuns: 50 },
    )
  })

  it('minimizes quadratics of condition 1e6, with little or much below them', () => {
    const cases = fc.record({ x0: numbers(6, 100), lowest: fc.constantFrom(0, 1, -7) })
    fc.assert(
      fc.property(cases, ({ x0, lowest }) => {
        const found = lbfgs(quadratic(1e6, lowest), x0, { gradientTolerance: 1e-8, gradientScale: 1 })
        expect(found.reason).toBe('gradient')
        // Curvature 1 at least: the error is no larger than the gradient.
        expect(offOnes(found)).toBeLessThanOrEqual(1e-8)
      }),
      { numRuns: 50 },
    )
  })

  it('reaches a gradient of 1e-10 where the loss is rounded to more', () => {
    // Near the minimum, 1, the loss changes by less than 2⁻⁵² from a gradient of 1e-8 on.
    const found = lbfgs(quadratic(100, 1), new Float64Array(10), {
      gradientTolerance: 1e-12,
      gradientScale: 1,
    })
    expect(found.reason).toBe('gradient')
    // Its terms are 9 and more, and cancel: rounding is seen, and not what precision says.
    const cancels: Objective = (x, g) => {
      g[0] = 2 * (x[0]! - 3)
      g[1] = 2e-4 * (x[1]! - 1)
      return x[0]! ** 2 - 6 * x[0]! + 9 + 1e-4 * (x[1]! - 1) ** 2
    }
    const other = lbfgs(cancels, Float64Array.of(1.3, 0), { gradientTolerance: 1e-10, gradientScale: 1 })
    expect(other.reason).toBe('gradient')
  })

  it('takes the same way whatever the unit of the loss', () => {
    const cases = fc.record({ x0: numbers(3, 3), power: fc.integer({ min: -200, max: 200 }) })
    fc.assert(
      fc.property(cases, ({ x0, power }) => {
        const unit = 2 ** power
        const [plain, scaled] = [lbfgs(rosenbrock, x0), lbfgs(times(unit, rosenbrock), x0)]
        expect(scaled.x).toEqual(plain.x)
        expect(scaled.iterations).toBe(plain.iterations)
        expect(scaled.gradient).toEqual(plain.gradient.map(g => g * unit))
      }),
      { numRuns: 50 },
    )
    for (const unit of [1e-12, 1e12]) {
      const found = lbfgs(times(unit, rosenbrock), zigzag(2))
      expect(found.reason).toBe('gradient')
      expect(offOnes(found)).toBeLessThan(1e-4)
    }
  })

  it('agrees with Newton’s method on logistic regressions', () => {
    const problems = fc.record({
      rows: fc.array(numbers(3, 4), { minLength: 4, maxLength: 12 }),
      signs: fc.array(fc.constantFrom(-1, 1), { minLength: 12, maxLength: 12 }),
    })
    fc.assert(
      fc.property(problems, ({ rows, signs }) => {
        const table = rows.map(row => Array.from(row))
        const f = logistic(table, signs, 0.1)
        const found = lbfgs(f, new Float64Array(3), { gradientTolerance: 1e-11, gradientScale: 1 })
        expect(found.reason).toBe('gradient')
        // l2 bounds the curvature from below: the error is no more than 10 times the gradient.
        const reference = descent(f, 3)
        expect(largest(found.x.map((w, i) => w - reference[i]!))).toBeLessThan(1e-8)
      }),
      { numRuns: 15 },
    )
  })

  it('backs away from a wall, and ends where the loss is finite', () => {
    const cases = fc.record({
      start: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      weight: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
    })
    fc.assert(
      fc.property(cases, ({ start, weight }) => {
        const barrier = line(
          x => x - weight * Math.log(x),
          x => 1 - weight / x,
        )
        const seen: number[] = []
        const found = lbfgs(barrier, Float64Array.of(start), {
          gradientTolerance: 1e-9,
          gradientScale: 1,
          onIteration: ({ value }) => void seen.push(value),
        })
        expect(found.reason).toBe('gradient')
        expect(Math.abs(found.x[0]! / weight - 1)).toBeLessThan(1e-8)
        expect(seen.every(Number.isFinite)).toBe(true)
      }),
    )
    // No minimum before the wall.
    const cliff = line(
      x => (x > 0 ? x : Number.NaN),
      () => 1,
    )
    const found = lbfgs(cliff, Float64Array.of(1.3))
    expect(found.reason).toBe('no progress')
    expect(found.message).toContain('NaN or infinite')
    expect(found.x[0]).toBeGreaterThan(0)
  })

  it('says why it ends', () => {
    const flat = lbfgs(() => 3, zigzag(2))
    expect([flat.reason, flat.iterations]).toEqual(['gradient', 0])
    const there = lbfgs(rosenbrock, Float64Array.of(1, 1))
    expect([there.reason, there.evaluations]).toEqual(['gradient', 1])
    expect(lbfgs(rosenbrock, new Float64Array(0)).reason).toBe('gradient')

    const cubic = line(
      x => x ** 3 - 3 * x,
      x => 3 * x * x - 3,
    )
    const falls = [
      cubic,
      line(
        x => 5 - 2 * x,
        () => -2,
      ),
      line(
        x => -x * x,
        x => -2 * x,
      ),
      line(Math.log, x => 1 / x),
    ]
    for (const f of falls) {
      const found = lbfgs(f, Float64Array.of(f === cubic ? -2 : 1))
      expect(found.reason).toBe('diverged')
      expect(Number.isFinite(found.value)).toBe(true)
    }

    expect(lbfgs(falls[1]!, Float64Array.of(1)).message).toMatch(
      /falls for ever: along one line from 3\.00 to -\d/,
    )
    const away = lbfgs(
      line(
        x => Math.exp(-x),
        x => -Math.exp(-x),
      ),
      Float64Array.of(1),
    )
    expect(away.reason).toBe('gradient')
    expect(away.message).toContain('may grow without end')
    expect(lbfgs(rosenbrock, zigzag(10)).message).not.toContain('grow')

    const short = lbfgs(rosenbrock, zigzag(2), { maxIterations: 5 })
    expect([short.reason, short.iterations, short.history.length]).toEqual(['iterations', 5, 6])
    const told = lbfgs(rosenbrock, zigzag(2), { onIteration: ({ iteration }) => iteration < 3 })
    expect([told.reason, told.iterations]).toEqual(['stopped', 3])

    const wrong = lbfgs(
      line(
        x => x * x,
        x => -2 * x,
      ),
      Float64Array.of(1.3),
    )
    expect(wrong.reason).toBe('no progress')
    expect(wrong.message).toContain('is the gradient right')
    const kink: Objective = (x, g) => {
      g[0] = Math.sign(x[0]!) || 1
      return Math.abs(x[0]!)
    }
    expect(lbfgs(kink, Float64Array.of(0)).message).toContain('kink')
    const lifted: Objective = (x, g) => rosenbrock(x, g) + 1000
    const rounded = lbfgs(lifted, zigzag(10), { gradientTolerance: 0 })
    expect(rounded.reason).toBe('no progress')
    expect(rounded.message).toMatch(
      /hides further descent; curvatures along the last steps differ by a factor of \d/,
    )
  })

  it('goes on from a state, by way of JSON, as if it had never ended', () => {
    const cases = fc.record({ x0: numbers(4, 3), memory: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(cases, ({ x0, memory }) => {
        const whole = lbfgs(rosenbrock, x0, { memory })
        let found = lbfgs(rosenbrock, x0, { memory, maxIterations: 0 })
        const history = [...found.history]
        for (let i = 1; found.reason === 'iterations'; i++) {
          const state = JSON.parse(JSON.stringify(found.state)) as State
          found = lbfgs(rosenbrock, x0, { memory, maxIterations: i, state })
          history.push(...found.history)
        }
        expect({ ...found, history }).toEqual(whole)
      }),
      { numRuns: 20 },
    )
    const { state } = lbfgs(rosenbrock, zigzag(2), { maxIterations: 4 })
    expect(structuredClone(state)).toEqual(state)
  })

  it('refuses what it cannot use', () => {
    const x0 = zigzag(2)
    const { state } = lbfgs(rosenbrock, x0, { maxIterations: 4 })
    const bad = (options: object, start = x0) => expect(() => lbfgs(rosenbrock, start, options))
    bad({ tolerance: 1 }).toThrow("has no option 'tolerance'")
    bad({ memory: 0 }).toThrow('memory must be a whole number ≥ 1, got 0')
    bad({ maxIterations: 1.5 }).toThrow('maxIterations must be a whole number ≥ 0')
    bad({ gradientTolerance: Number.NaN }).toThrow('gradientTolerance must be a number ≥ 0')
    bad({ gradientScale: 0 }).toThrow('gradientScale must be a finite number > 0')
    bad({}, Float64Array.of(1, Number.NaN)).toThrow('the start must be finite at index 1, got NaN')
    bad({ state }, zigzag(3)).toThrow('state.x must be an array of 3 numbers, got an array of length 2')
    bad({ state: { ...state, method: 'owlqn' } }).toThrow('state.method must be "lbfgs", got "owlqn"')
    bad({ state: { ...state, value: null } }).toThrow('state.value must be a finite number, got null')
    bad({ state: { ...state, vectors: [[1, 'a']] } }).toThrow('state.vectors')
    bad({ state: { ...state, vectors: state.vectors.slice(1) } }).toThrow('as many vectors as lbfgs keeps')
    const barrier = line(Math.log, x => 1 / x)
    expect(() => lbfgs(barrier, Float64Array.of(-1))).toThrow('the loss at the start is NaN')
    expect(() =>
      lbfgs(
        line(Math.sqrt, x => 0.5 / Math.sqrt(x)),
        Float64Array.of(0),
      ),
    ).toThrow('the gradient at the start is Infinity at index 0')
  })
})

/** Newton's method with a Hessian of differences of the gradient: nothing in common with what is tested. */
function descent(f: Objective, n: number): number[] {
  const slope = (x: readonly number[]) => {
    const g = new Float64Array(n)
    f(Float64Array.from(x), g)
    return Array.from(g)
  }
  let x = Array<number>(n).fill(0)
  for (let k = 0; k < 100; k++) {
    const h = 1e-6
    const g = slope(x)
    const rows = x.map((_, i) => {
      const shifted = (by: number) => slope(x.map((value, j) => (i === j ? value + by : value)))
      const [up, down] = [shifted(h), shifted(-h)]
      return up.map((value, j) => (value - down[j]!) / (2 * h))
    })
    const step = solve(rows, g)
    // Half the step at first: with this l2 and these rows that is short enough, which the caller's comparison confirms.
    x = x.map((value, i) => value - step[i]! * (k < 50 ? 0.5 : 1))
  }
  return x
}

/** Gauss's elimination with pivots. */
function solve(a: number[][], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!])
  const n = b.length
  for (let k = 0; k < n; k++) {
    const at = rows.reduce(
      (most, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[most]![k]!) ? i : most),
      k,
    )
    ;[rows[k], rows[at]] = [rows[at]!, rows[k]!]
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = rows[i]![k]! / rows[k]![k]!
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!)
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!)
}
