// Newton’s method, its equations solved by conjugate gradients as far as it pays: needs products with the Hessian alone.
import { ArgumentError, describe } from '../../../errors.js'
import { drive, type Method, type Rounding } from './drive.js'
import { search, straight } from './lineSearch.js'
import type { Found, MinimizeOptions, Objective, Outcome, Point } from './objective.js'
import { falls, stuck } from './quasiNewton.js'
import type { Kept } from './state.js'
import { addScaled, along, dot, maxAbs, minus, norm, scaled } from './vectors.js'

/** Writes the Hessian at x times v into `product`. */
export type HessianVector = (x: Float64Array, v: Float64Array, product: Float64Array) => void

/**
 * Minimizes a smooth loss by Newton's method (J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed., algorithm 7.1).
 *
 * Conjugate gradients stop where the residual is a part of the gradient that shrinks with it, so that few products are made far
 * from the minimum, and convergence is faster than linear near it; or at a direction along which the loss curves down, which is
 * then followed itself. `evaluations` counts those of the loss; products with the Hessian come beside them.
 *
 * x0 : [n]; with a state the run goes on from there, and x0 gives n alone
 */
export function newtonCG(
  f: Objective,
  hessianVector: HessianVector,
  x0: Float64Array,
  options: MinimizeOptions = {},
): Found {
  if (typeof hessianVector !== 'function')
    throw new ArgumentError(
      'newtonCG',
      `wants (x, v, product) => void for products with the Hessian, got ${describe(hessianVector)}`,
    )
  return drive('newtonCG', f, x0, options, [], kept => method(f, hessianVector, kept))
}

function method(f: Objective, hessianVector: HessianVector, kept: Kept | undefined): Method {
  let reach = kept?.numbers.reach ?? 1 // how far the last step went: the first trial where no curvature tells
  let noise = kept?.numbers.noise ?? 0 // rounding of the loss as it was seen
  let first = kept?.numbers.first ?? 0 // ‖g‖ at the start

  const advance = (point: Point, rounding: Rounding): Outcome => {
    const size = norm(point.gradient)
    if (first === 0) first = size
    const times = (v: Float64Array) => {
      const product = new Float64Array(v.length)
      hessianVector(point.x, v, product)
      return product
    }
    const { direction, curvatures, isNewton } = solve(
      times,
      point.gradient,
      Math.min(0.5, Math.sqrt(size / first)),
    )
    const length = isNewton ? 1 : reach / norm(direction)
    let evaluations = 0
    const attempt = (d: Float64Array, step: number) => {
      const found = search(straight(f, point, d), step, Math.max(rounding.least, noise))
      evaluations += found.evaluations
      return found
    }
    let found = attempt(direction, length)
    if (found.kind === 'failed' && found.gap > noise && found.gap <= rounding.most) {
      noise = 2 * found.gap
      found = attempt(direction, length)
    }
    if (found.kind === 'failed') found = attempt(scaled(-1 / size, point.gradient), reach)
    if (found.kind === 'unbounded')
      return { reason: 'diverged', message: falls(point, found.value), evaluations }
    if (found.kind === 'failed') {
      const [least, most] = curvatures
      const seen = least > 0 && most > least ? most / least : undefined
      return {
        reason: 'no progress',
        message: stuck(found, Math.max(rounding.least, noise), seen),
        evaluations,
      }
    }
    reach = norm(minus(found.to.x, point.x))
    return { to: found.to, evaluations }
  }
  const keep = (): Kept => ({ numbers: { reach, noise, first }, vectors: [] })
  const size = ({ gradient }: Point) => maxAbs(gradient)
  return {
    name: 'newton-cg',
    names: ['reach', 'noise', 'first'],
    size,
    advance,
    keeps: count => count === 0,
    keep,
  }
}

/** Products with the Hessian in one iteration: in exact arithmetic n are enough, and rounding asks for some more. */
const products = (n: number) => Math.min(10 * n, 1000)

/**
 * H·d ≈ −g by conjugate gradients, until the residual is `part` of g. Where dᵀHd ≤ 0 that direction is given, downhill; it has no
 * length of its own, and `isNewton` is false.
 */
function solve(times: (v: Float64Array) => Float64Array, g: Float64Array, part: number) {
  // In units of the largest slope, so that no square overflows.
  const unit = maxAbs(g)
  let x: Float64Array = new Float64Array(g.length)
  const residual = scaled(-1 / unit, g)
  let direction: Float64Array = residual.slice()
  let square = dot(residual, residual)
  const enough = part * Math.sqrt(square)
  let curvatures: readonly [number, number] = [Number.POSITIVE_INFINITY, 0]
  const end = (d: Float64Array, isNewton: boolean) => ({ direction: d, curvatures, isNewton })
  for (let k = 0; k < products(g.length); k++) {
    const product = times(direction)
    const curvature = dot(direction, product)
    const length = dot(direction, direction)
    // Where curvature is no number, neither is this direction's step.
    const isFlat = !(curvature > 2 ** -52 * Math.max(curvatures[1], 0) * length)
    if (isFlat || !Number.isFinite(curvature)) {
      if (k > 0 && !(curvature < 0)) return end(scaled(unit, x), true)
      const uphill = dot(direction, g) > 0 ? -1 : 1
      return end(scaled(uphill, direction), false)
    }
    curvatures = [Math.min(curvatures[0], curvature / length), Math.max(curvatures[1], curvature / length)]
    const step = square / curvature
    x = along(x, step, direction)
    addScaled(residual, -step, product)
    const next = dot(residual, residual)
    if (Math.sqrt(next) <= enough) break
    direction = along(residual, next / square, direction)
    square = next
  }
  return end(scaled(unit, x), true)
}
