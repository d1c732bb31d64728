// Terms: lost, or one too many.

import { isScalar } from '../../meaning/index.js'
import { minus, plus, sizeOf, sum } from '../../text/index.js'
import { missingTerms } from '../solve.js'
import { matrixAtoms, scalarTerms } from '../vocabulary.js'
import { change, extra, missing, replace, type Slip, takesMore } from './slip.js'

export const term: Slip = {
  *edits(site, words) {
    const { expr, role, type } = site
    if (expr.kind === 'add') {
      for (const [i, { negative, value }] of expr.terms.entries()) {
        const others = expr.terms.toSpliced(i, 1)
        if (others.length > 0)
          yield change(expr, sum(...others), 1, extra(negative ? 'the term -' : 'the term', value))
        if (others.length === 1) yield change(expr, others[0]!.value, 1.2)
      }
    }
    if (!takesMore(site)) return
    const { rows, cols } = type!
    const scalar = isScalar(type!)
    if (!scalar && !['root', 'factor', 'argument', 'inner'].includes(role)) return
    for (const atom of scalar ? scalarTerms(words) : matrixAtoms(words, rows, cols)) {
      const cost = 1.1 + 0.1 * sizeOf(atom)
      yield change(expr, sum(plus(expr), minus(atom)), cost, missing('the term -', atom))
      yield change(expr, sum(plus(expr), plus(atom)), cost, missing('the term', atom))
    }
  },
  onRest: missingTerms,
  says: replace('a term is wrong'),
  example: {
    given: String.raw`
      p, t : real[n]
      E = \frac{1}{2} \sum_i (p_i - t_i)^2`,
    wrong: String.raw`\frac{\partial E}{\partial p_i} = p_i`,
    message: 'the term -t_i is missing',
    right: String.raw`\frac{\partial E}{\partial p_i} = p_i - t_i`,
  },
}
