// What may have been forgotten at any place: a sign, a transpose, a sum, a factor, a term.

import { axisOf, isScalar } from '../../meaning/node.js'
import type { Role } from '../../meaning/sites.js'
import {
  call,
  NOWHERE,
  negated,
  number,
  plus,
  product,
  quotient,
  sizeOf,
  sum,
  symbol,
  transposed,
} from '../../text/make.js'
import type { Expr, Index } from '../../text/tree.js'
import { mapTree } from '../../text/visit.js'
import { freshIndex, hadamardAtoms, matrixAtoms, scalarAtoms, scalarTerms, sideAtoms } from '../vocabulary.js'
import { edit, missing, type Rule } from './edit.js'
import { renamed } from './ranges.js'

/** Roles in which a constant factor is worth trying; of a product, one factor stands for all. */
const SCALED: readonly Role[] = ['root', 'term', 'argument', 'branch', 'body', 'inner']
/** Roles in which a factor that varies is worth trying. */
const MULTIPLIED: readonly Role[] = ['root', 'term', 'body', 'branch', 'factor', 'argument']

/** A sign, a transpose. */
export const signRule: Rule = function* ({ node, role, type }) {
  if (role !== 'factor' && role !== 'term') yield edit('sign', node, negated(node), 1)
  if ((type === undefined || !isScalar(type)) && node.kind !== 'transpose')
    yield edit('transpose', node, transposed(node), 1)
}

/** A constant factor: 2, a dimension, ln 2. */
export const constantRule: Rule = function* ({ node, role }, { dims }) {
  if (!SCALED.includes(role)) return
  for (const factor of [number(2), ...dims.map(dim => symbol(dim))]) {
    yield edit('factor', node, product(factor, node), 1.1, missing('factor', factor))
    yield edit('factor', node, product(quotient(number(1), factor), node), 1.1, missing('divisor', factor))
  }
  const ln2 = call('log', number(2))
  yield edit('factor', node, product(ln2, node), 1.6, missing('factor', ln2))
  yield edit('factor', node, product(quotient(number(1), ln2), node), 1.6, missing('divisor', ln2))
}

/** A sum over a label in force on which the node depends. */
export const missingSumRule: Rule = function* ({ node, type, scope }, { problem }) {
  for (const [name, { type: of }] of scope.labels) {
    if (type === undefined || !type.labels.some(label => of.labels.includes(label))) continue
    const index = freshIndex(problem, scope)
    const body = renamed(node, name, symbol(index))
    const whole: Expr = {
      kind: 'big',
      op: 'sum',
      index,
      range: { kind: 'all' },
      where: undefined,
      body,
      span: NOWHERE,
    }
    yield edit('sum', node, whole, 1.5)
  }
}

/** A sum whose index stands as a number, or as a label that runs over something else. */
export const lostIndexRule: Rule = function* ({ node, role, scope }, { problem }) {
  if (role === 'index' || role === 'argument') return
  const index = freshIndex(problem, scope)
  const odd = (i: Index, dim: string | undefined): boolean => {
    if (i === ':') return false
    if (i.kind === 'number') return true
    const label =
      i.kind === 'symbol' && i.indices.length === 0 ? scope.labels.get(i.name)?.operation : undefined
    return label?.op === 'label' && axisOf(label.label) !== dim
  }
  let found = false
  const body = mapTree(node, part => {
    if (part.kind !== 'symbol') return undefined
    const axes = problem.axesOf(part.name)
    if (axes === undefined || !part.indices.some((i, axis) => odd(i, axes[axis]))) return undefined
    found = true
    return { ...part, indices: part.indices.map((i, axis) => (odd(i, axes[axis]) ? symbol(index) : i)) }
  })
  if (found)
    yield edit(
      'sum',
      node,
      { kind: 'big', op: 'sum', index, range: { kind: 'all' }, where: undefined, body, span: NOWHERE },
      1.6,
    )
}

/** A factor or a term that varies. */
export const insertionRule: Rule = function* ({ node, role, type }, { problem, names }, words) {
  if (
    type === undefined ||
    type.sort === 'truth' ||
    (type.sort === 'index' && role !== 'root' && node.kind !== 'number')
  )
    return
  if (MULTIPLIED.includes(role)) {
    for (const atom of scalarAtoms(words)) {
      const cost = 1.1 + 0.1 * sizeOf(atom)
      yield edit('factor', node, product(node, atom), cost, missing('factor', atom))
      if (atom.kind !== 'iverson')
        yield edit('factor', node, quotient(node, atom), cost + 0.1, missing('divisor', atom))
    }
  }
  const matrix = !isScalar(type)
  if (matrix && !['root', 'factor', 'argument', 'inner'].includes(role)) return
  const terms = matrix
    ? matrixAtoms(problem, names, type.rows, type.cols)
    : scalarTerms(problem, names, words)
  for (const atom of terms) {
    for (const negative of [true, false]) {
      const slip = missing(negative ? 'negative term' : 'term', atom)
      yield edit('term', node, sum(plus(node), { negative, value: atom }), 1.1 + 0.1 * sizeOf(atom), slip)
    }
  }
  if (!matrix) return
  for (const atom of hadamardAtoms(problem, names, type.rows, type.cols)) {
    const factors = [
      { by: 'times' as const, value: node },
      { by: 'hadamard' as const, value: atom },
    ]
    yield edit('factor', node, { kind: 'mul', factors, span: NOWHERE }, 1.2 + 0.1 * sizeOf(atom))
  }
  for (const { expr, rows, cols } of sideAtoms(problem, names)) {
    const cost = 1.3 + 0.1 * sizeOf(expr)
    if (cols === type.rows) yield edit('factor', node, product(expr, node), cost, missing('factor', expr))
    if (rows === type.cols) yield edit('factor', node, product(node, expr), cost, missing('factor', expr))
  }
}
