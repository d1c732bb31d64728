// The sum of all entries.
import { sumOver } from '../../numbers/index.js'
import { both } from '../axes.js'
import { all, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { scalarLike } from '../type.js'

/** d Σ x = Σ dx */
export const sum: FunctionTerm = {
  names: ['sum'],
  whole: true,
  type: ([x]) => scalarLike(x!),
  value: ([x], { type }) => sumOver(x!, both(type)),
  digits: (entry, at) => sumOf(all(entry, at)),
}
