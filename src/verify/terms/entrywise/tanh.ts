// The hyperbolic tangent.
import { tanh as tanhOf } from '../../../ops/index.js'
import { tanh as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d tanh x = (1 − tanh² x)·dx */
export const tanh = entrywise({
  names: ['tanh'],
  derivative: '1 - tanh(x)^2',
  latex: 'bare',
  interchanged: true,
  f: tanhOf,
  slope: (_, y) => 1 - y * y,
  digits,
  tail: 1,
})
