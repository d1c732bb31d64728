// What is combined with what: factors in another order, sums for products, brackets elsewhere.

import { hadamard, minus, mul, type Of, plus, product, sum, times } from '../../text/index.js'
import { type Change, change, replace, type Slip } from './slip.js'

export const order: Slip = {
  *edits({ expr }) {
    if (expr.kind === 'add' && expr.terms.length === 2)
      yield change(expr, product(expr.terms[0]!.value, expr.terms[1]!.value), 2)
    if (expr.kind !== 'mul') return
    const { factors } = expr
    for (const [i, factor] of factors.entries()) {
      if (i === 0) continue
      const entrywise = factor.by === 'hadamard' ? times : hadamard
      yield change(expr, { ...expr, factors: factors.with(i, entrywise(factor.value)) }, 1)
      const before = factors[i - 1]!
      const swapped = factors
        .with(i, { ...factor, value: before.value })
        .with(i - 1, { ...before, value: factor.value })
      yield change(expr, { ...expr, factors: swapped }, 1)
      if (factor.by !== 'times') continue
      const [left, right] = [mul(factors.slice(0, i)), mul(factors.slice(i))]
      for (const signed of [plus, minus]) yield change(expr, sum(plus(left), signed(right)), 1.6)
    }
  },
  says: replace('factors are combined wrongly'),
  example: {
    given: `
      A, B : real[n, n]
      C = A B`,
    wrong: 'C = B A',
    message: 'factors are combined wrongly: replace B A by A B',
    right: 'C = A B',
  },
}

/** a (b + c) for a b + c, wherever a may end. */
function* bracketed(expr: Of<'add'>): IterableIterator<Change> {
  if (expr.terms.length !== 2) return
  for (const [i, term] of expr.terms.entries()) {
    const { value } = term
    if (value.kind !== 'mul') continue
    for (let k = 1; k < value.factors.length; k++) {
      const terms = expr.terms.with(i, { ...term, value: mul(value.factors.slice(k)) })
      yield change(expr, mul([...value.factors.slice(0, k), times({ ...expr, terms })]), 1.5)
    }
  }
}

/** a b + c for a (b + c). */
function* unbracketed(expr: Of<'mul'>): IterableIterator<Change> {
  for (const [i, factor] of expr.factors.entries()) {
    const { by, value } = factor
    if (by !== 'times' || value.kind !== 'add' || value.terms.length < 2) continue
    for (const [k, term] of value.terms.entries()) {
      const inside = mul(expr.factors.with(i, { ...factor, value: term.value }))
      yield change(expr, sum({ ...term, value: inside }, ...value.terms.toSpliced(k, 1)), 1.5)
    }
  }
}

export const brackets: Slip = {
  *edits({ expr }) {
    if (expr.kind === 'add') yield* bracketed(expr)
    if (expr.kind === 'mul') yield* unbracketed(expr)
  },
  says: replace('brackets are in the wrong place'),
  example: {
    given: `
      a, b, c, d : real
      f = a b (c + d)`,
    wrong: 'f = a b c + d',
    message: 'brackets are in the wrong place: replace a b c + d by a b (c + d)',
    right: 'f = a b (c + d)',
  },
}
