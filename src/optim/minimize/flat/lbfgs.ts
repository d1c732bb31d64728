// L-BFGS: Newton's method with a Hessian that a few past gradients tell of.
import { ArgumentError, describe } from '../../../errors.js'
import { drive, gradientSize, type Method, type Rounding } from './drive.js'
import { type Failure, type Search, search } from './lineSearch.js'
import type { Found, MinimizeOptions, Objective, Outcome, Point } from './objective.js'
import { type Pair, quasiNewton, remember, spread } from './pairs.js'
import type { Kept } from './state.js'
import { dot, minus, norm, scaled } from './vectors.js'

/** What L-BFGS takes. */
export interface LbfgsOptions extends MinimizeOptions {
  /** How many past steps are remembered, ≥ 1; 10 unless given. */
  readonly memory?: number
}

/**
 * Minimizes a smooth loss by L-BFGS (D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale optimization", 1989).
 *
 * The steps do not depend on the unit of the loss: the first has length 1, and the tolerance is measured by the gradient at the
 * start. Where the loss is NaN or infinite it is backed away from.
 *
 * x0 : [n]; with a state the run goes on from there, and x0 gives n alone
 *
 * @example
 * lbfgs((x, g) => { g[0] = 2 * (x[0] - 3); return (x[0] - 3) ** 2 }, new Float64Array(1)).x   // [3]
 */
export function lbfgs(f: Objective, x0: Float64Array, options: LbfgsOptions = {}): Found {
  const memory = checkedMemory('lbfgs', options)
  return drive('lbfgs', f, x0, options, ['memory'], (_n, kept) => method(f, memory, kept))
}

/** The number of steps to remember. */
export function checkedMemory(op: string, { memory = 10 }: LbfgsOptions = {}): number {
  if (!Number.isSafeInteger(memory) || memory < 1)
    throw new ArgumentError(op, `memory must be a whole number ≥ 1, got ${describe(memory)}`)
  return memory
}

function method(f: Objective, memory: number, kept: Kept | undefined): Method {
  let pairs = pairsOf(kept)
  let reach = kept?.numbers.reach ?? 1 // how far the last step went: the first trial where no pair tells
  let noise = kept?.numbers.noise ?? 0 // rounding of the loss as it was seen

  const searches = {
    newton(point: Point, rounding: number): Search | undefined {
      const direction = quasiNewton(pairs, point.gradient)
      const slope = dot(direction, point.gradient)
      return slope < 0 ? search(f, { from: point, direction, slope }, 1, rounding) : undefined
    },
    steepest(point: Point, rounding: number): Search {
      const size = norm(point.gradient)
      const line = { from: point, direction: scaled(-1 / size, point.gradient), slope: -size }
      return search(f, line, reach, rounding)
    },
  }

  const advance = (point: Point, rounding: Rounding): Outcome => {
    let evaluations = 0
    const attempt = (way: 'newton' | 'steepest'): Search | undefined => {
      const tryOnce = () => {
        const found = searches[way](point, Math.max(rounding.least, noise))
        evaluations += found?.evaluations ?? 0
        return found
      }
      const found = tryOnce()
      if (found?.kind !== 'failed' || !(found.gap > noise && found.gap <= rounding.most)) return found
      noise = 2 * found.gap
      return tryOnce()
    }
    const curvatures = spread(pairs)
    let found = pairs.length === 0 ? undefined : attempt('newton')
    if (found === undefined || found.kind === 'failed') {
      pairs = []
      found = attempt('steepest')!
    }
    if (found.kind === 'unbounded') return { reason: 'diverged', message: FALLS, evaluations }
    if (found.kind === 'failed') {
      const message = stuck(found, Math.max(rounding.least, noise), curvatures)
      return { reason: 'no progress', message, evaluations }
    }
    const s = minus(found.to.x, point.x)
    const y = minus(found.to.gradient, point.gradient)
    pairs = remember(pairs, { s, y }, dot(s, point.gradient), memory)
    reach = norm(s)
    return { to: found.to, evaluations }
  }
  const keep = (): Kept => ({ numbers: { reach, noise }, vectors: pairs.flatMap(({ s, y }) => [s, y]) })
  return { name: 'lbfgs', names: ['reach', 'noise'], size: gradientSize, advance, keep }
}

/** The pairs of a state: s and y in turn. */
export const pairsOf = (kept: Kept | undefined): readonly Pair[] =>
  (kept?.vectors ?? []).flatMap((s, i, all) => (i % 2 === 0 ? [{ s, y: all[i + 1]! }] : []))

/** What a run that never ends says. */
export const FALLS = 'the loss falls for ever: it has no minimum on the way'

/** Why no step lowers the loss, with what was seen. */
export function stuck(
  { gap, jumps, wall }: Failure,
  rounding: number,
  curvatures: number | undefined,
): string {
  const seen =
    curvatures === undefined
      ? ''
      : `; curvatures along the last steps differ by a factor of ${curvatures.toPrecision(2)}`
  if (wall !== undefined) return `no step lowers the loss, and close by it is NaN or infinite${seen}`
  if (gap > 10 * rounding)
    return `the loss does not fall as its gradient says, off by ${gap.toPrecision(2)}: is the gradient right, or the loss rounded more than precision says?${seen}`
  if (jumps) return `no step lowers the loss: its gradient jumps close by, as at a kink${seen}`
  return `no step lowers the loss: its rounding, about ${rounding.toPrecision(1)}, hides further descent${seen}`
}
