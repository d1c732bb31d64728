// Transposes: one too many, one too few, and a side that is right but for its layout.

import { isScalar, type Site } from '../../meaning/index.js'
import { type Expr, mul, plus, product, sum, times, transposed } from '../../text/index.js'
import { type Change, change, isQuantity, replace, type Slip } from './slip.js'

/** A + A^T for 2 A, which is the same where A is symmetric. */
function* halves({ expr }: Site): IterableIterator<Change> {
  if (expr.kind !== 'mul' || expr.factors.some(({ by }) => by !== 'times')) return
  const two = expr.factors.findIndex(({ value }) => value.kind === 'number' && value.value === 2)
  if (two < 0) return
  for (const [i, { value }] of expr.factors.entries()) {
    if (i === two) continue
    const both = times(sum(plus(value), plus(transposed(value))))
    yield change(expr, mul(expr.factors.with(i, both).toSpliced(two, 1)), 1.2)
  }
}

export const transpose: Slip = {
  rule: 'transposition',
  *edits(site) {
    const { expr, type } = site
    if (expr.kind === 'transpose') yield change(expr, expr.of, 1)
    else if (isQuantity(site) && (type === undefined || !isScalar(type)))
      yield change(expr, transposed(expr), expr.kind === 'mul' ? 1.05 : 1)
    yield* halves(site)
  },
  says: replace('a transpose is wrong'),
  example: {
    given: String.raw`
      A : real[m, n]
      x : real[n]
      y : real[m]
      E = y^\top A x`,
    wrong: String.raw`\nabla_x E = A y`,
    message: String.raw`a transpose is wrong: replace A by A^\top`,
    right: String.raw`\nabla_x E = A^\top y`,
  },
}

/** The transpose of a product, factor by factor: B^T A^T for (A B)^T. */
const turned = (expr: Expr): Expr =>
  expr.kind === 'mul' && expr.factors.every(({ by }) => by === 'times')
    ? product(...expr.factors.map(({ value }) => transposed(value)).reverse())
    : transposed(expr)

export const layout: Slip = {
  rule: 'transposition',
  *onWhole({ target: { left }, root: { expr, type } }) {
    const { rows, cols } = left.type
    if (type !== undefined && rows !== cols && type.rows === cols && type.cols === rows)
      yield change(expr, turned(expr), 1)
  },
  turn: 'first',
  says: () => 'only the layout is wrong: it is the transpose of the left side',
  example: {
    given: String.raw`
      A : real[m, n]
      x : real[n]
      y : real[m]
      E = y^\top A x`,
    wrong: String.raw`\nabla_A E = x y^\top`,
    message: 'only the layout is wrong: it is the transpose of the left side',
    right: String.raw`\nabla_A E = y x^\top`,
  },
}
