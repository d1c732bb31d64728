// The logistic function σ(x) = 1/(1 + e^{−x}).
import { mul, sigmoid as sigmoidOf, sub } from '../../../ops/index.js'
import { sigmoid as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** dσ = σ·(1 − σ)·dx */
export const sigmoid = entrywise({
  names: ['sigmoid', 'logistic'],
  interchanged: true,
  f: sigmoidOf,
  slope: (_, y) => mul(y, sub(1, y)),
  digits,
  tail: 'exp',
})
