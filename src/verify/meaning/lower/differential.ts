// Differentials: the derivative along a direction for each symbol that varies.
import {
  add,
  big,
  derivative,
  type Expr,
  LanguageError,
  mul,
  number,
  type Of,
  plus,
  type SymbolExpr,
  symbol,
  times,
} from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import type { Node } from '../node.js'
import type { Scope } from '../scope.js'

/** d a. Of a symbol that varies it is its direction, of all else Σ ∂a/∂X_{ij}·dX_{ij}. */
export function lowerDifferential(problem: Lowerer, expr: Of<'differential'>, scope: Scope): Node {
  const { of, span } = expr
  const { directions } = problem
  if (directions.size === 0)
    throw new LanguageError('unsupported', 'a differential that is no part of a claim', span, [
      'Definitions hold derivatives: \\nabla_x f, or \\frac{\\partial f}{\\partial x}.',
    ])
  const within = (inner: Expr): Expr => ({ ...expr, of: inner })
  const direction = of.kind === 'symbol' ? directions.get(of.name) : undefined
  if (of.kind === 'symbol' && direction !== undefined) return problem.lower({ ...of, name: direction }, scope)
  if ((of.kind === 'transpose' && of.prime === undefined) || of.kind === 'indexed')
    return problem.lower({ ...of, of: within(of.of) }, scope)
  if (of.kind === 'add')
    return problem.lower(
      { ...of, terms: of.terms.map(term => ({ ...term, value: within(term.value) })) },
      scope,
    )
  const node = problem.lower(of, scope)
  const varied = [...directions].filter(([name]) => problem.mentions(node, name))
  const terms = varied.map(([name, to]) => plus(along(of, name, to, problem.axesOf(name)!)))
  return problem.lower(
    terms.length === 0 ? mul([times(number(0)), times(of)], span) : add(terms, span),
    scope,
  )
}

/** Σ ∂a/∂X_{ij}·dX_{ij}, over all entries of a symbol with some axes. No name looks like these indices. */
function along(of: Expr, name: string, direction: string, axes: readonly string[]): Expr {
  const indices = axes.map((_, axis) => symbol(`∂${axis}`))
  const at = (entry: string): SymbolExpr => symbol(entry, ...indices)
  const term = mul([times(derivative(of, [at(name)])), times(at(direction))])
  return indices.reduceRight<Expr>((inner, index) => big('sum', index.name, inner), term)
}
