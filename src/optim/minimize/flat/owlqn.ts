// OWL-QN: L-BFGS for a loss with an L1 penalty, which has a kink wherever a coordinate is 0.
import { ArgumentError, describe } from '../../../errors.js'
import { drive } from './drive.js'
import { checkedMemory, type LbfgsOptions } from './lbfgs.js'
import { evaluate, type Path, type Spot } from './lineSearch.js'
import type { Found, Objective, Point } from './objective.js'
import { quasiNewton } from './quasiNewton.js'
import { along, dot } from './vectors.js'

/**
 * Minimizes f(x) + Σ λᵢ|xᵢ|, f smooth, by OWL-QN (G. Andrew and J. Gao, "Scalable training of L1-regularized log-linear models", 2007):
 * each step stays where no coordinate changes its sign, and sets those to 0 that would. The penalty is smooth there.
 *
 * l1 : [n], λᵢ ≥ 0; x0 : [n]
 *
 * At the end gᵢ + λᵢ·sign(xᵢ) ≈ 0 where xᵢ ≠ 0, and |gᵢ| ≤ λᵢ where xᵢ = 0, up to the tolerance; zeros are exact.
 */
export function owlqn(f: Objective, l1: Float64Array, x0: Float64Array, options: LbfgsOptions = {}): Found {
  const memory = checkedMemory('owlqn', options)
  if (!(l1 instanceof Float64Array) || l1.length !== x0.length)
    throw new ArgumentError('owlqn', `l1 must be a Float64Array of ${x0.length} numbers, got ${describe(l1)}`)
  const bad = l1.findIndex(value => !(value >= 0 && Number.isFinite(value)))
  if (bad >= 0) throw new ArgumentError('owlqn', `l1 must be finite and ≥ 0 at index ${bad}, got ${l1[bad]}`)
  if (typeof f !== 'function')
    throw new ArgumentError('owlqn', `wants a loss (x, gradient) => value first, got ${describe(f)}`)

  const penalized: Objective = (x, gradient) => {
    let penalty = 0
    for (let i = 0; i < x.length; i++) penalty += l1[i]! * Math.abs(x[i]!)
    return f(x, gradient) + penalty
  }
  const slope = (point: Point) => pseudoGradient(point, l1)
  return drive('owlqn', penalized, x0, options, ['memory'], kept =>
    quasiNewton(
      {
        name: 'owlqn',
        memory,
        slope,
        isFree: (i, { x }, g) => l1[i] === 0 || x[i] !== 0 || g[i] !== 0,
        path: (from, direction, g) => orthantPath(penalized, from, l1, direction, g),
      },
      kept,
    ),
  )
}

/** The one of the slopes on both sides that is steepest downhill, 0 where both go up: the paper's equation 4. */
function pseudoGradient({ x, gradient }: Point, l1: Float64Array): Float64Array {
  return gradient.map((g, i) => {
    if (x[i] !== 0) return g + l1[i]! * Math.sign(x[i]!)
    return Math.sign(g) * Math.max(0, Math.abs(g) - l1[i]!)
  })
}

/**
 * The way in a direction, on which a coordinate with a penalty stays at 0 where it would change its sign. Coordinates at 0 only
 * leave it downhill.
 *
 * Beyond the paper, coordinates that are not 0 may go any way, as long as the loss falls; the paper sets to 0 what of a direction
 * does not go down by itself, which loses what the pairs know.
 */
function orthantPath(
  f: Objective,
  from: Point,
  l1: Float64Array,
  direction: Float64Array,
  g: Float64Array,
): Path {
  const signs = from.x.map((x, i) => (l1[i] === 0 ? 0 : Math.sign(x) || -Math.sign(g[i]!)))
  const aimed = direction.map((d, i) => (from.x[i] === 0 && l1[i] !== 0 && d * signs[i]! <= 0 ? 0 : d))
  const at = (step: number): Spot => {
    const x = along(from.x, step, aimed)
    for (let i = 0; i < x.length; i++) if (x[i]! * signs[i]! < 0) x[i] = 0
    const point = evaluate(f, x)
    let [slope, promised] = [0, 0]
    for (let i = 0; i < x.length; i++) {
      const there = point.gradient[i]! + l1[i]! * signs[i]!
      promised += ((g[i]! + there) / 2) * (x[i]! - from.x[i]!)
      if (x[i] !== 0 || signs[i] === 0) slope += there * aimed[i]!
    }
    return { point, slope, promised }
  }
  return { from, slope: dot(aimed, g), isStraight: false, at }
}
