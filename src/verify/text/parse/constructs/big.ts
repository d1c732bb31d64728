// Operators that run over an index: \sum_{a=1}^{k}, \prod_j, \max_j, \sum_{j \in S}, \sum_{i \ne m}.

import { isName, type Token } from '../../lex/token.js'
import { isKeyword } from '../../lex/words.js'
import { add, minus } from '../../make.js'
import { across } from '../../source.js'
import type { BigOp, Condition, Expr, Range } from '../../tree.js'
import { type Attached, group, within } from '../attached.js'
import { seesRelation, takeWord } from '../conditions.js'
import type { Begun, Cursor } from '../cursor.js'

const CALLED: Readonly<Record<BigOp, string>> = { sum: 'sum', prod: 'product', max: 'max', min: 'min' }

/** Words that may stand before a condition. */
const WITH = ['with', 'where', 'if', 'and']

interface Below {
  readonly labels: readonly string[]
  readonly from: Expr | undefined
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
  if (under === undefined) {
    return cursor.unclear(`this ${CALLED[op]} does not say over what`, sign, [
      `Write the index below it: \\${op}_i, or \\${op}_{i=1}^{n}.`,
    ])
  }
  const below = within(cursor, under, end => belowSign(cursor, end, over !== undefined))
  const to = over === undefined ? undefined : within(cursor, over, () => cursor.rules.sum(cursor))
  if ((below.from === undefined) !== (to === undefined)) {
    cursor.refuse(`this ${CALLED[op]} has one end only`, over ?? under, [
      `Write \\${op}_{i=1}^{n}, or \\${op}_i for all i.`,
    ])
  }
  const range: Range =
    below.list !== undefined
      ? { kind: 'members', list: below.list }
      : below.from !== undefined && to !== undefined
        ? { kind: 'stretch', from: below.from, to }
        : { kind: 'all' }
  const body = cursor.deeper(() => bodyOf(cursor, op))
  const span = cursor.since(sign)
  // The last index is the innermost; a condition may speak of all of them, so it belongs there.
  return below.labels.reduceRight<Expr>((inner, index, i) => {
    const where = i === below.labels.length - 1 ? below.where : undefined
    return { kind: 'big', op, index, range, where, body: inner, span }
  }, body)
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
  let last = label(cursor)
  const labels = [last.name]
  while (!end() && anotherLabel(cursor, end, hasUpper, labels)) {
    cursor.take(',')
    last = label(cursor)
    labels.push(last.name)
  }
  let [from, list, where]: [Expr?, Expr?, Condition?] = []
  if (!end() && cursor.take('=')) from = cursor.rules.sum(cursor)
  else if (!end() && cursor.take('∈')) list = cursor.rules.operand(cursor)
  else if (!end() && seesRelation(cursor)) where = cursor.rules.condition(cursor, last.begun)
  while (!end() && (cursor.take(',') || cursor.take(':') || cursor.take('|') || takeWord(cursor, WITH))) {
    const more = cursor.rules.condition(cursor)
    const parts = [where, more].filter(part => part !== undefined)
    where = parts.length === 1 ? more : { kind: 'and', parts, span: across(parts[0]!.span, more.span) }
  }
  return { labels, from, list, where }
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
