// Small trees that are made rather than read: they have no place in any text.

import type { FunctionName } from '../terms/index.js'
import { literal } from './lex/literals.js'
import { numberText } from './print/names.js'
import type { Span } from './source.js'
import type { Expr, Factor, SymbolExpr, Term } from './tree.js'

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

const isQuotient = (value: Expr): value is Extract<Expr, { kind: 'mul' }> =>
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
    return signs % 2 === 0 ? bare : { kind: 'add', terms: [{ negative: true, value: bare }], span: NOWHERE }
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
        : [{ by: 'times', value }],
  )
  const [only] = factors
  if (only === undefined) return number(1)
  return factors.length === 1 ? only.value : { kind: 'mul', factors, span: NOWHERE }
}

/** a / b; (x/y)/b is x/(b y). */
export function quotient(a: Expr, b: Expr): Expr {
  const negative = negatedPart(a)
  if (negative !== undefined)
    return { kind: 'add', terms: [{ negative: true, value: quotient(negative, b) }], span: NOWHERE }
  const [above, below] = isQuotient(a) ? [a.factors[0]!.value, product(b, a.factors[1]!.value)] : [a, b]
  const factors: readonly Factor[] = [
    { by: 'times', value: above },
    { by: 'over', value: below },
  ]
  return { kind: 'mul', factors, span: NOWHERE }
}

export const transposed = (of: Expr): Expr =>
  of.kind === 'transpose' && of.prime?.at === undefined && (of.prime?.times ?? 1) % 2 === 1
    ? of.of
    : { kind: 'transpose', of, span: NOWHERE }

/** Signs and values as a sum; sums within are opened. */
export function sum(...terms: readonly Term[]): Expr {
  const open = terms.flatMap(({ negative, value }): readonly Term[] =>
    value.kind === 'add'
      ? value.terms.map(term => ({ ...term, negative: term.negative !== negative }))
      : [{ negative, value }],
  )
  const [only] = open
  return open.length === 1 && only !== undefined && !only.negative
    ? only.value
    : { kind: 'add', terms: open, span: NOWHERE }
}

export const plus = (value: Expr): Term => ({ negative: false, value })
export const minus = (value: Expr): Term => ({ negative: true, value })

/** −a; of a sum, each term. */
export const negated = (value: Expr): Expr => sum(minus(value))

export const equal = (left: Expr, right: Expr): Expr => ({
  kind: 'iverson',
  condition: { kind: 'compare', op: '=', left, right, span: NOWHERE },
  span: NOWHERE,
})

export const power = (base: Expr, exponent: number): Expr => ({
  kind: 'pow',
  base,
  exponent: number(exponent),
  span: NOWHERE,
})

export const call = (fn: FunctionName | 'bars', ...args: readonly Expr[]): Expr => ({
  kind: 'call',
  fn,
  args,
  span: NOWHERE,
})

/** How much there is to a tree, in symbols and numbers. */
export function sizeOf(expr: Expr): number {
  switch (expr.kind) {
    case 'number':
    case 'constant':
    case 'delta':
      return 1
    case 'symbol':
      return 1
    case 'add':
      return expr.terms.reduce((n, { value }) => n + sizeOf(value), 0)
    case 'mul':
      return expr.factors.reduce((n, { value }) => n + sizeOf(value), 0)
    case 'pow':
      return sizeOf(expr.base) + sizeOf(expr.exponent)
    case 'call':
      return 1 + expr.args.reduce((n, arg) => n + sizeOf(arg), 0)
    case 'transpose':
    case 'norm':
    case 'indexed':
    case 'derivative':
      return 1 + sizeOf(expr.of)
    case 'big':
      return 1 + sizeOf(expr.body)
    case 'iverson':
      return 2
    case 'cases':
      return expr.branches.reduce((n, { value }) => n + 1 + sizeOf(value), 0)
  }
}
