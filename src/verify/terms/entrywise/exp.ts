// The exponential function, whose exponent becomes the scale.
import { exp as digits } from '../../numbers/doubleDouble/index.js'
import { expOf } from '../../numbers/index.js'
import type { FunctionTerm } from '../term.js'

/** d e^x = e^x·dx */
export const exp: FunctionTerm = {
  names: ['exp'],
  derivative: 'exp(x)',
  hasSeries: true,
  latex: 'command',
  interchanged: true,
  type: ([x]) => ({ ...x!, sort: 'real' }),
  value: ([x]) => expOf(x!),
  digits: entry => digits(entry(0)),
}
