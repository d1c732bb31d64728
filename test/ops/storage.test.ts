// Storage for results: written all over, whatever lay in memory before, in Node and where there is no Buffer.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DType } from '../../src/dtype.js'
import { add, cast, div, mul, neg, reshape, type Tensor, tanh, tensor } from '../../src/index.js'
import { withKernels } from '../../src/kernels/index.js'
import { reference } from '../../src/kernels/reference.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'
import { unclearedStorage } from '../../src/ops/storage.js'

afterEach(() => vi.unstubAllGlobals())

/** Around the size from which memory is not cleared. */
const SIZES = [2 ** 14 - 1, 2 ** 14, 2 ** 14 + 5]

const whole = (n: number, dtype: DType) =>
  cast(tensor(Float64Array.from({ length: n }, (_, i) => (i % 7) - 3)), dtype)

const OPS: readonly (readonly [string, (x: Tensor) => Tensor, (v: number) => number])[] = [
  ['neg', x => neg(cast(x, 'float64')), v => 0 - v],
  ['tanh', x => tanh(cast(x, 'float64')), Math.tanh],
  ['add', x => add(x, x), v => v + v],
  ['mul by one value', x => mul(x, 3), v => v * 3],
  ['mul by a column', x => mul(reshape(x, [x.size, 1]), tensor([[2, 2]], { dtype: 'int32' })), v => v * 2],
  ['div', x => div(x, 2), v => v / 2],
]

describe.each([
  ['Node', () => {}],
  ['a host without Buffer', () => vi.stubGlobal('Buffer', undefined)],
])('in %s', (_, enter) => {
  for (const set of [reference, fastKernels()])
    for (const dtype of ['float64', 'float32', 'int32'] as const)
      it(`every value of a large ${dtype} result is its own, by ${set.name} kernels`, () => {
        enter()
        for (const n of SIZES)
          for (const [name, run, f] of OPS) {
            const got = withKernels(set, () => run(whole(n, dtype)))
            const each = got.size / n
            for (let i = 0; i < got.size; i++) {
              const want = f((Math.floor(i / each) % 7) - 3)
              // Halves and whole numbers are exact; tanh is off by 2.5 units in the last place, and Math.tanh by one.
              if (!(Math.abs(got.data[i]! - want) <= (name === 'tanh' ? 4 * 2 ** -52 : 0)))
                expect.fail(`${name} of ${n}: got ${got.data[i]} at ${i}, wanted ${want}`)
            }
          }
      })
})

it('storage that is not cleared has its own memory, of the dtype that kernels write', () => {
  for (const n of SIZES)
    for (const [dtype, Type] of [
      ['float32', Float32Array],
      ['float64', Float64Array],
      ['int32', Float64Array],
    ] as const) {
      const out = unclearedStorage(dtype, n)
      expect(out).toBeInstanceOf(Type)
      expect([out.length, out.byteOffset]).toEqual([n, 0])
      expect(out.buffer.byteLength).toBe(n * Type.BYTES_PER_ELEMENT)
    }
})
