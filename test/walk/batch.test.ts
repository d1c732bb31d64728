// A machine for many samples: what goes in, what comes out, and what it refuses.
import { describe, expect, it } from 'vitest'
import { variable } from '../../src/backward.js'
import { add, grad, matmul, mul, sum, type Tensor, tensor } from '../../src/index.js'
import { inBatch } from '../../src/walk/index.js'

const samples = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])

describe('a batch', () => {
  it('shows one sample’s shape, and gives all of them', () => {
    const shapes: unknown[] = []
    const found = inBatch(3, ({ enter, leave }) => {
      const x = enter(samples)
      shapes.push(x.shape, x.size, sum(x).shape)
      return leave(mul(x, sum(x)))
    })
    expect(shapes).toEqual([[2], 2, []])
    expect(found.toArray()).toEqual([
      [3, 6],
      [21, 28],
      [55, 66],
    ])
  })

  it('repeats what all samples share, and computes it once', () => {
    const found = inBatch(3, ({ enter, leave }) => {
      const shared = add(tensor([1, 2]), 1)
      expect(shared.toArray()).toEqual([2, 3])
      return [leave(shared), leave(mul(enter(samples), shared))]
    })
    expect(found.map(x => x.toArray())).toEqual([
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      [
        [2, 6],
        [6, 12],
        [10, 18],
      ],
    ])
  })

  it('may hold another', () => {
    // All products of two rows.
    const found = inBatch(3, ({ enter, leave }) => {
      const row = enter(samples)
      return leave(inBatch(3, inner => inner.leave(sum(mul(row, inner.enter(samples))))))
    })
    expect(found.toArray()).toEqual(matmul(samples, samples, { transposeB: true }).toArray())
  })

  it('refuses to show a value that differs between samples, even where that is caught', () => {
    const read = (x: Tensor) => x.item()
    expect(() => inBatch(3, ({ enter }) => read(sum(enter(samples))))).toThrow(
      'vmap: a value is read that differs between samples',
    )
    const caught = () =>
      inBatch(3, ({ enter }) => {
        try {
          return read(sum(enter(samples)))
        } catch {
          return 0
        }
      })
    expect(caught).toThrow('differs between samples')
  })

  it('takes a variable as what it is: the same values with a history of their own', () => {
    const found = grad((x: Tensor) =>
      sum(inBatch(3, ({ enter, leave }) => leave(mul(variable(enter(x)), enter(x))))),
    )(samples)
    expect(found.toArray()).toEqual(samples.toArray())
  })
})
