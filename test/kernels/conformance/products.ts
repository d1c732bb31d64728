// Products of matrices: four ways to store the factors, batches whose matrices stand anywhere.
import fc from 'fast-check'
import { isFloat } from '../../../src/dtype.js'
import type { MatmulPlan } from '../../../src/kernels/kernels.js'
import { reference } from '../../../src/kernels/reference.js'
import { type Call, sumBound } from './call.js'
import { inTurn, mostlySame, TWO, type Two } from './dtypes.js'
import { property } from './property.js'
import { extent, within } from './sizes.js'
import { lay, plainValues, type Values, valuesOf } from './values.js'

/** Which matrices the batches read: each its own, the second factor's in reverse order; or all the same of one factor. */
type Batches = 'own' | 'sameA' | 'sameB'

interface Spec {
  readonly dtypes: Two
  readonly m: number
  readonly k: number
  readonly n: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  readonly count: number
  readonly batches: Batches
  readonly values: Values
}

/**
 * The longest chain of additions in float32 before the sum goes on in float64: a stretch of 4096 in four lanes is 1024 a
 * lane; add the lanes and the values behind the last vector. Blocks of KC are shorter: 256, and up to 16 of them.
 */
const CHAIN = 1024 + 8

function call(spec: Spec): Call {
  const { dtypes, m, k, n, transposeA, transposeB, count, batches, values } = spec
  const starts = (size: number, same: boolean, back: boolean) =>
    Array.from({ length: count }, (_, i) => (same ? 0 : (back ? count - 1 - i : i) * size))
  const startsA = starts(m * k, batches === 'sameA', false)
  const startsB = starts(k * n, batches === 'sameB', true)
  const a = lay(dtypes[0], m * k * (batches === 'sameA' ? Math.min(1, count) : count), values)
  const b = lay(dtypes[1], k * n * (batches === 'sameB' ? Math.min(1, count) : count), {
    ...values,
    seed: values.seed + 1,
  })
  const plan: MatmulPlan = { m, k, n, transposeA, transposeB, startsA, startsB }
  const [, , dtype] = dtypes
  const length = count * m * n
  let bound: Call['bound']
  if (values.kind === 'wide' && isFloat(dtype)) {
    const sizes = new Float64Array(length)
    reference.matmul(
      Float64Array.from(a.values, Math.abs),
      Float64Array.from(b.values, Math.abs),
      plan,
      sizes,
    )
    // A product is rounded once itself, then in each sum.
    bound = sumBound(dtype, k + 1, sizes, Math.min(k, CHAIN) + 1)
  }
  return {
    inputs: [a, b],
    dtype,
    length,
    run: (set, out) => set.matmul(a.values, b.values, plan, out),
    bound,
    onZeros: k === 0,
  }
}

const specs: fc.Arbitrary<Spec> = fc
  .record({
    dtypes: mostlySame(TWO),
    m: extent(20000),
    k: extent(20000),
    n: extent(20000),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    count: fc.oneof(fc.constant(1), fc.nat({ max: 3 })),
    batches: fc.constantFrom<Batches>('own', 'sameA', 'sameB'),
    values: valuesOf('grid', 'wide', 'special'),
    first: fc.constantFrom('m', 'k', 'n'),
  })
  .map(({ m, k, n, first, ...rest }) => {
    // The extent that comes first keeps its size; the others share what the budget leaves.
    const order = { m: [m, k, n], k: [k, n, m], n: [n, m, k] }[first]!
    const [one, two, three] = within(300_000 / Math.max(1, rest.count), order) as [number, number, number]
    const cut = { m: [one, two, three], k: [three, one, two], n: [two, three, one] }[first]!
    return { ...rest, m: cut[0]!, k: cut[1]!, n: cut[2]! }
  })

/** Beyond few rows and columns: with each size one of these, stored in another way. */
const general = (size: number, turn: number): number[] =>
  [
    [size, 19, 17],
    [18, size, 23],
    [17, 21, size],
    [17, size, 18],
  ][turn % 4]!

export const products = property(
  'multiplies matrices as the reference, those of readable numbers exactly',
  specs,
  call,
  size =>
    inTurn(TWO, size).flatMap(dtypes =>
      [0, 1, 2, 3].flatMap(flags => {
        const shapes = [[size, 3, 5], [5, size, 3], [3, 5, size], general(size, size + flags)]
        // Once, batches of sums so long that they are made of parts.
        if (size === 66) shapes.push([17, 1030, 18], [3, 4100, 2])
        return shapes.map(([m, k, n]) => ({
          dtypes,
          ...{ m: m!, k: k!, n: n! },
          transposeA: flags % 2 > 0,
          transposeB: flags > 1,
          count: size === 66 ? 2 : 1,
          batches: 'own' as const,
          values: plainValues(size % 3 > 0 ? 'grid' : 'special', size),
        }))
      }),
    ),
)
