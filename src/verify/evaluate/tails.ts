// Functions where their values are below float64: near e^x or near a line, at a scale of their own.
import { abs, add, less, logicalAnd, mul, notEqual } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import type { Unary } from '../meaning/node.js'
import { chosen, plain, type Scaled } from '../numbers/scaled.js'

/** Below this, σ(x) and log(1 + e^x) are e^x to 260 digits. */
const FAR = -600
/** Below this, a function through 0 is a line: the next term is smaller by its square. */
const TINY = 2 ** -900

/** Slopes at 0 of functions that are lines there. */
const LINES: Partial<Record<Unary, number>> = { tanh: 1, sin: 1, erf: 2 / Math.sqrt(Math.PI) }

/** What a function gives for a value, with what float64 would round to 0 of it; `near` is what float64 gives. */
export function withTail(fn: Unary, value: Scaled, near: Scaled): Scaled {
  const x = plain(value)
  const line = LINES[fn]
  if (fn === 'sigmoid' || fn === 'softplus') {
    const one = add(mul(x.c, 0), 1)
    const error = x.error && add(add(x.error, abs(x.c)), 1)
    return tailed(less(x.c, FAR), { c: one, scale: x.c, error }, near)
  }
  if (line === undefined) return near
  const c = mul(value.c, line)
  const error = value.error && add(mul(value.error, 2), mul(abs(c), 2))
  return tailed(logicalAnd(less(abs(x.c), TINY), notEqual(value.c, 0)), { ...value, c, error }, near)
}

/** The tail where a mask is true, if it is anywhere. */
const tailed = (mask: Tensor, tail: Scaled, near: Scaled): Scaled =>
  [...mask.data].some(far => far !== 0) ? chosen(mask, tail, near) : near
