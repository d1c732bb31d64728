// The error function.
import { erf as erfOf } from '../../../ops/index.js'
import { erf as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

const SLOPE_AT_0 = 2 / Math.sqrt(Math.PI)

/** d erf x = 2/√π·e^{−x²}·dx */
export const erf = entrywise({
  names: ['erf'],
  derivative: '2 / sqrt(π) * exp(-x^2)',
  f: erfOf,
  slope: x => Math.exp(-x * x) * SLOPE_AT_0,
  digits,
  tail: SLOPE_AT_0,
})
