// The transpose.
import { transpose as transposeOf } from '../../../ops/index.js'
import { mapped } from '../../numbers/index.js'
import { colsOf, rowsOf } from '../axes.js'
import type { Operator } from '../term.js'

/** d Aᵀ = (dA)ᵀ */
export const transpose: Operator = {
  value([a], { type }) {
    const order = [...type.labels.map((_, i) => i), colsOf(type), rowsOf(type)]
    return mapped(a!, x => transposeOf(x, order))
  },
  digits: (entry, _, row, col) => entry(0, col, row),
}
