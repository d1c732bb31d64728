// Extents that are put together: one spelling for what is equal, and the length that arithmetic says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthOf, namesInDim, productOfDims, sumOfDims } from '../../../src/verify/terms/index.js'

const SIZES = { m: 3, n: 5, k: 7 }

/** Extents made of others, with the length that they must have. */
const dims: fc.Arbitrary<{ readonly dim: string; readonly length: number }> = fc.letrec(tie => {
  const one = tie('dim') as fc.Arbitrary<{ readonly dim: string; readonly length: number }>
  return {
    dim: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...Object.entries(SIZES)).map(([dim, length]) => ({ dim, length })),
      fc.constantFrom(1, 2, 12).map(length => ({ dim: String(length), length })),
      fc.tuple(one, one).map(([a, b]) => ({ dim: sumOfDims([a.dim, b.dim]), length: a.length + b.length })),
      fc.tuple(one, one).map(([a, b]) => ({ dim: productOfDims(a.dim, b.dim), length: a.length * b.length })),
    ),
  }
}).dim as fc.Arbitrary<{ readonly dim: string; readonly length: number }>

describe('extents', () => {
  it('have the length that they are made of', () => {
    fc.assert(
      fc.property(dims, ({ dim, length }) => {
        expect(lengthOf(dim, SIZES)).toBe(length)
      }),
    )
  })

  it('are spelled alike where the laws of arithmetic make them equal', () => {
    fc.assert(
      fc.property(dims, dims, dims, ({ dim: a }, { dim: b }, { dim: c }) => {
        expect(sumOfDims([a, b])).toBe(sumOfDims([b, a]))
        expect(productOfDims(a, b)).toBe(productOfDims(b, a))
        expect(productOfDims(a, sumOfDims([b, c]))).toBe(
          sumOfDims([productOfDims(a, b), productOfDims(a, c)]),
        )
        expect(productOfDims(a, productOfDims(b, c))).toBe(productOfDims(productOfDims(a, b), c))
        expect(sumOfDims([a])).toBe(a)
      }),
    )
  })

  it('are of the dimensions in them', () => {
    expect(namesInDim('2·m·n+k+3')).toEqual(['m', 'n', 'k'])
    expect(sumOfDims(['n', '1'])).toBe('n+1')
    expect(productOfDims('n', 'm')).toBe('m·n')
    expect(productOfDims('2', '3')).toBe('6')
  })
})
