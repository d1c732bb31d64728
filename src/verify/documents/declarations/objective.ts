// What updates descend on, told from the updates: w := w - α ∇_w L.
import { type Expr, formulasOf, type Of, symbolsIn } from '../../text/index.js'
import type { Definition } from './definitions.js'
import type { Stated } from './stated.js'
import { within } from './usage.js'

/** All derivatives within a formula. */
export const derivativesIn = (expr: Expr): readonly Of<'derivative'>[] =>
  within(expr).filter((part): part is Of<'derivative'> => part.kind === 'derivative')

/** The line that says what updates descend on, where formulas tell that without a doubt. */
export function objectiveIn(
  stated: readonly Stated[],
  known: ReadonlySet<string>,
  definitions: readonly Definition[],
): { readonly text: string; readonly line: number } | undefined {
  const derivatives = stated.flatMap(({ statement }) => formulasOf(statement).flatMap(derivativesIn))
  for (const { statement, at } of stated) {
    const [left, right] = statement.sides
    if (
      statement.relation !== ':=' ||
      left?.kind !== 'symbol' ||
      right === undefined ||
      !known.has(left.name)
    )
      continue
    const by = ({ by: [first, second] }: Of<'derivative'>): boolean =>
      first?.name === left.name && second === undefined
    const losses = new Set(
      (derivativesIn(right).some(by) ? derivativesIn(right) : derivatives)
        .filter(by)
        .flatMap(({ of }) => (of.kind === 'symbol' ? [of.name] : [])),
    )
    const [loss, other] = losses.size > 0 ? [...losses] : endsOf(left.name, definitions)
    if (loss === undefined || other !== undefined || !known.has(loss)) continue
    const step = within(right).flatMap(part =>
      part.kind === 'mul' &&
      part.factors[0]?.value.kind === 'symbol' &&
      part.factors[0].value.indices.length === 0
        ? [part.factors[0].value.name]
        : [],
    )[0]
    return {
      text: `objective ${loss}${step === undefined || !known.has(step) ? '' : `, step ${step}`}`,
      line: at.line,
    }
  }
  return undefined
}

/** The numbers that depend on a symbol and that nothing else is computed from: what it is all about. */
function endsOf(name: string, definitions: readonly Definition[]): readonly string[] {
  const needs = (one: Definition, seen: ReadonlySet<string> = new Set()): boolean =>
    symbolsIn(one.right).some(
      symbol =>
        symbol.name === name ||
        definitions.some(
          next =>
            next.name === symbol.name && !seen.has(next.name) && needs(next, new Set([...seen, next.name])),
        ),
    )
  const used = new Set(definitions.flatMap(({ right }) => symbolsIn(right).map(symbol => symbol.name)))
  return definitions
    .filter(one => one.labels.length === 0 && !used.has(one.name) && needs(one))
    .map(one => one.name)
}
