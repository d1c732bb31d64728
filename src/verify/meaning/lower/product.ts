// Products from left to right: of numbers, of a number and a matrix, of matrices that fit.

import { functionOf } from '../../terms/index.js'
import { type Factor, LanguageError, type Of, type Span } from '../../text/index.js'
import type { Lowerer } from '../lowerer.js'
import { isScalar, isSquare, isSwitch, labelsOf, type Node, shapeText, type Type } from '../node.js'
import type { Scope } from '../scope.js'
import { refuseBarred, undotted } from './notation.js'
import { fitted, isOpen, refusing } from './sum.js'

/** a b c, a / b, a ⊙ b. Brackets such as [i = j] come last, whichever factor they are: they switch off all of the others. */
export function lowerProduct(problem: Lowerer, written: Of<'mul'>, scope: Scope): Node {
  const { factors } = undotted(problem, written, scope)
  const { graph } = problem
  const switches: Node[] = []
  let product: Node | undefined
  const joints = new Set<Factor['by']>()
  for (const [i, { by, value }] of factors.entries()) {
    let node = problem.lower(value, scope)
    if (by === 'hadamard' && product !== undefined && isScalar(product.type) !== isScalar(node.type))
      refuseBarred(problem, [factors[i - 1]!.value, value], scope)
    if (by !== 'over' && by !== 'hadamardOver') {
      for (; node.operation.op === 'mul' && isSwitch(node.args[1]!); node = node.args[0]!)
        switches.push(node.args[1]!)
      if (isSwitch(node)) {
        switches.push(node)
        continue
      }
    } else product ??= problem.graph.number(1)
    if (product === undefined) {
      product = node
      continue
    }
    let left: Node = product
    const labels = labelsOf([left, node])
    const scaled = (of: Type): Type => ({
      ...of,
      labels,
      sort: left.type.sort === 'index' && node.type.sort === 'index' && by !== 'over' ? 'index' : 'real',
    })
    if (!isScalar(left.type) && !isScalar(node.type)) {
      joints.add(by)
      if (joints.size > 1 && joints.has('kronecker'))
        throw new LanguageError(
          'ambiguous',
          '⊗ beside another product: which one comes first?',
          written.span,
          ['Put brackets around one of them: (A \\otimes B) C.'],
        )
    }
    if (by === 'over' || (by === 'hadamardOver' && isScalar(node.type))) {
      if (!isScalar(node.type)) {
        throw new LanguageError('unsupported', `${shapeText(node.type)} cannot be divided by`, value.span, [
          ...(isSquare(node.type) ? ['Write A^{-1} for the inverse, on the side that it is on.'] : []),
          'Use indices for a quotient entry by entry.',
        ])
      }
      product = graph.make({ op: 'div' }, [left, node], scaled(left.type))
    } else if (isScalar(left.type))
      product = graph.make({ op: by === 'hadamardOver' ? 'div' : 'mul' }, [left, node], scaled(node.type))
    else if (isScalar(node.type)) product = graph.make({ op: 'mul' }, [left, node], scaled(left.type))
    else if (by === 'kronecker') product = kronecker(problem, left, node, value.span)
    else if (by === 'hadamard' || by === 'hadamardOver') {
      left = fitted(problem, left, node.type.rows, node.type.cols)
      node = fitted(problem, node, left.type.rows, left.type.cols)
      const { rows, cols } = left.type
      if (rows !== node.type.rows || cols !== node.type.cols) {
        throw new LanguageError(
          'shape',
          `${by === 'hadamard' ? '⊙ multiplies' : '⊘ divides'} entry by entry; ${shapeText(left.type)} and ${shapeText(node.type)} differ`,
          value.span,
        )
      }
      product = graph.make({ op: by === 'hadamard' ? 'mul' : 'div' }, [left, node], scaled(left.type))
    } else {
      left = fitted(
        problem,
        left,
        left.type.rows === '?' && !isOpen(node) ? '?' : left.type.rows,
        node.type.rows,
      )
      node = fitted(problem, node, left.type.cols, node.type.cols)
      const [a, b] = [left.type, node.type]
      if (a.cols !== b.rows) {
        const column = a.cols === '1' && b.cols === '1'
        throw new LanguageError(
          'shape',
          `inner dimensions differ: ${shapeText(a)} times ${shapeText(b)}`,
          value.span,
          column
            ? [
                'Two columns: write a^\\top b or a \\cdot b for a number, a b^\\top for a matrix, a \\odot b entry by entry.',
              ]
            : [],
        )
      }
      product = graph.make({ op: 'matmul' }, [left, node], {
        labels,
        rows: a.rows,
        cols: b.cols,
        sort: 'real',
      })
    }
  }
  for (const by of switches) {
    const labels = labelsOf(product === undefined ? [by] : [product, by])
    if (product === undefined) product = by
    else if (product.type.sort === 'truth' && by.type.sort === 'truth')
      product = graph.make({ op: 'and' }, [product, by], { ...by.type, labels })
    else product = graph.make({ op: 'mul' }, [product, by], { ...product.type, labels, sort: 'real' })
  }
  return product!
}

/** A ⊗ B, which of two columns is written for other products as well. */
function kronecker(problem: Lowerer, a: Node, b: Node, span: Span): Node {
  const columns = a.type.cols === '1' && b.type.cols === '1'
  if (columns || (a.type.rows === '1' && b.type.rows === '1'))
    throw new LanguageError(
      'ambiguous',
      `⊗ between ${shapeText(a.type)} and ${shapeText(b.type)}: a Kronecker product, an outer one, or one entry by entry?`,
      span,
      ['Write \\operatorname{kron}(x, y), x y^\\top or x \\odot y.'],
    )
  const type = functionOf('kron').type([a.type, b.type], { refuse: refusing(span), classes: undefined })
  return problem.graph.make({ op: 'kron' }, [a, b], { ...type, labels: labelsOf([a, b]) })
}
