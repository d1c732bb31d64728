// A sign that is wrong.

import { negated } from '../../text/index.js'
import { change, isQuantity, replace, type Slip } from './slip.js'

export const sign: Slip = {
  rule: 'sign',
  *edits(site) {
    const { expr, role } = site
    if (expr.kind === 'pow') yield change(expr.exponent, negated(expr.exponent), 1)
    if (expr.kind === 'add') {
      for (const [i, term] of expr.terms.entries()) {
        const terms = expr.terms.with(i, { ...term, negative: !term.negative })
        yield change(expr, { ...expr, terms }, 1)
      }
    }
    if (isQuantity(site) && role !== 'factor' && role !== 'term') yield change(expr, negated(expr), 1)
  },
  says: replace('a sign is wrong'),
  example: {
    given: String.raw`
      z, t : real[n]
      E = \frac{1}{2} \sum_i (z_i - t_i)^2`,
    wrong: String.raw`\frac{\partial E}{\partial z_i} = z_i + t_i`,
    message: 'a sign is wrong: replace z_i + t_i by z_i - t_i',
    right: String.raw`\frac{\partial E}{\partial z_i} = z_i - t_i`,
  },
}
