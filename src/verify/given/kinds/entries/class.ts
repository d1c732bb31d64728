// The kind class.
import { sizeOf } from '../../../../shape.js'
import { wholes } from '../lanes.js'
import { entrywise } from './entrywise.js'

/** One of k classes, counted from 1. */
export const oneClass = entrywise({
  values: 'one of so many classes; may be an index',
  example: 'y : class[m] of k',
  classes: true,
  index: true,
  allows: (v, classes) => Number.isInteger(v) && v >= 1 && v <= classes,
  // A class that is no longer there becomes the last one.
  settle: (values, { classes }) => values.map(v => Math.min(v, classes!)),
  draw: ({ shape, classes, stream }) => wholes(stream, sizeOf(shape), 1, classes!),
})
