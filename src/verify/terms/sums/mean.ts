// The mean of all entries.
import { full } from '../../../fill.js'
import { div, doubleDouble } from '../../numbers/doubleDouble/index.js'
import { exact, over, sumOver } from '../../numbers/index.js'
import { both } from '../axes.js'
import { all, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { scalarLike } from '../type.js'

/** d mean x = Σ dx / n */
export const mean: FunctionTerm = {
  names: ['mean'],
  whole: true,
  type: ([x]) => scalarLike(x!),
  value([x], { type, args, extent, bounded }) {
    const { rows, cols } = args[0]!.type
    return over(sumOver(x!, both(type)), exact(full([1, 1], extent(rows) * extent(cols)), bounded))
  },
  digits(entry, at) {
    const entries = all(entry, at)
    return div(sumOf(entries), doubleDouble(entries.length))
  },
}
