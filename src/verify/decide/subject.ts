// What a question speaks of: its symbols, sizes and conditions, and the points that it can be asked at.

import { type Outside, type Point, Reads, TooLong } from '../evaluate/index.js'
import { kindIn } from '../given/index.js'
import { labelsOf, type Node, type Problem } from '../meaning/index.js'
import {
  choosesEntries,
  dimsOf,
  drawMeeting,
  type Least,
  leastSizes,
  type MetPoint,
  partsOf,
  type Recipe,
  roomy,
  type Spoken,
  sizesFor,
} from '../points/index.js'
import type { Relation } from '../text/index.js'

/** What is to be decided. */
export interface Question {
  readonly left: Node
  readonly right: Node
  /** How the sides are related; equal unless given. */
  readonly relation?: Relation
  /** Conditions, each of which must be met. */
  readonly conditions: readonly Node[]
}

/** What a question speaks of. */
export interface Subject extends Spoken {
  readonly relation: Relation
  /** The sizes that it takes for all that is read to be there. */
  readonly least: Least
}

/** A point, and what of all that is read is not there; `unknown` where that takes long to find out. */
export interface DrawnPoint extends MetPoint {
  readonly outside: Outside | 'unknown' | undefined
}

/** The symbols, sizes and conditions that a question is about. */
export function subjectOf(problem: Problem, { left, right, relation = '=', conditions }: Question): Subject {
  const labels = labelsOf([left, right])
  const parts = conditions.flatMap(partsOf)
  const masks = parts.filter(part => choosesEntries(problem, part, labels))
  const onPoints = parts.filter(part => !masks.includes(part))
  const inputs = problem.inputsOf([left, right, ...parts])
  const symbols = [...problem.symbols.keys()].filter(name => inputs.has(name))
  const dims = dimsOf(problem, symbols, problem.dimsIn([left, right, ...parts]))
  const spoken = { left, right, masks, onPoints, symbols, dims }
  return { ...spoken, relation, least: leastSizes(problem, spoken) }
}

/** What a question reads at a point that is not there; `unknown` where that takes long to find out. */
export function outsideAt(
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

/** The point of a recipe; `undefined` where none meets the conditions. */
export function pointFor(
  problem: Problem,
  subject: Subject,
  recipe: Recipe,
  seed: number,
): DrawnPoint | undefined {
  const { symbols, dims, least, onPoints } = subject
  const sizes = roomy(sizesFor(dims, recipe), least)
  const whole = symbols.some(name => kindIn(problem, name).unbounded)
  for (let attempt = 1; ; attempt++) {
    const point = drawMeeting(problem, symbols, sizes, recipe.lane, seed + 104729 * (attempt - 1), onPoints)
    if (point === undefined) return undefined
    const outside = outsideAt(problem, subject, point)
    if (outside === undefined || !whole || attempt === REDRAWN) return { ...point, outside }
  }
}
