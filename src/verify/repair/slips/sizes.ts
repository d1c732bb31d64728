// Numbers and dimensions: 1/n for 1/m, n − 1 for n, 2 for 1/2.

import {
  call,
  type Expr,
  minus,
  nameOfIndex,
  number,
  plus,
  power,
  reciprocal,
  sum,
  symbol,
} from '../../text/index.js'
import type { Vocabulary } from '../vocabulary.js'
import { change, replace, type Slip } from './slip.js'

/** Whether a formula is the name of a dimension. */
export const isDimension = (expr: Expr, { dims }: Vocabulary): boolean =>
  dims.includes(nameOfIndex(expr) ?? '')

export const dimension: Slip = {
  rule: 'constant',
  *edits({ expr }, words) {
    if (expr.kind !== 'symbol' || !isDimension(expr, words)) return
    for (const dim of words.dims) if (dim !== expr.name) yield change(expr, symbol(dim), 1)
    yield change(expr, number(1), 1)
    yield change(expr, number(2), 1.1)
    for (const one of [minus, plus]) yield change(expr, sum(plus(expr), one(number(1))), 1.2)
    yield change(expr, power(expr, 2), 1.2)
    yield change(expr, call('sqrt', expr), 1.2)
  },
  says: replace('a count is wrong'),
  example: {
    given: String.raw`
      X : real[m, n]
      w : real[n]
      L = \frac{1}{m} \sum_i \sum_j X_{ij} w_j`,
    wrong: String.raw`\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_i X_{ij}`,
    message: 'a count is wrong: replace n by m',
    right: String.raw`\frac{\partial L}{\partial w_j} = \frac{1}{m} \sum_i X_{ij}`,
  },
}

export const constant: Slip = {
  rule: 'constant',
  *edits({ expr }, { dims }) {
    if (expr.kind !== 'number') return
    for (const value of [0, 1, 2, 3, 4, 0.5, expr.value + 1, expr.value - 1])
      if (value !== expr.value) yield change(expr, number(value), 1)
    for (const dim of dims) yield change(expr, symbol(dim), 1)
    for (const dim of dims) yield change(expr, reciprocal(symbol(dim)), 1.2)
  },
  says: replace('a number is wrong'),
  example: {
    given: `
      a : real
      f = a^3`,
    wrong: String.raw`\frac{\partial f}{\partial a} = 2 a^2`,
    message: 'a number is wrong: replace 2 by 3',
    right: String.raw`\frac{\partial f}{\partial a} = 3 a^2`,
  },
}
