// The kind integer.
import { sizeOf } from '../../../../shape.js'
import { wholes } from '../lanes.js'
import { entrywise } from './entrywise.js'

/** A whole number from 1 up, for it may be an index. */
export const integer = entrywise({
  values: 'a whole number, 1 or above; may be an index',
  example: 't : integer',
  index: true,
  unbounded: true,
  allows: v => Number.isInteger(v) && v >= 1,
  draw: ({ shape, stream }) => wholes(stream, sizeOf(shape), 1, 4),
})
