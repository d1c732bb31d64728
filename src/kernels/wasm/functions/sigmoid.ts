// The sigmoid and its relatives, and how their slopes enter a product.
import { Vector } from '../vector.js'
import { expBelow0, exponential, powerOf2, rangeOf, scaledDown } from './exponential.js'
import { log1p } from './logarithm.js'
import type { VectorFunction, VectorPair } from './parts.js'

/** e/(1 + e) or 1/(1 + e) with e = e^(−|x|), by the sign: σ(x) */
export const sigmoid: VectorFunction = x => {
  const e = expBelow0(x.abs().neg())
  return x.lt(0).select(e, 1).div(e.add(1))
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)) */
export const softplus: VectorFunction = x => x.atLeast(0).add(log1p(expBelow0(x.abs().neg())))

/** e^(−2·size), the same for tanh and its slope, so that both may share it. */
const decay = (size: Vector, least?: number) => exponential(size.mul(-2).atLeast(rangeOf(size)[0] - 3), least)

/** −t/(t + 2) with t = e^(−2|x|) − 1, and 1 − 2e^(−2|x|)/(t + 2) where that keeps more digits; the sign is x's */
export const tanh: VectorFunction = x => {
  const size = x.abs()
  const number = (v: number) => new Vector(x.writer, v)
  // Already for n = −60 the result is 1, and 2ⁿ is a normal number still.
  const { q, n } = decay(size, -60)
  const power = powerOf2(n)
  const t = power.mul(q).add(power.sub(1))
  const e = power.mul(q).add(power)
  const large = size.gt(0.55)
  const ratio = large.select(e.add(e), number(0).sub(t)).div(t.add(2))
  return large.select(number(1).sub(ratio), ratio).or(x.and(-0))
}

/** 1/cosh² x = 4e/(1 + e(2 + e)) with e = e^(−2|x|), whose square is rounded less often than that of 1 + e */
export const sechSquared: VectorFunction = x => {
  const { q, n } = decay(x.abs())
  const fourE = scaledDown(q.add(1).mul(4), n)
  const e = fourE.mul(0.25)
  return fourE.div(e.mulAdd(e.add(2), 1))
}

/** ln σ(x) = −softplus(−x) */
export const logSigmoid: VectorFunction = x => softplus(x.neg()).neg()

/** dx/cosh² x, the slope of tanh times what passes through */
export const timesSechSquared: VectorPair = (dx, x) => sechSquared(x).mul(dx)

/** dx·σ(x)·σ(−x) */
export const timesSigmoidSlope: VectorPair = (dx, x) => sechSquared(x.mul(0.5)).mul(dx).mul(0.25)
