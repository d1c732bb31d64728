// NPY and NPZ: what numpy wrote is read to the bit, what is written reads back, and bytes that lie are refused before memory is asked for.

import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it, test } from 'vitest'
import { readNpy, readNpz, writeNpy, writeNpz } from '../../../src/data/tensors/index.js'
import { ArgumentError, DataError } from '../../../src/errors.js'
import { type Tensor, tensor, zeros } from '../../../src/index.js'
import { shapes } from '../../support/arbitrary.js'
import { file, known, plain, wanted } from './files.js'
import { anyTensor, bits } from './tensors.js'

const npy = (header: string, body = 0, version = 1): Uint8Array => {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(10 + text.length + body)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, text.length % 256, text.length >> 8])
  bytes.set(text, 10)
  return bytes
}
const shaped = (shape: string, body = 0, descr = "'<f8'") =>
  npy(`{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`, body)
const refusal = (bytes: Uint8Array, options = {}) => {
  try {
    return readNpy(bytes, options)
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
}

describe('what numpy.save wrote', () => {
  it.each(known)('%s', name => {
    // Whole numbers beyond int32 need the way out that the error names.
    const x = readNpy(file(`${name}.npy`), name === 'wide' ? { dtype: 'float64' } : {})
    expect(plain(x)).toEqual(wanted(name))
  })

  it('in versions 2 and 3', () => {
    for (const version of [2, 3])
      expect(plain(readNpy(file(`version${version}.npy`)))).toEqual(wanted('fortran'))
  })

  it('gets the dtype that the type of its elements says, whatever the values', () => {
    const dtypes = known.map(name => [
      name,
      readNpy(file(`${name}.npy`), name === 'wide' ? { dtype: 'float64' } : {}).dtype,
    ])
    expect(Object.fromEntries(dtypes)).toMatchObject({
      bool: 'bool',
      int8: 'int32',
      uint8: 'int32',
      int64: 'int32',
      uint64: 'int32',
      float16: 'float32',
      float32: 'float32',
      float64: 'float64',
      big: 'float64',
      bigint: 'int32',
    })
  })

  it('is refused by name where it holds no numbers of ours', () => {
    const say: Readonly<Record<string, string>> = {
      complex: 'complex numbers',
      text: 'texts',
      bytes: 'bytes',
      date: 'dates and times',
      delta: 'time differences',
      record: 'structured array',
      object: 'a pickle: reading one would run code',
      longdouble: 'floats of a size that only some machines have',
    }
    for (const [name, words] of Object.entries(say)) expect(refusal(file(`${name}.npy`))).toContain(words)
  })

  it('is refused where a whole number does not fit, with a way out where there is one', () => {
    expect(refusal(file('wide.npy'))).toBe(
      "npy: value 0 is 9007199254740992, which int32 does not hold; ask for { dtype: 'float64' }",
    )
    expect(refusal(file('toowide.npy'), { dtype: 'float64' })).toContain(
      'value 1 is 9007199254740993, which float64 does not hold',
    )
    expect(refusal(file('int8.npy'), { dtype: 'bool' })).toContain(
      'value 0 is -128, which bool does not hold',
    )
    expect(refusal(file('float64.npy'), { dtype: 'int32' })).toContain(
      'value 0 is 0.1, which int32 does not hold',
    )
  })

  it('becomes the dtype that is asked for', () => {
    expect(readNpy(file('uint8.npy'), { dtype: 'float32' })).toMatchObject({
      dtype: 'float32',
      shape: [2, 2],
    })
    expect(readNpy(file('float64.npy'), { dtype: 'float32' }).data[0]).toBe(Math.fround(0.1))
  })
})

describe('what is written', () => {
  test('reads back to the bit, alone and in an archive, packed or not', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), anyTensor, { maxKeys: 4 }),
        fc.boolean(),
        (tensors, compress) => {
          for (const x of Object.values(tensors)) expect(bits(readNpy(writeNpy(x)))).toEqual(bits(x))
          const named = new Map(Object.entries(tensors))
          const back = readNpz(writeNpz(named, { compress }))
          expect([...back.keys()].sort()).toEqual([...named.keys()].sort())
          for (const [name, x] of back) expect(bits(x)).toEqual(bits(named.get(name)!))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('begins as numpy writes it, and its values at a multiple of 64 bytes', () => {
    const bytes = writeNpy(tensor([[1, 2, 3]]))
    expect(Buffer.from(bytes.subarray(10, 127)).toString().trimEnd()).toBe(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }",
    )
    expect(bytes.length).toBe(128 + 24)
    for (const x of [tensor(1), tensor([1]), zeros([0, 2])])
      expect(writeNpy(x).slice(0, 10)).toEqual(bytes.slice(0, 10))
  })

  it('is refused where it is no tensor', () => {
    expect(() => writeNpy([1] as unknown as Tensor)).toThrow(ArgumentError)
    expect(() => writeNpz([tensor(1)] as unknown as Record<string, Tensor>)).toThrow('wants tensors by name')
  })
})

