// What L-BFGS and OWL-QN share: an iteration of a direction from the pairs, a search along it, and a new pair.
import type { Method, Rounding } from './drive.js'
import { type Failure, type Path, type Search, search } from './lineSearch.js'
import type { Outcome, Point } from './objective.js'
import { inverseTimes, type Pair, pairOf, remember, spread, usable } from './pairs.js'
import type { Kept } from './state.js'
import { maxAbs, minus, norm, scaled } from './vectors.js'

/** What one method does in its own way. */
export interface Ways {
  readonly name: string
  readonly memory: number
  /** The slope of what is minimized. */
  readonly slope: (point: Point) => Float64Array
  /** Whether coordinate i takes part in a step from a point with this slope. */
  readonly isFree?: (i: number, point: Point, slope: Float64Array) => boolean
  /** The way in a direction. */
  readonly path: (point: Point, direction: Float64Array, slope: Float64Array) => Path
}

/** The method, at its start or where a state left it. */
export function quasiNewton({ name, memory, slope, isFree, path }: Ways, kept: Kept | undefined): Method {
  let pairs = pairsOf(kept)
  let reach = kept?.numbers.reach ?? 1 // how far the last step went: the first trial where no pair tells
  let way = kept?.numbers.way ?? 0 // how far all steps went
  let noise = kept?.numbers.noise ?? 0 // rounding of the loss as it was seen

  const paths = {
    newton(point: Point, g: Float64Array): Path | undefined {
      const masked = isFree
        ? (v: Float64Array) => v.map((value, i) => (isFree(i, point, g) ? value : 0))
        : undefined
      const seen = masked ? usable(pairs.map(({ s, y }) => pairOf(masked(s), masked(y)))) : pairs
      if (seen.length === 0) return undefined
      const way = path(point, scaled(-1, inverseTimes(seen, g)), g)
      return way.slope < 0 ? way : undefined
    },
    steepest: (point: Point, g: Float64Array): Path => path(point, scaled(-1 / norm(g), g), g),
  }

  const advance = (point: Point, rounding: Rounding): Outcome => {
    const g = slope(point)
    let evaluations = 0
    const attempt = (way: Path, first: number): Search => {
      const tryOnce = () => {
        const found = search(way, first, Math.max(rounding.least, noise))
        evaluations += found.evaluations
        return found
      }
      const found = tryOnce()
      if (found.kind !== 'failed' || !(found.gap > noise && found.gap <= rounding.most)) return found
      noise = 2 * found.gap
      return tryOnce()
    }
    const before = pairs
    const newton = paths.newton(point, g)
    let found = newton && attempt(newton, 1)
    if (found === undefined || found.kind === 'failed') {
      pairs = []
      found = attempt(paths.steepest(point, g), reach)
    }
    if (found.kind === 'unbounded')
      return { reason: 'diverged', message: falls(point, found.value), evaluations }
    if (found.kind === 'failed') {
      const message = stuck(found, Math.max(rounding.least, noise), spread(before))
      return { reason: 'no progress', message, evaluations }
    }
    const s = minus(found.to.x, point.x)
    const y = minus(found.to.gradient, point.gradient)
    pairs = remember(pairs, pairOf(s, y), memory)
    reach = norm(s)
    way += reach
    return { to: found.to, evaluations }
  }
  // A minimum that lies at infinity has no gradient far out either: what tells it is that steps stay long.
  const remark = (point: Point): string => {
    const left = pairs.length === 0 ? 0 : norm(inverseTimes(pairs, slope(point)))
    if (!(left > UNSETTLED * way)) return ''
    const share = (100 * left) / way
    return `; but the next step would be ${share.toPrecision(2)} % as long as all before: the parameters have not settled, and may grow without end`
  }
  const keep = (): Kept => ({ numbers: { reach, way, noise }, vectors: pairs.flatMap(({ s, y }) => [s, y]) })
  return {
    name,
    names: ['reach', 'way', 'noise'],
    size: point => maxAbs(slope(point)),
    advance,
    remark,
    keeps: count => count % 2 === 0,
    keep,
  }
}

/** A next step longer than this part of all steps so far is worth a remark. */
const UNSETTLED = 0.02

/** The pairs of a state: s and y in turn. */
const pairsOf = (kept: Kept | undefined): readonly Pair[] =>
  (kept?.vectors ?? []).flatMap((s, i, all) => (i % 2 === 0 ? [pairOf(s, all[i + 1]!)] : []))

/** What a run that never ends says. */
export const falls = (from: Point, value: number) =>
  `the loss falls for ever: along one line from ${from.value.toPrecision(3)} to ${value.toPrecision(3)}`

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
