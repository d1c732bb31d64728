// A claim that reads what is not there: which entry, where in the formula, and what to write instead.

import type { Outside } from '../evaluate/index.js'
import { type Problem, type Scope, spoken } from '../meaning/index.js'
import {
  attempt,
  childrenOf,
  type Expr,
  formulasOf,
  type Index,
  LanguageError,
  print,
  type Style,
  symbol,
} from '../text/index.js'
import type { Claim, Side } from './claim.js'

/** The error that says so of a claim, with a place in its text. */
export function outsideError(
  problem: Problem,
  { statement, scope }: Claim,
  sides: readonly Side[],
  outside: Outside,
): LanguageError {
  const style: Style = { latex: true, names: problem.names }
  const parts = formulasOf({ ...statement, sides: sides.map(({ expr }) => expr) })
  const found = parts.map(part => readerIn(problem, part, scope, outside)).find(part => part !== undefined)
  const { extent, dim, axis, at, within } = outside
  const index = at[axis] as number
  const numbered = /^\d+$/.test(dim)
  const symbolic = numbered || index < 1 ? String(index) : index === extent ? dim : `${dim}+${index - extent}`
  const named = (text: string): string => entryText(outside, text, style)
  const size = numbered
    ? ''
    : index < 1
      ? ` (${dim} = ${extent})`
      : `, which is ${named(String(index))} where ${dim} = ${extent}`
  const of = wholeOf(outside, found, style)
  const through = within === undefined ? '' : `${spoken(within)} `
  return new LanguageError(
    'name',
    `${through}reads outside of ${of}: there is no ${named(symbolic)}${size}`,
    found?.span ?? statement.span,
    waysOut(problem, outside, found, style),
  )
}

/** The formula that is read outside: a symbol by its name, or what stands in brackets. */
function wholeOf({ node }: Outside, found: Expr | undefined, style: Style): string {
  const { operation } = node
  if (operation.op === 'symbol' || operation.op === 'derivative') return spoken(operation.name)
  return found?.kind === 'indexed' ? `(${print(found.of, style)})` : 'a formula'
}

/** The entry with one index as a text: X_{2,n+1}. */
function entryText({ node, at, axis }: Outside, index: string, style: Style): string {
  const { operation } = node
  if (operation.op !== 'symbol' && operation.op !== 'derivative') return `entry ${index}`
  // Axes that are kept at the end need no sign.
  const last = at.findLastIndex(value => value !== ':')
  const indices = at
    .slice(0, last + 1)
    .map((value, i): Index => (value === ':' ? ':' : symbol(i === axis ? index : String(value))))
  return print(symbol(operation.name, ...indices), { ...style, latex: false })
}

/** Ways to stay inside: other bounds, a condition, a bracket. */
function waysOut(
  problem: Problem,
  { node, at, axis, dim }: Outside,
  found: Expr | undefined,
  style: Style,
): readonly string[] {
  const { operation } = node
  const read =
    found?.kind === 'derivative'
      ? found.by.find(({ name }) => 'name' in operation && name === operation.name)
      : found
  const written = read?.kind === 'symbol' || read?.kind === 'indexed' ? read.indices[axis] : undefined
  if (read === undefined || written === undefined || written === ':' || written.kind === 'number')
    return [`Index ${axis + 1} runs from 1 to ${dim}.`]
  const index = print(written, style)
  if (written.kind === 'symbol' && problem.dims.includes(written.name))
    return [`${index} is a size here: take another letter for what runs from 1 to ${dim}.`]
  const condition = (at[axis] as number) < 1 ? `${index} \\ge 1` : `${index} \\le ${dim}`
  return [
    `Let the index run only as far as 1 \\le ${index} \\le ${dim}.`,
    `Or switch off what is not there: [${condition}] ${print(read, style)}.`,
  ]
}

/** The part of a formula that reads outside; where a definition does, the first mention of that. */
function readerIn(
  problem: Problem,
  root: Expr,
  scope: Scope,
  { node, within }: Pick<Outside, 'node' | 'within'>,
): Expr | undefined {
  const visit = (expr: Expr, inner: Scope): Expr | undefined => {
    const reads = ['symbol', 'indexed', 'derivative'].includes(expr.kind)
    const hit =
      within === undefined
        ? reads && attempt(() => problem.lower(expr, inner)) === node
        : expr.kind === 'symbol' && expr.name === within
    if (hit) return expr
    const inside = expr.kind === 'big' ? attempt(() => problem.bound(expr, inner).inner) : inner
    if (inside === undefined) return undefined
    for (const child of childrenOf(expr)) {
      const found = visit(child, inside)
      if (found !== undefined) return found
    }
    return undefined
  }
  return visit(root, scope)
}
