// Which labels are in force within a formula, and over what each of them runs: found out from how they are used.

import {
  type Condition,
  childrenOf,
  conditionsOf,
  type Expr,
  type Index,
  LanguageError,
  nameOfIndex,
  type Span,
} from '../text/index.js'
import type { Node } from './node.js'

/** Labels in force: their nodes by name. */
export interface Scope {
  readonly labels: ReadonlyMap<string, Node>
  /** How many sums enclose this place. */
  readonly depth: number
  /** What stands for the variables of a function, and for those that a claim is made for all values of. */
  readonly bound: ReadonlyMap<string, Node>
  /** Which of those are declared symbols that are elsewhere here: all that is computed from them is, as well. */
  readonly moved?: readonly string[]
}

/** What must be known of symbols to see over what labels run. */
export interface Axes {
  /** The dimensions of a symbol's axes; `undefined` for what is no symbol. */
  axesOf(name: string): readonly string[] | undefined
  /** What a name stands for that is nothing but another name. */
  aliasOf?(name: string): string | undefined
  /** Of how many classes a symbol is one. */
  classesOf(name: string): string | undefined
  /** The dimensions of the rows and columns that a formula has, if it has more than one. */
  extentsOf(expr: Expr, bound?: Scope['bound']): readonly string[]
  /** Over what a function's indices run: those it bears, then its arguments; `undefined` for what is none. */
  dimsTaken(name: string): readonly (string | undefined)[]
}

/** What names have in a scope: variables hide symbols. */
export function axesIn(axes: Axes, { bound }: Scope): Axes {
  if (bound.size === 0) return axes
  return {
    axesOf(name) {
      const value = bound.get(name)
      return value === undefined
        ? axes.axesOf(name)
        : [value.type.rows, value.type.cols].filter(dim => dim !== '1')
    },
    classesOf: name => (bound.has(name) ? undefined : axes.classesOf(name)),
    extentsOf: (expr, within = bound) => axes.extentsOf(expr, within),
    dimsTaken: name => axes.dimsTaken(name),
  }
}

/** Pairs that are compared for equality or order: both run over the same. */
const compared = (expr: Expr): readonly (readonly [Expr, Expr])[] =>
  expr.kind === 'delta'
    ? [[expr.left, expr.right]]
    : conditionsOf(expr).flatMap(part => (part.kind === 'compare' ? [[part.left, part.right] as const] : []))

const isCondition = (part: Expr | Condition): part is Condition =>
  ['compare', 'and', 'or', 'member'].includes(part.kind)

/** A use of a label as an index: over what it runs there, and where that is. */
interface Use {
  readonly name: string
  readonly dim: string
  readonly span: Span
}

/** The name of an index that is nothing but a label. */
function bareLabel(index: Index, axes: Axes): string | undefined {
  const name = nameOfIndex(index)
  return name === undefined || axes.axesOf(name) !== undefined ? undefined : name
}

/** The index within i + 1 or n − i that says over what it runs: a label that stands by itself, or the whole. */
const baseOf = (index: Index, axes: Axes): Index =>
  index !== ':' && index.kind === 'add'
    ? (index.terms.find(({ value }) => bareLabel(value, axes) !== undefined) ?? index.terms[0]!).value
    : index

/** A bound label as a key: each sum has its own, which no name looks like. */
const bindingOf = (index: string, sum: number): string => `${index} ${sum}`

/**
 * Over what each undeclared name runs that is used as an index within a formula and not bound there. Two different
 * dimensions for one name are refused.
 */
export function rangesWithin(parts: readonly (Expr | Condition)[], axes: Axes): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>()
  const equals: (readonly [string, string])[] = []
  const note = (name: string, dim: string, span: Span): void => {
    const before = uses.get(name)
    if (before === undefined) uses.set(name, { name, dim, span })
    else if (before.dim !== dim) {
      throw new LanguageError(
        'shape',
        `the index ${name.split(' ')[0]} runs over ${dim} here, but over ${before.dim} before`,
        span,
        ['Use another letter for one of them.'],
      )
    }
  }
  let sums = 0
  const visit = (expr: Expr, outside: ReadonlyMap<string, string>): void => {
    const bound =
      expr.kind === 'big' ? new Map([...outside, [expr.index, bindingOf(expr.index, sums++)]]) : outside
    const free = (index: Index): string | undefined => {
      const name = bareLabel(index, axes)
      return name === undefined ? undefined : (bound.get(name) ?? name)
    }
    if (expr.kind === 'symbol' || expr.kind === 'indexed') {
      const dims = expr.kind === 'symbol' ? axes.axesOf(expr.name) : axes.extentsOf(expr.of)
      // In A_{1i} of a row A the 1 names its only row.
      const isOnly = (index: Index): boolean => index !== ':' && index.kind === 'number' && index.value === 1
      const hasOnly = dims?.length === 1 && expr.indices.length === 2
      const indices = hasOnly ? expr.indices.filter(index => !isOnly(index)) : expr.indices
      indices.forEach((index, axis) => {
        const base = baseOf(index, axes)
        const name = free(base)
        const dim = dims?.[axis]
        if (name !== undefined && dim !== undefined) note(name, dim, (base as Expr).span)
      })
    }
    if (expr.kind === 'apply') {
      const dims = axes.dimsTaken(expr.name)
      for (const [i, index] of [...(expr.indices ?? []), ...expr.args].entries()) {
        const name = dims[i] === undefined ? undefined : free(index)
        if (name !== undefined) note(name, dims[i]!, index.span)
      }
    }
    for (const [left, right] of compared(expr)) {
      const [a, b] = [free(left), free(right)]
      if (a !== undefined && b !== undefined) equals.push([a, b])
      const other = a === undefined ? left : right
      const one = a ?? b
      if (one !== undefined && (a === undefined || b === undefined) && other.kind === 'symbol') {
        const classes = axes.classesOf(other.name)
        if (classes !== undefined) note(one, classes, (a === undefined ? right : left).span)
      }
    }
    for (const child of childrenOf(expr)) visit(child, bound)
  }
  for (const part of parts)
    visit(isCondition(part) ? { kind: 'iverson', condition: part, span: part.span } : part, new Map())
  // What is compared with a label of known range has the same range.
  for (let again = true; again; ) {
    again = false
    for (const pair of equals) {
      const [a, b] = pair
      for (const [known, open] of [
        [a, b],
        [b, a],
      ] as const) {
        const use = uses.get(known)
        if (use !== undefined && !uses.has(open)) {
          uses.set(open, { ...use, name: open })
          again = true
        }
      }
    }
  }
  return new Map([...uses].filter(([name]) => !name.includes(' ')))
}
