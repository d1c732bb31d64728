// Formulas that are made rather than read: as a person would write them, with no place in any text unless one is given.

import type { FunctionName } from '../terms/index.js'
import { literal } from './lex/literals.js'
import { numberText } from './print/names.js'
import type { Span } from './source.js'
import type { Bracket, Comparison, Condition, Expr, Factor, Of, SymbolExpr, Term } from './tree.js'
import { childrenOf } from './visit.js'

/** The place of what stands nowhere. */
export const NOWHERE: Span = { start: -1, end: -1 }

export const number = (value: number): Expr => ({
  kind: 'number',
  ...(Number.isInteger(value) || value < 0 ? { value } : literal(numberText(value))),
  span: NOWHERE,
})

export const symbol = (name: string, ...indices: SymbolExpr['indices']): SymbolExpr => ({
  kind: 'symbol',
  name,
  indices,
  span: NOWHERE,
})

export const times = (value: Expr): Factor => ({ by: 'times', value })
export const over = (value: Expr): Factor => ({ by: 'over', value })
export const hadamard = (value: Expr): Factor => ({ by: 'hadamard', value })

/** Factors as a product, as they stand: one alone is no product, and the first may have been a divisor. */
export function mul(factors: readonly Factor[], span = NOWHERE): Expr {
  const [first, ...rest] = factors
  if (first === undefined) return number(1)
  const value = first.by === 'over' ? quotient(number(1), first.value) : first.value
  return rest.length === 0 ? value : { kind: 'mul', factors: [times(value), ...rest], span }
}

const isQuotient = (value: Expr): value is Of<'mul'> =>
  value.kind === 'mul' && value.factors.length === 2 && value.factors[1]!.by === 'over'

/** What −a negates. */
const negatedPart = (value: Expr): Expr | undefined =>
  value.kind === 'add' && value.terms.length === 1 && value.terms[0]!.negative
    ? value.terms[0]!.value
    : undefined

/** a b c as a person would write it: signs in front, 1/m · a/b as a/(m b), products within opened, factors of 1 left out. */
export function product(...values: readonly Expr[]): Expr {
  const signs = values.filter(value => negatedPart(value) !== undefined).length
  if (signs > 0) {
    const bare = product(...values.map(value => negatedPart(value) ?? value))
    return signs % 2 === 0 ? bare : add([minus(bare)])
  }
  const [first, second] = values
  if (
    values.length === 2 &&
    first !== undefined &&
    second !== undefined &&
    isQuotient(first) &&
    isQuotient(second)
  ) {
    const [above, below] = [0, 1].map(i => product(first.factors[i]!.value, second.factors[i]!.value))
    return quotient(above!, below!)
  }
  const factors = values.flatMap((value): readonly Factor[] =>
    value.kind === 'mul' && value.factors.every(({ by }) => by === 'times')
      ? value.factors
      : value.kind === 'number' && value.value === 1
        ? []
        : [times(value)],
  )
  return mul(factors)
}

/** a / b; (x/y)/b is x/(b y), and (x/2)/b is x/(2 b). */
export function quotient(a: Expr, b: Expr): Expr {
  const negative = negatedPart(a)
  if (negative !== undefined) return add([minus(quotient(negative, b))])
  if (!isQuotient(a)) return mul([times(a), over(b)])
  const [{ value: above }, { value: below }] = a.factors as readonly [Factor, Factor]
  return mul([times(above), over(below.kind === 'number' ? product(below, b) : product(b, below))])
}

export const transposed = (of: Expr): Expr =>
  of.kind === 'transpose' && of.prime?.at === undefined && (of.prime?.times ?? 1) % 2 === 1
    ? of.of
    : { kind: 'transpose', of, span: NOWHERE }

export const plus = (value: Expr): Term => ({ negative: false, value })
export const minus = (value: Expr): Term => ({ negative: true, value })

/** Terms as a sum, as they stand. */
export const add = (terms: readonly Term[], span = NOWHERE): Expr => ({ kind: 'add', terms, span })

/** Signs and values as a sum; sums within are opened. */
export function sum(...terms: readonly Term[]): Expr {
  const open = terms.flatMap(({ negative, value }): readonly Term[] =>
    value.kind === 'add'
      ? value.terms.map(term => ({ ...term, negative: term.negative !== negative }))
      : [{ negative, value }],
  )
  const [only] = open
  return open.length === 1 && only !== undefined && !only.negative ? only.value : add(open)
}

/** −a; of a sum, each term. */
export const negated = (value: Expr): Expr => sum(minus(value))

/** 1 − p. */
export const complement = (value: Expr): Expr => sum(plus(number(1)), minus(value))

/** 1 / a. */
export const reciprocal = (value: Expr): Expr => quotient(number(1), value)

/** ∂a/∂b, or ∇_b a. */
export const derivative = (of: Expr, by: readonly SymbolExpr[], nabla = false, span = NOWHERE): Expr => ({
  kind: 'derivative',
  of,
  by,
  nabla,
  span,
})

export const power = (base: Expr, exponent: number): Expr => ({
  kind: 'pow',
  base,
  exponent: number(exponent),
  span: NOWHERE,
})

export const call = (fn: FunctionName | Bracket, ...args: readonly Expr[]): Expr => ({
  kind: 'call',
  fn,
  args,
  span: NOWHERE,
})

/** Σ and its like over all that an index can be. */
export const big = (op: Of<'big'>['op'], index: string, body: Expr, span = NOWHERE): Of<'big'> => ({
  kind: 'big',
  op,
  index,
  range: { kind: 'all' },
  where: undefined,
  body,
  span,
})

export const compare = (left: Expr, op: Comparison, right: Expr): Condition => ({
  kind: 'compare',
  op,
  left,
  right,
  span: NOWHERE,
})

/** 1 where a condition holds, else 0. */
export const iverson = (condition: Condition): Expr => ({ kind: 'iverson', condition, span: NOWHERE })

/** [a = b]. */
export const equal = (left: Expr, right: Expr): Expr => iverson(compare(left, '=', right))

/** How much there is to a tree, in symbols and numbers. */
export function sizeOf(expr: Expr): number {
  if (expr.kind === 'symbol') return 1
  const parts = childrenOf(expr).reduce((n, part) => n + sizeOf(part), 0)
  return ['add', 'mul', 'pow', 'iverson'].includes(expr.kind) ? parts : 1 + parts
}
