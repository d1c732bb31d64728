// Operators such as Σ: another one, or another range.

import { number } from '../../text/index.js'
import { change, replace, type Slip } from './slip.js'

export const operator: Slip = {
  *edits({ expr }) {
    if (expr.kind !== 'big') return
    for (const op of ['sum', 'prod', 'max', 'min'] as const)
      if (op !== expr.op) yield change(expr, { ...expr, op }, 1.2)
  },
  says: replace('the operator is wrong'),
  example: {
    given: String.raw`
      x : positive[n]
      f = \log \prod_i x_i`,
    wrong: String.raw`f = \prod_i \log x_i`,
    message: String.raw`the operator is wrong: replace \prod_i \log x_i by \sum_i \log x_i`,
    right: String.raw`f = \sum_i \log x_i`,
  },
}

export const range: Slip = {
  *edits({ expr }) {
    if (expr.kind !== 'big' || expr.range.kind !== 'stretch') return
    const { range: own } = expr
    yield change(expr, { ...expr, range: { kind: 'all' } }, 1)
    if (own.from?.kind === 'number')
      for (const from of [0, 1, 2]) yield change(expr, { ...expr, range: { ...own, from: number(from) } }, 1)
  },
  says: replace('it runs over the wrong range'),
  example: {
    given: String.raw`
      x : real[n]
      f = \sum_i x_i^2`,
    wrong: String.raw`f = \sum_{i=2}^{n} x_i^2`,
    message: String.raw`it runs over the wrong range: replace \sum_{i=2}^{n} x_i^2 by \sum_i x_i^2`,
    right: String.raw`f = \sum_i x_i^2`,
  },
}
