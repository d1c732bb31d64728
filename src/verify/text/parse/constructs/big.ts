// Operators that run over an index: \sum_{a=1}^{k}, \prod_j, \max_j, \sum_{j \in S}, \sum_{i \ne m}.

import { type FunctionName, functionOf } from '../../../terms/index.js'
import { isName, type Token } from '../../lex/token.js'
import { isKeyword } from '../../lex/words.js'
import { add, minus, NOWHERE, number } from '../../make.js'
import { across } from '../../source.js'
import type { BigOp, Condition, Expr, Range } from '../../tree.js'
import { formulasIn, nameOfIndex, rewritten, symbolsIn } from '../../visit.js'
import { type Attached, group, within } from '../attached.js'
import { memberOf, seesRelation, takeWord } from '../conditions.js'
import type { Begun, Cursor } from '../cursor.js'

const CALLED: Readonly<Record<BigOp, string>> = { sum: 'sum', prod: 'product', max: 'max', min: 'min' }

/** Words that may stand before a condition. */
const WITH = ['with', 'where', 'if', 'and']

interface Below {
  readonly labels: readonly string[]
  readonly from: Expr | undefined
  readonly to?: Expr | undefined
  readonly list: Expr | undefined
  readonly where: Condition | undefined
}

/** Reads an operator whose sign was just passed. */
export function big(cursor: Cursor, sign: Token, op: BigOp): Expr {
  let [under, over]: [Attached?, Attached?] = []
  while ((under === undefined && cursor.sees('_')) || (over === undefined && cursor.sees('^'))) {
    if (cursor.next().text === '_') under = group(cursor)
    else over = group(cursor)
  }
  if (under === undefined && over === undefined && op === 'sum') return unnamed(cursor, sign)
  if (under === undefined) {
    return cursor.unclear(`this ${CALLED[op]} does not say over what`, sign, [
      `Write the index below it: \\${op}_i, or \\${op}_{i=1}^{n}.`,
    ])
  }
  const below = within(cursor, under, end => belowSign(cursor, end, over !== undefined))
  const to = over === undefined ? below.to : within(cursor, over, () => cursor.rules.sum(cursor))
  // Σ_i^n begins with 1, which has no place of its own.
  const begins = below.from === undefined && below.list === undefined && over !== undefined
  const from = begins ? number(1) : below.from
  if ((from === undefined) !== (to === undefined)) {
    cursor.refuse(`this ${CALLED[op]} has one end only`, over ?? under, [
      `Write \\${op}_{i=1}^{n}, or \\${op}_i for all i.`,
    ])
  }
  const written = cursor.deeper(() => bodyOf(cursor, op))
  const [only, ...others] = below.labels
  const body =
    others.length === 0 && below.where === undefined ? withIndex(cursor, sign, op, only!, written) : written
  const span = cursor.since(sign)
  const range: Range =
    below.list !== undefined
      ? { kind: 'members', list: below.list }
      : from !== undefined && to !== undefined
        ? { kind: 'stretch', from: from.span === NOWHERE ? { ...from, span } : from, to }
        : { kind: 'all' }
  // The last index is the innermost; a condition may speak of all of them, so it belongs there.
  return below.labels.reduceRight<Expr>((inner, index, i) => {
    const where = i === below.labels.length - 1 ? below.where : undefined
    return { kind: 'big', op, index, range, where, body: inner, span }
  }, body)
}

/** \sum e^{z_j}: over the only index that is possible, or over all entries where there is none. */
function unnamed(cursor: Cursor, sign: Token): Expr {
  const body = cursor.deeper(() => bodyOf(cursor, 'sum'))
  const span = cursor.since(sign)
  const labels = freeLabels(cursor, body)
  const [index] = labels
  // \sum e^z: of the only column in it.
  const letter = 'jiklmnpq'.split('').find(name => !cursor.tokens.some(({ text }) => text === name))
  const isIndexable = labels.size === 0 && letter !== undefined && !cursor.names.has(letter)
  const [column, ...more] = isIndexable ? columnsIn(cursor, body) : []
  if (column !== undefined && more.length === 0 && isIndexable) {
    const indexed = indexedBy(body, [column], letter)
    return {
      kind: 'big',
      op: 'sum',
      index: letter,
      range: { kind: 'all' },
      where: undefined,
      body: indexed,
      span,
    }
  }
  if (labels.size > 1 || index === undefined)
    return cursor.unclear('this sum does not say over what', sign, [
      'Write the index below it: \\sum_i, or \\sum_{i=1}^{n}.',
    ])
  return { kind: 'big', op: 'sum', index, range: { kind: 'all' }, where: undefined, body, span }
}

/**
 * \sum_j e^z, in which nothing bears the index: z_j is meant where z is a column, or e^z so often as the index has values. Shapes
 * tell.
 */
