// The search for the step whose bound is least: smaller where the function is fast, larger where noise is all that is left.

import { type Derivative, smooth, type Task } from './derivative.js'
import { type Kink, type Probe, probe, STRIDE } from './kink.js'
import { bestOf, doubtAt, measured, type RatedLevel } from './levels.js'
import { unlessStaircase } from './staircase.js'
import { type Level, levelAt } from './stencil.js'

/** The highest rung that is looked at first is scale·2⁻⁵, the highest ever scale·2⁴, the lowest scale·2⁻¹⁰⁰. */
const FIRST = -5
const HIGHEST = 4
const LOWEST = -100
/** Levels that are compared at first, and how many values may be spent. */
const LEVELS = 5
const MOST_VALUES = 300

/**
 * Looks through a window of rungs lo … hi. It moves down until values are finite, widens downwards until a level has settled
 * and upwards while noise is most of its bound. `unit` is the rung of the scale, `floor` that of the last digits of x.
 */
export function search(task: Task, unit: number, floor = unit + LOWEST): Derivative {
  const { stencil, rungs } = task
  const levels = new Map<number, Level>()
  const surprising = new Set<number>()
  let hi = unit + FIRST
  let lo = hi - LEVELS - stencil.n + 1
  const moveTo = (top: number) => {
    lo = Math.max(floor, top - LEVELS - stencil.n + 1)
    hi = lo + LEVELS + stencil.n - 1
  }
  const first = lo
  const look = (enough: number, from = Math.min(first, hi)) =>
    probe(rungs, from, floor, task.noiseOf(levels.get(Math.min(...levels.keys()))!), enough)
  let probed = false
  for (let leap = hi - lo + 1; ; ) {
    for (let k = lo; k <= hi - stencil.n; k++) {
      if (levels.has(k)) continue
      const level = levelAt(stencil, rungs, k)
      if (Number.isFinite(level.slope + level.truncation)) levels.set(k, level)
    }
    const spent = rungs.evaluations() > MOST_VALUES
    const out = spent || lo <= floor
    if (levels.size === 0) {
      if (out) return { kind: 'undefined', reason: 'f is not finite on both sides of x, however near' }
      moveTo(hi - leap)
      leap *= 2
      continue
    }
    const best = bestOf(task, lo, hi, levels, surprising)
    if (best === undefined) {
      const slopes = out ? look(Infinity, lo + 4 * STRIDE) : probed ? undefined : look(Infinity)
      probed = true
      if (slopes?.kind === 'kink') return nonsmooth(slopes)
      if (out || slopes?.kind === 'noise') return unlessStaircase(task, measured(task, levels), levels, first)
      if (slopes?.kind === 'settled' && slopes.k < lo - 2 * STRIDE) moveTo(slopes.k + STRIDE)
      else lo = Math.max(floor, lo - 2)
    } else if (best.k === hi - stencil.n && best.worthGrowing && hi < unit + HIGHEST && !spent) {
      hi += 2
    } else {
      return conclude(task, best, levels, first, look)
    }
  }
}

const nonsmooth = ({ left, right, step }: Kink): Derivative => ({ kind: 'nonsmooth', left, right, step })

/** The best level, once nothing speaks against it: no angle at x, and no staircase that only looks flat from near by. */
function conclude(
  task: Task,
  best: RatedLevel,
  levels: ReadonlyMap<number, Level>,
  first: number,
  look: (enough: number) => Probe,
): Derivative {
  let doubt = doubtAt(task, best.k, levels)
  if (doubt > 0) {
    const slopes = look(doubt / 2)
    if (slopes.kind === 'kink') return nonsmooth(slopes)
    if (slopes.kind === 'settled') doubt = 0
    if (slopes.kind === 'blind') doubt = Math.min(doubt, slopes.spread)
  }
  return unlessStaircase(task, smooth(best, best.bound + doubt, task.noiseOf(best), false), levels, first)
}
