// The softplus log(1 + e^x).
import { softplus as softplusOf } from '../../../ops/index.js'
import { softplus as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d softplus x = σ(x)·dx */
export const softplus = entrywise({
  names: ['softplus'],
  derivative: 'sigmoid(x)',
  interchanged: true,
  f: softplusOf,
  slope: x => 1 / (1 + Math.exp(-x)),
  digits,
  tail: 'exp',
})
