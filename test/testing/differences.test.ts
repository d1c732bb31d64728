// The derivative of a function of one number from its values: right to its own bound, and silent where there is none.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ArgumentError } from '../../src/errors.js'
import { centralDifference, type Difference, type DifferenceOptions } from '../../src/testing/index.js'

const EPS = 2 ** -52

function smooth(f: (t: number) => number, x?: number, options?: DifferenceOptions) {
  const found = centralDifference(f, x, options)
  if (found.kind !== 'smooth') throw new Error(`expected a derivative, got ${JSON.stringify(found)}`)
  return found
}

/** A function with its derivative at x, and the sum of the sizes of the terms that this derivative was added up from. */
interface Known {
  readonly name: string
  readonly f: (t: number) => number
  readonly x: number
  readonly slope: number
  readonly terms: number
  /** The largest number inside f. */
  readonly magnitude: number
}

/** Multiples of 1/16: readable, and never the 1e-164 that random doubles are. */
const grid = (most: number) => fc.integer({ min: -16 * most, max: 16 * most }).map(k => k / 16)
const factor = grid(4).filter(k => k !== 0)

const exponential = fc.tuple(factor, grid(4)).map(([a, x]): Known => {
  const slope = a * Math.exp(a * x)
  return {
    name: `exp(${a} t)`,
    f: t => Math.exp(a * t),
    x,
    slope,
    terms: Math.abs(slope) * (1 + Math.abs(a * x)),
    magnitude: 0,
  }
})

const sine = fc.tuple(factor, grid(4), grid(4)).map(([a, b, x]): Known => {
  const slope = a * Math.cos(a * x + b)
  return {
    name: `sin(${a} t + ${b})`,
    f: t => Math.sin(a * t + b),
    x,
    slope,
    terms: Math.abs(a) * 40,
    magnitude: 0,
  }
})

const polynomial = fc
  .tuple(fc.array(grid(4), { minLength: 1, maxLength: 7 }), grid(4))
  .map(([c, x]): Known => {
    const horner = (at: number, k: readonly number[]) => k.reduceRight((sum, q) => sum * at + q, 0)
    const derived = c.slice(1).map((q, i) => q * (i + 1))
    return {
      name: `Σ c t^i, c = ${c}`,
      f: t => horner(t, c),
      x,
      slope: horner(x, derived),
      terms: horner(Math.abs(x), derived.map(Math.abs)),
      magnitude: horner(Math.abs(x), c.map(Math.abs)),
    }
  })

/** Along a line through scores: ln Σ e^(z + t·v), and with the label's score taken off, the cross-entropy of a softmax. */
const scores = fc
  .integer({ min: 1, max: 7 })
  .chain(n =>
    fc.tuple(
      fc.array(grid(50), { minLength: n, maxLength: n }),
      fc.array(grid(2), { minLength: n, maxLength: n }),
    ),
  )
const logSumExp = (z: readonly number[]) => {
  const most = Math.max(...z)
  return most + Math.log(z.reduce((sum, q) => sum + Math.exp(q - most), 0))
}
const scored = (label: boolean) =>
  scores.map(([z, v]): Known => {
    const total = logSumExp(z)
    const away = z.map((q, i) => Math.exp(q - total) * (v[i]! - (label ? v[0]! : 0)))
    return {
      name: `${label ? 'cross-entropy' : 'logSumExp'}, z = ${z}, v = ${v}`,
      f: t => {
        const moved = z.map((q, i) => q + t * v[i]!)
        return logSumExp(moved) - (label ? moved[0]! : 0)
      },
      x: 0,
      slope: away.reduce((sum, q) => sum + q, 0),
      // e^(z − total) errs by eps·|z − total|.
      terms: away.reduce((sum, q, i) => sum + Math.abs(q) * (1 + Math.abs(z[i]! - total)), 0),
      magnitude: Math.max(...z.map(Math.abs)),
    }
  })

const known = fc.oneof(exponential, sine, polynomial, scored(false), scored(true))

