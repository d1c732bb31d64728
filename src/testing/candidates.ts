// Steps and what they are worth: the bound of each, the best of them, and what speaks against it.
import { STRIDE } from './kink.js'
import { angleAt, type Level, type Rungs, type Stencil, surprise } from './stencil.js'

/** What is searched. */
export interface Task {
  readonly stencil: Stencil
  readonly rungs: Rungs
  /** The noise of the values of a level that rounding explains. */
  readonly noiseOf: (level: Level) => number
}

/** A derivative that was found. */
export interface Smooth {
  readonly kind: 'smooth'
  readonly derivative: number
  /** |derivative − f′(x)| is at most this. */
  readonly bound: number
  /** The step h of the stencil, a power of two. */
  readonly step: number
  /** The noise of f's values that the bound reckons with. */
  readonly noise: number
  /** Whether that noise was seen in the values, being above what rounding explains. */
  readonly noisy: boolean
  /**
   * Given where f is a staircase, such as float32 inside float64 makes it: the slope within a step of it, where `derivative`
   * is the slope over many. Which of the two is meant, values cannot tell.
   */
  readonly within?: number
}

/** A kink or a jump: slopes on both sides do not come together, however small the step. */
export interface Nonsmooth {
  readonly kind: 'nonsmooth'
  readonly left: number
  readonly right: number
  readonly step: number
}

/** No derivative was found: f is not finite at x or beside it, or nothing about it could be resolved. */
export interface Undefined {
  readonly kind: 'undefined'
  readonly reason: string
}

/** What was found. */
export type Found = Smooth | Nonsmooth | Undefined

/** Times the noise that the bound reckons with: 1 covers the true error in 70–89 % of draws, 10 in all of them. */
const FACTOR = 10
/** Times the change from the next finer step that the bound is at least: enough where the error shrinks with √h only. */
const SETTLED = 4
/** A bound this small beside the slope is good enough. */
const GOAL = 2 ** -40
/** Places within a step, at no even distances, so that no wave fits them all. */
const SPREAD_OUT = [-0.937, -0.681, -0.452, -0.213, 0.114, 0.371, 0.598, 0.889]

export const smooth = (level: Level, bound: number, noise: number, noisy: boolean): Smooth => ({
  kind: 'smooth',
  derivative: level.slope,
  bound,
  step: 2 ** level.k,
  noise,
  noisy,
})

/** A level with what it is worth. */
export interface Candidate extends Level {
  readonly bound: number
  /** Whether noise, which a larger step lessens, is most of a bound that is not yet good. */
  readonly worthGrowing: boolean
  /** Whether nothing but noise is left, so that a smaller step would gain nothing. */
  readonly settled: boolean
}

function candidateAt(
  { gain }: Stencil,
  level: Level,
  noise: number,
  finer: Level | undefined,
  steepest: number,
): Candidate {
  const fromNoise = (FACTOR * noise * gain) / 2 ** level.k
  const change = finer === undefined ? 0 : Math.abs(level.slope - finer.slope)
  const bound = Math.max(fromNoise + level.truncation, SETTLED * change)
  const good = bound <= Math.max(GOAL * Math.abs(level.slope), GOAL ** 2 * steepest)
  const worthGrowing = !good && fromNoise > level.truncation && level.spread > 0
  return { ...level, bound, worthGrowing, settled: good || bound <= 16 * fromNoise }
}

const steepestOf = (levels: ReadonlyMap<number, Level>): number =>
  Math.max(...[...levels.values()].map(level => level.spread / 2 ** level.k))

/** The level of the least bound among those that have settled, as have both finer neighbours, if it holds no surprise. */
export function bestOf(
  task: Task,
  lo: number,
  hi: number,
  levels: ReadonlyMap<number, Level>,
): Candidate | undefined {
  const steepest = steepestOf(levels)
  let best: Candidate | undefined
  let run = 0
  for (let k = lo; k <= hi; k++) {
    const level = levels.get(k)
    const candidate =
      level && candidateAt(task.stencil, level, task.noiseOf(level), levels.get(k - 1), steepest)
    run = candidate?.settled ? run + 1 : 0
    if (candidate && run >= 3 && !(best && best.bound <= candidate.bound)) best = candidate
  }
  return best && surprise(task.stencil, task.rungs, best.k) <= 2 * 2 ** best.k * best.bound ? best : undefined
}

/**
 * The best that can be had where values are noisier than rounding explains. Noise is what makes finer slopes differ, and
 * what their truncation seems to be, of which it is a fifth: then both grow with 1/h.
 */
export function measured(
  { stencil, noiseOf }: Task,
  levels: ReadonlyMap<number, Level>,
  from = -Infinity,
): Found {
  const steepest = steepestOf(levels)
  let best: Candidate | undefined
  let noise = 0
  let used = 0
  const rising = [...levels.values()].filter(({ k }) => k >= from).sort((a, b) => a.k - b.k)
  rising.forEach((level, i) => {
    const finer = rising[i - 1]
    if (finer === undefined) return
    const candidate = candidateAt(stencil, level, Math.max(noise, noiseOf(level)), finer, steepest)
    if (i > 1 && !(best && best.bound <= candidate.bound)) {
      best = candidate
      used = noise
    }
    const change = Math.abs(level.slope - finer.slope) / stencil.gain
    noise = Math.max(noise, 2 ** finer.k * Math.max(change, finer.truncation / 5))
  })
  return best === undefined
    ? { kind: 'undefined', reason: 'f changes at every distance from x' }
    : smooth(best, best.bound, used, true)
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

/**
 * What was found at steps smaller than usual, unless f is a staircase, as float32 inside a function of float64 makes it: then
 * its slope from farther away is not among the slopes that it has in between, against the mean value theorem.
 */
export function unlessStairs(
  task: Task,
  near: Found,
  levels: ReadonlyMap<number, Level>,
  first: number,
): Found {
  if (near.kind !== 'smooth' || near.step >= 2 ** first) return near
  const far = measured(task, levels, first)
  if (far.kind !== 'smooth') return near
  const apart = Math.abs(near.derivative - far.derivative)
  if (apart <= near.bound + far.bound) return near
  const tiny = Math.max((16 * near.noise) / apart, (Math.abs(task.rungs.x) + far.step) * 2 ** -46)
  const slopes = SPREAD_OUT.map(share => {
    const [right, to] = task.rungs.off(far.step * share + tiny)
    const [left, from] = task.rungs.off(far.step * share - tiny)
    return (right - left) / (to - from)
  })
  const [least, most] = [Math.min(...slopes), Math.max(...slopes)]
  const among = 2 * least - most <= far.derivative && far.derivative <= 2 * most - least
  return among ? near : { ...far, within: near.derivative }
}
