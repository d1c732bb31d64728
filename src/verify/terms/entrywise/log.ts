// The natural logarithm.
import { log as digits } from '../../numbers/doubleDouble/index.js'
import { logOf } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'

/** d log x = dx/x */
export const log: FunctionTerm = {
  names: ['log', 'ln'],
  derivative: '1 / x',
  hasSeries: true,
  latex: 'bare',
  interchanged: true,
  type: ([x]) => ({ ...x!, sort: 'real' }),
  value: ([x]) => logOf(x!),
  digits: entry => digits(entry(0)),
}
