// The tangent.
import { cos, div, sin } from '../../../ops/index.js'
import { cos as digitsCos, sin as digitsSin, div as over } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d tan x = (1 + tan² x)·dx */
export const tan = entrywise({
  names: ['tan'],
  hasSeries: true,
  latex: 'bare',
  f: x => div(sin(x), cos(x)),
  slope: (_, y) => 1 + y * y,
  digits: x => over(digitsSin(x), digitsCos(x)),
  tail: 1,
})
