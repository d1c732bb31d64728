// Tails and quantiles: each beside the other, beside closed forms, and beside figures of mpmath.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chiSquareTail,
  fTail,
  normalQuantile,
  normalTail,
  normalTwoSided,
  normalUpperQuantile,
  studentQuantile,
  studentTail,
  studentTwoSided,
  studentUpperQuantile,
} from '../../../src/models/inference/index.js'

/** Fails unless two numbers agree to some ulp, times what a tail loses: 1 + |ln p|. */
function close(got: number, want: number, ulps = 32): void {
  const bound = ulps * 2 ** -52 * (1 + Math.abs(Math.log(Math.abs(want))))
  expect(Math.abs(got / want - 1), `${got} for ${want}`).toBeLessThanOrEqual(bound)
}

const probabilities = fc.double({ min: -290, max: Math.log10(0.5), noNaN: true }).map(e => 10 ** e)
const degrees = fc.double({ min: -0.3, max: 8, noNaN: true }).map(e => 10 ** e)

describe('tails', () => {
  it('are those of mpmath, at 60 digits', () => {
    // mpmath 1.2.1: erfc(37/√2); betainc and gammainc, regularised; to the 15 digits that are written here.
    close(normalTwoSided(37), 1.14511424450492e-299)
    close(studentTwoSided(2.2281388519649385, 10), 0.0500000000018087)
    close(studentTail(1e60, 3), 1.10265779084358e-180)
    close(chiSquareTail(1000, 3), 1.79942087653145e-216)
    close(fTail(1e4, 3, 50), 1.93038714075871e-69)
  })

  it('are those of one another', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 30, noNaN: true }), degrees, (t, df) => {
        close(chiSquareTail(t * t, 1), normalTwoSided(t))
        close(chiSquareTail(2 * t, 2), Math.exp(-t))
        close(fTail(t * t, 1, df), studentTwoSided(t, df), 256)
        close(studentTwoSided(t, 1), 1 - (2 / Math.PI) * Math.atan(t), 256 * (1 + t))
        close(studentTwoSided(t, 2), 1 - t / Math.sqrt(2 + t * t), 256 * (1 + t * t))
        expect(Math.abs(normalTail(t) + normalTail(-t) - 1)).toBeLessThanOrEqual(2 ** -51)
        expect(Math.abs(studentTail(t, df) + studentTail(-t, df) - 1)).toBeLessThanOrEqual(2 ** -50)
      }),
    )
  })

  it('of Student tend to those of the normal', () => {
    expect(studentTwoSided(2, Number.POSITIVE_INFINITY)).toBe(normalTwoSided(2))
    // To first order in 1/ν they differ by z(z² + 1)φ(z)/2ν, here 2.7e-13.
    expect(Math.abs(studentTwoSided(2, 1e12) - normalTwoSided(2))).toBeLessThanOrEqual(1e-12)
  })
})

describe('quantiles', () => {
  it('undo tails', () => {
    fc.assert(
      fc.property(probabilities, degrees, (q, df) => {
        // An ulp of z moves its tail by z² ulp, which is about 2 |ln q|.
        close(normalTail(normalUpperQuantile(q)), q, 8)
        // By their own formula, of a power law that Newton's steps follow in logarithms: t to 1 ulp of ln t moves q by ν ln t.
        const t = studentUpperQuantile(q, df)
        if (t < 1e140) close(studentTail(t, df), q, 64 + 8 * Math.abs(Math.log(t)))
      }),
    )
  })

  it('are odd about one half, and infinite at the ends', () => {
    expect([normalQuantile(0.5), studentQuantile(0.5, 3)]).toEqual([0, 0])
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
    expect(normalQuantile(0.25)).toBe(-normalQuantile(0.75))
    expect(studentQuantile(0.25, 4)).toBe(-studentQuantile(0.75, 4))
    close(studentUpperQuantile(0.025, 1), Math.tan(Math.PI * 0.475))
    close(normalUpperQuantile(0.025), 1.95996398454005)
    expect(() => normalQuantile(1.5)).toThrow('a probability is from 0 to 1, got ')
    expect(() => studentQuantile(0.5, 0)).toThrow('df must be above 0, got 0')
  })
})
