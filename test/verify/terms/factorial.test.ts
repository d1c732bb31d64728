// Factorials: both evaluators against the product, and what they are refused of.
import { describe, expect, it } from 'vitest'
import { tensor } from '../../../src/index.js'
import { given, verify } from '../../../src/verify/index.js'
import { doubleDouble, plain, toNumber } from '../../../src/verify/numbers/doubleDouble/index.js'
import { factorial } from '../../../src/verify/terms/entrywise/factorial.js'

const NUMBER = { labels: [], rows: '1', cols: '1', sort: 'index' } as const
const at = {
  params: undefined,
  type: NUMBER,
  args: [{ type: NUMBER }],
  extent: () => 1,
  bounded: true,
  literal: () => undefined,
  isSwitch: () => false,
}
const aid = { stirred: <T>(value: T) => value, once: <T>(_: number, make: () => T) => make() }

describe('a factorial', () => {
  it('is the product of all whole numbers up to it, with tensors and in 31 digits', () => {
    const numbers = Array.from({ length: 40 }, (_, n) => n)
    const zeros = tensor(
      numbers.map(() => 0),
      { dtype: 'float64' },
    )
    const { c, error } = factorial.value(
      [{ c: tensor(numbers, { dtype: 'float64' }), scale: undefined, error: zeros }],
      at,
    )
    let exact = 1n
    for (const n of numbers) {
      if (n > 0) exact *= BigInt(n)
      // Each product is rounded by half a unit at most, and the exact number once when it is turned into one.
      expect(Math.abs(c.data[n]! - Number(exact))).toBeLessThanOrEqual(
        (error!.data[n]! + 1) * 2 ** -52 * Number(exact),
      )
      const digits = factorial.digits(() => doubleDouble(n), at, 0, 0, aid)
      expect(toNumber(plain(digits))).toBe(Number(exact))
    }
  })

  it('is of whole numbers only', () => {
    const context = given('a : real\ny : integer\nx : real[n]')
    expect(verify('y! = y (y - 1)!', context).verdict).toBe('holds')
    expect(verify('y! = y^2 (y - 1)!', context).verdict).toBe('refuted')
    expect(verify('n! = n (n - 1)!', context).verdict).toBe('holds')
    expect(() => verify('a! = a', context)).toThrow('a factorial is of a whole number')
    expect(() => verify('x! = x', context)).toThrow('Declare it as one')
  })
})
