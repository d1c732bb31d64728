// What a formula means at a place that somebody points at: the part there as it is read, its shape, its declaration.
import { readClaim, statementsIn } from './decide/index.js'
import { type BlockAt, blockAt, type Declarations, draftOf, type ReadFile } from './documents/index.js'
import type { Context, Declared } from './given/index.js'
import {
  defining,
  dimOf,
  type Problem,
  problemOf,
  rangesWithin,
  recoverGiven,
  type Scope,
  shapeText,
  spelledOut,
  spoken,
} from './meaning/index.js'
import { attempt, childrenOf, type Expr, parseExpression, print, type Span, symbolsIn } from './text/index.js'

const DECLARATIONS: Declarations<Context> = { recover: recoverGiven, defining, draft: draftOf }

/** What stands at a place of a file. */
export interface Look {
  /** Where the part stands in the file. */
  readonly span: Span
  /** How the part is read. */
  readonly part: string
  /** `a column of n`, `an index from 1 to m`; absent where the part alone says nothing. */
  readonly shape: string | undefined
  /** How the whole is read, "for all i ≤ m: …", where it is a claim. */
  readonly reading: string | undefined
  /** The line that declares or defines a symbol, where the part is one. */
  readonly declaration: Declaration | undefined
}

/** A line of the given block, and where it stands in the file; it stands nowhere there where a display defines. */
export interface Declaration {
  /** The symbol. */
  readonly name: string
  /** The line, without breaks. */
  readonly text: string
  /** Where it stands in the file. */
  readonly span: Span | undefined
}

/** A formula in which names mean something. */
interface Whole {
  readonly expr: Expr
  readonly scope: Scope
  readonly reading?: string
}

/** What stands at an offset of a file; `undefined` where that is no formula, or one that cannot be read. `read` reads what it includes. */
export function lookAt(file: string, text: string, offset: number, read?: ReadFile): Look | undefined {
  const found = blockAt(file, text, offset, DECLARATIONS, read)
  if (found === undefined) return undefined
  const { where, declares, spanOf } = found
  const problem = problemOf(found.context)
  const declarationOf = (symbol: Declared) => declarationBy(found, symbol)
  const wholes = problem.within({ where }, () =>
    declares ? definitionsIn(problem) : formulasIn(found.text, problem),
  )
  const whole = wholes.find(({ expr }) => isWithin(expr.span, found.offset))
  if (whole === undefined) {
    const symbol = declares
      ? [...problem.symbols.values()].find(({ span }) => isWithin(span, found.offset))
      : undefined
    return (
      symbol && {
        span: spanOf(symbol.span),
        part: spoken(symbol.name),
        shape: symbol.definition && sizeText(problem.definition(symbol).node.type, undefined),
        reading: undefined,
        declaration: declarationOf(symbol),
      }
    )
  }
  const { expr, scope } = partAt(problem, whole, found.offset)
  const style = { latex: false, names: problem.names }
  const symbol = expr.kind === 'symbol' ? problem.symbols.get(expr.name) : undefined
  return {
    span: spanOf(expr.span),
    part: print(spelledOut(problem, expr, scope), style),
    shape: attempt(() => shapeOf(problem, expr, scope)),
    reading: whole.reading,
    declaration: symbol && declarationOf(symbol),
  }
}

/** The declarations of all symbols in a stretch of a formula of a file. */
export function declarationsIn(
  file: string,
  text: string,
  stretch: Span,
  read?: ReadFile,
): readonly Declaration[] {
  const found = blockAt(file, text, stretch.start, DECLARATIONS, read)
  if (found === undefined || found.declares) return []
  const problem = problemOf(found.context)
  const names = formulasIn(found.text, problem)
    .flatMap(({ expr }) => symbolsIn(expr))
    .filter(({ span }) => {
      const { start, end } = found.spanOf(span)
      return stretch.start <= start && end <= stretch.end
    })
    .map(({ name }) => name)
  return [...new Set(names)].flatMap(name => {
    const symbol = problem.symbols.get(name)
    return symbol === undefined ? [] : [declarationBy(found, symbol)]
  })
}

const declarationBy = (
  { context, declarationAt }: BlockAt<Context>,
  { name, span }: Declared,
): Declaration => ({
  name: spoken(name),
  text: context.source.slice(span.start, span.end).replace(/\s+/g, ' ').trim(),
  span: declarationAt(span),
})

/** The right sides of the definitions of a given block. */
const definitionsIn = (problem: Problem): readonly Whole[] =>
  [...problem.symbols.values()].flatMap(({ definition }) =>
    definition === undefined ? [] : (attempt(() => wholeOf(problem, definition.expr)) ?? []),
  )

/** The sides of the claims of a text; a text that claims nothing is a formula. */
function formulasIn(text: string, problem: Problem): readonly Whole[] {
  const claims = attempt(() =>
    statementsIn(text, problem).flatMap(statement => {
      const claim = attempt(() => readClaim(text, statement, problem))
      // What defines is no claim; its sides are formulas all the same.
      if (claim === undefined)
        return statement.sides.flatMap(side => attempt(() => wholeOf(problem, side)) ?? [])
      const { scope, reading } = claim
      return claim.sides.map(({ expr }) => ({ expr, scope, reading }))
    }),
  )
  return claims ?? attempt(() => [wholeOf(problem, parseExpression(text, problem.names))]) ?? []
}

const wholeOf = (problem: Problem, expr: Expr): Whole => ({
  expr,
  scope: problem.scopeFor([...rangesWithin([expr], problem)].map(([name, { dim }]) => [name, dim])),
})

const isWithin = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end

/** The smallest part at an offset, in the scope that it stands in; of two that touch there, the second. */
function partAt(problem: Problem, { expr, scope }: Whole, offset: number): Whole {
  const part = childrenOf(expr).findLast(child => isWithin(child.span, offset))
  if (part === undefined) return { expr, scope }
  const inner = expr.kind === 'big' ? attempt(() => problem.bound(expr, scope).inner) : scope
  return partAt(problem, { expr: part, scope: inner ?? scope }, offset)
}

function shapeOf(problem: Problem, expr: Expr, scope: Scope): string | undefined {
  if (expr.kind === 'symbol' && !problem.symbols.has(expr.name)) {
    const label = scope.labels.get(expr.name)?.type.labels[0]
    const last = label === undefined ? undefined : dimOf(label)
    // What an index runs over may be a stretch, which has no name.
    if (last !== undefined) return last.startsWith('#') ? 'an index' : `an index from 1 to ${last}`
    if (problem.dims.includes(expr.name)) return 'a dimension'
  }
  return sizeText(problem.lower(expr, scope).type, scope)
}

/** `a column of n, for each i ≤ m`; nothing where a size is still open. */
function sizeText(type: ReturnType<Problem['lower']>['type'], scope: Scope | undefined): string | undefined {
  if (type.rows === '?' || type.cols === '?') return undefined
  if (type.sort === 'truth') return 'true or false'
  const named = [...(scope?.labels ?? [])].flatMap(([name, node]) => {
    const [label] = node.type.labels
    return label === undefined || !type.labels.includes(label) || dimOf(label).startsWith('#')
      ? []
      : [`${name} ≤ ${dimOf(label)}`]
  })
  return shapeText(type) + (named.length === 0 ? '' : `, for each ${named.join(', ')}`)
}
