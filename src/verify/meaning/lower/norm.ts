// Norms: lengths, sums of sizes, the largest size, and those of any order.
import { big, call, LanguageError, type Of, symbol } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, type Node, scalarLike, shapeText } from '../node.js'
import type { Scope } from '../scope.js'

/** ‖x‖, ‖x‖_1, ‖x‖_∞, ‖x‖_p. */
export function lowerNorm(problem: Lowerer, { of: written, order, span }: Of<'norm'>, scope: Scope): Node {
  const of = problem.lower(written, scope)
  const { graph } = problem
  const number = scalarLike(of.type)
  if (order === 1) return graph.make({ op: 'norm1' }, [of], number)
  if (order === 2) return graph.make({ op: 'norm2' }, [of], number)
  if (of.type.rows !== '1' && of.type.cols !== '1')
    throw new LanguageError(
      'ambiguous',
      `a norm of ${shapeText(of.type)} of this order: of its entries, or of the map that it is?`,
      span,
      ['Write what is meant with indices: \\max_i \\sum_j |A_{ij}|, or (\\sum_{ij} |A_{ij}|^p)^{1/p}.'],
    )
  if (order === '∞') {
    if (isScalar(of.type)) return graph.make({ op: 'abs' }, [of], number)
    // No name looks like this index.
    const entry = { kind: 'indexed', of: written, indices: [symbol('∞')], span } as const
    return problem.lower(big('max', '∞', call('abs', entry), span), scope)
  }
  const p = problem.lower(order, scope)
  if (!isScalar(p.type))
    throw new LanguageError(
      'unsupported',
      `the order of a norm is a number, not ${shapeText(p.type)}`,
      order.span,
      ['Declare it: p : positive'],
    )
  const labels = [...new Set([...of.type.labels, ...p.type.labels])].sort()
  const plain = { ...number, labels }
  const sizes = graph.make({ op: 'abs' }, [of], { ...of.type, sort: 'real' })
  const powers = graph.make({ op: 'pow' }, [sizes, p], { ...of.type, labels, sort: 'real' })
  const sum = graph.make({ op: 'sum' }, [powers], plain)
  return graph.make(
    { op: 'pow' },
    [sum, graph.make({ op: 'div' }, [graph.number(1), p], scalarLike(p.type))],
    plain,
  )
}
