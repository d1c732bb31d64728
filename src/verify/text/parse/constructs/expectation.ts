// Moments and divergences: \mathbb{E}_{i \sim p}[f_i] is Σ_i p_i f_i, and KL(p ‖ q) is Σ_i p_i log(p_i / q_i).

import { isName, isSign, type Token } from '../../lex/token.js'
import { add, big, call, minus, mul, over, plus, power, symbol, times, transposed } from '../../make.js'
import type { Expr } from '../../tree.js'
import { symbolsIn } from '../../visit.js'
import { textOf } from '../applied.js'
import { type Attached, group, within } from '../attached.js'
import type { Cursor } from '../cursor.js'

/** What numbers a moment or a divergence is of: probabilities by an index, or a normal distribution. */
type Law =
  | { readonly kind: 'finite'; readonly of: Expr }
  | { readonly kind: 'normal'; readonly mean: Expr; readonly variance: Expr }

const MEANS = ['E', '𝔼']
const VARIANCES = ['Var', 'V', '𝕍', 'Variance']

/** E_{i ∼ p}[…] and Var_{i ∼ p}[…], where the name is not declared; `undefined` where neither is next. */
export function moment(cursor: Cursor): Expr | undefined {
  const token = cursor.peek()
  const isMean = MEANS.includes(token.text)
  if (!isMean && !VARIANCES.includes(token.text)) return undefined
  const below = cursor.sees('_', 1) ? cursor.closing(cursor.place + 2) : undefined
  const drawn = cursor.tokens.slice(cursor.place, below ?? cursor.place).some(one => isSign(one, '∼'))
  if (!drawn) return undefined
  cursor.next()
  cursor.next()
  const { index, law } = within(cursor, group(cursor), () => drawnFrom(cursor))
  if (law.kind === 'normal')
    cursor.refuse('this expectation is an integral; only those over finitely many values are read', token, [
      'Name it in the given block, by its value.',
    ])
  const of = cursor.deeper(() => cursor.rules.operand(cursor))
  const mean = (value: Expr): Expr =>
    big('sum', index, mul([times(at(law.of, index)), times(value)], value.span), cursor.since(token))
  return isMean ? mean(of) : mean(power(add([plus(of), minus(mean(of))]), 2))
}

/** i ∼ p, behind E's subscript. */
function drawnFrom(cursor: Cursor): { readonly index: string; readonly law: Law } {
  const label = cursor.next()
  if (!isName(label))
    cursor.refuse(`expected what is drawn, found ${cursor.found(label)}`, label, ['Write E_{i \\sim p}.'])
  cursor.expect('∼')
  return { index: label.text, law: lawAt(cursor) }
}

function lawAt(cursor: Cursor): Law {
  const token = cursor.peek()
  const isNormal = ['𝒩', 'N'].includes(token.text) && !cursor.names.has(token.text) && cursor.sees('(', 1)
  if (!isNormal) return { kind: 'finite', of: cursor.rules.sum(cursor) }
  cursor.next()
  cursor.next()
  const mean = cursor.bracketed(() => cursor.rules.sum(cursor))
  cursor.expect(',')
  const variance = cursor.bracketed(() => cursor.rules.sum(cursor))
  cursor.expect(')')
  return { kind: 'normal', mean, variance }
}

/** KL(p ‖ q) and D_{KL}(p ‖ q), where the name is not declared; `undefined` where neither is next. */
export function divergence(cursor: Cursor): Expr | undefined {
  const open = behindKL(cursor)
  const close = open === undefined ? undefined : cursor.closing(open)
  if (open === undefined || close === undefined || isDeclared(cursor, open, close)) return undefined
  const bar = barBetween(cursor, open, close)
  if (bar === undefined) return undefined
  const first = cursor.next()
  cursor.moveTo(close + 1)
  const span = cursor.since(first)
  const law = (from: number, to: number): Law =>
    within(cursor, { from, to, braced: false, ...span } satisfies Attached, () => lawAt(cursor))
  const [p, q] = [law(open + 1, bar), law(bar + 1, close)]
  if (p.kind === 'normal' && q.kind === 'normal') return normals(cursor, first, p, q)
  if (p.kind === 'normal' || q.kind === 'normal')
    return cursor.refuse('a divergence between a normal distribution and probabilities', span)
  const index = unused(cursor, [p.of, q.of])
  const [a, b] = [at(p.of, index), at(q.of, index)]
  return big('sum', index, mul([times(a), times(call('log', mul([times(a), over(b)])))]), span)
}