describe('Fortran order', () => {
  test('is the transposed array in C order', () => {
    fc.assert(
      fc.property(shapes({ maxRank: 4 }), shape => {
        const size = shape.reduce((a, b) => a * b, 1)
        const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
        const bytes = npy(`{'descr': '|u1', 'fortran_order': True, 'shape': ${tuple}, }`, size)
        for (let i = 0; i < size; i++) bytes[bytes.length - size + i] = i
        const { data } = readNpy(bytes)
        // Entry [i, j, k] stands at i + m(j + n·k).
        for (let at = 0; at < size; at++) {
          let [rest, place, step] = [at, 0, 1]
          const index = [...shape].reverse().map(n => {
            const i = rest % n
            rest = (rest - i) / n
            return i
          })
          index.reverse().forEach((i, axis) => {
            place += i * step
            step *= shape[axis]!
          })
          expect(data[at]).toBe(place)
        }
      }),
    )
  })
})

describe('NPY that is not sound', () => {
  it('is refused at every length but the whole', () => {
    const whole = file('float32.npy')
    for (let length = 0; length < whole.length; length++)
      expect(refusal(whole.slice(0, length))).toMatch(/cut off|cannot be read/)
    expect(refusal(Uint8Array.from([...whole, 0]))).toContain('has 1 bytes behind the array of shape [5]')
  })

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'cut off: it has 0 bytes'],
    ['another file', new TextEncoder().encode('PK\x03\x04 and more'), 'is no NPY file'],
    ['a later version', npy('{}', 0, 4), 'version 4.0'],
    ['a shape beyond the bytes', shaped('(3,)', 16), 'takes more than the 16 bytes'],
    ['extents of 2^53 − 1', shaped('(9007199254740991, 9007199254740991)', 8), 'takes more than the 8 bytes'],
    ['an extent of 2^53', shaped('(9007199254740992,)', 8), 'wanted whole numbers below 2^53'],
    ['extents whose product is 2^64', shaped('(4294967296, 4294967296)', 8), 'takes more than'],
    ['a negative extent', shaped('(-1,)', 8), 'cannot be read'],
    ['a number in brackets, which is no tuple', shaped('(1)', 8), 'wanted whole numbers'],
    ['65 axes', shaped(`(${'1, '.repeat(65)})`, 8), '65 axes'],
    ['a type without a byte order', shaped('(1,)', 8, "'f8'"), 'has elements of type "f8"'],
    ['a type that is none', shaped('(1,)', 8, "'<q8'"), 'has elements of type "<q8"'],
    ['a type by a name of Object', shaped('(1,)', 8, "'<constructor'"), 'has elements of type'],
    [
      'a key twice',
      npy("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8),
      'says descr twice',
    ],
    ['a key that lacks', npy("{'descr': '<f8', 'shape': (), }", 8), 'a header with descr, shape; wanted'],
    [
      'another key',
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), 'x': True}", 8),
      'wanted descr',
    ],
    ['an expression', npy("{'descr': '<f8', 'fortran_order': not True, 'shape': ()}", 8), 'cannot be read'],
    [
      'two values without a comma',
      npy("{'descr': '<f8' 'fortran_order': False, 'shape': ()}", 8),
      'cannot be read',
    ],
    ['a bool of 2', Uint8Array.from([...shaped('(1,)', 0, "'|b1'"), 2]), 'value 0 is a bool whose byte is 2'],
    ['a header beyond the file', Uint8Array.from([...npy('').slice(0, 8), 255, 255]), 'cut off'],
  ])('%s', (_, bytes, words) => expect(refusal(bytes)).toContain(words))

  it('takes a header without the last comma, and Python 2 numbers', () => {
    expect(readNpy(npy("{'shape': (1L, 1L), 'fortran_order': False, 'descr': '<f8'}", 8)).shape).toEqual([
      1, 1,
    ])
    expect(readNpy(shaped('(9007199254740991, 0)')).shape).toEqual([9007199254740991, 0])
  })

  it('refuses arguments that are none', () => {
    expect(() => readNpy('x' as unknown as Uint8Array)).toThrow(
      'wants the bytes of a file as a Uint8Array, got "x"',
    )
    expect(() => readNpy(file('bool.npy'), { dtype: 'int64' as 'int32' })).toThrow(ArgumentError)
    expect(() => readNpy(file('bool.npy'), { type: 'x' } as object)).toThrow("has no option 'type'")
  })
})

