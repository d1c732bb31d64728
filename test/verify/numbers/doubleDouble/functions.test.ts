// Functions of wide numbers beside series in fixed point: over grids, about zeros, and at both ends.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, div, mul, sub } from '../../../../src/verify/numbers/doubleDouble/arithmetic.js'
import {
  type DoubleDouble,
  doubleDouble,
  neg,
  ONE,
  PI,
  shift,
  toNumber,
} from '../../../../src/verify/numbers/doubleDouble/doubleDouble.js'
import { erf } from '../../../../src/verify/numbers/doubleDouble/erf.js'
import * as functions from '../../../../src/verify/numbers/doubleDouble/functions.js'
import { exp, log } from '../../../../src/verify/numbers/doubleDouble/functions.js'
import { pow, powInteger } from '../../../../src/verify/numbers/doubleDouble/powers.js'
import { cos, sin } from '../../../../src/verify/numbers/doubleDouble/trigonometry.js'
import * as fixed from './fixed.js'
import { type Exact, errorOf, exact, wides } from './rational.js'

/** Doubles of all sizes up to reach; numbers between doubles; about ±1 as near as can be. */
const arguments_ = (reach: number): readonly DoubleDouble[] => {
  const sizes = Array.from({ length: 60 }, (_, i) => reach * (i / 60 + 2 ** -12) ** 3)
  const small = [1e-5, 1e-9, 1e-17, 1e-25, 1e-40, 1e-70].map(v => v * 1.37)
  const between = sizes.map((v, i) => div(doubleDouble(v), doubleDouble(3 + i)))
  const ones = [30, 52, 60, 80, 104].flatMap(k => [1, -1].map(s => add(ONE, doubleDouble(s * 2 ** -k))))
  const all = [...[...sizes, ...small].map(doubleDouble), ...between, ...ones]
  return [...all, ...all.map(neg)]
}
const positive = (x: DoubleDouble): boolean => x.hi > 0

interface Row {
  readonly f: (x: DoubleDouble) => DoubleDouble
  readonly truth: (x: bigint) => bigint
  readonly at: readonly DoubleDouble[]
  /** How far off f may be, relatively, in units of 2⁻¹⁰⁰. */
  readonly limit: number
}

/** 2⁻⁹⁸, which the functions promise. */
const PROMISED = 4

const rows: Readonly<Record<string, Row>> = {
  expm1: { f: functions.expm1, truth: fixed.expm1, at: arguments_(60), limit: PROMISED },
  log: { f: log, truth: fixed.log, at: arguments_(1e60).filter(positive), limit: PROMISED },
  log1p: {
    f: functions.log1p,
    truth: fixed.log1p,
    at: [...arguments_(0.99), ...arguments_(1e9).filter(positive)].filter(x => x.hi > -1),
    limit: PROMISED,
  },
  softplus: { f: functions.softplus, truth: fixed.softplus, at: arguments_(120), limit: PROMISED },
  sigmoid: { f: functions.sigmoid, truth: fixed.sigmoid, at: arguments_(120), limit: PROMISED },
  tanh: { f: functions.tanh, truth: fixed.tanh, at: arguments_(45), limit: PROMISED },
  sech: { f: functions.sech, truth: fixed.sech, at: arguments_(120), limit: PROMISED },
  sin: { f: sin, truth: fixed.sin, at: arguments_(50), limit: PROMISED },
  cos: { f: cos, truth: fixed.cos, at: arguments_(50), limit: PROMISED },
  // erf promises x²·5u² and the error of its sum, to which each of its n ≈ 2x² large terms brings 20u² at most: 11 units
  // of 2⁻¹⁰⁰ and 50 at the end.
  erf: { f: erf, truth: fixed.erf, at: arguments_(8.7), limit: 61 },
}

