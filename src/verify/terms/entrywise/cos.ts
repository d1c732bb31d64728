// The cosine.
import { cos as cosOf } from '../../../ops/index.js'
import { cos as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d cos x = −sin x·dx */
export const cos = entrywise({
  names: ['cos'],
  derivative: '-sin(x)',
  hasSeries: true,
  latex: 'bare',
  interchanged: true,
  f: cosOf,
  slope: x => Math.abs(Math.sin(x)),
  digits,
})
