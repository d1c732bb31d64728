// Functions of single values.
import fc from 'fast-check'
import { isFloat } from '../../../src/dtype.js'
import { FUNCTIONS } from '../../../src/kernels/wasm/functions/index.js'
import { type Call, unitAt } from './call.js'
import { inTurn, mostlySame, ONE, type One } from './dtypes.js'
import { property } from './property.js'
import { SINGLES, single } from './rules.js'
import { extent } from './sizes.js'
import { lay, plainValues, type Values, valuesOf } from './values.js'

interface Spec {
  readonly op: string
  readonly dtypes: One
  readonly count: number
  readonly x: Values
}

/** In units in the last place, what a set's own code may be off by. */
const FAST = 2.5

/**
 * What the reference may be off by in float64: 2 for a call of the host's Math and 3 for two and a sum, as
 * test/ops/accuracy.test.ts has it. 1/cosh² = 4e/(1 + e)² with an e off by 2: 1 + e is off by 1½ (half of e's and a
 * rounding), its square by 3½, the quotient by 6. Beside float32, what is left is the half unit of its one rounding.
 * The ops that are not here have one rounding or none, and are exact.
 */
const REFERENCE: { readonly [op: string]: number } = {
  exp: 2,
  expm1: 2,
  log: 2,
  log1p: 2,
  sin: 1,
  cos: 1,
  erf: 2.5,
  tanh: 2,
  sigmoid: 3,
  softplus: 3,
  logSigmoid: 3,
  sechSquared: 6,
}

function call({ op, dtypes, count, x }: Spec): Call {
  const [from, dtype] = dtypes
  const laid = lay(from, count, x)
  const f = single(op)
  const own = REFERENCE[op]
  const units = FAST + (dtype === 'float32' ? 0.5 : (own ?? 0))
  return {
    inputs: [laid],
    dtype,
    length: count,
    run: (set, out) => set.map(op, f, laid.values, out, FUNCTIONS[op]),
    // A value beside a power of 2 may be on its other side, where units are twice as large.
    bound:
      own === undefined || !isFloat(dtype)
        ? undefined
        : (_, want, got) => units * Math.max(unitAt(want, dtype), unitAt(got, dtype)),
    signed: true,
  }
}

const specs = fc.record({
  op: fc.constantFrom(...SINGLES),
  dtypes: mostlySame(ONE),
  count: extent(20000),
  x: valuesOf('grid', 'wide', 'extreme', 'tiny', 'bits'),
})

export const singles = property(
  'gives functions of single values as the reference, to the rounding of both',
  specs,
  call,
  count =>
    SINGLES.flatMap(op =>
      inTurn(ONE, count).map(dtypes => ({
        op,
        dtypes,
        count,
        x: plainValues(count % 2 > 0 ? 'extreme' : 'wide', count),
      })),
    ),
)