function withIndex(cursor: Cursor, sign: Token, op: BigOp, index: string, body: Expr): Expr {
  if (symbolsIn(body).some(({ name }) => name === index)) return body
  const columns = columnsIn(cursor, body)
  if (columns.length === 0) return body
  const way = cursor.choose(`nothing in this ${CALLED[op]} bears its index ${index}`, sign, [
    `Write the index at what it is of: ${columns[0]}_${index}.`,
    'Write how many there are as a factor, where all of them are the same.',
  ])
  return way === 0 ? indexedBy(body, columns, index) : body
}

/** The names of one axis in a formula that bear no index, where nothing but functions of numbers is made of them. */
function columnsIn(cursor: Cursor, body: Expr): readonly string[] {
  const found = new Set<string>()
  const isPlain = formulasIn(body).every(part => {
    if (part.kind === 'symbol') {
      const { names } = cursor
      const isSize =
        !names.has(part.name) || (names.isIndex(part.name) && names.axes(part.name) === undefined)
      const axes = isSize ? 0 : names.axes(part.name)
      if (axes === 1 && part.indices.length === 0) found.add(part.name)
      return axes !== undefined && axes <= 1
    }
    if (part.kind === 'call') return part.fn !== 'bars' && part.fn !== 'inner' && isOfNumbers(part.fn)
    if (part.kind === 'mul') return part.factors.every(({ by, dot }) => /^(times|over)$/.test(by) && !dot)
    return ['number', 'add', 'pow'].includes(part.kind)
  })
  return isPlain ? [...found] : []
}

/** Whether a function is one of numbers: of a column it is taken entry by entry. */
const isOfNumbers = (fn: FunctionName): boolean => {
  const { whole, folds, ofMatrix } = functionOf(fn)
  return whole !== true && folds !== true && ofMatrix !== true
}

/** A formula in which names bear an index. */
const indexedBy = (body: Expr, names: readonly string[], index: string): Expr =>
  rewritten(body, part =>
    part.kind === 'symbol' && part.indices.length === 0 && names.includes(part.name)
      ? { ...part, indices: [{ kind: 'symbol', name: index, indices: [], span: part.span }] }
      : part,
  )

/** Names that are not declared, stand in an index, and are not bound within. */
function freeLabels(cursor: Cursor, expr: Expr): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { indices } of symbolsIn(expr))
    for (const index of indices) {
      if (index === ':') continue
      for (const { name } of symbolsIn(index)) if (!cursor.names.has(name)) found.add(name)
    }
  for (const part of formulasIn(expr)) if (part.kind === 'big') found.delete(part.index)
  return found
}

/** A product is what it reaches to; a minus may stand in front. */
function bodyOf(cursor: Cursor, op: BigOp): Expr {
  const first = cursor.peek()
  if (first.type === 'end' || cursor.seesAny([')', ']', '}', '=', '&', '\\\\', ',', '+']))
    cursor.refuse(
      `this ${CALLED[op]} has nothing to run over: expected a term, found ${cursor.found()}`,
      first,
    )
  if (!cursor.take('-')) return cursor.rules.product(cursor)
  return add([minus(cursor.rules.product(cursor))], cursor.since(first))
}

/** What stands below the operator. */
function belowSign(cursor: Cursor, end: () => boolean, hasUpper: boolean): Below {
  if (cursor.peek().type === 'number' && !hasUpper) return betweenEnds(cursor)
  const tuple = tupleBelow(cursor)
  if (tuple !== undefined) return tuple
  let last = label(cursor)
  const labels = [last.name]
  while (!end() && anotherLabel(cursor, end, hasUpper, labels)) {
    cursor.take(',')
    last = label(cursor)
    labels.push(last.name)
  }
  let [from, to, list, where]: [Expr?, Expr?, Expr?, Condition?] = []
  if (labels.length === 1 && cursor.sees('∈')) {
    cursor.next()
    where = memberOf(cursor, [last.begun.value])
    if (where === undefined) cursor.moveTo(cursor.place - 1)
  }
  const set = !end() && cursor.sees('∈') ? wholeSet(cursor) : undefined
  if (set !== undefined) [from, to] = set
  else if (!end() && cursor.take('=')) {
    from = cursor.rules.sum(cursor)
    if (dots(cursor)) to = cursor.rules.sum(cursor)
  } else if (!end() && cursor.take('∈')) list = cursor.rules.operand(cursor)
  else if (!end() && seesRelation(cursor)) where = cursor.rules.condition(cursor, last.begun)
  while (!end() && (cursor.take(',') || cursor.take(':') || cursor.take('|') || takeWord(cursor, WITH))) {
    const more = cursor.rules.condition(cursor)
    const parts = [where, more].filter(part => part !== undefined)
    where = parts.length === 1 ? more : { kind: 'and', parts, span: across(parts[0]!.span, more.span) }
  }
  return { labels, from, to, list, where }
}

