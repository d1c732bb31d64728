// Steps and what they are worth: the bound of each, and the best of them.
import { type Derivative, smooth, type Task } from './derivative.js'
import { STRIDE } from './kink.js'
import { angleAt, type Level, type Stencil, surprise, UNEVEN } from './stencil.js'

/** Times the noise that the bound reckons with: 1 covers the true error in 70–89 % of draws, 10 in all of them. */
const FACTOR = 10
/** Times the change from the next finer step that the bound is at least: enough where the error shrinks with √h only. */
const SETTLED = 4
/** A bound this small beside the slope is good enough. */
const GOAL = 2 ** -40
/** The golden ratio's: no grid that a function may have, such as the integers of floor, holds these and powers of two. */
const BETWEEN = [1.38196601125, -2.61803398875]
/** A level with what it is worth. */
export interface RatedLevel extends Level {
  readonly bound: number
  /** Whether noise, which a larger step lessens, is most of a bound that is not yet good. */
  readonly worthGrowing: boolean
  /** Whether nothing but noise is left, so that a smaller step would gain nothing. */
  readonly settled: boolean
}

function ratedAt(
  { gain }: Stencil,
  level: Level,
  noise: number,
  finer: Level | undefined,
  steepest: number,
): RatedLevel {
  const fromNoise = (FACTOR * noise * gain) / 2 ** level.k
  const change = finer === undefined ? 0 : Math.abs(level.slope - finer.slope)
  const bound = Math.max(fromNoise + level.truncation, SETTLED * change)
  const good = bound <= Math.max(GOAL * Math.abs(level.slope), GOAL ** 3 * steepest)
  const worthGrowing = !good && fromNoise > level.truncation && level.spread > 0
  return { ...level, bound, worthGrowing, settled: good || bound <= 16 * fromNoise }
}

const steepestOf = (levels: ReadonlyMap<number, Level>): number =>
  Math.max(...[...levels.values()].map(level => level.spread / 2 ** level.k))

/**
 * The level of the least bound among those that have settled, as have both finer neighbours, and that hold no surprise;
 * `surprising` collects those that do.
 */
export function bestOf(
  task: Task,
  lo: number,
  hi: number,
  levels: ReadonlyMap<number, Level>,
  surprising: Set<number>,
): RatedLevel | undefined {
  const steepest = steepestOf(levels)
  const settled: RatedLevel[] = []
  let run = 0
  for (let k = lo; k <= hi; k++) {
    const level = levels.get(k)
    const rated = level && ratedAt(task.stencil, level, task.noiseOf(level), levels.get(k - 1), steepest)
    run = rated?.settled ? run + 1 : 0
    if (rated && run >= 3 && !surprising.has(k)) settled.push(rated)
  }
  return settled
    .sort((a, b) => a.bound - b.bound)
    .find(({ k, bound }) => {
      if (surprise(task.stencil, task.rungs, k, BETWEEN) <= 2 * 2 ** k * bound) return true
      surprising.add(k)
      return false
    })
}

/**
 * The best that can be had where values are noisier than rounding explains. Noise is what makes finer slopes differ, and
 * what their truncation seems to be, of which it is a fifth: then both grow with 1/h.
 */
export function measured(task: Task, levels: ReadonlyMap<number, Level>, from = -Infinity): Derivative {
  const { stencil, rungs, noiseOf } = task
  const steepest = steepestOf(levels)
  let best: RatedLevel | undefined
  let noise = 0
  const rising = [...levels.values()].filter(({ k }) => k >= from).sort((a, b) => a.k - b.k)
  rising.forEach((level, i) => {
    const finer = rising[i - 1]
    if (finer === undefined) return
    const rated = ratedAt(stencil, level, Math.max(noise, noiseOf(level)), finer, steepest)
    if (i > 1 && !(best && best.bound <= rated.bound)) best = rated
    const change = Math.abs(level.slope - finer.slope) / stencil.gain
    noise = Math.max(noise, 2 ** finer.k * Math.max(change, finer.truncation / 5))
  })
  if (best === undefined) return { kind: 'undefined', reason: 'f changes at every distance from x' }
  // What few values show may be small by luck: a second look at those between them.
  const missed = surprise(stencil, rungs, best.k, UNEVEN)
  const bound = best.truncation + (FACTOR * missed * stencil.gain) / 2 ** best.k
  return smooth(best, Math.max(best.bound, bound), missed, true)
}

/** The largest angle at x that noise and truncation do not explain, about the best step and some larger ones; 0 if none. */
export function doubtAt(
  { stencil, rungs, noiseOf }: Task,
  best: number,
  levels: ReadonlyMap<number, Level>,
): number {
  let doubt = 0
  for (let k = best; k <= best + STRIDE; k++) {
    const level = levels.get(k)
    const kink = level && angleAt(stencil, rungs, k - 1)
    if (kink && kink > level.truncation + (FACTOR * 7 * noiseOf(level)) / 2 ** (k - 1))
      doubt = Math.max(doubt, kink)
  }
  return doubt
}
