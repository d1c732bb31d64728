// The softmax e^x / Σ e^x along a vector, or each row of a matrix.
import { div, exp } from '../../numbers/doubleDouble/index.js'
import { expOf, over, sumOver } from '../../numbers/index.js'
import { along } from '../axes.js'
import { line, sumOf } from '../entries.js'
import type { FunctionTerm } from '../term.js'
import { isScalar } from '../type.js'

/** dp = p ⊙ (dx − Σ p·dx) */
export const softmax: FunctionTerm = {
  names: ['softmax'],
  whole: true,
  type([x], { refuse }) {
    if (!isScalar(x!)) return x!
    return refuse('unsupported', 'softmax of a number is 1: it takes a vector, or a matrix row by row', [
      'Index what comes of it: \\operatorname{softmax}(h)_i.',
    ])
  },
  value([x], { type }) {
    const powers = expOf(x!)
    return over(powers, sumOver(powers, [along(type)]))
  },
  // Powers and their sum cancel in what changes, so noise must get there as well.
  digits(entry, at, row, _, { stirred }) {
    const powers = line(entry, at, row).map(x => stirred(exp(x)))
    return div(stirred(exp(entry(0))), stirred(sumOf(powers)))
  },
}
