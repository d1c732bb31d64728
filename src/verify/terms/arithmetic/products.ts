// Products a·b and quotients a/b, entry by entry.
import { div as over_, mul as times_, ZERO } from '../../numbers/doubleDouble/index.js'
import { over, times } from '../../numbers/index.js'
import { isTrue } from '../entries.js'
import type { Operator } from '../term.js'

/** a·b; what a bracket such as [i = j] switches off is not read. */
export const mul: Operator = {
  value: ([a, b], { isSwitch }) => times(a!, b!, isSwitch(1)),
  digits(entry, { isSwitch }) {
    const factor = entry(1)
    return isSwitch(1) && !isTrue(factor) ? ZERO : times_(entry(0), factor)
  },
}

/** a/b. */
export const div: Operator = {
  value: ([a, b]) => over(a!, b!),
  digits: entry => over_(entry(0), entry(1)),
}
