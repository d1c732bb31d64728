// Sums, products, quotients and roots of wide numbers beside whole numbers of any length.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, div, mul, product, sqrt, sub } from '../../../../src/verify/numbers/doubleDouble/arithmetic.js'
import { bitsOf, fromBits } from '../../../../src/verify/numbers/doubleDouble/bits.js'
import {
  abs,
  compare,
  type DoubleDouble,
  doubleDouble,
  neg,
  ONE,
  shift,
  toNumber,
} from '../../../../src/verify/numbers/doubleDouble/doubleDouble.js'
import { text } from '../../../../src/verify/numbers/doubleDouble/text.js'
import { errorOf, exact, minus, plus, ratio, times, UNIT, wides } from './rational.js'

/** u² in units of 2⁻¹⁰⁰, where u = 2⁻⁵³; 1 % more for the terms of third order. */
const U2 = 1.01 * 2 ** -6

/** Two numbers of any sizes; of nearly one size; of which most cancels. */
const pairs = fc.oneof(
  fc.tuple(wides(2000), wides(2000)),
  fc.tuple(wides(260), wides(260)),
  fc.tuple(wides(60), wides(60)),
  fc
    .tuple(wides(600), fc.integer({ min: 1, max: 104 }), wides(1))
    .map(([a, k, b]): [DoubleDouble, DoubleDouble] => [a, sub(shift(mul(a, b), -k), a)]),
)
const both = (test: (a: DoubleDouble, b: DoubleDouble) => void) =>
  fc.assert(
    fc.property(pairs, ([a, b]) => test(a, b)),
    { numRuns: 400 },
  )

describe('wide numbers', () => {
  it('add and subtract to 3u², whatever cancels', () => {
    both((a, b) => {
      expect(errorOf(add(a, b), plus(exact(a), exact(b)))).toBeLessThanOrEqual(3 * U2)
      expect(errorOf(sub(a, b), minus(exact(a), exact(b)))).toBeLessThanOrEqual(3 * U2)
    })
  })

  it('multiply to 5u² and divide to 15u²', () => {
    both((a, b) => {
      expect(errorOf(mul(a, b), times(exact(a), exact(b)))).toBeLessThanOrEqual(5 * U2)
      if (b.hi === 0) return
      // (q − a/b)/(a/b) = (q·b − a)/a
      const rest = minus(times(exact(div(a, b)), exact(b)), exact(a))
      expect(ratio(rest, exact(a)) / UNIT).toBeLessThanOrEqual(15 * U2)
    })
  })

  it('take roots to 4u²', () => {
    both(a => {
      const x = abs(a)
      const y = exact(sqrt(x))
      // y = (1 + ε)·√x makes y² = (1 + 2ε)·x.
      expect(ratio(minus(times(y, y), exact(x)), exact(x)) / UNIT / 2).toBeLessThanOrEqual(4 * U2)
    })
  })

  it('keep one form: hi is the double nearest to hi + lo, and lies within the band of its scale', () => {
    both((a, b) => {
      for (const x of [add(a, b), sub(a, b), mul(a, b), div(a, abs(b)), sqrt(abs(a))]) {
        if (x.hi === 0 || !Number.isFinite(x.hi)) continue
        expect(x.hi + x.lo).toBe(x.hi)
        expect(Math.abs(x.hi)).toBeGreaterThanOrEqual(2 ** -256)
        expect(Math.abs(x.hi)).toBeLessThan(2 ** 256)
        expect(x.scale % 512).toBeCloseTo(0)
      }
    })
  })

  it('compare as their values do', () => {
    both((a, b) => {
      const { units } = minus(exact(a), exact(b))
      expect(compare(a, b)).toBe(units < 0n ? -1 : units > 0n ? 1 : 0)
      expect(compare(a, a)).toBe(0)
      expect(compare(a, add(a, shift(a, -105)))).toBe(a.hi > 0 ? -1 : 1)
    })
    const rising = [-Infinity, -1e308, -1, -5e-324, 0, 5e-324, 1, 1e308, Infinity].map(doubleDouble)
    rising.forEach((a, i) => {
      rising.forEach((b, j) => {
        expect(compare(a, b)).toBe(Math.sign(i - j))
      })
    })
    expect(compare(doubleDouble(0), doubleDouble(-0))).toBe(0)
    expect(compare(doubleDouble(NaN), ONE)).toBeNaN()
  })

  it('hold every double, and go back to the nearest', () => {
    fc.assert(
      fc.property(fc.double(), x => {
        expect(toNumber(doubleDouble(x))).toBe(x)
        if (Number.isFinite(x)) expect(errorOf(doubleDouble(x), exact({ hi: x, lo: 0, scale: 0 }))).toBe(0)
      }),
    )
    expect(toNumber(shift(ONE, 1024))).toBe(Infinity)
    expect(toNumber(shift(doubleDouble(-1), 123456))).toBe(-Infinity)
    expect(toNumber(shift(ONE, -1074))).toBe(5e-324)
    expect(toNumber(shift(ONE, -99999))).toBe(0)
    expect(toNumber(add(ONE, doubleDouble(2 ** -53 + 2 ** -80)))).toBe(1 + 2 ** -52)
  })

  it('answer as doubles do about zero and infinity', () => {
    const specials = [0, -0, 1, -1, 2.5, Infinity, -Infinity, NaN]
    for (const a of specials) {
      for (const b of specials) {
        expect(toNumber(add(doubleDouble(a), doubleDouble(b)))).toBe(a + b)
        expect(toNumber(sub(doubleDouble(a), doubleDouble(b)))).toBe(a - b)
        expect(toNumber(mul(doubleDouble(a), doubleDouble(b)))).toBe(a * b)
        expect(toNumber(div(doubleDouble(a), doubleDouble(b)))).toBe(a / b)
      }
      expect(toNumber(sqrt(doubleDouble(a)))).toBe(Math.sqrt(a))
      expect(toNumber(neg(doubleDouble(a)))).toBe(-a)
      expect(toNumber(abs(doubleDouble(a)))).toBe(Math.abs(a))
    }
    const huge = shift(ONE, 1e6)
    expect(toNumber(add(huge, doubleDouble(-Infinity)))).toBe(-Infinity)
    expect(toNumber(add(doubleDouble(NaN), huge))).toBeNaN()
    expect(toNumber(mul(huge, doubleDouble(0)))).toBe(0)
    expect(add(huge, doubleDouble(0))).toEqual(huge)
    expect(toNumber(sub(huge, huge))).toBe(0)
    expect(toNumber(mul(shift(ONE, 2 ** 50), shift(doubleDouble(-1), 2 ** 50)))).toBe(-Infinity)
    expect(toNumber(div(ONE, shift(shift(ONE, 2 ** 50), 2 ** 50)))).toBe(0)
  })

  it('go to bits and back, and multiply doubles exactly', () => {
    both((a, b) => {
      expect(errorOf(fromBits(bitsOf(a)), exact(a))).toBeLessThanOrEqual(U2)
      expect(errorOf(fromBits(times(bitsOf(a), bitsOf(b))), times(exact(a), exact(b)))).toBeLessThanOrEqual(
        U2,
      )
      const [x, y] = [a.hi, b.hi].map(v => v / 2 ** Math.floor(Math.log2(Math.abs(v))))
      expect(errorOf(product(x!, y!), times(exact(doubleDouble(x!)), exact(doubleDouble(y!))))).toBe(0)
    })
  })
})

