// The rectifier max(x, 0).
import { relu as reluOf } from '../../../ops/index.js'
import { sign, ZERO } from '../../numbers/doubleDouble/index.js'
import { EPS } from '../../numbers/index.js'
import { entrywise } from './entrywise.js'

/** d relu x = dx where x > 0, and 0 elsewhere */
export const relu = entrywise({
  names: ['relu', 'ReLU'],
  derivative: '[x > 0]',
  interchanged: true,
  kinks: true,
  f: reluOf,
  // Rounding may lift what is not above 0.
  slope: (x, _, error) => (x + error * EPS > 0 ? 1 : 0),
  digits: x => (sign(x) > 0 ? x : ZERO),
  scale: 'stays',
})
