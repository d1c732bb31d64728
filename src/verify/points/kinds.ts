// What points have to do with the kinds of their symbols.
import type { Point } from '../evaluate/index.js'
import { kindIn, layoutOf } from '../given/index.js'
import type { Node, Problem } from '../meaning/index.js'

/** The symbols in nodes whose values can be moved. */
export const movableIn = (problem: Problem, nodes: readonly Node[]): readonly string[] =>
  [...problem.inputsOf(nodes)].filter(name => kindIn(problem, name).smooth)

/** Whether values of symbols are of their kinds. */
export const isOfKinds = (problem: Problem, { sizes, values }: Point, names: readonly string[]): boolean =>
  names.every(name => kindIn(problem, name).holds(values[name]!, layoutOf(problem, name, sizes)))

/** Whether all values are of their kinds to the last bit. */
export const isExact = (problem: Problem, { sizes, values }: Point): boolean =>
  Object.entries(values).every(
    ([name, of]) => kindIn(problem, name).exact?.(of, layoutOf(problem, name, sizes)) ?? true,
  )
