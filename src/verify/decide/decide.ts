// One equality, decided: shapes first, then our own oracles, then case after case, and the smallest case that fails.

import { TooLong } from '../evaluate/digits.js'
import { Evaluation } from '../evaluate/evaluation.js'
import type { Point } from '../evaluate/point.js'
import { type Outside, Reads } from '../evaluate/reads.js'
import { kindIn, layoutOf } from '../given/context.js'
import { TooLarge, unlessTooLarge, unlimited } from '../meaning/budget.js'
import { dimOf, type Node } from '../meaning/node.js'
import type { Problem } from '../meaning/problem.js'
import { BATTERY, dimsOf, type Recipe, sizesFor } from '../points/draw.js'
import { isExact } from '../points/kinds.js'
import { choosesEntries, drawMeeting, holds, isEquation, partsOf } from '../points/meet.js'
import { type Least, leastSizes, roomy } from '../points/room.js'
import { follow, PointArbitrary, type Shrunk, shrink } from '../points/shrink.js'
import { type MetPoint, residualOf, settled } from '../points/solve.js'
import type { Verdict } from '../report/report.js'
import type { Span } from '../text/source.js'
import { type Comparison, compareAt, type Difference, type Equality } from './compare.js'
import { derivativesIn, hasKinks, trustIn } from './trust.js'

/** What is to be decided. */
export interface Question {
  readonly left: Node
  readonly right: Node
  /** Conditions, each of which must be met. */
  readonly conditions: readonly Node[]
}

/** What came of it. */
export interface Answer {
  readonly verdict: Verdict
  readonly reason: string | undefined
  readonly resolution: number
  readonly cases: number
  readonly entries: number
  /** The case that failed first, for those who look for the reason. */
  readonly failing: MetPoint | undefined
  readonly worst: Difference | undefined
  /** What it reads that is not there: then it means nothing, and there is no verdict. */
  readonly outside: Outside | undefined
  /** What to look at in the source, where that is known. */
  readonly blame?: Span | undefined
}

/** A case, and what of all that is read is not there. */
export interface DrawnPoint extends MetPoint {
  readonly outside: Outside | 'unknown' | undefined
}

/** What a question speaks of. */
export interface Subject extends Equality {
  readonly symbols: readonly string[]
  readonly dims: readonly string[]
  /** Conditions on cases rather than entries. */
  readonly onPoints: readonly Node[]
  /** The sizes that it takes for all that is read to be there. */
  readonly least: Least
}

/** The symbols, sizes and conditions that a question is about. */
export function subjectOf(problem: Problem, { left, right, conditions }: Question): Subject {
  const labels = [...new Set([...left.type.labels, ...right.type.labels])]
  const parts = conditions.flatMap(partsOf)
  const masks = parts.filter(part => choosesEntries(problem, part, labels))
  const onPoints = parts.filter(part => !masks.includes(part))
  const inputs = problem.inputsOf([left, right, ...parts])
  const symbols = [...problem.context.symbols.keys()].filter(name => inputs.has(name))
  const own = [
    ...labels.map(dimOf),
    left.type.rows,
    left.type.cols,
    right.type.rows,
    right.type.cols,
    ...problem.dimsIn([left, right, ...parts]),
  ]
  const spoken = { left, right, masks, onPoints, symbols, dims: dimsOf(problem, symbols, own) }
  return { ...spoken, least: leastSizes(problem, spoken) }
}

/** What a question reads at a case that is not there; `unknown` where that takes long to find out. */
function outsideAt(
  problem: Problem,
  { left, right, masks, onPoints }: Subject,
  point: Point,
): Outside | 'unknown' | undefined {
  try {
    const reads = new Reads(problem, point)
    return reads.outside(onPoints) ?? reads.outside([left, right], masks)
  } catch (error) {
    if (error instanceof TooLong) return 'unknown'
    throw error
  }
}

/** Whole numbers that are indices are drawn so often until all that they read is there. */
const REDRAWN = 20

/** The case of a recipe; `undefined` where none meets the conditions. */
export function pointFor(
  problem: Problem,
  subject: Subject,
  recipe: Recipe,
  seed: number,
): DrawnPoint | undefined {
  const { symbols, dims, least, onPoints } = subject
  const sizes = roomy(sizesFor(dims, recipe), least)
  const whole = symbols.some(name => kindIn(problem.context, name).unbounded)
  for (let attempt = 1; ; attempt++) {
    const point = drawMeeting(problem, symbols, sizes, recipe.lane, seed + 104729 * (attempt - 1), onPoints)
    if (point === undefined) return undefined
    const outside = outsideAt(problem, subject, point)
    if (outside === undefined || !whole || attempt === REDRAWN) return { ...point, outside }
  }
}

