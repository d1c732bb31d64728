// What dots stand for: the pattern that the formulas before and behind them have in common, with an index in it.

import type { Span } from '../source.js'
import type { Expr, Index, SymbolExpr } from '../tree.js'
import { childrenOf, mapChildren, mapTree } from '../visit.js'
import type { Cursor } from './cursor.js'

/** A pattern, and from where to where its index runs. */
export interface Pattern {
  readonly index: string
  readonly from: number
  readonly to: Expr
  readonly body: Expr
  /** How many of the formulas before the dots it is made of: the last of them, and those that lead up to it. */
  readonly taken: number
}

/** Letters for an index, the most usual first. */
const LETTERS = 'ijklrqstpuv'

/** A letter that stands nowhere in the text, and that no other dots within formulas have brought in; `also` are not to be taken either. */
export function freshLetter(cursor: Cursor, within: readonly Expr[], also: readonly string[] = []): string {
  const bound = within.flatMap(boundIn)
  const used = (letter: string): boolean =>
    also.includes(letter) ||
    bound.includes(letter) ||
    cursor.names.has(letter) ||
    cursor.tokens.some(({ text }) => text === letter)
  return [...LETTERS].find(letter => !used(letter)) ?? 'ι'
}

const boundIn = (expr: Expr): readonly string[] => [
  ...(expr.kind === 'big' ? [expr.index] : []),
  ...childrenOf(expr).flatMap(boundIn),
]

/** What is the same of two formulas where only their places, or ways of writing that shapes decide on, differ. */
const shellOf = (expr: Expr): string => {
  const bare = mapChildren(expr, hole)
  // What a derivative is by stays a symbol, and is no part of its shell.
  const shell = bare.kind === 'derivative' ? { ...bare, by: bare.by.length } : bare
  return JSON.stringify(shell, (key, value) => (UNSEEN.includes(key) ? undefined : value))
}

const UNSEEN = ['span', 'dot', 'prime', 'letter', 'late', 'list']
const hole = (part: Expr): Expr => ({ kind: 'number', value: 0, span: part.span })

/** Whether two formulas are the same, wherever they stand. */
const same = (a: Expr, b: Expr): boolean => textOf(a) === textOf(b)
const textOf = (expr: Expr): string =>
  JSON.stringify(expr, (key, value) => (UNSEEN.includes(key) ? undefined : value))

/** n + 2 as n and 2, 3 as 3: what may be the last value of an index, as far as it is a sum of a name and a number. */
interface Linear {
  readonly name: string
  readonly plus: number
}

function linearOf(expr: Expr): Linear | undefined {
  if (expr.kind === 'number')
    return Number.isInteger(expr.value) && expr.digits === undefined
      ? { name: '', plus: expr.value }
      : undefined
  if (expr.kind === 'symbol') return expr.indices.length === 0 ? { name: expr.name, plus: 0 } : undefined
  if (expr.kind !== 'add') return undefined
  const parts = expr.terms.map(({ negative, value }) => ({ negative, linear: linearOf(value) }))
  let found: Linear = { name: '', plus: 0 }
  for (const { negative, linear } of parts) {
    if (linear === undefined || (linear.name !== '' && (negative || found.name !== ''))) return undefined
    found = { name: found.name + linear.name, plus: found.plus + (negative ? -linear.plus : linear.plus) }
  }
  return found
}

/** a + c for a whole number c. */
function plus(expr: Expr, c: number): Expr {
  const { span } = expr
  if (c === 0) return expr
  if (expr.kind === 'number') return { kind: 'number', value: expr.value + c, span }
  const value: Expr = { kind: 'number', value: Math.abs(c), span }
  return {
    kind: 'add',
    terms: [
      { negative: false, value: expr },
      { negative: c < 0, value },
    ],
    span,
  }
}

/** A formula with a number for an index, where i + 1 becomes a number as well. */
export const instanceAt = (body: Expr, index: string, value: Expr): Expr =>
  mapTree(body, expr => {
    if (expr.kind === 'symbol' && expr.name === index && expr.indices.length === 0)
      return { ...value, span: expr.span }
    const linear = expr.kind === 'add' ? linearOf(expr) : undefined
    return linear?.name === index ? plus({ ...value, span: expr.span }, linear.plus) : undefined
  })

/** The number of digits that an index is written with, as the 2 of w_{11}. */
const digitsOf = (index: Index | undefined): number =>
  index !== undefined && index !== ':' && index.kind === 'number' ? index.span.end - index.span.start : 0

/** An entry whose indices are digits that ran together, w_{11} as w_{1,1}, where there must be as many as there are digits. */
export function apart(symbol: SymbolExpr, count: number): SymbolExpr {
  const [run] = symbol.indices
  if (symbol.indices.length !== 1 || count < 2 || digitsOf(run) !== count) return symbol
  const { value, span } = run as Extract<Expr, { kind: 'number' }>
  const digits = [...String(value).padStart(count, '0')]
  const indices = digits.map((digit, i): Expr => {
    const start = span.start + i
    return { kind: 'number', value: Number(digit), span: { start, end: start + 1 } }
  })
  return { ...symbol, indices }
}

