// Which values slice takes, by every range of short axes; which axes einsum puts out; which matrices a product of batches reads.
import { describe, expect, it } from 'vitest'
import { arange, einsum, matmul, reshape, slice, type Tensor, tensor, transpose } from '../../src/index.js'

/** x[from:to:step] as Python defines it: from `from` in steps, while `to` is not reached. */
function python(n: number, from: number | undefined, to: number | undefined, step: number): number[] {
  const place = (at: number) => (at < 0 ? at + n : at)
  const [first, past] = step > 0 ? [0, n] : [n - 1, -1]
  let i = from === undefined ? first : place(from)
  // Beyond the last index, a walk backwards starts at the last.
  if (step < 0) i = Math.min(i, n - 1)
  const end = to === undefined ? past : place(to)
  const taken: number[] = []
  for (; step > 0 ? i < end : i > end; i += step) taken.push(i)
  return taken
}

describe('slice', () => {
  it('takes what Python takes, for every start, stop and step on axes of 0 to 4', () => {
    for (let n = 0; n <= 4; n++) {
      const bounds = [undefined, ...Array.from({ length: 2 * n + 1 }, (_, i) => i - n)]
      for (const from of bounds)
        for (const to of bounds)
          for (const step of [-5, -3, -2, -1, 1, 2, 3, 5]) {
            const got = slice(arange(n), [[from, to, step]]).toArray()
            expect(got, `[${from}, ${to}, ${step}] of ${n}`).toEqual(python(n, from, to, step))
          }
    }
  })
})

describe('einsum without an arrow', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])

  it('puts out the letters that occur once in alphabetical order', () => {
    expect(einsum('ba', x).toArray()).toEqual(transpose(x).toArray())
    expect(einsum('ab', x).toArray()).toEqual(x.toArray())
    expect(einsum('cb,ba', tensor([[1], [10]]), tensor([[1, 2, 3]])).toArray()).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ])
    expect(
      einsum(
        'ii',
        tensor([
          [1, 2],
          [3, 4],
        ]) as Tensor,
      ).item(),
    ).toBe(5)
  })
})

describe('matmul over two axes of batches', () => {
  /** Batches of [1, 1] matrices, each with a number of its own. */
  const batches = ([a, b]: readonly [number, number]) => reshape(arange(1, a * b + 1), [a, b, 1, 1])

  it('multiplies the matrices that stand at one place, stretched ones again and again', () => {
    for (const [left, right] of [
      [
        [2, 3],
        [2, 3],
      ],
      [
        [2, 3],
        [1, 3],
      ],
      [
        [2, 1],
        [2, 3],
      ],
      [
        [2, 1],
        [1, 3],
      ],
      [
        [1, 1],
        [2, 3],
      ],
    ] as const) {
      const want = [0, 1].map(i =>
        [0, 1, 2].map(j => {
          const at = ([a, b]: readonly [number, number]) => (i % a) * b + (j % b) + 1
          return [[at(left) * at(right)]]
        }),
      )
      expect(matmul(batches(left), batches(right)).toArray()).toEqual(want)
    }
  })
})
