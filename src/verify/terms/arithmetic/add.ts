// Sums ± a ± b …, where rows and columns of extent 1 stretch.
import { neg, add as plus } from '../../numbers/doubleDouble/index.js'
import { addUp } from '../../numbers/index.js'
import type { Operator } from '../term.js'

/** `signs`: for each of them whether it is subtracted. */
export const add: Operator<{ readonly signs: readonly boolean[] }> = {
  value: (args, { params }) => addUp(args, params.signs),
  digits: (entry, { params }) =>
    params.signs.map((minus, k) => (minus ? neg(entry(k)) : entry(k))).reduce((a, b) => plus(a, b)),
}
