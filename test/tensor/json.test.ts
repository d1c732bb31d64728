// Tensors as JSON: what `JSON.stringify` writes reads back bit by bit, whatever the values.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../src/create.js'
import { reviveTensor, type Tensor, tensor, zeros } from '../../src/index.js'
import { sizeOf } from '../../src/shape.js'
import { listOf, shapes } from '../support/arbitrary.js'

const back = (value: unknown): unknown => JSON.parse(JSON.stringify(value), reviveTensor)

/** Any tensor: every float64 and float32, NaN, infinities and −0 among them, every int32, and masks. */
const anyTensor = shapes().chain(shape =>
  fc.oneof(
    listOf(sizeOf(shape), fc.double()).map(values => fromData(Float64Array.from(values), shape)),
    listOf(sizeOf(shape), fc.float()).map(values => fromData(Float32Array.from(values), shape)),
    listOf(sizeOf(shape), fc.integer()).map(values => fromData(Int32Array.from(values), shape)),
    listOf(sizeOf(shape), fc.nat({ max: 1 })).map(values => fromData(Uint8Array.from(values), shape)),
  ),
)

describe('JSON', () => {
  it('reads back every tensor: dtype, shape, and values to the last bit', () => {
    fc.assert(
      fc.property(anyTensor, x => {
        const y = back(x) as Tensor
        expect([y.dtype, y.shape]).toEqual([x.dtype, x.shape])
        // toEqual tells −0 from 0 and takes NaN for itself.
        expect(y.toTypedArray()).toEqual(x.toTypedArray())
      }),
      { numRuns: 500 },
    )
  })

  it('reads back tensors nested in other data, and leaves that as it is', () => {
    const params = {
      layers: [{ w: tensor([[1, 2]]), b: tensor(0.1) }],
      name: 'net',
      dtype: 'float64',
      n: null,
    }
    const read = back(params) as typeof params
    expect(read.layers[0]!.w.toArray()).toEqual([[1, 2]])
    expect(read.layers[0]!.b.item()).toBe(0.1)
    expect([read.name, read.dtype, read.n]).toEqual(['net', 'float64', null])
  })

  it('is plain to read', () => {
    expect(JSON.stringify(tensor([[1, 0.5]]))).toBe('{"dtype":"float64","shape":[1,2],"values":[1,0.5]}')
    expect(JSON.stringify(tensor([true, false]))).toBe('{"dtype":"bool","shape":[2],"values":[1,0]}')
    expect(JSON.stringify(tensor([Number.NaN, Infinity, -Infinity, -0]))).toBe(
      '{"dtype":"float64","shape":[4],"values":["NaN","Infinity","-Infinity","-0"]}',
    )
    expect(JSON.stringify(zeros([0, 2]))).toBe('{"dtype":"float64","shape":[0,2],"values":[]}')
  })

  it('refuses what has the parts of a tensor and is none', () => {
    const read = (parts: object) => () =>
      reviveTensor('', { dtype: 'float64', shape: [2], values: [1, 2], ...parts })
    expect(read({})).not.toThrow()
    expect(read({ dtype: 'float16' })).toThrow('reviveTensor: dtype must be float64, float32, int32 or bool')
    expect(read({ shape: [3] })).toThrow('2 values do not fill shape [3]')
    expect(read({ shape: 2 })).toThrow('reviveTensor: wants a shape such as [2, 3], got 2')
    expect(read({ shape: [-2] })).toThrow('reviveTensor: extents must be whole numbers ≥ 0, got [-2]')
    expect(read({ values: 'text' })).toThrow('reviveTensor: wants an array of values, got "text"')
    for (const value of [null, '1', 'nan', '', true, [1], {}])
      expect(read({ values: [1, value] })).toThrow('reviveTensor: values[1] is ')
    expect(read({ dtype: 'int32', values: [1, 0.5] })).toThrow('0.5 at position 1 does not fit int32')
    expect(read({ dtype: 'int32', values: [1, 'NaN'] })).toThrow('NaN at position 1 does not fit int32')
    expect(read({ dtype: 'bool', values: [1, 2] })).toThrow('2 at position 1 does not fit bool')
  })
})
