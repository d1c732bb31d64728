// The noise that tells how many of the 31 digits mean something: it falls differently for each of its seeds.
import { expect, it } from 'vitest'
import { Digits } from '../../../src/verify/evaluate/digits.js'
import { given } from '../../../src/verify/index.js'
import { problemOf } from '../../../src/verify/meaning/problem.js'
import { plain, toNumber } from '../../../src/verify/numbers/doubleDouble/index.js'
import { readClaims } from '../decide/claims.js'

it('moves what cancels up and down, and by about what a value is rounded', () => {
  const context = given('a, b : positive')
  const [claim] = readClaims('e^a e^b - e^{a + b} = 0', problemOf(context))
  const point = { sizes: {}, values: { a: Float64Array.of(0.3), b: Float64Array.of(0.4) } }
  const moved = Array.from({ length: 16 }, (_, i) => {
    const digits = new Digits(problemOf(context), point, i + 1)
    return toNumber(plain(digits.entry(claim!.sides[0]!.node!, new Map())))
  })
  // Each of a handful of values moves by up to 2⁻¹⁰⁰ of itself.
  const [up, down] = [moved.filter(v => v > 0), moved.filter(v => v < 0)]
  expect(Math.min(up.length, down.length)).toBeGreaterThanOrEqual(3)
  const sizes = moved.map(Math.abs).sort((x, y) => x - y)
  expect(sizes[3]).toBeGreaterThan(2 ** -106)
  expect(sizes.at(-1)).toBeLessThan(2 ** -95)
})
