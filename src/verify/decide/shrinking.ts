// The smallest point at which a claim still fails, and why it fails there.

import { ChainruleError } from '../../errors.js'
import type { Point } from '../evaluate/index.js'
import { TooLarge, unlimited } from '../meaning/index.js'
import { follow, type MetPoint, PointArbitrary, type Shrunk, shrink } from '../points/index.js'
import type { Comparison, Difference } from './compare.js'
import { besideOf } from './evidence.js'
import type { Trial } from './trial.js'

/** What is found at a point that fails: it can be tried there, sides differ, and not because of a kink. */
function failureAt(trial: Trial, point: Point, quick: boolean): Comparison | undefined {
  try {
    const met = trial.met(point)
    if (met === undefined) return undefined
    const found = trial.compare(met, quick)
    if (found.outcome === 'differ')
      return trial.kinks && trial.trust(met, true).verdict !== 'holds' ? undefined : found
    if (found.lost === 0) return undefined
    const beside = besideOf(trial, met)
    return beside === undefined || trial.compare(beside).lost > 0 ? found : undefined
  } catch (error) {
    if (error instanceof RangeError || error instanceof TooLarge || error instanceof ChainruleError)
      return undefined
    throw error
  }
}

/** The smallest failing point below one that fails; or the one that a path leads to, if it fails. */
export function smallest(
  trial: Trial,
  start: MetPoint,
  seed: number,
  path?: string,
): Shrunk & { readonly worst: Difference | undefined } {
  const { problem, symbols, dims, settle } = trial
  const before = trial.compare(start)
  // What has no value shrinks to what has none, and what differs to what differs.
  const failing =
    (quick: boolean) =>
    (point: Point): boolean => {
      const found = failureAt(trial, point, quick)
      return found !== undefined && (found.outcome === 'differ') === (before.outcome === 'differ')
    }
  const points = new PointArbitrary(problem, symbols, dims, settle)
  const replayed = path === undefined ? undefined : follow(points, start, path)
  const smaller = (fails: (point: Point) => boolean): Shrunk =>
    path !== undefined && replayed !== undefined && fails(replayed)
      ? { point: replayed, seed, path }
      : shrink(points, start, seed, fails)
  const quick = smaller(failing(true))
  // More digits are asked once, at the end; where these know better, at each point on the way.
  const shrunk = failing(false)(quick.point) ? quick : smaller(failing(false))
  // What was spent on smaller points is not held against the one that is left.
  const after = problem.metered(unlimited(), () => trial.compare({ ...shrunk.point, exact: true }))
  return { ...shrunk, worst: after.worst ?? after.missing ?? before.worst ?? before.missing }
}
