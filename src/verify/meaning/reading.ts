// How a claim was understood: its formulas in signs that mean one thing, whatever the shapes.

import { LanguageError } from '../text/source.js'
import type { Expr } from '../text/tree.js'
import { mapTree } from '../text/visit.js'
import { isMarked, unbarred, undotted, unmarked } from './lower/notation.js'
import type { Problem } from './problem.js'
import type { Scope } from './scope.js'

/**
 * A formula with transposes, derivatives, inner products and lengths where it was written with primes, dots and bars. What
 * does not fit together stays as it was written.
 */
export function spelledOut(problem: Problem, root: Expr, scope: Scope): Expr {
  const plain = (node: Expr): Expr => {
    try {
      if (node.kind === 'transpose' && isMarked(node)) return unmarked(problem, node, scope)
      if (node.kind === 'call' && node.fn === 'bars') {
        const other = unbarred(problem, node, scope)
        return other.kind === 'norm' ? other : node
      }
      return node.kind === 'mul' ? undotted(problem, node, scope) : node
    } catch (error) {
      if (error instanceof LanguageError) return node
      throw error
    }
  }
  return mapTree(root, node => {
    if (node.kind === 'big')
      return { ...node, body: spelledOut(problem, node.body, inside(problem, node, scope)) }
    const other = plain(node)
    return other === node ? undefined : spelledOut(problem, other, scope)
  })
}

function inside(problem: Problem, node: Extract<Expr, { kind: 'big' }>, scope: Scope): Scope {
  try {
    return problem.scopeInside(node, scope)
  } catch (error) {
    if (error instanceof LanguageError) return scope
    throw error
  }
}
