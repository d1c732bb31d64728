// A kind of mistake: what it makes of a place; and the small words that kinds are written in.

import type { Span } from '../../../../src/verify/text/source.js'
import type { Condition, Expr, Factor, Of, Term } from '../../../../src/verify/text/tree.js'
import type { Material } from '../material.js'
import type { ConditionPlace, Place } from '../places.js'

/** A kind of mistake. */
export interface Kind {
  readonly name: string
  /** What may stand at a place by this mistake. */
  readonly at?: (place: Place, material: Material) => readonly (Expr | undefined)[]
  /** What a condition may become. */
  readonly on?: (place: ConditionPlace, material: Material) => readonly Condition[]
}

let made = 0

/** The place of a part that is in no text: each has one of its own. */
const nowhere = (): Span => ({ start: -1, end: -++made })

export const number = (value: number): Expr => ({ kind: 'number', value, span: nowhere() })
export const name = (text: string): Expr => ({ kind: 'symbol', name: text, indices: [], span: nowhere() })
export const call = (fn: Of<'call'>['fn'], ...args: readonly Expr[]): Expr => ({
  kind: 'call',
  fn,
  args,
  span: nowhere(),
})
export const square = (base: Expr): Expr => power(base, 2)
export const power = (base: Expr, exponent: number): Expr => ({
  kind: 'pow',
  base,
  exponent: number(exponent),
  span: nowhere(),
})
export const transpose = (of: Expr): Expr => ({ kind: 'transpose', of, span: nowhere() })

const termOf = (value: Expr): readonly Term[] =>
  value.kind === 'add' ? value.terms : [{ negative: false, value }]

/** a + b − c, without brackets around sums. */
export function add(terms: readonly Term[]): Expr {
  const flat = terms.flatMap(({ negative, value }) =>
    termOf(value).map(term => ({ ...term, negative: term.negative !== negative })),
  )
  if (flat.length === 0) return number(0)
  return flat.length === 1 && !flat[0]!.negative
    ? flat[0]!.value
    : { kind: 'add', terms: flat, span: nowhere() }
}
export const plus = (...values: readonly Expr[]): Expr =>
  add(values.map(value => ({ negative: false, value })))
export const minus = (a: Expr, b: Expr): Expr =>
  add([
    { negative: false, value: a },
    { negative: true, value: b },
  ])
export const negative = (value: Expr): Expr => add([{ negative: true, value }])

/** A product of factors as they stand; 1 where there is none. */
export function mul(factors: readonly Factor[]): Expr {
  const [first] = factors
  if (first === undefined) return number(1)
  if (first.by === 'over') return mul([{ by: 'times', value: number(1) }, ...factors])
  return factors.length === 1 ? first.value : { kind: 'mul', factors, span: nowhere() }
}
export const times = (...values: readonly Expr[]): Expr =>
  mul(
    values.flatMap(value =>
      value.kind === 'mul' && !value.factors.some(({ by }) => by === 'over')
        ? value.factors
        : [{ by: 'times' as const, value }],
    ),
  )
export const over = (a: Expr, b: Expr): Expr =>
  mul([
    { by: 'times', value: a },
    { by: 'over', value: b },
  ])

/** A list without one of its members; with something else in its place. */
export const without = <T>(list: readonly T[], i: number): readonly T[] => list.filter((_, k) => k !== i)
export const replaced = <T>(list: readonly T[], i: number, ...by: readonly T[]): readonly T[] => [
  ...list.slice(0, i),
  ...by,
  ...list.slice(i + 1),
]

export const isNumber = (expr: Expr, value?: number): boolean =>
  expr.kind === 'number' && (value === undefined || expr.value === value)

/** 1/2, 2/m: a fraction of numbers and dimensions. */
export function isCount(expr: Expr, { context }: Material): boolean {
  if (expr.kind === 'symbol') return context.dims.includes(expr.name)
  if (expr.kind === 'mul') return expr.factors.every(({ value }) => isCount(value, { context } as Material))
  return expr.kind === 'number'
}

/** Whether a formula is a vector or matrix, as far as that is seen from its symbols. */
export function isArray(expr: Expr, material: Material): boolean {
  const any = (list: readonly Expr[]): boolean => list.some(part => isArray(part, material))
  switch (expr.kind) {
    case 'symbol':
      return (
        (material.problem.axesOf(expr.name)?.length ?? 0) > expr.indices.filter(index => index !== ':').length
      )
    case 'add':
      return any(expr.terms.map(({ value }) => value))
    case 'mul':
      return any(expr.factors.map(({ value }) => value))
    case 'pow':
      return isArray(expr.base, material)
    case 'call':
      return !['sum', 'tr', 'mean', 'logsumexp'].includes(expr.fn) && any(expr.args)
    case 'transpose':
      return isArray(expr.of, material)
    case 'big':
      return isArray(expr.body, material)
    case 'constant':
      return true
    case 'derivative':
      return expr.nabla || any(expr.by)
    default:
      return false
  }
}