describe('where the derivative is known', () => {
  test('the bound covers the true error in every draw, and the median error is below 1e-11', () => {
    const errors: number[] = []
    fc.assert(
      fc.property(known, ({ f, x, slope, terms, magnitude }) => {
        const { derivative, bound } = smooth(f, x, { magnitude })
        const error = Math.abs(derivative - slope)
        // The known derivative is rounded itself: a sum of at most 8 terms, each from a function good to an ulp.
        expect(error).toBeLessThanOrEqual(bound + 8 * EPS * terms)
        if (slope !== 0) errors.push(error / Math.abs(slope))
      }),
      { numRuns: 2000 },
    )
    errors.sort((a, b) => a - b)
    expect(errors.length).toBeGreaterThan(900)
    expect(errors[errors.length >> 1]).toBeLessThanOrEqual(1e-11)
  })

  test.each([3, 5, 7, 9])('%i points keep the promise too', points => {
    fc.assert(
      fc.property(known, ({ f, x, slope, terms, magnitude }) => {
        const { derivative, bound } = smooth(f, x, { magnitude, points })
        expect(Math.abs(derivative - slope)).toBeLessThanOrEqual(bound + 8 * EPS * terms)
      }),
      { numRuns: 300 },
    )
  })

  test('values and arguments may be as small as 1e-8 and as large as 1e8', () => {
    const power = fc.integer({ min: -27, max: 27 }).map(k => 2 ** k)
    fc.assert(
      fc.property(power, power, factor, (width, height, u) => {
        const { derivative, bound } = smooth(t => height * Math.sin(t / width), u * width)
        const slope = (height / width) * Math.cos(u)
        // u·width/width is exact, so only cos and two products are rounded.
        expect(Math.abs(derivative - slope)).toBeLessThanOrEqual(bound + 4 * EPS * (height / width))
        // A wave is resolved however long it is: noise eps over the best step (eps)^(1/5), times the factor of 10.
        expect(bound).toBeLessThanOrEqual((1e-8 * height) / width)
      }),
      { numRuns: 500 },
    )
  })

  test('a line is differentiated exactly', () => {
    expect(smooth(t => 3 * t + 1, 0.25)).toMatchObject({ derivative: 3, noisy: false })
    expect(smooth(() => 7, 2)).toMatchObject({ derivative: 0 })
    expect(smooth(() => 0, 2)).toMatchObject({ derivative: 0, bound: 0 })
  })

  test('a flat spot of high order is no trouble', () => {
    for (const p of [3, 5, 6]) {
      const { derivative, bound } = smooth(t => t ** p, 0)
      expect(Math.abs(derivative)).toBeLessThanOrEqual(bound)
      expect(bound).toBeLessThan(1e-15)
    }
  })

  test('17 values are enough as a rule', () => {
    expect(centralDifference(Math.exp, 1).evaluations).toBe(17)
  })
})

describe('where f is hard', () => {
  const covers = (found: Difference, slope: number, relative: number) => {
    if (found.kind !== 'smooth') throw new Error(JSON.stringify(found))
    expect(Math.abs(found.derivative - slope)).toBeLessThanOrEqual(found.bound)
    expect(found.bound).toBeLessThanOrEqual(relative * Math.abs(slope))
  }

  test('the edge of a domain makes the step small', () => {
    for (const x of [1e-3, 1e-8, 1e-20]) {
      covers(centralDifference(Math.log, x), 1 / x, 1e-9)
      covers(centralDifference(Math.sqrt, x), 0.5 / Math.sqrt(x), 1e-9)
    }
  })

  test('fast waves, and small fast waves on a slow line, are followed', () => {
    covers(
      centralDifference(t => Math.sin(1e6 * t), 0.3125),
      1e6 * Math.cos(312500),
      // Rounding 1e6·t makes noise of 6e-11, which differences have to find out.
      1e-7,
    )
    covers(
      centralDifference(t => t + 1e-9 * Math.sin(1e6 * t)),
      1.001,
      1e-9,
    )
  })

  test('a kink near by is not stepped on', () => {
    covers(
      centralDifference(t => t + 1e-6 * Math.abs(t - 1e-4)),
      1 - 1e-6,
      1e-9,
    )
    covers(centralDifference(Math.abs, 1e-6), 1, 1e-9)
    covers(
      centralDifference(t => Math.sqrt(t * t + 1e-12), 1e-6),
      Math.SQRT1_2,
      1e-8,
    )
  })

  test('a second derivative that jumps costs accuracy, not truth', () => {
    for (const f of [(t: number) => Math.max(t, 0) ** 2, (t: number) => Math.abs(t) * t]) {
      const { derivative, bound } = smooth(f, 0)
      expect(Math.abs(derivative)).toBeLessThanOrEqual(bound)
    }
  })

  test('cancellation is told by the magnitude', () => {
    const f = (t: number) => t * t + 2 ** 27 / 3 - 2 ** 27 / 3
    covers(centralDifference(f, 1.1, { magnitude: 2 ** 27 }), 2.2, 1e-4)
  })
})

