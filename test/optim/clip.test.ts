// Clipping: never longer than allowed, the direction kept, and short gradients untouched.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArgumentError, type DType, type Tensor, tensor, zeros } from '../../src/index.js'
import { adam, clipByNorm, clipByValue, type Optimizer, sgd } from '../../src/optim/index.js'

const figures = JSON.parse(readFileSync('test/optim/pytorch.json', 'utf8')) as {
  readonly clipped: { readonly gradient: number[]; readonly max: number; readonly clipped: number[] }[]
}

/** What an optimizer is given in the place of a gradient: how far plain descent goes from 0. */
function seen<G>(clip: (optimizer: Optimizer) => Optimizer, gradient: G, zero: G): G {
  const optimizer = clip(sgd({ learningRate: 1 }))
  return optimizer.step(zero, gradient as never, optimizer.init(zero)).params
}

const flat = (clip: (optimizer: Optimizer) => Optimizer, g: readonly number[], dtype: DType = 'float64') => {
  const w = seen(clip, tensor([...g], { dtype }) as Tensor, zeros([g.length], { dtype }) as Tensor)
  return Array.from(w.data, v => 0 - v)
}

const values = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const gradients = fc.array(values, { minLength: 1, maxLength: 8 })
const limits = fc.double({ min: 1e-3, max: 1e6, noNaN: true })

describe('clipByNorm', () => {
  it('makes no gradient longer than its limit, keeps its direction, and leaves shorter ones as they are', () => {
    fc.assert(
      fc.property(gradients, limits, (g, max) => {
        const found = flat(optimizer => clipByNorm(optimizer, max), g)
        const length = Math.hypot(...g)
        // The length, the scale and each value are rounded, the length some times over.
        const rounding = 1 + 2 ** -52 * 16
        expect(Math.hypot(...found)).toBeLessThanOrEqual(max * rounding)
        if (length * rounding <= max) expect(found).toEqual(g.map(v => v + 0))
        if (length > max * rounding) expect(Math.hypot(...found)).toBeGreaterThanOrEqual(max / rounding)
        const share = Math.min(1, max / length)
        for (const [i, v] of found.entries())
          expect(Math.abs(v - g[i]! * share)).toBeLessThanOrEqual(Math.abs(v) * (rounding - 1) + 2 ** -1022)
      }),
    )
  })

  it.each(figures.clipped)('does what PyTorch does: $gradient, $max', ({ gradient, max, clipped }) => {
    // PyTorch adds 1e-6 to the length that it divides by.
    const found = flat(optimizer => clipByNorm(optimizer, max), gradient)
    for (const [i, v] of found.entries())
      expect(Math.abs(v - clipped[i]!)).toBeLessThanOrEqual(1e-6 * Math.abs(v))
  })

  it('measures all parameters together, and keeps the dtype of each', () => {
    const zero = {
      a: zeros([1]) as Tensor,
      b: [zeros([1], { dtype: 'float32' }) as Tensor],
      n: tensor([3], { dtype: 'int32' }) as Tensor | undefined,
    }
    const gradient = { a: tensor([3]), b: [tensor([-4], { dtype: 'float32' })], n: undefined }
    const { a, b, n } = seen(optimizer => clipByNorm(optimizer, 2.5), gradient, zero)
    expect([a.item(), b[0]!.item(), b[0]!.dtype, n]).toEqual([-1.5, 2, 'float32', zero.n])
  })

  it('takes a gradient of 0, and one of huge values', () => {
    expect(flat(optimizer => clipByNorm(optimizer, 1), [0, 0])).toEqual([0, 0])
    const [a, b] = flat(optimizer => clipByNorm(optimizer, 5), [3e200, -4e200])
    expect([a, b]).toEqual([expect.closeTo(3, 14), expect.closeTo(-4, 14)])
    expect(flat(optimizer => clipByNorm(optimizer, 1), [Number.NaN, 1])).toEqual([Number.NaN, 1])
  })

  it('is an optimizer with the state of the one inside', () => {
    const [inner, outer] = [adam(), clipByNorm(adam(), 1e9)]
    const w: Tensor = tensor([1, 2])
    expect(outer.init(w)).toEqual(inner.init(w))
    expect(outer.step(w, w, outer.init(w))).toEqual(inner.step(w, w, inner.init(w)))
  })
})

describe('clipByValue', () => {
  it('brings each value between its limits, and leaves others as they are', () => {
    fc.assert(
      fc.property(gradients, limits, (g, max) => {
        const found = flat(optimizer => clipByValue(optimizer, max), g)
        expect(found).toEqual(g.map(v => Math.min(max, Math.max(-max, v)) + 0))
      }),
    )
  })
})

it.each<readonly [() => unknown, string]>([
  [
    () => clipByNorm(sgd({ learningRate: 1 }), 0),
    'clipByNorm: max must be a positive number such as 1, got 0',
  ],
  [() => clipByNorm(sgd({ learningRate: 1 }), Number.NaN), 'clipByNorm: max must be a positive number'],
  [
    () => clipByValue(sgd({ learningRate: 1 }), -1),
    'clipByValue: max must be a positive number such as 1, got -1',
  ],
  [
    () => clipByNorm({} as never, 1),
    'clipByNorm: wants an optimizer such as sgd({ learningRate: 0.1 }), got',
  ],
  [() => clipByValue(undefined as never, 1), 'clipByValue: wants an optimizer'],
])('clipping is refused where it makes no sense: %s', (run, message) => {
  expect(run).toThrow(ArgumentError)
  expect(run).toThrow(message)
})
