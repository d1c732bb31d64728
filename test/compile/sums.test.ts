// Long sums, compiled: float32 loses no more digits with their length than op by op, and nothing leaves the range on the way.
import { describe, expect, it } from 'vitest'
import { compile, inspect } from '../../src/compile/index.js'
import {
  arrayEqual,
  cast,
  concat,
  full,
  matmul,
  mul,
  random,
  segmentSum,
  sub,
  sum,
  type Tensor,
  take,
  zeros,
} from '../../src/index.js'

/** Sums of float32 have at most this many terms before they are added in float64; a share of scattered rows four times as many. */
const STRETCH = 4096
/** What rounding may do to a sum of positive terms: u for each addition, once more for the terms' own sums. */
const bound = (stretch: number, all: number): number => (stretch + 2) * 2 ** -24 * all

const N = 200_001
const x = random(1).uniform([N], { dtype: 'float32' })
const many = random(2).uniform([3, N], { dtype: 'float32' })

const SUMS: { readonly [name: string]: (x: Tensor, many: Tensor) => Tensor } = {
  'over a batch': x => sum(x),
  'along rows': (_, many) => sum(many, { axis: 1 }),
  'along rows and down': (_, many) => sum(many),
  'of products': (x, many) => matmul(many, x),
  'of products, one row': (x, many) => matmul(x, many, { transposeB: true }),
  'of products of matrices': (_, many) => matmul(many, many, { transposeB: true }),
}

describe('a sum of very many float32', () => {
  for (const [name, f] of Object.entries(SUMS))
    it(`${name} keeps its digits`, () => {
      const got = compile(f)(x, many)
      const want = f(cast(x, 'float64'), cast(many, 'float64'))
      expect(got.dtype).toBe('float32')
      for (let i = 0; i < want.size; i++)
        expect(Math.abs(got.data[i]! - want.data[i]!)).toBeLessThanOrEqual(bound(STRETCH, want.data[i]!))
    })

  it('along rows is taken on the machine', () => {
    expect(inspect(SUMS['along rows']!, [x, many]).reason).toBeUndefined()
  })

  it('of scattered rows keeps its digits, and so do others beside it', () => {
    const f = (x: Tensor, i: Tensor) => [segmentSum(x, i, 3), sum(x)]
    const labels = zeros([N], { dtype: 'int32' })
    const [rows, all] = compile(f)(x, labels)
    const want = sum(cast(x, 'float64')).item()
    expect(inspect(f, [x, labels]).reason).toBeUndefined()
    expect(Math.abs(rows!.data[0]! - want)).toBeLessThanOrEqual(bound(4 * STRETCH, want))
    expect(Math.abs(all!.item() - want)).toBeLessThanOrEqual(bound(4 * STRETCH, want))
  })
})

describe('a sum that fits', () => {
  for (const [dtype, large] of [
    ['float64', 1e308],
    ['float32', 3e38],
  ] as const)
    for (const n of [2, 40, 5000])
      it(`comes out in ${dtype} though partial sums of ${2 * n - 1} terms leave the range on the way`, () => {
        const x = concat([full([n], large, { dtype }), full([n - 1], -large, { dtype })])
        expect(compile((x: Tensor) => sum(x))(x).item()).toBe(sum(x).item())
      })
})

describe('a sum over many rows that a later loop reads', () => {
  const rows = 9000
  const gram = (x: Tensor) => matmul(x, x, { transposeA: true })
  const total = (x: Tensor) => sum(x, { axis: 0 })
  const readers: { readonly [name: string]: (x: Tensor, narrow: Tensor, labels: Tensor) => Tensor } = {
    'by rows': (_, narrow) => mul(narrow, total(narrow)),
    'by columns': x => mul(x, total(x)),
    'as a small factor of a short sum': (_, narrow) => matmul(narrow, gram(narrow)),
    'as a factor with few columns': (x, narrow) => matmul(x, matmul(x, narrow, { transposeA: true })),
    'as a factor': x => matmul(x, gram(x)),
    'by index': (x, _, labels) => mul(take(gram(x), labels), x),
    'in another sum': x => sum(sub(x, total(x)), { axis: 0 }),
  }
  const of = (columns: number, dtype: 'float32' | 'float64') =>
    cast(random(columns).integers([rows, columns], -2, 3), dtype)

  for (const dtype of ['float32', 'float64'] as const)
    for (const [name, f] of Object.entries(readers))
      it(`is the sum over all of them, ${name}, in ${dtype}`, () => {
        const args = [of(40, dtype), of(5, dtype), random(3).integers([rows], 0, 40)] as const
        // The batch is shared out, and whole numbers of this size are never rounded.
        const { reason, plan } = inspect(f, [...args])
        expect(reason).toBeUndefined()
        expect(plan).toMatch(/sums kept for each/)
        expect(arrayEqual(compile(f)(...args), f(...args))).toBe(true)
      })
})
