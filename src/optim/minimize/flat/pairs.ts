// What L-BFGS remembers: its last steps and how the gradient changed along each.
import { addScaled, dot, scaled } from './vectors.js'

/** A step s and the change y of the gradient along it. */
export interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
  /** sᵀy */
  readonly sy: number
  /** yᵀy */
  readonly yy: number
}

/** The pair of a step and a change of the gradient. */
export const pairOf = (s: Float64Array, y: Float64Array): Pair => ({ s, y, sy: dot(s, y), yy: dot(y, y) })

/** Relative rounding of float64. */
const EPSILON = 2 ** -52

/** Those along which the gradient rises by more than rounding of y. */
export const usable = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.filter(({ s, sy, yy }) => sy > 0 && sy > EPSILON * Math.sqrt(dot(s, s)) * Math.sqrt(yy))

/** The pairs with another one, at most `memory` of them: without it where the loss does not curve up along the step. */
export function remember(pairs: readonly Pair[], pair: Pair, memory: number): readonly Pair[] {
  return [...pairs, ...usable([pair])].slice(-memory)
}

/**
 * H·g, where H is the inverse Hessian that the pairs make of γI, γ = sᵀy/yᵀy of the last one
 * (J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed., algorithm 7.4).
 */
export function inverseTimes(pairs: readonly Pair[], g: Float64Array): Float64Array {
  const q = scaled(1, g)
  const last = pairs.at(-1)
  if (last === undefined) return q
  const alphas: number[] = []
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, sy } = pairs[k]!
    const alpha = dot(s, q) / sy
    alphas[k] = alpha
    addScaled(q, -alpha, y)
  }
  const r = scaled(last.sy / last.yy, q)
  for (const [k, { s, y, sy }] of pairs.entries()) addScaled(r, alphas[k]! - dot(y, r) / sy, s)
  return r
}

/** The largest curvature sᵀy/sᵀs of the pairs by the smallest; `undefined` with fewer than two. */
export function spread(pairs: readonly Pair[]): number | undefined {
  if (pairs.length < 2) return undefined
  const curvatures = pairs.map(({ s, sy }) => sy / dot(s, s))
  return Math.max(...curvatures) / Math.min(...curvatures)
}
