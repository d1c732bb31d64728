// Pieces that are put in place among zeros: apart they keep their values, and where they meet their sums are rounded once.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { add, grad, mul, slice, sum, type Tensor, tensor, zeros } from '../../src/index.js'

const N = 12
const range = fc
  .tuple(fc.nat(N - 1), fc.nat(N - 1), fc.integer({ min: 1, max: 3 }), fc.boolean())
  .map(([a, b, step, back]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    return back ? { first: high, last: low, step: -step } : { first: low, last: high, step }
  })

/** Where a range reads. */
function places({ first, last, step }: { first: number; last: number; step: number }): number[] {
  const count = Math.floor(Math.abs(last - first) / Math.abs(step)) + 1
  return Array.from({ length: count }, (_, i) => first + i * step)
}

it('gives the gradient of slices of float32 as sums in float64 that are rounded once', () => {
  fc.assert(
    fc.property(
      fc.array(range, { minLength: 1, maxLength: 6 }),
      fc.nat(1),
      fc.nat(99),
      (ranges, axis, phase) => {
        const weight = (k: number, i: number, c: number) =>
          Math.fround(10 ** (k % 3) * Math.sin(phase + 7 * k + 3 * i + c))
        const weights = ranges.map((r, k) => places(r).map((_, i) => [0, 1, 2].map(c => weight(k, i, c))))
        const loss = (x: Tensor): Tensor =>
          ranges
            .map(({ first, last, step }, k) => {
              const end = last + Math.sign(step)
              const cut = [first, end < 0 ? undefined : end, step] as const
              const part: Tensor = slice(x, axis === 0 ? [cut] : [undefined, cut])
              const rows = weights[k]!
              const values = axis === 0 ? rows : [0, 1, 2].map(c => rows.map(row => row[c]!))
              return sum(mul(part, tensor(values, { dtype: 'float32' })))
            })
            .reduce((a, b) => add(a, b))
        const expected = Array.from({ length: N }, () => [0, 0, 0])
        // In the order in which the walk back finds them, the last slice first.
        for (let k = ranges.length - 1; k >= 0; k--)
          places(ranges[k]!).forEach((at, i) => {
            for (const c of [0, 1, 2]) expected[at]![c]! += weights[k]![i]![c]!
          })
        const found = grad(loss)(zeros(axis === 0 ? [N, 3] : [3, N], { dtype: 'float32' }))
        for (let i = 0; i < N; i++)
          for (const c of [0, 1, 2])
            expect(found.data[axis === 0 ? 3 * i + c : N * c + i], `at ${i}, ${c}`).toBe(
              Math.fround(expected[i]![c]!),
            )
      },
    ),
    { numRuns: 60 },
  )
})
