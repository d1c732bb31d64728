// The given block: its lines read, and its definitions looked through.
import { ArgumentError, describe } from '../../errors.js'
import { type Context, contextOf } from '../given/index.js'
import { LanguageError } from '../text/index.js'
import { holdsOpen, unsized } from './lower/sum.js'
import { spoken } from './node.js'
import { Problem } from './problem.js'

/**
 * Reads what a paper takes for granted.
 *
 * Each line is one of
 * - a declaration, `X : real[m, n]`, `y : class[m] of k`, `x^{(n)} : real[D] for n ≤ N`, `a, b : positive`;
 * - a definition, `H = X θ`, `z_{ij} = e^{H_{ij}} / \sum_a e^{H_{ia}}`;
 * - `objective J, step α`, for updates such as `w := w - α …`;
 * - a comment, after #. A line that begins with a space goes on with the one before.
 *
 * Kinds: real, positive, nonnegative, probability, binary, sign, integer, class, distribution, onehot; of square matrices
 * symmetric, positive definite, invertible, orthogonal. Dimensions need no line.
 * A name may be declared twice where an index tells which is meant: L, a number, beside a family L_i, and x beside x^{(n)}.
 * Throws a `LanguageError` with the place of what cannot be read.
 */
export function readGiven(source: string): Context {
  if (typeof source !== 'string') throw new ArgumentError('given', `takes a text, got ${describe(source)}`)
  try {
    const problem = new Problem(contextOf(source))
    check(problem)
    return problem
  } catch (error) {
    throw error instanceof LanguageError ? hinted(error).in(source) : error
  }
}

/** What would send to the given block helps nobody who is there. */
function hinted({ trouble, reason, span, ways, source }: LanguageError): LanguageError {
  return new LanguageError(
    trouble,
    reason,
    span,
    ways.filter(way => !way.includes('given block')),
    source,
  )
}

const shapeOf = (axes: readonly string[]): string =>
  axes.length === 0 ? 'a number' : `real[${axes.join(', ')}]`

/** Lowers every definition once, so that what is wrong with it is said here, and not where it is first used. */
function check(problem: Problem): void {
  const { symbols, objective } = problem
  for (const symbol of symbols.values()) {
    if (symbol.definition !== undefined && holdsOpen(problem.definition(symbol).node))
      throw unsized(symbol.definition.expr.span)
    const { name, stated, span } = symbol
    const axes = problem.axesOf(name)!
    if (stated !== undefined && `${stated}` !== `${axes}`)
      throw new LanguageError(
        'context',
        `${spoken(name)} is declared as ${shapeOf(stated)}, and defined as ${shapeOf(axes)}`,
        span,
        ['Leave the declaration out: what is defined needs none.'],
      )
    const family = symbols.get(`${symbol.name}_·`)
    if (family !== undefined && problem.axesOf(symbol.name)!.length > 0) {
      throw new LanguageError(
        'context',
        `${symbol.name} has entries, and a family of that name is declared too: nothing tells them apart`,
        family.span,
        [`Write the index of the family above, as in ${symbol.name}^{(n)}, or give it another name.`],
      )
    }
  }
  const { loss, step } = objective ?? {}
  for (const name of [loss, step]) {
    if (name !== undefined && problem.axesOf(name)!.length > 0)
      throw new LanguageError('context', `${name} is no single number`, symbols.get(name)!.span, [
        'An objective and its step are numbers.',
      ])
  }
}