describe('archives', () => {
  it('are read as numpy.savez and savez_compressed write them', () => {
    const stored = readNpz(file('stored.npz'), { names: ['y', 'x'] })
    expect([...stored.keys()]).toEqual(['y', 'x'])
    expect(plain(stored.get('x')!)).toEqual(wanted('fortran'))
    const deflated = readNpz(file('deflated.npz'))
    expect(deflated.get('x')!.shape).toEqual([100, 10])
    expect(deflated.get('y')!.data[99]).toBe(99)
  })

  const failure = (bytes: Uint8Array, options = {}) => {
    try {
      return readNpz(bytes, options)
    } catch (error) {
      expect(error).toBeInstanceOf(DataError)
      return (error as DataError).message
    }
  }

  it('say which of their arrays is refused, and which they have', () => {
    expect(failure(file('stored.npz'))).toContain('npz: names.npy: has elements of type "<U1": texts')
    expect(failure(file('stored.npz'), { names: ['z'] })).toContain('has no array "z"; it has x, y, names')
    expect(failure(zipSync({ 'read.me': new Uint8Array(3) }))).toContain('"read.me" is no array')
    expect(() => readNpz(file('stored.npz'), { names: 'x' as unknown as string[] })).toThrow(ArgumentError)
  })

  it('are refused where a byte of an array is damaged, stored or deflated', () => {
    for (const compress of [false, true]) {
      const bytes = writeNpz({ x: tensor([1, 2, 3]) }, { compress })
      const at = compress ? 60 : 170
      bytes[at] = bytes[at]! ^ 1
      expect(failure(bytes)).toMatch(/damaged|unpack/)
    }
  })

  it('are refused at every length but the whole', () => {
    const whole = file('deflated.npz')
    for (let length = 0; length < whole.length; length += 7)
      expect(failure(whole.slice(0, length))).toContain('is cut off')
  })

  it('never ask for memory that their bytes cannot fill', () => {
    const bytes = file('deflated.npz')
    const view = new DataView(bytes.buffer)
    const entry = view.getUint32(bytes.length - 22 + 16, true)
    view.setUint32(entry + 24, 0xfffffffe, true)
    expect(failure(bytes)).toContain('unpack to 4294967294, which no bytes do')
    view.setUint32(entry + 24, 8000, true)
    expect(failure(bytes)).toContain('where 8000 were announced')
    view.setUint32(entry + 24, 0xffffffff, true)
    expect(failure(bytes)).toContain('more than 4 GB')
  })

  it('are refused where members share bytes, or are encrypted or packed in another way', () => {
    const bytes = file('stored.npz')
    const view = new DataView(bytes.buffer)
    const entry = view.getUint32(bytes.length - 22 + 16, true)
    view.setUint16(entry + 8, 1, true)
    expect(failure(bytes)).toContain('is encrypted')
    view.setUint16(entry + 8, 0, true)
    view.setUint16(entry + 10, 14, true)
    expect(failure(bytes)).toContain('is packed by method 14')
    view.setUint32(entry + 20, bytes.length, true)
    expect(failure(bytes)).toContain('its members take more than')
  })

  it('survive any byte that is changed: an array as it was, or a DataError', () => {
    const whole = file('stored.npz')
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice()
        bytes[at] = bytes[at]! ^ change
        const read = failure(bytes, { names: ['x'] })
        if (typeof read !== 'string') expect(plain(read!.get('x')!)).toEqual(wanted('fortran'))
      }),
      { numRuns: 300 },
    )
  })
})
