// How a claim was understood: its formulas in signs that mean one thing, whatever the shapes.

import { LanguageError } from '../text/source.js'
import type { Expr } from '../text/tree.js'
import { mapTree } from '../text/visit.js'
import type { Lowering } from './lower.js'
import { isMarked, unbarred, undotted, unmarked } from './notation.js'
import type { Scope } from './scope.js'

/**
 * A formula with transposes, derivatives, inner products and lengths where it was written with primes, dots and bars. What
 * does not fit together stays as it was written.
 */
export function spelledOut(lowering: Lowering, root: Expr, scope: Scope): Expr {
  const plain = (node: Expr): Expr => {
    try {
      if (node.kind === 'transpose' && isMarked(node)) return unmarked(lowering, node, scope)
      if (node.kind === 'call' && node.fn === 'bars') {
        const other = unbarred(lowering, node, scope)
        return other.kind === 'norm' ? other : node
      }
      return node.kind === 'mul' ? undotted(lowering, node, scope) : node
    } catch (error) {
      if (error instanceof LanguageError) return node
      throw error
    }
  }
  return mapTree(root, node => {
    if (node.kind === 'big')
      return { ...node, body: spelledOut(lowering, node.body, inside(lowering, node, scope)) }
    const other = plain(node)
    return other === node ? undefined : spelledOut(lowering, other, scope)
  })
}

function inside(lowering: Lowering, node: Extract<Expr, { kind: 'big' }>, scope: Scope): Scope {
  try {
    return lowering.scopeInside(node, scope)
  } catch (error) {
    if (error instanceof LanguageError) return scope
    throw error
  }
}
