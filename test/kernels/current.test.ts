// Choosing a kernel set, and what every set must do: the table's values under each.
import { describe, expect, it } from 'vitest'
import { add, arrayEqual, logSumExp, matmul, type Tensor, tensor } from '../../src/index.js'
import { chosen, withKernels } from '../../src/kernels/current.js'
import type { Kernels } from '../../src/kernels/kernels.js'
import { reference } from '../../src/kernels/reference.js'
import { fastKernels } from '../../src/kernels/wasm/index.js'
import { everyOp, isSmooth } from '../ops/every.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { runs } from '../support/part.js'
import { LEAST_ZERO } from './conformance/sets.js'

/** A set that implements one kernel and takes the rest from the reference. */
const counting = () => {
  const set = {
    ...reference,
    name: 'counting',
    calls: 0,
    matmul(...args: Parameters<Kernels['matmul']>) {
      set.calls++
      reference.matmul(...args)
    },
  }
  return set
}

describe('withKernels', () => {
  it('uses the set for the call, and the former one after it', () => {
    const former = chosen
    const set = counting()
    const x = tensor([[1, 2]])
    const y = withKernels(set, () => {
      expect(chosen).toBe(set)
      return matmul(x, x, { transposeB: true })
    })
    expect(y.item()).toBe(5)
    expect(set.calls).toBe(1)
    expect(chosen).toBe(former)
    matmul(x, x, { transposeB: true })
    expect(set.calls).toBe(1)
  })

  it('puts the former set back after an error, and nests', () => {
    const former = chosen
    const [outer, inner] = [counting(), counting()]
    withKernels(outer, () => {
      expect(() =>
        withKernels(inner, () => {
          throw new Error('stop')
        }),
      ).toThrow('stop')
      expect(chosen).toBe(outer)
    })
    expect(chosen).toBe(former)
  })
})

describe('the reference set', () => {
  it('sums float32 in float64 and rounds once', () => {
    // 1e6 times fround(0.1) is 100000.00149…, of which float32 keeps 100000.
    const x = tensor(new Float32Array(1_000_000).fill(0.1))
    const ones = tensor(new Float32Array(1_000_000).fill(1))
    expect(withKernels(reference, () => matmul(x, ones)).item()).toBe(Math.fround(1e6 * Math.fround(0.1)))
  })

  it('never writes to what it reads', () => {
    const values = new Float64Array([3, 1, 2])
    const x = tensor(values)
    add(x, x)
    logSumExp(x)
    expect(Array.from(x.data)).toEqual([3, 1, 2])
  })
})

// Operands of the table are small: only a set that is fast from size 0 on computes them.
const fast = fastKernels({ least: LEAST_ZERO })

everyOp(
  'the fast kernels give the values of the reference',
  (call, seed) => {
    const { inputs, run } = call
    const want = withKernels(reference, () => run(...inputs))
    const got = withKernels(fast, () => run(...inputs))
    expect(got.shape).toEqual(want.shape)
    expect(got.dtype).toBe(want.dtype)
    if (!isSmooth(call)) {
      expect(arrayEqual(got, want)).toBe(true)
      return
    }
    const weights = directions(seed, [want])
    const sum = (x: readonly Tensor[], weights: readonly Tensor[]) => inner(weights, [run(...x)])
    expectAgreement(
      withKernels(fast, () => measured(sum, inputs, weights)),
      withKernels(reference, () => measured(sum, inputs, weights)),
      'weighted sums of the values',
    )
  },
  runs(2),
)
