// The encoders: what they write is read back by a decoder written from the specification, and what is no integer is refused.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, list, signed, sized, text, unsigned } from '../../../src/kernels/wasm/encode.js'

/** LEB128: groups of seven bits, the lowest first; `signed` takes the last group's top bit for the sign. */
function decode(bytes: readonly number[], isSigned: boolean): { value: bigint; rest: readonly number[] } {
  const length = bytes.findIndex(byte => byte < 128) + 1
  const groups = bytes.slice(0, length).map(byte => BigInt(byte & 127))
  const value = groups.reduceRight((sum, group) => (sum << 7n) | group, 0n)
  return { value: isSigned ? BigInt.asIntN(7 * length, value) : value, rest: bytes.slice(length) }
}

const isByte = (byte: number) => Number.isInteger(byte) && byte >= 0 && byte < 256

/** Whole numbers of every length: as likely short as long. */
const wholes = fc
  .tuple(fc.nat({ max: 53 }), fc.maxSafeNat())
  .map(([bits, n]) => Math.floor(n / 2 ** (53 - bits)))

describe('unsigned', () => {
  it('is read back, in as few bytes as hold it', () => {
    fc.assert(
      fc.property(wholes, n => {
        const bytes = unsigned(n)
        expect(bytes.every(isByte)).toBe(true)
        expect(decode(bytes, false)).toEqual({ value: BigInt(n), rest: [] })
        expect(bytes).toHaveLength(Math.max(1, Math.ceil(BigInt(n).toString(2).length / 7)))
      }),
    )
  })

  it('writes the numbers around each change of length', () => {
    expect(unsigned(0)).toEqual([0])
    expect(unsigned(127)).toEqual([127])
    expect(unsigned(128)).toEqual([128, 1])
    expect(unsigned(624_485)).toEqual([0xe5, 0x8e, 0x26])
    expect(decode(unsigned(Number.MAX_SAFE_INTEGER), false).value).toBe(2n ** 53n - 1n)
  })

  it('refuses what is negative, has digits behind the point, or is too large to be exact', () => {
    for (const n of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => unsigned(n)).toThrow(RangeError)
    expect(() => unsigned(-1)).toThrow(/^assembler: .*-1/)
  })
})

describe('signed', () => {
  it('is read back, in as few bytes as hold it and its sign', () => {
    const numbers = fc.tuple(fc.nat({ max: 31 }), fc.integer()).map(([bits, n]) => n >> bits)
    fc.assert(
      fc.property(numbers, n => {
        const bytes = signed(n)
        expect(bytes.every(isByte)).toBe(true)
        expect(decode(bytes, true)).toEqual({ value: BigInt(n), rest: [] })
        const bits = 33 - Math.clz32(n < 0 ? ~n : n)
        expect(bytes).toHaveLength(Math.ceil(bits / 7))
      }),
    )
  })

  it('writes the numbers around each change of length, and both ends', () => {
    expect(signed(0)).toEqual([0])
    expect(signed(63)).toEqual([63])
    expect(signed(64)).toEqual([0xc0, 0])
    expect(signed(-64)).toEqual([0x40])
    expect(signed(-65)).toEqual([0xbf, 0x7f])
    expect(signed(-123_456)).toEqual([0xc0, 0xbb, 0x78])
    for (const n of [-(2 ** 31), 2 ** 31 - 1]) expect(decode(signed(n), true).value).toBe(BigInt(n))
  })

  it('refuses what is no int32', () => {
    for (const n of [0.5, 2 ** 31, -(2 ** 31) - 1, Number.NaN, Number.NEGATIVE_INFINITY])
      expect(() => signed(n)).toThrow(RangeError)
    expect(() => signed(0.5)).toThrow(/^assembler: .*0\.5/)
  })
})

describe('lists and names', () => {
  it('say how long they are, and can be taken apart again', () => {
    const items = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 })
    fc.assert(
      fc.property(items, items => {
        const parts = items.map(item => sized([...item]))
        let { value: count, rest } = decode(list(parts), false)
        for (const item of items) {
          const { value: length, rest: bytes } = decode(rest, false)
          expect(bytes.slice(0, Number(length))).toEqual([...item])
          rest = bytes.slice(Number(length))
          count--
        }
        expect([count, rest]).toEqual([0n, []])
      }),
    )
  })

  it('count a name in bytes, not in letters', () => {
    expect(text('host')).toEqual([4, 104, 111, 115, 116])
    expect(text('∂')).toEqual([3, 0xe2, 0x88, 0x82])
  })
})

describe('bytesOf', () => {
  it('writes the lowest byte first', () => {
    expect(bytesOf(new Int32Array([1, -2]))).toEqual([1, 0, 0, 0, 254, 255, 255, 255])
    expect(bytesOf(new Float64Array([1]))).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
  })
})
