// Sums of things that must have the same shape, and the sizes of 1 and I, which follow from what is beside them.

import { type Refuse, sameShape } from '../../terms/index.js'
import { LanguageError, type Of, type Span } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, labelsOf, type Node, type Type } from '../node.js'
import type { Scope } from '../scope.js'
import { refuseBarred } from './notation.js'

/** Whether the size of a node is still open. */
export const isOpen = ({ type }: Node): boolean => type.rows === '?' || type.cols === '?'

/** Whether the size of a node, or of something within it, is still open. */
export const holdsOpen = (node: Node): boolean => isOpen(node) || node.args.some(holdsOpen)

/** What is wrong with a formula in which a size stays open. */
export const unsized = (span: Span): LanguageError =>
  new LanguageError('ambiguous', 'nothing says how large this is', span, [
    'Write sizes of ones and identities: \\mathbf{1}_n, I_n.',
  ])

/** A node whose open sizes are settled, as far as they follow from the rows and columns that are wanted. */
export function fitted(problem: Pick<Lowerer, 'graph'>, node: Node, rows: string, cols: string): Node {
  if (!isOpen(node)) return node
  const { graph } = problem
  const { operation, args, type } = node
  const settled: Type = {
    ...type,
    rows: type.rows === '?' ? rows : type.rows,
    cols: type.cols === '?' ? cols : type.cols,
  }
  switch (operation.op) {
    case 'ones':
      return graph.make(operation, [], settled)
    case 'identity': {
      const size = settled.rows === '?' ? settled.cols : settled.rows
      return graph.make(operation, [], { ...settled, rows: size, cols: size })
    }
    case 'transpose': {
      const of = fitted(problem, args[0]!, cols, rows)
      return graph.make(operation, [of], { ...settled, rows: of.type.cols, cols: of.type.rows })
    }
    case 'matmul': {
      const a = fitted(problem, args[0]!, rows, args[0]!.type.cols)
      const b = fitted(problem, args[1]!, args[1]!.type.rows, cols)
      return graph.make(operation, [a, b], { ...settled, rows: a.type.rows, cols: b.type.cols })
    }
    default: {
      // What is open takes its size from within: I is square, whatever is wanted around it.
      const inner = alike(
        problem,
        args.map(arg => fitted(problem, arg, rows, cols)),
      )
      const shaped = inner.find(arg => !isScalar(arg.type))?.type ?? settled
      return graph.make(operation, inner, { ...settled, rows: shaped.rows, cols: shaped.cols })
    }
  }
}

/** Nodes of one shape, each of which may say a part of it: of I − 1_n 1ᵀ the rows are those of 1_n, and I is square. */
function alike(problem: Pick<Lowerer, 'graph'>, nodes: readonly Node[]): readonly Node[] {
  const sized = nodes.filter(({ type }) => !isScalar(type))
  if (!sized.some(isOpen)) return nodes
  const rows = sized.find(({ type }) => type.rows !== '?')?.type.rows ?? '?'
  const cols = sized.find(({ type }) => type.cols !== '?')?.type.cols ?? '?'
  const found = nodes.map(node => fitted(problem, node, rows, cols))
  const isSettled = found.every((node, i) => node === nodes[i])
  return isSettled ? nodes : alike(problem, found)
}

/** How a term refuses what stands at a place. */
export const refusing =
  (span: Span): Refuse =>
  (trouble, reason, ways = []) => {
    throw new LanguageError(trouble, reason, span, ways)
  }

/** a + b − c. */
export function lowerSum(problem: Lowerer, { terms }: Of<'add'>, scope: Scope): Node {
  let nodes = terms.map(({ value }) => problem.lower(value, scope))
  const known = nodes.find(node => !isOpen(node) && !isScalar(node.type))
  if (known !== undefined) nodes = nodes.map(node => fitted(problem, node, known.type.rows, known.type.cols))
  else nodes = [...alike(problem, nodes)]
  let shape = nodes[0]!.type
  nodes.forEach(({ type }, i) => {
    if (i > 0) shape = { ...shape, ...sameShape(shape, type, refusing(terms[i]!.value.span)) }
  })
  if (!isScalar(shape))
    refuseBarred(
      problem,
      terms.map(({ value }) => value),
      scope,
    )
  const sort = nodes.every(({ type }) => type.sort === 'index') ? 'index' : 'real'
  const type: Type = { ...shape, labels: labelsOf(nodes), sort }
  const signs = terms.map(({ negative }) => negative)
  if (nodes.length === 1 && !signs[0]) return nodes[0]!
  return problem.graph.make({ op: 'add', signs }, nodes, type)
}
