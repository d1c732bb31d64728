// Sums and products: signs, terms and factors that are lost or too many, brackets that are, factors that changed places.

import { call, minus, NOWHERE, number, plus, product, quotient, sum } from '../../text/make.js'
import type { Expr, Factor, Of } from '../../text/tree.js'
import { type Edit, edit, extra, type RuleFor } from './edit.js'

/** a + b − c. */
export const sumRule: RuleFor<'add'> = function* (node) {
  const { terms } = node
  for (const [i, term] of terms.entries()) {
    const others = terms.filter((_, k) => k !== i)
    const withTerm = (changed: typeof term): Expr => ({
      ...node,
      terms: terms.map((t, k) => (k === i ? changed : t)),
    })
    yield edit('sign', node, withTerm({ ...term, negative: !term.negative }), 1)
    if (others.length > 0)
      yield edit('term', node, sum(...others), 1, extra(term.negative ? 'negative term' : 'term', term.value))
    if (others.length === 1) yield edit('term', node, others[0]!.value, 1.2)
    yield edit('factor', node, withTerm({ ...term, value: product(number(2), term.value) }), 1.2)
    yield edit('factor', node, withTerm({ ...term, value: quotient(term.value, number(2)) }), 1.2)
  }
  if (terms.length === 2) {
    yield edit('order', node, product(terms[0]!.value, terms[1]!.value), 2)
    yield* bracketed(node)
  }
}

/** a (b + c) for a b + c, wherever a may end. */
function* bracketed(node: Of<'add'>): IterableIterator<Edit> {
  for (const { value: first } of node.terms) {
    if (first.kind !== 'mul') continue
    for (let k = 1; k < first.factors.length; k++) {
      const inner = fromFactors(first.factors.slice(k))
      const terms = node.terms.map(term => (term.value === first ? { ...term, value: inner } : term))
      const factors: readonly Factor[] = [
        ...first.factors.slice(0, k),
        { by: 'times', value: { ...node, terms } },
      ]
      yield edit('brackets', node, { kind: 'mul', factors, span: NOWHERE }, 1.5)
    }
  }
}

/** Factors as a product of their own, of which the first may have been a divisor. */
export function fromFactors(factors: readonly Factor[]): Expr {
  const [first, ...rest] = factors
  if (first === undefined) return number(1)
  const value = first.by === 'over' ? quotient(number(1), first.value) : first.value
  return rest.length === 0
    ? value
    : { kind: 'mul', factors: [{ by: 'times', value }, ...rest], span: NOWHERE }
}

/** a b / c. */
export const productRule: RuleFor<'mul'> = function* (node) {
  const { factors } = node
  const withFactors = (changed: readonly Factor[]): Expr => ({ ...node, factors: changed })
  for (const [i, factor] of factors.entries()) {
    const replaced = (by: Factor): Expr => withFactors(factors.map((f, k) => (k === i ? by : f)))
    const without = fromFactors(factors.filter((_, k) => k !== i))
    yield edit('factor', node, without, 1, extra(factor.by === 'over' ? 'divisor' : 'factor', factor.value))
    if (i > 0) {
      const turned = replaced({ ...factor, by: factor.by === 'over' ? 'times' : 'over' })
      const times = turned.kind === 'mul' && turned.factors.every(({ by }) => by === 'times')
      yield edit('reciprocal', node, times ? product(...turned.factors.map(({ value }) => value)) : turned, 1)
      yield edit(
        'order',
        node,
        replaced({ ...factor, by: factor.by === 'hadamard' ? 'times' : 'hadamard' }),
        1,
      )
      const before = factors[i - 1]!
      const swapped = factors.map((f, k) =>
        k === i ? { ...f, value: before.value } : k === i - 1 ? { ...f, value: factor.value } : f,
      )
      yield edit('order', node, withFactors(swapped), 1)
      if (factor.by === 'times') {
        const [left, right] = [fromFactors(factors.slice(0, i)), fromFactors(factors.slice(i))]
        yield edit('order', node, sum(plus(left), plus(right)), 1.6)
        yield edit('order', node, sum(plus(left), minus(right)), 1.6)
      }
    }
    if (factor.by === 'times') {
      yield* unbracketed(node, i)
      yield* intoExponent(node, i)
    }
  }
  if (factors.length === 2 && factors[1]!.by === 'over')
    yield edit('reciprocal', node, quotient(factors[1]!.value, factors[0]!.value), 1.2)
}

/** a b + c for a (b + c). */
function* unbracketed(node: Of<'mul'>, i: number): IterableIterator<Edit> {
  const { factors } = node
  const { value } = factors[i]!
  if (value.kind !== 'add' || value.terms.length < 2) return
  for (const [k, term] of value.terms.entries()) {
    const inside: Expr = {
      kind: 'mul',
      factors: factors.map((f, j) => (j === i ? { ...f, value: term.value } : f)),
      span: NOWHERE,
    }
    const outside = value.terms.filter((_, j) => j !== k)
    yield edit('brackets', node, sum({ negative: term.negative, value: inside }, ...outside), 1.5)
  }
}

/** e^{a b} for e^a b. */
function* intoExponent(node: Of<'mul'>, i: number): IterableIterator<Edit> {
  const { value } = node.factors[i]!
  if (value.kind !== 'call' || value.fn !== 'exp') return
  for (const [k, other] of node.factors.entries()) {
    if (k === i || other.by !== 'times') continue
    const whole = call('exp', product(value.args[0]!, other.value))
    const factors = node.factors
      .map((f, j) => (j === i ? { ...f, value: whole } : f))
      .filter((_, j) => j !== k)
    yield edit('exponent', node, fromFactors(factors), 1)
  }
}
