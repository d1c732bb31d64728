// Exponentials of rows: log-sum-exp, softmax, its logarithm, cross-entropy and its slope.
import fc from 'fast-check'
import type { Around } from '../../../src/shape.js'
import type { Call } from './call.js'
import { inTurn, mostlySame, ONE, type One } from './dtypes.js'
import { property } from './property.js'
import { boundOf } from './rowBounds.js'
import { extent, within } from './sizes.js'
import { dice, lay, plainValues, type Values, valuesOf } from './values.js'

/** The last is softmaxTimes with labels. */
const WHICH = ['logSumExp', 'softmax', 'logSoftmax', 'crossEntropy', 'softmaxTimes', 'slope'] as const
export type Which = (typeof WHICH)[number]

interface Spec {
  readonly which: Which
  readonly dtypes: One
  readonly around: Around
  readonly x: Values
}

function call({ which, dtypes, around, x }: Spec): Call {
  const { outer, n, inner } = around
  const [, dtype] = dtypes
  const laid = lay(dtypes[0], outer * n * inner, x)
  const draw = dice(x.seed + 2)
  const labels = Int32Array.from({ length: outer * inner }, () => draw(n))
  const dy = lay(dtype, outer * inner, { ...x, seed: x.seed + 3 })
  const { values } = laid
  return {
    inputs: [laid, dy, { values: labels, whole: labels }],
    dtype,
    length: which === 'logSumExp' || which === 'crossEntropy' ? outer * inner : outer * n * inner,
    run(set, out) {
      if (which === 'crossEntropy') set.crossEntropy(values, labels, n, out)
      else if (which === 'slope') set.softmaxTimes(values, around, dy.values, labels, out)
      else if (which === 'softmaxTimes') set.softmaxTimes(values, around, dy.values, undefined, out)
      else set[which](values, around, out)
    },
    bound: boundOf(which, dtype, values, around, labels, dy.values),
  }
}

/** Labels name one of n classes, and those of cross-entropy belong to rows. */
const fitting = (which: Which, { outer, n, inner }: Around): Around => ({
  outer,
  n: which === 'crossEntropy' || which === 'slope' ? Math.max(1, n) : n,
  inner: which === 'crossEntropy' ? 1 : inner,
})

const specs: fc.Arbitrary<Spec> = fc
  .record({
    which: fc.constantFrom(...WHICH),
    dtypes: mostlySame(ONE),
    outer: extent(9000),
    n: extent(20000),
    inner: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: extent(40) }),
    x: valuesOf('grid', 'wide', 'special', 'extreme', 'tiny'),
  })
  .map(({ which, dtypes, outer, n, inner, x }) => {
    const [a, b, c] = within(20000, [n, outer, inner]) as [number, number, number]
    return { which, dtypes, around: fitting(which, { outer: b, n: a, inner: c }), x }
  })

export const rows = property(
  'gives exponentials of rows as the reference, to the rounding of both',
  specs,
  call,
  size =>
    WHICH.flatMap(which =>
      inTurn(ONE, size).flatMap((dtypes, i) =>
        [
          { outer: 3, n: size, inner: 1 },
          { outer: size, n: 4 - i, inner: 1 },
          { outer: size, n: 1, inner: 1 },
          { outer: 2, n: 3, inner: size },
        ].map(around => ({
          which,
          dtypes,
          around: fitting(which, around),
          x: plainValues(size % 3 > 0 ? 'wide' : 'special', size),
        })),
      ),
    ),
)