/** (u, i) ∈ Ω: the members of a named set of pairs. */
function tupleBelow(cursor: Cursor): Below | undefined {
  const close = cursor.sees('(') ? cursor.closing() : undefined
  const sign = close === undefined ? '' : cursor.at(close + 1).text
  if (close === undefined || !/^[∈∉]$/.test(sign)) return undefined
  const back = cursor.place
  cursor.next()
  const found = [label(cursor)]
  while (cursor.take(',')) found.push(label(cursor))
  cursor.moveTo(close + 2)
  const where = memberOf(
    cursor,
    found.map(({ begun }) => begun.value),
    sign === '∉',
  )
  if (where !== undefined)
    return { labels: found.map(({ name }) => name), from: undefined, list: undefined, where }
  cursor.moveTo(back)
  return undefined
}

/** Passes the dots between two ends: 1..n, 1, …, n. */
function dots(cursor: Cursor): boolean {
  const back = cursor.place
  cursor.take(',')
  const seen = cursor.take('…') || (cursor.sees('.') && cursor.sees('.', 1))
  if (seen) {
    while (cursor.take('.'));
    cursor.take(',')
    return true
  }
  cursor.moveTo(back)
  return false
}

/** ∈ \{1, …, n\} and ∈ [n]: from 1 to n. */
function wholeSet(cursor: Cursor): readonly [Expr, Expr] | undefined {
  const back = cursor.place
  cursor.next()
  const open = cursor.peek()
  const close = cursor.closing()
  if (close !== undefined && cursor.seesAny(['\\{', '{', '['])) {
    cursor.next()
    const first = cursor.rules.sum(cursor)
    const both = dots(cursor)
    const ends = both
      ? ([first, cursor.rules.sum(cursor)] as const)
      : open.text === '['
        ? ([number(1), first] as const)
        : undefined
    if (ends !== undefined && cursor.place === close) {
      cursor.next()
      return ends
    }
  }
  cursor.moveTo(back)
  return undefined
}

/** 1 ≤ i ≤ n: both ends; 1 ≤ i < j ≤ n: two that run. */
function betweenEnds(cursor: Cursor): Below {
  const first = cursor.peek()
  const from = cursor.rules.sum(cursor)
  const labels: string[] = []
  const relations: string[] = []
  const values: Expr[] = [from]
  while (cursor.seesAny(['≤', '<'])) {
    relations.push(cursor.next().text)
    values.push(cursor.rules.sum(cursor))
  }
  const inner = values.slice(1, -1)
  for (const value of inner) {
    const name = nameOfIndex(value)
    if (name !== undefined && !cursor.names.has(name)) labels.push(name)
  }
  const [to] = values.slice(-1)
  const whole =
    relations[0] === '≤' &&
    relations.at(-1) === '≤' &&
    (inner.length === 1 || (from.kind === 'number' && from.value === 1))
  if (inner.length === 0 || labels.length !== inner.length || !whole)
    cursor.refuse(`expected an index to run over, found ${cursor.found(first)}`, first, [
      'Write \\sum_{i=1}^{n}, \\sum_{i \\ne j} or \\sum_{j \\in S}.',
    ])
  const parts = relations.slice(1, -1).map((op, i): Condition => {
    const [left, right] = [inner[i]!, inner[i + 1]!]
    return { kind: 'compare', op: op as '≤' | '<', left, right, span: across(left.span, right.span) }
  })
  const [where] = parts
  const all: Condition | undefined =
    parts.length > 1 ? { kind: 'and', parts, span: across(where!.span, parts.at(-1)!.span) } : where
  return { labels, from, to, list: undefined, where: all }
}

/** A label with its primes. */
function label(cursor: Cursor): { readonly name: string; readonly begun: Begun } {
  const token = cursor.next()
  if (!isName(token)) {
    cursor.refuse(`expected an index to run over, found ${cursor.found(token)}`, token, [
      'Write \\sum_{i=1}^{n}, \\sum_{i \\ne j} or \\sum_{j \\in S}.',
    ])
  }
  let name = token.text
  while (cursor.take("'")) name += "'"
  const span = cursor.since(token)
  return { name, begun: { value: { kind: 'symbol', name, indices: [], span }, from: span } }
}

/** Whether another label comes next: in i, i ≠ j the second i begins a condition. */
function anotherLabel(
  cursor: Cursor,
  end: () => boolean,
  hasUpper: boolean,
  labels: readonly string[],
): boolean {
  const back = cursor.place
  const comma = cursor.take(',')
  const token = cursor.peek()
  let found = isName(token) && !isKeyword(token.text) && !labels.includes(token.text)
  if (found) {
    cursor.next()
    while (cursor.take("'"));
    found = !comma || end() || cursor.sees(',') || (hasUpper && cursor.sees('=')) || cursor.sees('∈')
  }
  cursor.moveTo(back)
  return found
}
