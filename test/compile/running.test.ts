// Results of compiled functions: ordinary tensors, or lent until the next call.
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/index.js'
import { add, mul, type Tensor, tensor, zeros } from '../../src/index.js'

/** Few values are copied at once, many when they are read. */
const SIZES = [1, 3, 16, 17, 100]

describe('results', () => {
  it('stay what they are when the function is called again, read or not', () => {
    for (const n of SIZES) {
      const f = compile((x: Tensor) => ({ more: add(x, 1), double: mul(x, 2) }))
      const results = [0, 1, 2].map(i => f(add(zeros([n]), i)))
      const want = [0, 1, 2].map(i => ({ more: i + 1, double: 2 * i }))
      expect(results.map(({ more, double }) => ({ more: more.data[n - 1], double: double.data[0] }))).toEqual(
        want,
      )
    }
  })

  it('may be given back, lent or not', () => {
    for (const n of SIZES)
      for (const results of ['always', 'nextCall'] as const) {
        const f = compile((x: Tensor) => add(x, 1), { results })
        expect(Array.from(f(f(f(zeros([n])))).data)).toEqual(new Array(n).fill(3))
      }
  })

  it('that were lent are refused after the next call, unless they were read before', () => {
    const f = compile((x: Tensor) => [add(x, 1), mul(x, 2)] as const, { results: 'nextCall' })
    const [more, double] = f(zeros([100]))
    expect(more.data[0]).toBe(1)
    f(add(zeros([100]), 5))
    expect(more.data[99]).toBe(1)
    expect(() => double.data).toThrow(/^compile: a result is read after the next call/)
  })

  it('of another signature are let alone', () => {
    const f = compile((x: Tensor) => add(x, 1), { results: 'nextCall' })
    const first = f(zeros([100]))
    f(zeros([50]))
    f(tensor(1))
    expect(first.data[0]).toBe(1)
  })
})
