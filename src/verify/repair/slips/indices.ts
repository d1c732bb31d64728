// Indices: another one in force, two that changed places, one that is shifted.

import { minus, number, plus, sum } from '../../text/index.js'
import { change, replace, type Slip } from './slip.js'

export const index: Slip = {
  rule: 'index',
  *onIndex({ expr }, { indices }) {
    for (const other of indices) yield change(expr, other.expr, 1)
  },
  *edits({ expr }, { entries, problem }) {
    if (expr.kind !== 'symbol' || !problem.symbols.has(expr.name)) return
    const { indices } = expr
    for (let i = 0; i < indices.length; i++)
      for (let k = i + 1; k < indices.length; k++)
        yield change(expr, { ...expr, indices: indices.with(i, indices[k]!).with(k, indices[i]!) }, 1)
    // Two indices wrong at once.
    for (const entry of entries)
      if (entry.name === expr.name && indices.length > 1) yield change(expr, entry, 1.4)
  },
  says: replace('an index is wrong'),
  example: {
    given: String.raw`
      A : real[n, n]
      x : real[n]
      z_i = \sum_j A_{ij} x_j`,
    wrong: String.raw`\frac{\partial z_i}{\partial x_k} = A_{ki}`,
    message: 'an index is wrong: replace A_{ki} by A_{ik}',
    right: String.raw`\frac{\partial z_i}{\partial x_k} = A_{ik}`,
  },
}

export const shift: Slip = {
  rule: 'index',
  *onIndex({ expr }) {
    if (expr.kind === 'add') for (const { value } of expr.terms) yield change(expr, value, 1)
    if (expr.kind === 'symbol' && expr.indices.length > 0)
      for (const one of [minus, plus]) yield change(expr, sum(plus(expr), one(number(1))), 1.5)
  },
  says: replace('an index is shifted'),
  example: {
    given: String.raw`
      x : real[n]
      f = \sum_{i=2}^{n} x_i^2`,
    wrong: String.raw`f = \sum_{i=2}^{n} x_{i-1}^2`,
    message: 'an index is shifted: replace i-1 by i',
    right: String.raw`f = \sum_{i=2}^{n} x_{i}^2`,
  },
}
