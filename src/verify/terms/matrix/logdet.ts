// The logarithm of a determinant, as a function of its own.
import { log as digitsLog } from '../../numbers/doubleDouble/index.js'
import { logOf } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'
import { det } from './det.js'

/** d log det A = tr(A⁻¹ dA) */
export const logdet: FunctionTerm = {
  names: ['logdet'],
  whole: true,
  ofMatrix: true,
  type: (args, typing) => ({ ...det.type(args, typing), sort: 'real' }),
  value: (args, at) => logOf(det.value(args, at)),
  work: at => det.work!(at),
  digits: (entry, at, row, col, aid) => digitsLog(det.digits(entry, at, row, col, aid)),
}
