// The kind positive, and what draws numbers that are not below 0.
import { sizeOf } from '../../../../shape.js'
import { type Draw, wholes } from '../lanes.js'
import { aboveZero, entrywise } from './entrywise.js'

/** Sixteenths from a least one up. */
export const drawUp =
  (least: 0 | 1) =>
  ({ shape, lane, stream, tie }: Draw): Float64Array => {
    const n = sizeOf(shape)
    if (lane === 'zeros' && least === 0) return new Float64Array(n)
    if (lane === 'ones' || lane === 'units' || lane === 'zeros') return new Float64Array(n).fill(1)
    if (tie !== undefined) return new Float64Array(n).fill(tie)
    return wholes(stream, n, least, lane === 'wide' ? 64 : 32).map(k => k / 16)
  }

/** Above 0. */
export const positive = entrywise({
  values: 'above 0',
  example: 'λ : positive',
  differentiable: true,
  smooth: true,
  movable: true,
  allows: v => v > 0,
  draw: drawUp(1),
  within: aboveZero,
})
