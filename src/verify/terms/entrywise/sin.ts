// The sine.
import { sin as sinOf } from '../../../ops/index.js'
import { sin as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d sin x = cos x·dx */
export const sin = entrywise({
  names: ['sin'],
  derivative: 'cos(x)',
  hasSeries: true,
  latex: 'bare',
  interchanged: true,
  f: sinOf,
  slope: x => Math.abs(Math.cos(x)),
  digits,
  tail: 1,
})
