// What is read and cannot be meant: relations that nobody decides, and derivatives of what does not depend on what they are by.
import { type Problem, spoken } from '../meaning/index.js'
import { type Expr, formulasIn, LanguageError, type Statement } from '../text/index.js'

/** Refuses a relation that is read and not decided. */
export function refuseUndecided({ steps, order }: Statement): void {
  const step = steps.find(
    ({ relation }) => !/^(=|≡|:=|[<>≤≥])$/.test(relation) && !(relation === '≈' && order !== undefined),
  )
  if (step === undefined) return
  const { relation, span } = step
  throw new LanguageError('syntax', `claims are exact; '${relation}' cannot be checked`, span, [
    'Write = where it is meant.',
    ...(relation === '≈' ? ['Say to which order: \\text{to first order in } h.'] : []),
  ])
}

/**
 * Refuses ∂J/∂U where J is not computed from U, and both are computed from the same: J as a function of U is not what is
 * declared, and the derivative that is, 0, is not what is meant.
 */
export function refuseBeside(side: Expr, problem: Problem): void {
  const inputsOf = (name: string): ReadonlySet<string> => {
    const symbol = problem.symbols.get(name)
    return symbol?.definition === undefined
      ? new Set([name])
      : problem.inputsOf([problem.definition(symbol).node])
  }
  for (const part of formulasIn(side)) {
    if (part.kind === 'derivative' && isLetterE(part.of))
      throw new LanguageError('name', 'e is the number 2.718… here, and does not vary', part.of.span, [
        'Declare e in the given block where it is something else.',
      ])
    if (part.kind !== 'derivative' || part.of.kind !== 'symbol') continue
    const of = problem.aliasOf(part.of.name) ?? part.of.name
    for (const { name: written, span } of part.by) {
      const name = problem.aliasOf(written) ?? written
      const known =
        problem.symbols.get(of) !== undefined && problem.symbols.get(name)?.definition !== undefined
      if (!known || problem.symbolMentions(of, name)) continue
      const shared = [...inputsOf(of)].find(input => inputsOf(name).has(input))
      if (shared === undefined) continue
      throw new LanguageError(
        'calculus',
        `${spoken(of)} is not computed from ${spoken(name)}: both are computed from ${spoken(shared)}, and nothing says what one is by the other`,
        span,
        [`Define ${spoken(of)} by ${spoken(name)} in the given block.`],
      )
    }
  }
}

/** Whether a formula is the number e, written as a letter. */
const isLetterE = (expr: Expr): boolean =>
  expr.kind === 'call' &&
  expr.fn === 'exp' &&
  expr.args[0]!.kind === 'number' &&
  expr.args[0]!.value === 1 &&
  expr.span.end - expr.span.start === 1
