// The hyperbolic cosine.
import { add, exp, mul, neg } from '../../../ops/index.js'
import {
  exp as digitsExp,
  doubleDouble,
  neg as minus,
  add as plus,
  mul as times,
} from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d cosh x = sinh x·dx */
export const cosh = entrywise({
  names: ['cosh'],
  hasSeries: true,
  latex: 'bare',
  f: x => mul(0.5, add(exp(x), exp(neg(x)))),
  slope: x => Math.abs(Math.sinh(x)),
  digits: x => times(doubleDouble(0.5), plus(digitsExp(x), digitsExp(minus(x)))),
})
