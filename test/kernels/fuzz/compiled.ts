// Random programs compiled, for the fuzzer: so many in every run of it.
import fc from 'fast-check'
import { agrees, agreesOnSpecials } from '../../compile/agreement.js'
import { programs } from '../../compile/programs.js'

const DTYPES = ['float32', 'float64'] as const
const KINDS = [true, false].flatMap(exact => DTYPES.map(dtype => ({ exact, dtype })))

const PLAIN = KINDS.map(kind => ({
  name: `compiled, programs in ${kind.dtype} that ${kind.exact ? 'are exact' : 'round'} give what they give op by op`,
  property: fc.property(programs({ ...kind, most: 12 }), program => agrees(program, kind.exact)),
}))

const SPECIAL = DTYPES.map(dtype => ({
  name: `compiled, programs in ${dtype} that are exact give the same of NaN, ±∞ and −0`,
  property: fc.property(programs({ exact: true, dtype, most: 12 }), fc.nat(999), agreesOnSpecials),
}))

/** A property of each kind of program, with its name. */
export const COMPILED: readonly { readonly name: string; readonly property: fc.IProperty<unknown> }[] = [
  ...PLAIN,
  ...SPECIAL,
]
