// Levenberg–Marquardt: Newton’s method for sums of squares, whose Hessian is near JᵀJ, damped where that is no good.
import { ArgumentError, describe } from '../../../errors.js'
import { drive, type Method, type Rounding } from './drive.js'
import { damped, triangular } from './householder.js'
import type { Found, MinimizeOptions, Objective, Outcome, Point } from './objective.js'
import { stuck } from './quasiNewton.js'
import type { Kept } from './state.js'
import { allFinite, along, dot, maxAbs, norm } from './vectors.js'

/** Residuals at a point, and their derivatives there for whoever asks. */
export interface ResidualsAt {
  /** [m] */
  readonly residuals: Float64Array
  /** One column [m] for each of the n parameters. */
  readonly jacobian: () => readonly Float64Array[]
}

/** Residuals as a function of the parameters: as many at each point. */
export type Residuals = (x: Float64Array) => ResidualsAt

/** A first damping: little, for a start that is not far off. */
const DAMPING = 1e-3
/** Trials in one iteration, the damping growing faster and faster. */
const TRIALS = 40
/** How much of the promised decrease must be there. */
const DECREASE = 1e-4

/**
 * Minimizes ½‖r(x)‖² (D. W. Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963): steps p where
 * ‖Jp + r‖² + μ‖Dp‖² is smallest, D the largest norms of the columns of J so far (J. J. Moré, 1978), so that the units of the
 * parameters do not matter; μ follows H. B. Nielsen, "Damping parameter in Marquardt's method", 1999. Solved by QR: JᵀJ, whose
 * condition is the square, is never made.
 *
 * x0 : [n]; with a state the run goes on from there, and x0 gives n alone
 */
export function levenbergMarquardt(
  residuals: Residuals,
  x0: Float64Array,
  options: MinimizeOptions = {},
): Found {
  if (typeof residuals !== 'function')
    throw new ArgumentError(
      'levenbergMarquardt',
      `wants a function that gives residuals and their Jacobian first, got ${describe(residuals)}`,
    )
  let here: Place | undefined
  const start: Objective = (x, gradient) => {
    here = placeAt(residuals, x)
    gradient.set(gradientOf(here))
    return here.value
  }
  return drive('levenbergMarquardt', start, x0, options, [], kept => method(residuals, () => here, kept))
}

interface Place extends ResidualsAt {
  readonly x: Float64Array
  readonly value: number
}

function placeAt(residuals: Residuals, x: Float64Array): Place {
  const { residuals: r, jacobian } = residuals(x)
  let columns: readonly Float64Array[] | undefined
  return { x, residuals: r, value: dot(r, r) / 2, jacobian: () => (columns ??= jacobian()) }
}

/** Jᵀr */
const gradientOf = (place: Place): Float64Array =>
  Float64Array.from(place.jacobian(), column => dot(column, place.residuals))

function method(residuals: Residuals, start: () => Place | undefined, kept: Kept | undefined): Method {
  let here: Place | undefined
  let damping = kept?.numbers.damping ?? DAMPING
  let growth = kept?.numbers.growth ?? 2
  let sizes = kept?.vectors[0]

  const advance = (point: Point, rounding: Rounding): Outcome => {
    // A state has no Jacobian: it is computed again.
    here ??= start() ?? placeAt(residuals, point.x)
    const columns = here.jacobian()
    const norms = Float64Array.from(columns, norm)
    sizes = norms.map((size, j) => Math.max(size, sizes?.[j] ?? 0))
    const unit = maxAbs(sizes) || 1
    const system = triangular({ columns, right: here.residuals })
    let evaluations = 0
    let [gap, wall] = [0, undefined as number | undefined]

    while (evaluations < TRIALS) {
      // A parameter on which nothing depends so far stays where it is, whatever its size.
      const d = sizes.map(size => Math.sqrt(damping) * (size || unit))
      const p = damped(system, d)
      const x = along(point.x, 1, p)
      if (x.every((value, i) => value === point.x[i])) break
      const trial = allFinite(x) ? placeAt(residuals, x) : undefined
      evaluations++
      const slope = dot(point.gradient, p)
      const weighted = p.map((value, i) => value * d[i]!)
      const promised = (slope - dot(weighted, weighted)) / 2
      let change = (trial?.value ?? Number.NaN) - point.value
      if (Number.isFinite(change)) {
        wall = undefined
        if (Math.abs(slope) > 10 * rounding.least) gap = Math.abs(change - slope)
        // Where rounding hides the change, the slopes at both ends tell it, as in the line search.
        const isHidden = Math.abs(change) <= (change > DECREASE * promised ? rounding.most : rounding.least)
        if (trial && isHidden) change = (slope + dot(gradientOf(trial), p)) / 2
      } else wall = norm(p)
      const share = change / promised
      if (trial && share > DECREASE && allFinite(gradientOf(trial))) {
        here = trial
        damping *= Math.max(1 / 3, 1 - (2 * share - 1) ** 3)
        growth = 2
        return { to: { x, value: trial.value, gradient: gradientOf(trial) }, evaluations }
      }
      damping *= growth
      growth *= 2
      if (!Number.isFinite(damping)) break
    }
    const diagonal = system.columns.map((column, j) => Math.abs(column[j] ?? 0))
    const spread = (Math.max(...diagonal) / Math.min(...diagonal)) ** 2
    const message = stuck(
      { gap, jumps: false, wall },
      rounding.least,
      Number.isFinite(spread) ? spread : undefined,
    )
    return { reason: 'no progress', message, evaluations }
  }
  const keep = (): Kept => ({ numbers: { damping, growth }, vectors: sizes ? [sizes] : [] })
  const size = ({ gradient }: Point) => maxAbs(gradient)
  return {
    name: 'levenberg-marquardt',
    names: ['damping', 'growth'],
    size,
    advance,
    keeps: count => count <= 1,
    keep,
  }
}
