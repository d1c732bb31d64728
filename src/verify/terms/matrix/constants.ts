// The column of ones and the identity.
import { eye, ones as onesOf } from '../../../fill.js'
import { ONE } from '../../numbers/doubleDouble/index.js'
import { exact } from '../../numbers/index.js'
import { truth } from '../entries.js'
import type { Operator } from '../term.js'

/** 𝟙, a column. */
export const ones: Operator = {
  value: (_, { type, extent, bounded }) => exact(onesOf([extent(type.rows), 1]), bounded),
  digits: () => ONE,
}

/** I. */
export const identity: Operator = {
  value: (_, { type, extent, bounded }) => exact(eye(extent(type.rows)), bounded),
  digits: (_entry, _at, row, col) => truth(row === col),
}
