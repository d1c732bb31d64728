// Tensors of any dtype, shape and bits, for round trips.
import fc from 'fast-check'
import { fromData } from '../../../src/create.js'
import type { Tensor } from '../../../src/index.js'
import { sizeOf } from '../../../src/shape.js'
import { shapes } from '../../support/arbitrary.js'

const values = (size: number) => {
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: size, maxLength: size })
  return fc.oneof(
    list(fc.double()).map(v => Float64Array.from(v)),
    list(fc.float()).map(v => Float32Array.from(v)),
    list(fc.integer()).map(v => Int32Array.from(v)),
    list(fc.nat(1)).map(v => Uint8Array.from(v)),
  )
}

/** A tensor of any dtype with up to 4 axes, some of them empty; NaN, −0, infinities and subnormals among its values. */
export const anyTensor: fc.Arbitrary<Tensor> = shapes({ maxRank: 4 }).chain(shape =>
  values(sizeOf(shape)).map(data => fromData(data, shape) as Tensor),
)

/** What makes two tensors the same to the bit. */
export const bits = (x: Tensor): readonly [string, readonly number[], readonly number[]] => {
  const data =
    x.dtype === 'float64'
      ? Float64Array.from(x.data)
      : x.dtype === 'float32'
        ? Float32Array.from(x.data)
        : Int32Array.from(x.data)
  return [x.dtype, x.shape, [...new Uint8Array(data.buffer)]]
}
