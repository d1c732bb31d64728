// The sign of x: −1, 0 or 1.
import { cast, sign as signOf } from '../../../ops/index.js'
import { sign as digits, doubleDouble } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d sign x = 0 but at the jump */
export const sign = entrywise({
  names: ['sign', 'sgn'],
  kinks: true,
  f: x => cast(signOf(x), 'float64'),
  slope: () => 0,
  digits: x => doubleDouble(digits(x)),
  scale: 'ignored',
})
