// How a claim was understood: its formulas in signs that mean one thing, whatever the shapes.

import { attempt, type Expr, mapTree } from '../text/index.js'
import { isMarked, unbarred, undotted, unmarked } from './lower/notation.js'
import type { Problem } from './problem.js'
import type { Scope } from './scope.js'

/**
 * A formula with transposes, derivatives, inner products and lengths where it was written with primes, dots and bars. What
 * does not fit together stays as it was written.
 */
export function spelledOut(problem: Problem, root: Expr, scope: Scope): Expr {
  const plain = (expr: Expr): Expr => {
    if (expr.kind === 'transpose' && isMarked(expr)) return unmarked(problem, expr, scope)
    if (expr.kind === 'call' && expr.fn === 'bars') {
      const other = unbarred(problem, expr, scope)
      return other.kind === 'call' && other.fn === 'abs' ? expr : other
    }
    return expr.kind === 'mul' ? undotted(problem, expr, scope) : expr
  }
  return mapTree(root, expr => {
    if (expr.kind === 'big') {
      const inside = attempt(() => problem.bound(expr, scope).inner) ?? scope
      return { ...expr, body: spelledOut(problem, expr.body, inside) }
    }
    const other = attempt(() => plain(expr)) ?? expr
    return other === expr ? undefined : spelledOut(problem, other, scope)
  })
}