describe('functions of wide numbers', () => {
  for (const [name, { f, truth, at, limit }] of Object.entries(rows)) {
    it(`${name} is exact to ${limit}·2⁻¹⁰⁰`, () => {
      for (const x of at) {
        const error = errorOf(f(x), fixed.unfixed(truth(fixed.fixed(exact(x)))))
        expect(error, `at ${toNumber(x)}`).toBeLessThanOrEqual(limit)
      }
    })
  }

  it('exp is exact to 2⁻⁹⁸ at any size', () => {
    const far = [700, 745.2, 1e4, 3e4, 123456.7, 1e8, 2 ** 40 + 0.1].flatMap(v => [
      doubleDouble(v),
      doubleDouble(-v),
    ])
    for (const x of [...arguments_(400), ...far]) {
      expect(errorOf(exp(x), fixed.exp(fixed.fixed(exact(x)))), `at ${toNumber(x)}`).toBeLessThanOrEqual(
        PROMISED,
      )
    }
  })

  it('sin and cos keep their digits where they vanish, and far from 0', () => {
    // The rest of π that two doubles leave out, and the double nearest to a multiple of π/2 (Muller, Elementary Functions).
    const beside = add(mul(PI, doubleDouble(77777)), doubleDouble(1.1e-20))
    const near = [
      beside,
      PI,
      shift(PI, -1),
      shift(PI, 3),
      mul(PI, doubleDouble(12345)),
      doubleDouble(6381956970095103 * 2 ** 797),
    ]
    const far = [1e6, 1e15, 1e22, 1e100, 1.5e200].map(doubleDouble)
    for (const x of [...near, ...far]) {
      for (const y of [x, neg(x)]) {
        const at = fixed.fixed(exact(y))
        expect(errorOf(sin(y), fixed.unfixed(fixed.sin(at))), `sin ${toNumber(y)}`).toBeLessThanOrEqual(
          PROMISED,
        )
        expect(errorOf(cos(y), fixed.unfixed(fixed.cos(at))), `cos ${toNumber(y)}`).toBeLessThanOrEqual(
          PROMISED,
        )
      }
    }
  })

  it('constants are right to 2⁻¹⁰⁶', () => {
    expect(errorOf(PI, fixed.unfixed(fixed.PI))).toBeLessThanOrEqual(2 ** -6)
  })
})

describe('identities', () => {
  const check = (arbitrary: fc.Arbitrary<DoubleDouble>, test: (x: DoubleDouble) => void) =>
    fc.assert(fc.property(arbitrary, test), { numRuns: 100 })
  const positives = (reach: number) => wides(reach).map(x => (x.hi < 0 ? neg(x) : x))

  it('exp(log x) = x and log(exp x) = x', () => {
    check(positives(300), x => {
      // An error ε of log x is |log x|·ε in x: |log x| ≤ 208.
      expect(errorOf(exp(log(x)), exact(x))).toBeLessThanOrEqual(PROMISED * 209)
    })
    check(wides(20), x => {
      // An error ε of eˣ is ε/|x| in x, relatively.
      const limit = PROMISED + PROMISED / Math.abs(toNumber(x))
      expect(errorOf(log(exp(x)), exact(x))).toBeLessThanOrEqual(limit)
    })
  })

  it('has no end where float64 has one', () => {
    for (const v of [1e4, 3e4, 1e8]) {
      const one = mul(exp(doubleDouble(v)), exp(doubleDouble(-v)))
      expect(errorOf(one, exact(ONE))).toBeLessThanOrEqual(2 * PROMISED)
    }
    expect(toNumber(log(exp(doubleDouble(1e8))))).toBe(1e8)
    expect(toNumber(log(functions.softplus(doubleDouble(-1e8))))).toBe(-1e8)
    expect(toNumber(log(functions.sigmoid(doubleDouble(-1e4))))).toBe(-1e4)
    expect(toNumber(functions.softplus(doubleDouble(1e300)))).toBe(1e300)
    expect(toNumber(functions.tanh(doubleDouble(-1e300)))).toBe(-1)
    expect(toNumber(functions.expm1(doubleDouble(1e-300)))).toBe(1e-300)
    expect(toNumber(functions.log1p(doubleDouble(-1e-300)))).toBe(-1e-300)
    expect(toNumber(sin(doubleDouble(1e-300)))).toBe(1e-300)
    expect(toNumber(erf(doubleDouble(1e-70)))).toBe(1.1283791670955126e-70)
    expect(toNumber(functions.tanh(exp(doubleDouble(-400))))).toBe(Math.exp(-400))
  })

  it('answers as Math does about what has no answer', () => {
    const specials = [0, -0, Infinity, -Infinity, NaN]
    for (const x of [...specials, -1]) {
      expect(toNumber(log(doubleDouble(x)))).toBe(Math.log(x))
      expect(toNumber(functions.log1p(doubleDouble(x)))).toBe(Math.log1p(x))
    }
    for (const x of specials) {
      expect(toNumber(exp(doubleDouble(x)))).toBe(Math.exp(x))
      expect(toNumber(functions.expm1(doubleDouble(x)))).toBe(Math.expm1(x))
      expect(toNumber(functions.tanh(doubleDouble(x)))).toBe(Math.tanh(x))
      expect(toNumber(sin(doubleDouble(x)))).toBe(Math.sin(x))
      expect(toNumber(cos(doubleDouble(x)))).toBe(Math.cos(x))
      expect(toNumber(functions.softplus(doubleDouble(x)))).toBe(Math.log1p(Math.exp(x)))
      expect(toNumber(functions.sigmoid(doubleDouble(x)))).toBe(1 / (1 + Math.exp(-x)))
      expect(toNumber(functions.sech(doubleDouble(x)))).toBe(1 / Math.cosh(x))
    }
    expect([0, -0, Infinity, -Infinity, NaN].map(x => toNumber(erf(doubleDouble(x))))).toEqual([
      0,
      -0,
      1,
      -1,
      NaN,
    ])
    expect(toNumber(log(doubleDouble(-2)))).toBe(NaN)
    expect(toNumber(sin(shift(ONE, 9000)))).toBe(NaN)
  })
})