/** Draws a case again. */
const ANEW = 9_973

const OUTSIDE = 'it reads what is not there'
const ENDLESS = 'whether all that it reads is there takes too long to find out'
const UNDEFINED = 'the right side has no value where the left side has one'

/**
 * A case nearby, at which no two real numbers are equal by chance; `undefined` where equations forbid to move. Values are moved
 * by less than a sixteenth, the distance between those that are drawn, and by different amounts: 1021 is a prime.
 */
function besideOf(problem: Problem, { onPoints, symbols }: Subject, point: MetPoint): MetPoint | undefined {
  if (onPoints.some(node => isEquation(problem, node))) return undefined
  const smooth = symbols.filter(name => kindIn(problem.context, name).smooth)
  const moved = smooth.map((name, k) => {
    const values = point.values[name]!.map((v, i) => v + (449 + ((811 * i + 317 * k) % 1021)) / 65_536)
    const layout = layoutOf(problem.context.symbols.get(name)!, point.sizes)
    return [name, kindIn(problem.context, name).settle(values, layout)] as const
  })
  return { ...point, values: { ...point.values, ...Object.fromEntries(moved) } }
}

/** What becomes of a case at a kink beside it: there a claim can be right or wrong; `undefined` where it stays at the kink. */
function besideKink(
  problem: Problem,
  subject: Subject,
  point: MetPoint,
  seed: number,
): { readonly point: MetPoint; readonly found: Comparison } | undefined {
  const beside = besideOf(problem, subject, point)
  const found = beside && compareAt(problem, beside, subject)
  if (beside === undefined || (found!.outcome !== 'agree' && found!.outcome !== 'differ')) return undefined
  const trust = trustIn(problem, beside, [subject.left, subject.right], seed, true)
  return trust.verdict === 'holds' ? { point: beside, found: found! } : undefined
}

const AWAY = 'away from kinks and jumps, where there is no derivative to be right about'

/** Decides a question. */
export function decide(
  problem: Problem,
  subject: Subject,
  seed: number,
  battery: readonly Recipe[] = BATTERY,
): Answer {
  const sides = [subject.left, subject.right]
  const smooth = derivativesIn(problem, sides).length === 0
  const kinks = !smooth && hasKinks(problem, sides)
  let [cases, entries, resolution] = [0, 0, Infinity]
  let trusted = smooth
  let doubt: string | undefined
  let [kinked, away] = [false, false]
  let unclear = false
  let settled = false
  const answer = (
    verdict: Verdict,
    reason?: string,
    failing?: MetPoint,
    worst?: Difference,
    outside?: Outside,
  ): Answer => ({
    verdict,
    reason,
    resolution: cases === 0 ? Infinity : resolution,
    cases,
    entries,
    failing,
    worst,
    outside,
  })
  for (const [i, recipe] of battery.entries()) {
    let point = pointFor(problem, subject, recipe, seed + i)
    if (point === undefined) continue
    if (point.outside === 'unknown') return answer('inconclusive', ENDLESS)
    if (point.outside !== undefined)
      return answer('inconclusive', OUTSIDE, undefined, undefined, point.outside)
    let found = compareAt(problem, point, subject)
    if (found.outcome === 'empty') continue
    const ordinary = recipe.lane === 'ordinary'
    if (found.lost > 0 && ordinary) {
      // A quotient may be 0/0 by chance. What has no value beside this point as well has none.
      const beside = lostBeside(problem, subject, point) ?? lostAnew(problem, subject, recipe, seed + i)
      if (beside !== undefined) return answer('refuted', UNDEFINED, beside)
    }
    if (found.outcome === 'undefined') continue
    const asked = !trusted && (ordinary || recipe.lane === 'wide')
    if (asked || (found.outcome === 'differ' && (!trusted || kinks))) {
      const trust = trustIn(problem, point, sides, seed, kinks && found.outcome === 'differ')
      if (trust.verdict === 'holds') trusted = true
      else if (found.outcome === 'agree') doubt ??= trust.reason
      else {
        // At a jump, too, our oracles need not agree. Nothing is held against a claim at such a point.
        const beside = kinks ? besideKink(problem, subject, point, seed) : undefined
        if (beside === undefined && trust.verdict === 'nonsmooth') {
          kinked = true
          continue
        }
        if (beside === undefined && !trusted) {
          doubt ??= trust.reason
          continue
        }
        if (beside !== undefined) {
          trusted = true
          away = true
          point = { ...beside.point, outside: undefined }
          found = beside.found
        }
      }
    }
    cases++
    entries += found.entries
    resolution = Math.min(resolution, found.resolution)
    if (found.outcome === 'unclear') unclear = true
    if (found.outcome === 'agree' && ordinary) settled = true
    if (found.outcome === 'differ') return answer('refuted', undefined, point, found.worst)
  }
  if (cases === 0)
    return kinked
      ? answer('nonsmooth', 'every case that could tell is at a kink')
      : answer(
          'inconclusive',
          doubt ?? 'no case was found in which both sides have values and the conditions are met',
        )
  if (!trusted) return answer('inconclusive', doubt)
  if (kinked)
    return answer(
      'nonsmooth',
      'it fails only where the function has a kink or a jump, and there is no derivative to be right about',
    )
  // What is blurred at extremes, and agrees at ordinary values, holds.
  if (unclear && !settled)
    return answer('inconclusive', 'rounding blurs the difference, and more digits could not decide')
  return answer('holds', away ? AWAY : undefined)
}

