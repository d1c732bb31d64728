// What points have to do with the kinds of their symbols.
import type { Point } from '../evaluate/index.js'
import { kindIn, layoutOf } from '../given/index.js'
import type { Node, Problem } from '../meaning/index.js'

/** The symbols in nodes whose values can be moved. */
export const movableIn = (problem: Problem, nodes: readonly Node[]): readonly string[] =>
  [...problem.inputsOf(nodes)].filter(name => kindIn(problem.context, name).smooth)

/** Whether values of symbols are of their kinds. */
export const isOfKinds = (
  { context }: Problem,
  { sizes, values }: Point,
  names: readonly string[],
): boolean =>
  names.every(name => kindIn(context, name).holds(values[name]!, layoutOf(context.symbols.get(name)!, sizes)))

/** Whether all values are of their kinds to the last bit. */
export const isExact = ({ context }: Problem, { sizes, values }: Point): boolean =>
  Object.entries(values).every(
    ([name, of]) => kindIn(context, name).exact?.(of, layoutOf(context.symbols.get(name)!, sizes)) ?? true,
  )
