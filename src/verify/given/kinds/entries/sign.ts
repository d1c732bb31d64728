// The kind sign.
import { sizeOf } from '../../../../shape.js'
import { wholes } from '../lanes.js'
import { entrywise } from './entrywise.js'

/** −1 or 1. */
export const sign = entrywise({
  values: '−1 or 1',
  example: 't : sign[m]',
  allows: v => Math.abs(v) === 1,
  draw: ({ shape, stream }) => wholes(stream, sizeOf(shape), 0, 1).map(bit => 2 * bit - 1),
})
