// What may have been forgotten at any place: a sign, a transpose, a sum, a factor, a term.
import type { Expr } from '../../language/ast.js'
import { isScalar } from '../../lower/core.js'
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
} from '../build.js'
import type { Role } from '../places.js'
import { freshIndex, matrixAtoms, scalarAtoms } from '../vocabulary.js'
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
export const missingSumRule: Rule = function* ({ node, type, scope }, { lowering }) {
  for (const [name, { type: of }] of scope.labels) {
    if (type === undefined || !type.labels.some(label => of.labels.includes(label))) continue
    const index = freshIndex(lowering, scope)
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

/** A factor or a term that varies. */
export const insertionRule: Rule = function* ({ node, role, type }, { lowering, names }, words) {
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
      if (atom.kind === 'symbol' || atom.kind === 'big')
        yield edit('factor', node, quotient(node, atom), cost + 0.1, missing('divisor', atom))
    }
  }
  const terms: readonly Expr[] = isScalar(type)
    ? [...words.entries, ...words.deltas, ...words.sums, number(1)]
    : role === 'root' || role === 'factor' || role === 'argument'
      ? matrixAtoms(lowering, names, type.rows, type.cols)
      : []
  for (const atom of terms) {
    for (const negative of [true, false]) {
      const slip = missing(negative ? 'negative term' : 'term', atom)
      yield edit('term', node, sum(plus(node), { negative, value: atom }), 1.1 + 0.1 * sizeOf(atom), slip)
    }
    if (!isScalar(type) && sizeOf(atom) === 1) {
      const factors = [
        { by: 'times' as const, value: node },
        { by: 'hadamard' as const, value: atom },
      ]
      yield edit('factor', node, { kind: 'mul', factors, span: NOWHERE }, 1.4)
    }
  }
}
