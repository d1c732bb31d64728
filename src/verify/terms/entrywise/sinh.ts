// The hyperbolic sine.
import { add, exp, mul, neg, tanh } from '../../../ops/index.js'
import {
  exp as digitsExp,
  tanh as digitsTanh,
  doubleDouble,
  neg as minus,
  add as plus,
  mul as times,
} from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** d sinh x = cosh x·dx. As tanh x·cosh x, in which nothing cancels. */
export const sinh = entrywise({
  names: ['sinh'],
  hasSeries: true,
  latex: 'bare',
  f: x => mul(tanh(x), mul(0.5, add(exp(x), exp(neg(x))))),
  slope: x => Math.cosh(x),
  digits: x => times(digitsTanh(x), times(doubleDouble(0.5), plus(digitsExp(x), digitsExp(minus(x))))),
  tail: 1,
})
