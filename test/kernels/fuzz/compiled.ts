// Random programs compiled, for the fuzzer: so many in every run of it.
import fc from 'fast-check'
import { agrees } from '../../compile/agreement.js'
import { programs } from '../../compile/programs.js'

const KINDS = [true, false].flatMap(exact =>
  (['float32', 'float64'] as const).map(dtype => ({ exact, dtype })),
)

/** A property of each kind of program, with its name. */
export const COMPILED = KINDS.map(kind => ({
  name: `compiled, programs in ${kind.dtype} that ${kind.exact ? 'are exact' : 'round'} give what they give op by op`,
  property: fc.property(programs({ ...kind, most: 12 }), program => agrees(program, kind.exact)),
}))
