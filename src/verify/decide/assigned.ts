// What := says of a name that is declared: a step of gradient descent of a parameter, and an equality of what is defined.
import { kinds } from '../given/kinds/index.js'
import { type Problem, spoken } from '../meaning/index.js'
import {
  add,
  derivative,
  type Expr,
  LanguageError,
  minus,
  mul,
  plus,
  type Statement,
  symbol,
  times,
} from '../text/index.js'

/** Whether a statement with := is a step of gradient descent. Of what a line defines already, it claims what it is. */
export function isStep({ relation, sides: [left] }: Statement, { symbols, functions }: Problem): boolean {
  if (relation !== ':=') return false
  if (left?.kind === 'apply') return !functions.has(left.name)
  return left?.kind !== 'symbol' || symbols.get(left.name)?.definition === undefined
}

/** w := r claims that r is w − α ∂J/∂w. */
export function stepSides({ sides, span }: Statement, problem: Problem): readonly Expr[] {
  const { symbols, objective } = problem
  const [w, r] = sides
  const target = w!.kind === 'transpose' ? undefined : w
  if (target?.kind !== 'symbol' || !symbols.has(target.name))
    throw new LanguageError('syntax', 'an update changes a symbol, and a definition defines one', w!.span)
  const { kind } = symbols.get(target.name)!
  const isParameter = kinds[kind].smooth
  if (objective === undefined || !isParameter || !problem.symbolMentions(objective.loss, target.name)) {
    throw new LanguageError('context', `${spoken(target.name)} is already declared`, w!.span, [
      'Write = for a claim, or another name for a definition.',
      objective === undefined
        ? 'For a step of gradient descent add a line to the given block: objective L, step α'
        : `A step of gradient descent changes what ${spoken(objective.loss)} is computed from.`,
    ])
  }
  if (objective.step === undefined) {
    throw new LanguageError('context', 'an update descends on a loss by a step: which ones?', span, [
      'Add a line to the given block: objective L, step α',
    ])
  }
  // A gradient is a column in every layout.
  const gradient = derivative(symbol(objective.loss), [target], problem.layout === 'numerator')
  const step = mul([times(symbol(objective.step)), times(gradient)])
  return [add([plus(target), minus(step)], w!.span), r!]
}
