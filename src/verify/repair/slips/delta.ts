// Kronecker deltas and Iverson brackets: a case that is lost, or another that is meant.

import { complement, number } from '../../text/index.js'
import { change, replace, type Slip } from './slip.js'

export const delta: Slip = {
  rule: 'case',
  *edits({ expr }, { deltas }) {
    if (expr.kind === 'number') for (const other of deltas) yield change(expr, other, 1.3)
    if (expr.kind !== 'iverson' && expr.kind !== 'delta') return
    yield change(expr, number(1), 1)
    yield change(expr, complement(expr), 1.2)
    for (const other of deltas) yield change(expr, other, 1)
  },
  says: replace('a case is lost'),
  example: {
    given: 'x : real[n]',
    wrong: String.raw`\frac{\partial x_i}{\partial x_j} = 1`,
    message:
      'a case is lost: replace 1 by [i = j]; where the indices are equal the derivative is another one than where they differ',
    right: String.raw`\frac{\partial x_i}{\partial x_j} = [i = j]`,
  },
}
