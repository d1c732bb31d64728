// Transposes: one too many, one too few, and a side that is right but for its layout.

import { isScalar } from '../../meaning/index.js'
import { transposed } from '../../text/index.js'
import { change, isQuantity, replace, type Slip } from './slip.js'

export const transpose: Slip = {
  *edits(site) {
    const { expr, type } = site
    if (expr.kind === 'transpose') yield change(expr, expr.of, 1)
    else if (isQuantity(site) && (type === undefined || !isScalar(type)))
      yield change(expr, transposed(expr), 1)
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

export const layout: Slip = {
  *onWhole({ target: { left }, root: { expr, type } }) {
    const { rows, cols } = left.type
    if (type !== undefined && rows !== cols && type.rows === cols && type.cols === rows)
      yield change(expr, transposed(expr), 1)
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
    right: String.raw`\nabla_A E = (x y^\top)^\top`,
  },
}
