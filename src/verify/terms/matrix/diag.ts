// A column as a diagonal matrix, and the diagonal of a matrix as a column.
import { eye } from '../../../fill.js'
import { ZERO } from '../../numbers/doubleDouble/index.js'
import { exact, sumOver, times } from '../../numbers/index.js'
import { colsOf } from '../axes.js'
import type { FunctionTerm } from '../term.js'
import { shapeText } from '../type.js'

/** d diag x = diag dx */
export const diag: FunctionTerm = {
  names: ['diag', 'Diag'],
  whole: true,
  type([x], { refuse }) {
    const { rows, cols } = x!
    if (cols === '1') return { ...x!, cols: rows }
    if (rows === cols) return { ...x!, cols: '1' }
    return refuse('unsupported', `diag takes a column or a square matrix, got ${shapeText(x!)}`, [
      'Write its entries with indices: [i = j] d_i.',
    ])
  },
  value([x], { type, args, extent, bounded }) {
    const spread = times(x!, exact(eye(extent(args[0]!.type.rows)), bounded))
    return args[0]!.type.cols === '1' ? spread : sumOver(spread, [colsOf(type)])
  },
  digits(entry, { args }, row, col) {
    if (args[0]!.type.cols !== '1') return entry(0, row, row)
    return row === col ? entry(0, row, 0) : ZERO
  },
}