/** The place of the bracket behind KL or D_{KL}. */
function behindKL(cursor: Cursor): number | undefined {
  const { place } = cursor
  const isKL = (at: number): boolean => cursor.at(at).text === 'KL' && isName(cursor.at(at))
  if (isKL(place)) return place + 1
  if (cursor.peek().text !== 'D' || !cursor.sees('_', 1)) return undefined
  const close = cursor.closing(place + 2)
  const inner = cursor.tokens.slice(place + 3, close)
  const run = inner.map(({ text }) => text).join('')
  return close !== undefined && run === 'KL' ? close + 1 : isKL(place + 2) ? place + 3 : undefined
}

/** Whether the given block says what KL or D_{KL} is, of these arguments or of others. */
function isDeclared({ names, tokens, place }: Cursor, open: number, close: number): boolean {
  const base = tokens[place]!.text
  const name = base === 'KL' ? base : `${base}_KL`
  return (
    (base === 'KL' && names.words.has(name)) || names.has(`${name}(${textOf(tokens.slice(open + 1, close))})`)
  )
}

/** Where ‖ stands between two arguments. */
function barBetween(cursor: Cursor, open: number, close: number): number | undefined {
  for (let at = open + 1; at < close; at++) {
    if (isSign(cursor.at(at), '‖')) return at
    at = cursor.closing(at) ?? at
  }
  return undefined
}

/** The divergence between two normal distributions, of numbers or of columns. */
function normals(
  cursor: Cursor,
  first: Token,
  p: Extract<Law, { kind: 'normal' }>,
  q: Extract<Law, { kind: 'normal' }>,
): Expr {
  const apart = add([plus(q.mean), minus(p.mean)])
  const half = { kind: 'number', value: 0.5, span: first } as const
  const span = cursor.since(first)
  const ways = ['Write variances for numbers.', 'Write covariances, which are matrices, for columns.']
  if (cursor.choose('are these normal distributions of numbers, or of columns?', span, ways) === 0) {
    const ratio = mul([times(p.variance), over(q.variance)])
    const parts = [
      plus(ratio),
      plus(mul([times(power(apart, 2)), over(q.variance)])),
      minus({ kind: 'number', value: 1, span }),
      minus(call('log', ratio)),
    ]
    return mul([times(half), times(add(parts))], span)
  }
  const inverse = call('inverse', q.variance)
  const index = unused(cursor, [p.mean, p.variance, q.mean, q.variance])
  // A trace by its entries, which numbers have none of: so only one of the two ways fits.
  const trace = (of: Expr): Expr =>
    big('sum', index, { kind: 'indexed', of, indices: [symbol(index), symbol(index)], span })
  const parts = [
    plus(trace(mul([times(inverse), times(p.variance)]))),
    plus(mul([times(transposed(apart)), times(inverse), times(apart)])),
    minus(trace(mul([times(inverse), times(q.variance)]))),
    plus(call('log', mul([times(call('det', q.variance)), over(call('det', p.variance))]))),
  ]
  return mul([times(half), times(add(parts))], span)
}

/** The entry of probabilities at an index. */
const at = (of: Expr, index: string): Expr =>
  of.kind === 'symbol'
    ? { ...of, indices: [...of.indices, symbol(index)] }
    : { kind: 'indexed', of, indices: [symbol(index)], span: of.span }

/** A letter for an index that stands for nothing else. */
function unused(cursor: Cursor, parts: readonly Expr[]): string {
  const taken = new Set(parts.flatMap(symbolsIn).map(({ name }) => name))
  return [...'ijklstuvwxyz'].find(letter => !cursor.names.has(letter) && !taken.has(letter)) ?? 'ι'
}