describe('text', () => {
  it('writes as JavaScript does where 17 digits are asked of a double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), x => {
        expect(Number(text(doubleDouble(x), 17))).toBe(x === 0 ? 0 : x)
        if (Number.isFinite(x) && Math.abs(x) > 1e-300) {
          const [digits, place] = x.toExponential(11).split('e') as [string, string]
          expect(text(doubleDouble(x), 12)).toBe(String(Number(`${digits}e${place}`)))
        }
      }),
    )
  })

  it('writes as JavaScript does beside every power of ten, where rounding adds a place', () => {
    for (let place = -30; place <= 30; place++)
      for (const beside of [1 - 1e-12, 1 - 1e-14, 1, 1 + 1e-14, 1.5])
        for (const digits of [1, 5, 12, 15]) {
          const x = Number(`1e${place}`) * beside
          expect(text(doubleDouble(-x), digits), `${x}, ${digits} digits`).toBe(
            String(-Number(x.toPrecision(digits))),
          )
        }
  })

  it('writes 30 digits, of numbers beyond float64 too', () => {
    expect(text(div(ONE, doubleDouble(3)))).toBe('0.333333333333333333333333333333')
    expect(text(div(doubleDouble(-2), doubleDouble(3)), 5)).toBe('-0.66667')
    expect(text(doubleDouble(-99.99999), 3)).toBe('-100')
    expect(text(doubleDouble(1e21))).toBe('1e+21')
    expect(text(doubleDouble(2 ** -30))).toBe('9.31322574615478515625e-10')
    expect(text(shift(ONE, 400))).toBe('2.582249878086908589655919172e+120')
    // By mpmath.
    expect(text(shift(ONE, 1e6))).toBe('9.9006562292958982506979236163e+301029')
    expect(text(shift(ONE, -1e6), 20)).toBe('1.0100340591980302247e-301030')
    expect(text(doubleDouble(NaN)) + text(doubleDouble(-Infinity)) + text(doubleDouble(0))).toBe(
      'NaN-Infinity0',
    )
  })
})
