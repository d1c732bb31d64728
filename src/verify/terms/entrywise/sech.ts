// The hyperbolic secant.
import { abs, add, div, exp, mul, neg } from '../../../ops/index.js'
import { sech as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d sech x = −sech x·tanh x·dx */
export const sech = entrywise({
  names: ['sech'],
  hasSeries: true,
  latex: 'bare',
  f: x => {
    // 2e^{−|x|}/(1 + e^{−2|x|}) never overflows.
    const small = exp(neg(abs(x)))
    return div(mul(2, small), add(1, mul(small, small)))
  },
  slope: (_, y) => y,
  digits,
})
