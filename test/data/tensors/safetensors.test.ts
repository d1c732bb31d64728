// Safetensors: files laid out by another program, round trips to the bit, and headers that lie.
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../../src/data/tensors/index.js'
import { ArgumentError, DataError } from '../../../src/errors.js'
import { type Tensor, tensor } from '../../../src/index.js'
import { file, plain, wanted } from './files.js'
import { anyTensor, bits } from './tensors.js'

const laid = (header: unknown, body = 0, length?: bigint): Uint8Array => {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + body)
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}
const entry = (
  from: number,
  to: number,
  shape: readonly unknown[] = [(to - from) / 4],
  dtype: unknown = 'F32',
) => ({
  dtype,
  shape,
  data_offsets: [from, to],
})
const refusal = (bytes: Uint8Array, options = {}) => {
  try {
    return readSafetensors(bytes, options)
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
}

describe('safetensors', () => {
  it('are read with 16-bit floats widened exactly, and their metadata', () => {
    const { tensors, metadata } = readSafetensors(file('some.safetensors'))
    expect([...tensors.keys()]).toEqual(['bf16', 'f16', 'f32', 'i64'])
    for (const [name, x] of tensors) expect(plain(x), name).toEqual(wanted(name))
    expect([...tensors.values()].map(x => x.dtype)).toEqual(['float32', 'float32', 'float32', 'int32'])
    expect(metadata.get('format')).toBe('pt')
  })

  test('read back to the bit what was written, whatever the names', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '0', '10', 'ä', ''))
    const named = fc.array(fc.tuple(names, anyTensor), { maxLength: 5 }).map(list => new Map(list))
    fc.assert(
      fc.property(named, fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }), (tensors, metadata) => {
        const bytes = writeSafetensors(tensors, { metadata })
        const back = readSafetensors(bytes)
        expect([...back.tensors.keys()].sort()).toEqual([...tensors.keys()].sort())
        for (const [name, x] of back.tensors) expect(bits(x)).toEqual(bits(tensors.get(name)!))
        expect(Object.fromEntries(back.metadata)).toEqual(Object.fromEntries(Object.entries(metadata)))
        // The order in which they were given is nowhere in the file.
        expect(writeSafetensors(new Map([...tensors].reverse()), { metadata })).toEqual(bytes)
      }),
      { numRuns: 50 },
    )
  })

  it('lie at multiples of the size of their elements', () => {
    const bytes = writeSafetensors({
      a: tensor([true, false, true]),
      b: tensor([1]),
      c: tensor([1], { dtype: 'int32' }),
    })
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())
    expect([length % 8, header.b.data_offsets, header.c.data_offsets, header.a.data_offsets]).toEqual([
      0,
      [0, 8],
      [8, 12],
      [12, 15],
    ])
  })

  it('are refused at every length but the whole', () => {
    const whole = file('some.safetensors')
    for (let length = 0; length < whole.length; length++)
      expect(refusal(whole.slice(0, length))).toMatch(/cut off|lies at bytes/)
    expect(refusal(Uint8Array.from([...whole, 0]))).toContain(
      'has 1 bytes at its end that belong to no tensor',
    )
  })

  it.each<[string, Uint8Array, string]>([
    ['another file', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'Is it safetensors?'],
    ['a header beyond the limit', laid('{}', 0, 100_000_001n), 'at most 100000000 are allowed'],
    ['a header of 2^64 − 1 bytes', laid('{}', 0, 2n ** 64n - 1n), 'at most 100000000 are allowed'],
    ['a header beyond the file', laid('{}', 0, 99n), 'cut off: it has 10 bytes where a header of 99'],
    ['a header that is no JSON', laid('{"a":'), 'is no JSON'],
    ['a header that is no UTF-8', Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 255]), 'is no JSON'],
    ['a header that begins with a blank', laid(' {}'), 'does not begin with {'],
    ['a header that is an array', laid('[]'), 'does not begin with {'],
    ['tensors that overlap', laid({ a: entry(0, 8), b: entry(4, 12) }, 12), '"b" overlaps'],
    ['two at the same place', laid({ a: entry(0, 8), b: entry(0, 8) }, 8), '"b" overlaps'],
    [
      'a hole',
      laid({ a: entry(0, 4), b: entry(8, 12) }, 12),
      'bytes 4 to 8, before "b", belong to no tensor',
    ],
    ['bytes at the end', laid({ a: entry(0, 4) }, 5), 'has 1 bytes at its end'],
    ['one beyond the file', laid({ a: entry(0, 8) }, 4), 'lies at bytes 0 to 8 of the 4'],
    ['one that ends before it begins', laid({ a: entry(4, 0, [1]) }, 4), 'lies at bytes 4 to 0'],
    [
      'a shape that its bytes do not fill',
      laid({ a: entry(0, 8, [3]) }, 8),
      'has 8 bytes, which is not what shape [3] of float32 takes',
    ],
    ['extents whose product is 2^64', laid({ a: entry(0, 8, [2 ** 32, 2 ** 32]) }, 8), 'is not what shape'],
    ['an extent of 2^53', laid({ a: entry(0, 8, [2 ** 53]) }, 8), 'wanted up to 64 whole numbers'],
    ['an extent of 1.5', laid({ a: entry(0, 6, [1.5]) }, 6), 'wanted up to 64 whole numbers'],
    ['an extent of −1', laid({ a: entry(0, 4, [-1]) }, 4), 'wanted up to 64 whole numbers'],
    [
      'three offsets',
      laid({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4, 4] } }, 4),
      'wanted where its bytes begin',
    ],
    ['no offsets', laid({ a: { dtype: 'F32', shape: [1] } }, 4), 'the data_offsets undefined'],
    ['a tensor that is null', laid({ a: null }), '"a" is null'],
    ['a type of 8 bits', laid({ a: entry(0, 1, [1], 'F8_E4M3') }, 1), 'has the dtype "F8_E4M3"'],
    ['metadata of numbers', laid({ __metadata__: { a: 1 } }), '__metadata__'],
    [
      'a bool of 2',
      Uint8Array.from([...laid({ a: entry(0, 1, [1], 'BOOL') }), 2]),
      '"a": value 0 is a bool whose byte is 2',
    ],
    [
      'an I64 beyond int32',
      Uint8Array.from([...laid({ a: entry(0, 8, [1], 'I64') }), 0, 0, 0, 0, 1, 0, 0, 0]),
      "4294967296, which int32 does not hold; ask for { dtype: 'float64' }",
    ],
  ])('%s', (_, bytes, words) => expect(refusal(bytes)).toContain(words))

  it('hold no tensor, a scalar, and one without values', () => {
    expect(readSafetensors(laid({})).tensors.size).toBe(0)
    const { tensors } = readSafetensors(laid({ a: entry(0, 4, []), b: entry(4, 4, [2 ** 53 - 1, 0]) }, 4))
    expect([tensors.get('a')!.shape, tensors.get('b')!.shape]).toEqual([[], [2 ** 53 - 1, 0]])
  })

  it('are refused to be written from what are no tensors or no texts', () => {
    expect(() => writeSafetensors({ a: 1 as unknown as Tensor })).toThrow(ArgumentError)
    expect(() => writeSafetensors({ __metadata__: tensor(1) })).toThrow(
      'no tensor can be called __metadata__',
    )
    expect(() => writeSafetensors({}, { metadata: { a: 1 as unknown as string } })).toThrow(
      'must be texts by name',
    )
  })
})