describe('noise above rounding', () => {
  const f = (t: number) => Math.exp(Math.sin(t) + 1)
  const slope = (x: number) => Math.cos(x) * f(x)

  test('float32 values are covered where eps says so', () => {
    fc.assert(
      fc.property(grid(4), x => {
        const { derivative, bound, noisy } = smooth(t => Math.fround(f(t)), x, { eps: 2 ** -23 })
        expect(Math.abs(derivative - slope(x))).toBeLessThanOrEqual(bound)
        expect(noisy).toBe(false)
      }),
    )
  })

  test('float32 values are covered where nobody says so: the noise is seen', () => {
    fc.assert(
      fc.property(grid(4), x => {
        const { derivative, bound } = smooth(t => Math.fround(f(t)), x)
        expect(Math.abs(derivative - slope(x))).toBeLessThanOrEqual(bound)
      }),
    )
    expect(smooth(t => Math.fround(f(t)), 0.3).noisy).toBe(true)
  })

  test('float32 inside a function of float64 is a staircase, whose flat steps are not taken for its slope', () => {
    fc.assert(
      fc.property(grid(4), x => {
        const { derivative, bound } = smooth(t => 0.1 * Math.fround(f(t)) + Math.cos(t), x)
        expect(Math.abs(derivative - (0.1 * slope(x) - Math.sin(x)))).toBeLessThanOrEqual(bound)
      }),
    )
  })
})

describe('where there is no derivative', () => {
  test.each<[string, (t: number) => number, number, number]>([
    ['|t|', Math.abs, -1, 1],
    ['1 + |t|', t => 1 + Math.abs(t), -1, 1],
    ['relu', t => Math.max(t, 0), 0, 1],
    ['a kink on a curve', t => Math.exp(t) + 1e-3 * Math.abs(t), 0.999, 1.001],
  ])('%s has a kink at 0', (_, f, left, right) => {
    const found = centralDifference(f)
    expect(found.kind).toBe('nonsmooth')
    if (found.kind !== 'nonsmooth') return
    // Slopes at the step where they change least: half the digits, at a step of √eps.
    expect(found.left).toBeCloseTo(left, 6)
    expect(found.right).toBeCloseTo(right, 6)
  })

  test.each<[string, (t: number) => number]>([
    ['sign', Math.sign],
    ['floor', Math.floor],
    ['cbrt', Math.cbrt],
    ['√|t|', t => Math.sqrt(Math.abs(t))],
  ])('%s has no slope at 0', (_, f) => {
    expect(centralDifference(f).kind).toBe('nonsmooth')
  })

  test.each([3, 7, 9])('%i points see the kink too', points => {
    expect(centralDifference(Math.abs, 0, { points }).kind).toBe('nonsmooth')
  })

  test('what is not finite is said, not guessed', () => {
    expect(centralDifference(Math.log, 0)).toMatchObject({ kind: 'undefined', reason: 'f(x) is -Infinity' })
    expect(centralDifference(Math.log, -1)).toMatchObject({ kind: 'undefined', reason: 'f(x) is NaN' })
    expect(centralDifference(Math.sqrt, 0)).toMatchObject({
      kind: 'undefined',
      reason: 'f is not finite on both sides of x, however near',
    })
  })
})

test('wrong arguments are refused', () => {
  expect(() => centralDifference(Math.exp, 0, { points: 4 })).toThrow(ArgumentError)
  expect(() => centralDifference(Math.exp, Number.NaN)).toThrow(ArgumentError)
  expect(() => centralDifference(Math.exp, 0, { scale: 0 })).toThrow(ArgumentError)
  // @ts-expect-error what is no number is refused by types, and when run
  expect(() => centralDifference(() => 'much')).toThrow('f must return a number')
})
