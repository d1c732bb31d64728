// How one point is tried: both sides compared, our own oracles asked where it matters, and what is by accident told apart.

import { kindIn, layoutOf } from '../given/index.js'
import type { MetPoint, Recipe } from '../points/index.js'
import type { Comparison } from './compare.js'
import type { Trial } from './trial.js'
import type { Compared, Evidence } from './verdict.js'

/** Draws a point again. */
const ANEW = 9_973

/** What the point of a recipe tells. `trusted` says whether our derivatives have been established before. */
export function evidenceAt(trial: Trial, recipe: Recipe, seed: number, trusted: boolean): Evidence {
  const { kinks } = trial
  const { lane } = recipe
  const point = trial.draw(recipe, seed)
  if (point === undefined) return { kind: 'unmet' }
  if (point.outside === 'unknown') return { kind: 'endless' }
  if (point.outside !== undefined) return { kind: 'outside', outside: point.outside }
  const found = trial.compare(point)
  const { outcome } = found
  if (outcome === 'empty') return { kind: 'empty' }
  if (found.lost > 0 && lane === 'ordinary') {
    // A quotient may be 0/0 by chance. What has no value beside this point, or at another of its recipe, has none.
    const other = besideOf(trial, point) ?? trial.draw(recipe, seed + ANEW)
    if (other !== undefined && trial.compare(other).lost > 0) return { kind: 'lost', point: other }
  }
  if (outcome === 'undefined') return { kind: 'undefined' }
  const here: Compared = { kind: outcome, point, found, lane, trusted }
  const differs = outcome === 'differ'
  const asked = trusted ? differs && kinks : differs || lane === 'ordinary' || lane === 'wide'
  if (!asked) return here
  const trust = trial.trust(point, kinks && differs)
  if (trust.verdict === 'holds') return { ...here, trusted: true }
  if (outcome === 'agree') return { ...here, doubt: trust.reason }
  // At a jump, too, our oracles need not agree. Nothing is held against a claim at such a point.
  const beside = kinks ? besideKink(trial, point) : undefined
  if (beside !== undefined) return { ...here, ...beside, trusted: true, away: true }
  if (trust.verdict === 'nonsmooth') return { kind: 'kink' }
  return trusted ? here : { kind: 'untrusted', doubt: trust.reason }
}

/**
 * A point nearby, at which no two real numbers are equal by chance; `undefined` where equations forbid to move. Values are moved
 * by less than a sixteenth, the distance between those that are drawn, and by different amounts: 1021 is a prime.
 */
export function besideOf({ problem, settle, symbols }: Trial, point: MetPoint): MetPoint | undefined {
  if (settle !== undefined) return undefined
  const smooth = symbols.filter(name => kindIn(problem, name).smooth)
  const moved = smooth.map((name, k) => {
    const values = point.values[name]!.map((v, i) => v + (449 + ((811 * i + 317 * k) % 1021)) / 65_536)
    const layout = layoutOf(problem, name, point.sizes)
    return [name, kindIn(problem, name).settle(values, layout)] as const
  })
  return { ...point, values: { ...point.values, ...Object.fromEntries(moved) } }
}

/** What becomes of a point at a kink beside it: there a claim can be right or wrong; `undefined` where it stays at the kink. */
function besideKink(trial: Trial, at: MetPoint): Pick<Compared, 'kind' | 'point' | 'found'> | undefined {
  const point = besideOf(trial, at)
  const found: Comparison | undefined = point && trial.compare(point)
  if (point === undefined || (found?.outcome !== 'agree' && found?.outcome !== 'differ')) return undefined
  return trial.trust(point, true).verdict === 'holds' ? { kind: found.outcome, point, found } : undefined
}
