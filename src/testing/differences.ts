// The derivative of a function of one number from its values alone, with a bound on its own error.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import type { Derivative } from './derivative.js'
import { search } from './search.js'
import { rungsAround, stencilOf } from './stencil.js'

/** What is known of the function beforehand. */
export interface DifferenceOptions {
  /** Points of the stencil, the middle one included: 3, 5 (default), 7 or 9. */
  readonly points?: number
  /** The unit roundoff of f's values: 2⁻⁵² (default) for float64, 2⁻²³ where f computes in float32. */
  readonly eps?: number
  /** The largest number inside f's computation, where it cancels: noise is eps·max(|f|, magnitude). */
  readonly magnitude?: number
  /** A distance over which f changes its look; max(1, |x|) unless given. It need not be right: the search corrects it. */
  readonly scale?: number
}

/** What differences say, and how many values of f they asked for. */
export type Difference = Derivative & {
  /** How often f was called. */
  readonly evaluations: number
}

/**
 * f′(x) from values of f alone: central differences on five points, whose step adapts to f, with a bound on their error.
 *
 * Noise η of the values and the p-th derivative bound the error by C₁/h + C₂·h^(p−1), C₁ = factor·η·Σ|c|,
 * C₂ = max|f⁽ᵖ⁾|·Σ|c·g^p|/p!, as in FiniteDifferences.jl. Here h runs over powers of two, so that x ± h is exact and one
 * value serves many stencils; f⁽ᵖ⁾ comes from a coarser stencil at each h, and the h of the least bound is taken. The
 * search goes to smaller steps where f is not finite, has a kink near by, or changes faster than `scale` says. It costs 17
 * values of f as a rule.
 *
 * For a function of a tensor, follow a line: `t => f(add(x, mul(t, v))).item()` at 0.
 *
 * @example
 * const d = centralDifference(Math.exp, 1)
 * if (d.kind === 'smooth') d.derivative   // 2.71828182845…, and d.bound says how far off at most
 */
export function centralDifference(
  f: (t: number) => number,
  x = 0,
  options: DifferenceOptions = {},
): Difference {
  const {
    points = 5,
    eps = 2 ** -52,
    magnitude = 0,
    scale = Math.max(1, Math.abs(x)),
  } = checkOptions('centralDifference', options, ['points', 'eps', 'magnitude', 'scale'])
  if (![3, 5, 7, 9].includes(points))
    throw new ArgumentError('centralDifference', `points must be 3, 5, 7 or 9, got ${points}`)
  if (!(scale > 0 && scale < Infinity) || !Number.isFinite(x))
    throw new ArgumentError('centralDifference', `x and scale must be finite, got ${x} and ${scale}`)
  const rungs = rungsAround(f, x)
  if (typeof rungs.f0 !== 'number')
    throw new ArgumentError(
      'centralDifference',
      `f must return a number, got ${describe(rungs.f0)}; a tensor's is y.item()`,
    )
  if (!Number.isFinite(rungs.f0)) return { kind: 'undefined', reason: `f(x) is ${rungs.f0}`, evaluations: 1 }
  const found = search(
    {
      stencil: stencilOf(points),
      rungs,
      noiseOf: level => eps * Math.max(level.size, magnitude) + Math.abs(level.slope) * level.slip,
    },
    Math.round(Math.log2(scale)),
    x === 0 ? undefined : Math.ceil(Math.log2(Math.abs(x))) - 49,
  )
  return { ...found, evaluations: rungs.evaluations() }
}
