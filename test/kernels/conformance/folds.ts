// Reductions, running sums and the places of extremes: [outer, n, inner].
import fc from 'fast-check'
import { isFloat } from '../../../src/dtype.js'
import type { Fold } from '../../../src/kernels/kernels.js'
import { reference } from '../../../src/kernels/reference.js'
import type { Around } from '../../../src/shape.js'
import { type Call, sumBound } from './call.js'
import { inTurn, mostlySame, ONE, type One } from './dtypes.js'
import { property } from './property.js'
import { extent, within } from './sizes.js'
import { lay, plainValues, type Values, valuesOf } from './values.js'

type Which = Fold | 'argMax' | 'argMin' | 'cumsum' | 'cumsumBack'

interface Spec {
  readonly which: Which
  readonly dtypes: One
  readonly around: Around
  readonly x: Values
}

/** Sums of |x| along n, and how many. */
function sizes(x: Call['inputs'][0], around: Around, length: number): Float64Array {
  const sums = new Float64Array(length)
  reference.reduce('sum', Float64Array.from(x.values, Math.abs), around, sums)
  return sums
}

function call({ which, dtypes, around, x }: Spec): Call {
  const { outer, n, inner } = around
  const laid = lay(dtypes[0], outer * n * inner, x)
  const running = which === 'cumsum' || which === 'cumsumBack'
  const length = running ? laid.values.length : outer * inner
  const dtype = which === 'argMax' || which === 'argMin' ? 'int32' : dtypes[1]
  const bounded = x.kind === 'wide' && isFloat(dtype) && (which === 'sum' || running)
  const total = bounded ? sizes(laid, around, outer * inner) : []
  // Sums run in float64 whatever the dtype: no chain in float32.
  const atMost = sumBound(dtype, n, total)
  const line = (i: number) => (running ? Math.floor(i / (n * inner)) * inner + (i % inner) : i)
  return {
    inputs: [laid],
    dtype,
    length,
    run(set, out) {
      if (running) set.cumsum(laid.values, around, which === 'cumsumBack', out)
      else if (which === 'argMax' || which === 'argMin')
        set.argMax(laid.values, around, which === 'argMax' ? 1 : -1, out)
      else set.reduce(which, laid.values, around, out)
    },
    bound: bounded ? (i, want) => atMost(line(i), want) : undefined,
  }
}

const specs: fc.Arbitrary<Spec> = fc
  .record({
    which: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Which>('sum', 'max', 'min') },
      { weight: 1, arbitrary: fc.constantFrom<Which>('argMax', 'argMin', 'cumsum', 'cumsumBack') },
    ),
    dtypes: mostlySame(ONE),
    outer: extent(3000),
    n: extent(40000),
    inner: fc.oneof(fc.constant(1), extent(3000)),
    x: valuesOf('grid', 'wide', 'special', 'tiny'),
    extremes: valuesOf('extreme', 'bits'),
  })
  .map(({ outer, n, inner, extremes, x, which, dtypes }) => {
    const [some, cut, wide] = within(60000, [n, inner, outer])
    // Of nothing there are sums, but no largest value.
    const around = { outer: wide!, n: which === 'sum' ? some! : Math.max(1, some!), inner: cut! }
    // Sums of numbers near the largest overflow or not by their order, so these are for the others.
    const summed = which === 'sum' || which.startsWith('cumsum')
    return { which, dtypes, around, x: summed || extremes.seed % 2 > 0 ? x : extremes }
  })

export const folds = property(
  'reduces as the reference, sums of readable numbers and extremes exactly',
  specs,
  call,
  size =>
    (['sum', 'max', 'min', 'argMax', 'argMin', 'cumsum', 'cumsumBack'] as const).flatMap(which =>
      inTurn(ONE, size).flatMap(dtypes =>
        [
          { outer: 3, n: size, inner: 1 },
          { outer: size, n: 3, inner: 1 },
          { outer: 2, n: 3, inner: size },
          { outer: 2, n: size, inner: 5 },
        ]
          .filter(({ n }) => n > 0 || which === 'sum')
          .map(around => ({ which, dtypes, around, x: plainValues('special', size) })),
      ),
    ),
)
