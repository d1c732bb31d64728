// The logistic function σ(x) = 1/(1 + e^{−x}).
import { sigmoid as sigmoidOf } from '../../../ops/index.js'
import { sigmoid as digits } from '../../numbers/doubleDouble/index.js'
import { entrywise } from './entrywise.js'

/** dσ = σ·(1 − σ)·dx */
export const sigmoid = entrywise({
  names: ['sigmoid', 'logistic'],
  derivative: 'sigmoid(x) (1 - sigmoid(x))',
  interchanged: true,
  f: sigmoidOf,
  slope: (_, y) => y * (1 - y),
  digits,
  tail: 'exp',
})
