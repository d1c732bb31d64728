// Factors and divisors: lost, one too many, or wrong by a constant.

import { isScalar, type Role, type Site } from '../../meaning/index.js'
import {
  attempt,
  call,
  type Expr,
  type Factor,
  hadamard,
  mul,
  number,
  product,
  quotient,
  reciprocal,
  sizeOf,
  symbol,
  times,
} from '../../text/index.js'
import { missingFactors } from '../solve.js'
import { hadamardAtoms, scalarAtoms, sideAtoms, type Vocabulary } from '../vocabulary.js'
import { type Change, change, extra, isQuantity, missing, replace, type Slip, takesMore } from './slip.js'

/** Roles in which a constant factor is worth trying; of a product, one factor stands for all. */
const SCALED: readonly Role[] = ['root', 'term', 'argument', 'branch', 'body', 'inner']
/** Roles in which a factor that varies is worth trying. */
const MULTIPLIED: readonly Role[] = ['root', 'term', 'body', 'branch', 'factor', 'argument']

/** A constant: 2, a dimension, ln 2. */
function* constants({ expr }: Site, { dims }: Vocabulary): IterableIterator<Change> {
  const known = [number(2), ...dims.map(dim => symbol(dim))].map(value => ({ value, cost: 1.1 }))
  if (expr.kind === 'mul' && expr.factors[0]!.value.kind === 'number') {
    const [{ value: first }] = expr.factors as readonly [Factor]
    for (const dim of dims)
      yield change(first, quotient(first, symbol(dim)), 1.05, missing('a division by', symbol(dim)))
  }
  for (const { value, cost } of [...known, { value: call('log', number(2)), cost: 1.6 }]) {
    yield change(expr, product(value, expr), cost, missing('the factor', value))
    yield change(expr, product(reciprocal(value), expr), cost, missing('a division by', value))
  }
}

/** A number that varies. */
function* scalars({ expr }: Site, words: Vocabulary): IterableIterator<Change> {
  for (const atom of scalarAtoms(words)) {
    const cost = 1.1 + 0.1 * sizeOf(atom)
    yield change(expr, product(expr, atom), cost, missing('the factor', atom))
    if (atom.kind !== 'iverson')
      yield change(expr, quotient(expr, atom), cost + 0.1, missing('a division by', atom))
  }
}

/** A matrix or column, entry by entry or from a side. */
function* arrays(site: Site, words: Vocabulary): IterableIterator<Change> {
  const { expr, type } = site
  const { rows, cols } = type!
  for (const atom of hadamardAtoms(words, rows, cols))
    yield change(
      expr,
      mul([times(expr), hadamard(atom)]),
      1.2 + 0.1 * sizeOf(atom),
      missing('the factor', atom),
    )
  for (const atom of sideAtoms(words)) {
    const cost = 1.3 + 0.1 * sizeOf(atom.expr)
    const part = missing('the factor', atom.expr)
    if (atom.cols === rows) yield change(expr, inFront(atom.expr, expr, site, words), cost, part)
    if (atom.rows === cols) yield change(expr, product(expr, atom.expr), cost, part)
  }
}

/** A factor in the midst of a product, entry by entry with all that stands before it, or behind it. */
function* between({ expr, scope }: Site, words: Vocabulary): IterableIterator<Change> {
  if (expr.kind !== 'mul' || !expr.factors.every(({ by }) => by === 'times')) return
  const { factors } = expr
  for (let i = 1; i < factors.length; i++) {
    for (const [before, group, behind] of [
      [[], factors.slice(0, i), factors.slice(i)],
      [factors.slice(0, i), factors.slice(i), []],
    ] as const) {
      const whole = mul(group)
      const type = attempt(() => words.problem.lower(whole, scope).type)
      if (group.length < 2 || type === undefined || isScalar(type)) continue
      for (const atom of hadamardAtoms(words, type.rows, type.cols)) {
        const one = times(mul([times(whole), hadamard(atom)]))
        yield change(
          expr,
          mul([...before, one, ...behind]),
          1.3 + 0.1 * sizeOf(atom),
          missing('the factor', atom),
        )
      }
    }
  }
}

/** A matrix in front of a formula, behind the numbers that it begins with. */
function inFront(matrix: Expr, expr: Expr, { scope }: Site, { problem }: Vocabulary): Expr {
  const factors = expr.kind === 'mul' ? expr.factors : []
  const isNumber = (value: Expr): boolean =>
    attempt(() => isScalar(problem.lower(value, scope).type)) === true
  const at = factors.findIndex(({ by, value }) => by !== 'times' || !isNumber(value))
  return at > 0 && factors[at]!.by === 'times'
    ? mul([...factors.slice(0, at), times(matrix), ...factors.slice(at)])
    : product(matrix, expr)
}

export const factor: Slip = {
  rule: 'constant',
  *edits(site, words) {
    const { expr, role, type } = site
    if (expr.kind === 'add') {
      for (const [i, term] of expr.terms.entries()) {
        for (const value of [product(number(2), term.value), quotient(term.value, number(2))])
          yield change(expr, { ...expr, terms: expr.terms.with(i, { ...term, value }) }, 1.2)
      }
    }
    if (expr.kind === 'mul') {
      for (const [i, { by, value }] of expr.factors.entries()) {
        const part = extra(by === 'over' ? 'a division by' : 'the factor', value)
        yield change(expr, mul(expr.factors.toSpliced(i, 1)), 1, part)
      }
    }
    if (isQuantity(site) && SCALED.includes(role)) yield* constants(site, words)
    if (!takesMore(site)) return
    if (MULTIPLIED.includes(role)) yield* scalars(site, words)
    if (!isScalar(type!) && ['root', 'factor', 'argument', 'inner'].includes(role)) {
      yield* arrays(site, words)
      yield* between(site, words)
    }
  },
  *onWhole({ target, root: { expr }, words }) {
    const node = target.lowered(expr)
    const values = node && target.values(node)
    const ratio = values && target.ratio(values)
    if (ratio === undefined) return
    for (const value of target.constants(ratio, words.dims).slice(0, 3))
      yield change(expr, product(value, expr), 1.3 + 0.2 * sizeOf(value), missing('the factor', value))
  },
  onRest: missingFactors,
  says: replace('a factor is wrong'),
  example: {
    given: `
      a : real
      f = a^2`,
    wrong: String.raw`\frac{\partial f}{\partial a} = a`,
    message: "the factor 2 is missing; by the power rule, (f^n)' = n f^(n-1) f'",
    right: String.raw`\frac{\partial f}{\partial a} = 2 a`,
  },
}
