// The kind nonnegative.
import { aboveZero, entrywise } from './entrywise.js'
import { drawUp } from './positive.js'

/** 0 or above. */
export const nonnegative = entrywise({
  values: '0 or above',
  example: 'λ : nonnegative',
  differentiable: true,
  smooth: true,
  movable: true,
  allows: v => v >= 0,
  draw: drawUp(0),
  within: aboveZero,
})
