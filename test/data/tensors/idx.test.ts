// IDX: MNIST's layout, as it is and packed; every type, and extents that lie.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readIdx } from '../../../src/data/tensors/index.js'
import { DataError } from '../../../src/errors.js'
import { file, plain, wanted } from './files.js'

const idx = (type: number, shape: readonly number[], body: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * shape.length + body.length)
  bytes.set([0, 0, type, shape.length])
  shape.forEach((extent, axis) => {
    new DataView(bytes.buffer).setUint32(4 + 4 * axis, extent)
  })
  bytes.set(body, 4 + 4 * shape.length)
  return bytes
}
const refusal = (bytes: Uint8Array) => {
  try {
    return readIdx(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
}

describe('IDX', () => {
  it('is read as it is and packed by gzip', () => {
    for (const name of ['images.idx', 'images.idx.gz'])
      expect(plain(readIdx(file(name)))).toEqual(wanted('images'))
    expect(readIdx(file('images.idx.gz'), { dtype: 'float32' }).dtype).toBe('float32')
  })

  test('any type and shape reads as it was written, packed or not', () => {
    const types = [
      [0x08, fc.integer({ min: 0, max: 255 }), 1, 'setUint8'],
      [0x09, fc.integer({ min: -128, max: 127 }), 1, 'setInt8'],
      [0x0b, fc.integer({ min: -32768, max: 32767 }), 2, 'setInt16'],
      [0x0c, fc.integer(), 4, 'setInt32'],
      [0x0d, fc.float(), 4, 'setFloat32'],
      [0x0e, fc.double(), 8, 'setFloat64'],
    ] as const
    const arrays = fc
      .constantFrom(...types)
      .chain(([type, value, size, set]) =>
        fc
          .array(value as fc.Arbitrary<number>, { maxLength: 12 })
          .map(values => ({ type, size, set, values })),
      )
    fc.assert(
      fc.property(arrays, fc.boolean(), ({ type, size, set, values }, packed) => {
        const body = new Uint8Array(values.length * size)
        const view = new DataView(body.buffer)
        values.forEach((value, i) => {
          view[set](i * size, value)
        })
        const bytes = idx(type, [values.length, 1], body)
        const x = readIdx(packed ? new Uint8Array(gzipSync(bytes)) : bytes)
        expect(x.shape).toEqual([values.length, 1])
        expect(Array.from(x.data)).toEqual(values)
      }),
    )
  })

  it('is refused at every length but the whole', () => {
    for (const name of ['images.idx', 'images.idx.gz']) {
      const whole = file(name)
      for (let length = 0; length < whole.length; length++)
        expect(refusal(whole.slice(0, length)), `${name} ${length}`).toMatch(/cut off|too short|unpack/)
      expect(refusal(Uint8Array.from([...whole, 0])), name).toMatch(/behind the array|announces/)
    }
  })

  it.each<[string, Uint8Array, string]>([
    ['another file', new TextEncoder().encode('a,b\n1,2\n'), 'is no IDX file'],
    ['a type that is none', idx(0x0a, [1], new Uint8Array(1)), 'is no IDX file'],
    [
      '255 extents of 2^32 − 1',
      idx(8, Array(255).fill(2 ** 32 - 1), new Uint8Array(1)),
      'takes more than the bytes',
    ],
    ['an extent beyond the bytes', idx(8, [9], new Uint8Array(8)), 'is cut off: shape [9] of uint8'],
    ['values behind the array', idx(8, [7], new Uint8Array(8)), 'has 1 bytes behind the array of shape [7]'],
    [
      'packed, with extents that deflate cannot fill',
      gzipSync(idx(8, [2 ** 31], new Uint8Array(1))),
      'is cut off: shape [2147483648]',
    ],
    [
      'packed, with extents beyond what is packed',
      gzipSync(idx(8, [99], new Uint8Array(98))),
      'gzip announces 106 bytes, where its array takes 107',
    ],
  ])('%s', (_, bytes, words) => expect(refusal(new Uint8Array(bytes))).toContain(words))

  it('takes a scalar and an empty array', () => {
    expect(readIdx(idx(8, [], Uint8Array.of(7))).item()).toBe(7)
    expect(readIdx(idx(14, [0, 2 ** 32 - 1], new Uint8Array(0))).shape).toEqual([0, 2 ** 32 - 1])
  })

  it('packed is refused where a byte is changed, or reads as it was', () => {
    const whole = new Uint8Array(gzipSync(file('images.idx'), { level: 0 }))
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice()
      bytes[at] = bytes[at]! ^ 4
      const read = refusal(bytes)
      if (typeof read !== 'string') expect(plain(read!), String(at)).toEqual(wanted('images'))
      else if (at > 20) expect(read).toMatch(/damaged|announces|unpack|IDX|behind|takes more/)
    }
  })
})