/** Whether a case fails: it meets the conditions, sides differ there, and not because of a kink. */
export function failsAt(
  problem: Problem,
  subject: Subject,
  point: Point,
  kinks: boolean,
  seed: number,
): Comparison | undefined {
  try {
    const met = metBy(problem, subject, point)
    if (met === undefined || outsideAt(problem, subject, met) !== undefined) return undefined
    const found = compareAt(problem, met, subject)
    if (found.lost > 0 && found.outcome !== 'differ')
      return besideOf(problem, subject, met) !== undefined && lostBeside(problem, subject, met) === undefined
        ? undefined
        : found
    if (found.outcome !== 'differ') return undefined
    return kinks && trustIn(problem, point, [subject.left, subject.right], seed, true).verdict !== 'holds'
      ? undefined
      : found
  } catch (error) {
    if (error instanceof RangeError || error instanceof TooLarge) return undefined
    throw error
  }
}

/** The case beside a point at which the right side has no value either. */
function lostBeside(problem: Problem, subject: Subject, point: MetPoint): MetPoint | undefined {
  const beside = besideOf(problem, subject, point)
  return beside !== undefined && compareAt(problem, beside, subject).lost > 0 ? beside : undefined
}

/** Where equations forbid to move: another case of the same recipe, at which the right side has no value either. */
function lostAnew(problem: Problem, subject: Subject, recipe: Recipe, seed: number): MetPoint | undefined {
  if (!subject.onPoints.some(node => isEquation(problem, node))) return undefined
  const other = pointFor(problem, subject, recipe, seed + ANEW)
  return other !== undefined && compareAt(problem, other, subject).lost > 0 ? other : undefined
}

/** A case as one that meets the conditions, if it does. */
function metBy(problem: Problem, { onPoints }: Subject, point: Point): MetPoint | undefined {
  const equations = onPoints.filter(node => isEquation(problem, node))
  const left = equations.length === 0 ? 'exact' : residualOf(problem, point, equations)
  const others = onPoints.filter(node => !equations.includes(node))
  if (left === 'no' || !others.every(node => holds(problem, point, node))) return undefined
  return { ...point, exact: left === 'exact' && isExact(problem, point) }
}

/** The smallest failing case below one that fails; or the one that a path leads to, if it fails. */
export function smallest(
  problem: Problem,
  subject: Subject,
  failing: MetPoint,
  seed: number,
  path?: string,
): Shrunk & { readonly worst: Difference | undefined } {
  const kinks = hasKinks(problem, [subject.left, subject.right])
  const before = compareAt(problem, failing, subject)
  // What has no value shrinks to what has none, and what differs to what differs.
  const fails = (point: Point): boolean => {
    const found = failsAt(problem, subject, point, kinks, seed)
    return found !== undefined && (found.outcome === 'differ') === (before.outcome === 'differ')
  }
  const equations = subject.onPoints.filter(node => isEquation(problem, node))
  const settle =
    equations.length === 0
      ? undefined
      : (point: Point) =>
          unlessTooLarge(
            () => settled(problem, point, equations),
            () => undefined,
          )
  const cases = new PointArbitrary(problem, subject.symbols, subject.dims, settle)
  const replayed = path === undefined ? undefined : follow(cases, failing, path)
  const shrunk =
    path !== undefined && replayed !== undefined && fails(replayed)
      ? { point: replayed, seed, path }
      : shrink(cases, failing, seed, fails)
  // What was spent on smaller cases is not held against the one that is left.
  const after = problem.metered(unlimited(), () =>
    compareAt(problem, { ...shrunk.point, exact: true }, subject),
  )
  return { ...shrunk, worst: after.worst ?? after.missing ?? before.worst ?? before.missing }
}

/** Values of symbols at a case, as nested arrays. */
export function shown(
  problem: Problem,
  point: Point,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  const evaluation = new Evaluation(problem, point, false)
  return Object.fromEntries(names.map(name => [name, evaluation.plainRaw(name).toArray()]))
}