describe('powers', () => {
  /** The exact xⁿ. */
  const whole = (x: DoubleDouble, n: number): Exact => {
    const { units, exponent } = exact(x)
    return { units: units ** BigInt(n), exponent: exponent * n }
  }

  it('are exact to n·5u² for whole exponents, of negative numbers too', () => {
    fc.assert(
      fc.property(wides(300), fc.integer({ min: 1, max: 60 }), (x, n) => {
        const limit = n * 5 * 2 ** -6
        expect(errorOf(powInteger(x, n), whole(x, n))).toBeLessThanOrEqual(limit)
        expect(errorOf(pow(x, doubleDouble(n)), whole(x, n))).toBeLessThanOrEqual(limit)
        expect(toNumber(mul(pow(x, doubleDouble(-n)), pow(x, doubleDouble(n))))).toBe(1)
      }),
      { numRuns: 200 },
    )
    expect(pow(doubleDouble(-3), doubleDouble(3))).toEqual(doubleDouble(-27))
    expect(pow(doubleDouble(10), doubleDouble(30))).toEqual(mul(doubleDouble(1e15), doubleDouble(1e15)))
    expect(pow(doubleDouble(2), doubleDouble(5000))).toEqual(shift(ONE, 5000))
    expect(toNumber(log(pow(add(ONE, doubleDouble(-(2 ** -40))), doubleDouble(2 ** 45 + 1))))).toBeCloseTo(
      -32,
      8,
    )
    expect(toNumber(pow(doubleDouble(-1 - 2 ** -40), doubleDouble(2 ** 40 + 1)))).toBeCloseTo(-Math.E, 10)
  })

  it('are e^(p·log x) for others, off by |p·log x| times as much', () => {
    for (const x of [0.013, 0.7, 1.0001, 3.3, 1e30].map(doubleDouble)) {
      for (const p of [0.5, -1.5, 2.25, 1e-9, -77.7]) {
        const product = fixed.log(fixed.fixed(exact(x))) * fixed.fixed(exact(doubleDouble(p)))
        const truth = fixed.exp(product >> 1024n)
        const limit = PROMISED * (1 + Math.abs(p * Math.log(toNumber(x))) / 4)
        expect(errorOf(pow(x, doubleDouble(p)), truth), `${toNumber(x)}^${p}`).toBeLessThanOrEqual(limit)
      }
    }
  })

  it('answer as doubles do at the ends, but that 1 to any power is 1', () => {
    const bases = [0, -0, 1, -1, 0.5, -0.5, 2, -2, Infinity, -Infinity, NaN]
    const exponents = [0, 1, -1, 2, -2, 3, 0.5, -0.5, -3, Infinity, -Infinity, NaN]
    for (const x of bases) {
      for (const p of exponents) {
        const value = toNumber(pow(doubleDouble(x), doubleDouble(p)))
        if (Number.isFinite(x ** p)) expect(value, `${x}^${p}`).toBeCloseTo(x ** p, 14)
        else expect(value, `${x}^${p}`).toBe(x === 1 ? 1 : x ** p)
      }
    }
    expect(toNumber(pow(add(ONE, doubleDouble(1e-30)), doubleDouble(Infinity)))).toBe(Infinity)
    expect(toNumber(pow(sub(ONE, doubleDouble(1e-30)), doubleDouble(Infinity)))).toBe(0)
  })
})
