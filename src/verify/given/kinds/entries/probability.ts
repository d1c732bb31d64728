// The kind probability.
import { sizeOf } from '../../../../shape.js'
import { wholes } from '../lanes.js'
import { aboveZero, entrywise } from './entrywise.js'

/** Strictly between 0 and 1. */
export const probability = entrywise({
  values: 'between 0 and 1, without these',
  example: 'p : probability[n]',
  differentiable: true,
  smooth: true,
  movable: true,
  allows: v => v > 0 && v < 1,
  draw: ({ shape, stream, tie }) =>
    tie !== undefined
      ? new Float64Array(sizeOf(shape)).fill(tie / 2)
      : wholes(stream, sizeOf(shape), 1, 15).map(k => k / 16),
  within: aboveZero,
})
