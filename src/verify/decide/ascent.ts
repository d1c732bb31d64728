// A search for where an inequality fails: uphill from ordinary points, in steps that grow where they help and shrink where not.

import { type RandomStream, random } from '../../random.js'
import { kindIn, layoutOf } from '../given/index.js'
import type { MetPoint } from '../points/index.js'
import type { Trial } from './trial.js'
import type { Evidence } from './verdict.js'

/** So many points are begun at, and so many steps taken from each. */
const STARTS = 3
const STEPS = 48

/** Where an inequality, which held at all points that were drawn, fails; `undefined` where that is not found. */
export function ascended(trial: Trial, seed: number): Evidence | undefined {
  for (let start = 0; start < STARTS; start++) {
    const found = climbed(trial, seed + 7919 * (start + 1))
    if (found !== undefined) return found
  }
  return undefined
}

function climbed(trial: Trial, seed: number): Evidence | undefined {
  const drawn = trial.draw({ lane: 'ordinary', sizes: seed % 4 }, seed)
  if (drawn === undefined || drawn.outside !== undefined) return undefined
  const stream = random(seed)
  let point: MetPoint = drawn
  let best = trial.compare(point)
  let size = 0.5
  for (let step = 0; step < STEPS && best.outcome !== 'differ'; step++) {
    const next = trial.met(moved(trial, point, size, stream))
    const found = next && trial.compare(next)
    const better = found !== undefined && (found.gap ?? -Infinity) > (best.gap ?? -Infinity)
    if (better || found?.outcome === 'differ') [point, best] = [next!, found]
    size *= better ? 1.5 : 0.85
  }
  return best.outcome === 'differ'
    ? { kind: 'differ', point, found: best, lane: 'ordinary', trusted: true }
    : undefined
}

/** A point with all that varies smoothly moved at random, as far as each symbol stays what it is declared to be. */
function moved({ problem, symbols }: Trial, point: MetPoint, size: number, stream: RandomStream): MetPoint {
  const values = symbols
    .filter(name => kindIn(problem, name).smooth)
    .map(name => {
      const [kind, layout] = [kindIn(problem, name), layoutOf(problem, name, point.sizes)]
      const before = point.values[name]!
      const steps = stream.normal([before.length]).data
      const added = before.map((value, i) => value + size * steps[i]! * Math.max(1, Math.abs(value)))
      // What must stay positive moves by factors.
      const scaled = before.map((value, i) => value * (1 + 0.9 * Math.tanh(size * steps[i]!)))
      const found = [added, scaled].map(one => kind.settle(one, layout)).find(one => kind.holds(one, layout))
      return [name, found ?? before] as const
    })
  return { ...point, values: { ...point.values, ...Object.fromEntries(values) } }
}
