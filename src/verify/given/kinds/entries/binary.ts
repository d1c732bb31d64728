// The kind binary.
import { sizeOf } from '../../../../shape.js'
import { wholes } from '../lanes.js'
import { entrywise } from './entrywise.js'

/** 0 or 1. */
export const binary = entrywise({
  values: '0 or 1',
  example: 't : binary[m]',
  allows: v => v === 0 || v === 1,
  draw: ({ shape, stream }) => wholes(stream, sizeOf(shape), 0, 1),
})
