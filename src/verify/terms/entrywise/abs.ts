// The absolute value |x|.
import { abs as absOf } from '../../../ops/index.js'
import { abs as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d|x| = sign x·dx */
export const abs = entrywise({
  names: ['abs'],
  derivative: 'sign(x)',
  interchanged: true,
  kinks: true,
  f: absOf,
  slope: () => 1,
  digits,
  scale: 'stays',
})
