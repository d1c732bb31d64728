// The absolute value |x|.
import { abs as absOf, add, mul } from '../../../ops/index.js'
import { abs as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d|x| = sign x·dx */
export const abs = entrywise({
  names: ['abs'],
  interchanged: true,
  kinks: true,
  f: absOf,
  slope: x => add(mul(x, 0), 1),
  digits,
  scale: 'stays',
})