/** The pattern of a formula with numbers in it and of the last one, whose index has its last value: undefined where they have none. */
function unified(first: Expr, last: Expr, index: string): { body: Expr; from: number; to: Expr } | undefined {
  let base: { readonly from: number; readonly to: Expr; readonly linear: Linear } | undefined
  const unify = (a: Expr, b: Expr): Expr | undefined => {
    if (same(a, b)) return a
    if (a.kind === 'number' && Number.isInteger(a.value)) {
      const linear = linearOf(b)
      if (linear === undefined) return undefined
      base ??= { from: a.value, to: b, linear }
      const c = a.value - base.from
      if (linear.name !== base.linear.name || linear.plus - base.linear.plus !== c) return undefined
      return plus({ kind: 'symbol', name: index, indices: [], span: a.span }, c)
    }
    if (a.kind === 'big' && b.kind === 'big' && a.index !== b.index) {
      const renamed = instanceAt(b.body, b.index, {
        kind: 'symbol',
        name: a.index,
        indices: [],
        span: b.span,
      })
      return unify(a, { ...b, index: a.index, body: renamed })
    }
    if (a.kind === 'symbol' && b.kind === 'symbol' && a.indices.length !== b.indices.length) {
      const [p, q] = [apart(a, b.indices.length), apart(b, a.indices.length)]
      return p === a && q === b ? undefined : unify(p, q)
    }
    if (shellOf(a) !== shellOf(b)) return undefined
    const others = childrenOf(b)
    let [i, fits] = [0, true]
    const body = mapChildren(a, part => {
      const other = others[i++]
      const found = other === undefined ? undefined : unify(part, other)
      fits &&= found !== undefined
      return found ?? part
    })
    return fits && i === others.length ? body : undefined
  }
  const body = unify(first, last)
  return body === undefined || base === undefined ? undefined : { body, from: base.from, to: base.to }
}

/** Digits in a row are one index or several: w_{11}, …, w_{15} may run over either. */
const runsTogether = (expr: Expr): boolean => {
  let found = false
  mapTree(expr, part => {
    if (part.kind === 'symbol' && part.indices.length === 1 && digitsOf(part.indices[0]) > 1) found = true
    return undefined
  })
  return found
}

/** The pattern of what stands before dots and of what stands behind them, both in one row; refused where it is not unique. */
export function patternOf(
  cursor: Cursor,
  before: readonly Expr[],
  last: Expr,
  dots: Span,
  index: string,
): Pattern {
  const refuse = (reason: string): never =>
    cursor.unclear(reason, dots, [
      'Write \\sum_{i=1}^{n}, \\prod_{i=1}^{n}, or each entry by its indices.',
      'Dots stand between a_1 (or a_1, a_2) and a_n: formulas in which a number counts up to a size.',
    ])
  const near = before.at(-1)
  if (near === undefined) return refuse('nothing stands before these dots')
  const found = unified(near, last, index)
  if (found === undefined) return refuse('these dots could stand for more than one thing')
  if (runsTogether(near) && runsTogether(last))
    return refuse('digits behind one another: one index, or several?')
  const { body, to } = found
  let { from } = found
  let taken = 1
  for (const earlier of before.slice(0, -1).reverse()) {
    const expected = instanceAt(body, index, { kind: 'number', value: from - 1, span: earlier.span })
    if (!fits(expected, earlier)) {
      // What is of the same kind belongs to it, and does not lead up to it.
      if (unified(earlier, last, index) !== undefined)
        refuse('what stands before these dots does not count up by ones')
      break
    }
    from--
    taken++
  }
  return { index, from, to, body, taken }
}

/** Whether a formula is the general term of a pattern: the same with another letter in the place of the index. */
export function isOf({ index, body }: Pattern, term: Expr): boolean {
  const at = valueAt(body, index, term)
  return at !== undefined && linearOf(at) !== undefined && fits(instanceAt(body, index, at), term)
}

/** What stands in a formula in the place of the index of a pattern, where that is first. */
function valueAt(body: Expr, index: string, term: Expr): Expr | undefined {
  if (body.kind === 'symbol' && body.indices.length === 0 && body.name === index) return term
  const others =
    body.kind === 'symbol' && term.kind === 'symbol'
      ? childrenOf(apart(term, body.indices.length))
      : childrenOf(term)
  for (const [i, part] of childrenOf(body).entries()) {
    const other = others[i]
    const found = other && valueAt(part, index, other)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a formula is what a pattern says, with digits that run together taken apart. */
const fits = (expected: Expr, written: Expr): boolean =>
  same(expected, written) || same(expected, takenApart(expected, written))

function takenApart(like: Expr, written: Expr): Expr {
  if (like.kind === 'symbol' && written.kind === 'symbol') return apart(written, like.indices.length)
  const likes = childrenOf(like)
  let i = 0
  return mapChildren(written, part => {
    const model = likes[i++]
    return model === undefined ? part : takenApart(model, part)
  })
}

/** A formula no part of which has a text of its own: all have the place of the whole. */
export const placed = (expr: Expr, span: Span): Expr => ({
  ...mapChildren(expr, part => placed(part, span)),
  span,
})
