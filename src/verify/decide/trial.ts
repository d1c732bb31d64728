// What is tried at points, be it an equality of formulas or a gradient in code: how to draw, to compare, and to ask our oracles.

import type { Point } from '../evaluate/index.js'
import { type Problem, unlessTooLarge } from '../meaning/index.js'
import {
  holds,
  isEquation,
  isExact,
  type MetPoint,
  type Recipe,
  residualOf,
  settled,
} from '../points/index.js'
import { type Comparison, compareAt } from './compare.js'
import { type DrawnPoint, outsideAt, pointFor, type Subject } from './subject.js'
import { besideSwitches } from './switches.js'
import { derivativesIn, hasKinks, type Trust, trustIn } from './trust.js'
import { EQUALITY, INEQUALITY, type Words } from './verdict.js'

/** What is tried at points. */
export interface Trial {
  readonly problem: Problem
  /** What points are made of. */
  readonly symbols: readonly string[]
  readonly dims: readonly string[]
  /** Whether derivatives are taken, which our oracles must agree about; and whether these may lie at a kink. */
  readonly derived: boolean
  readonly kinks: boolean
  readonly words: Words
  /** Brings a point back to the equations that it must meet; `undefined` where there are none. */
  readonly settle: ((point: Point) => Point | undefined) | undefined
  /** Points on both sides of each place where the claim switches from one formula to another. */
  readonly switches?: (seed: number) => Iterable<MetPoint>
  /** The point of a recipe; `undefined` where none meets the conditions. */
  draw(recipe: Recipe, seed: number): DrawnPoint | undefined
  /** A point as one at which it can be tried; `undefined` where it fails a condition, or reads what is not there. */
  met(point: Point): MetPoint | undefined
  /** Both sides at a point; `quick` where a clear difference needs no more digits. */
  compare(point: MetPoint, quick?: boolean): Comparison
  /** Whether our oracles agree at a point about the derivatives that it takes; `again` also where they did elsewhere. */
  trust(point: Point, again: boolean): Trust
}

/** The trial of an equality. */
export function trialOf(problem: Problem, subject: Subject, seed: number): Trial {
  const { symbols, dims, onPoints } = subject
  const sides = [subject.left, subject.right]
  const derived = derivativesIn(problem, sides).length > 0
  const equations = onPoints.filter(node => isEquation(problem, node))
  const others = onPoints.filter(node => !equations.includes(node))
  const settle = (point: Point): Point | undefined =>
    unlessTooLarge(
      () => settled(problem, point, equations),
      () => undefined,
    )
  return {
    problem,
    symbols,
    dims,
    derived,
    kinks: derived && hasKinks(problem, sides),
    words: subject.relation === '=' ? EQUALITY : INEQUALITY,
    settle: equations.length === 0 ? undefined : settle,
    switches: drawn => besideSwitches(problem, subject, drawn),
    draw: (recipe, drawn) => pointFor(problem, subject, recipe, drawn),
    met(point) {
      const left = equations.length === 0 ? 'exact' : residualOf(problem, point, equations)
      const isMet =
        left !== 'no' &&
        others.every(node => holds(problem, point, node)) &&
        outsideAt(problem, subject, point) === undefined
      return isMet ? { ...point, exact: left === 'exact' && isExact(problem, point) } : undefined
    },
    compare: (point, quick) => compareAt(problem, point, subject, quick),
    trust: (point, again) => trustIn(problem, point, sides, seed, again),
  }
}
