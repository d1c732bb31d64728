// Operators that run over an index: \sum_{a=1}^{k}, \prod_j, \max_j, \sum_{j \in S}, \sum_{i \ne m}.
import type { BigOp, Condition, Expr, Range } from './ast.js'
import { seesRelation } from './conditions.js'
import { type Cursor, named } from './cursor.js'
import type { Token } from './lexer.js'
import { group, within } from './symbols.js'

interface Below {
  readonly labels: readonly string[]
  readonly from: Expr | undefined
  readonly list: Expr | undefined
  readonly where: Condition | undefined
}

/** A label with its primes. */
function label(cursor: Cursor): Expr {
  const token = cursor.next()
  if (token.type !== 'name') cursor.refuse(`expected an index to run over, found ${named(token)}`, token)
  let name = token.text
  while (cursor.take("'")) name += "'"
  return { kind: 'symbol', name, indices: [], span: cursor.since(token) }
}

const nameOf = (expr: Expr): string => (expr.kind === 'symbol' ? expr.name : '')

/** What stands below the operator. */
function below(cursor: Cursor, end: () => boolean): Below {
  const first = label(cursor)
  const labels = [first]
  let [from, list, where]: [Expr?, Expr?, Condition?] = []
  while (!end() && (cursor.peek().type === 'name' || (cursor.sees(',') && cursor.peek(1).type === 'name'))) {
    const back = cursor.place
    cursor.take(',')
    const another = label(cursor)
    if (!end() && seesRelation(cursor)) {
      // \sum_{i, i ≠ j}: the second is a condition.
      cursor.moveTo(back)
      break
    }
    labels.push(another)
  }
  if (!end() && cursor.take('=')) from = cursor.rules.sum(cursor)
  else if (!end() && cursor.take('∈')) list = cursor.rules.operand(cursor)
  else if (!end() && seesRelation(cursor)) where = cursor.rules.condition(cursor, labels.at(-1))
  if (!end() && (cursor.take(',') || cursor.take(':') || cursor.take('|')))
    where = cursor.rules.condition(cursor)
  return { labels: labels.map(nameOf), from, list, where }
}

/** Reads an operator whose sign was just passed. */
export function big(cursor: Cursor, sign: Token, op: BigOp): Expr {
  let [sub, sup]: [Below?, Expr?] = []
  for (;;) {
    if (sub === undefined && cursor.take('_')) sub = within(cursor, group(cursor), end => below(cursor, end))
    else if (sup === undefined && cursor.take('^'))
      sup = within(cursor, group(cursor), () => cursor.rules.sum(cursor))
    else break
  }
  if (sub === undefined) {
    return cursor.refuse(
      `this ${op === 'sum' ? 'sum' : op === 'prod' ? 'product' : op} does not say over what`,
      sign,
      ['Write the index below it: \\sum_i, \\sum_{i=1}^{n}.'],
      'ambiguous',
    )
  }
  if ((sub.from === undefined) !== (sup === undefined)) {
    cursor.refuse('a sum has both ends or none', sign, ['Write \\sum_{i=1}^{n}, or \\sum_i for all i.'])
  }
  const range: Range =
    sub.list !== undefined
      ? { kind: 'members', list: sub.list }
      : sub.from !== undefined && sup !== undefined
        ? { kind: 'stretch', from: sub.from, to: sup }
        : { kind: 'all' }
  const body = cursor.deeper(() => {
    const minus = cursor.peek()
    if (!cursor.take('-')) return cursor.rules.product(cursor)
    const value = cursor.rules.product(cursor)
    return { kind: 'add' as const, terms: [{ negative: true, value }], span: cursor.since(minus) }
  })
  const span = cursor.since(sign)
  // The last index is the innermost; a condition may speak of all of them, so it belongs there.
  return sub.labels.reduceRight<Expr>(
    (inner, index, i) => ({
      kind: 'big',
      op,
      index,
      range,
      where: i === sub.labels.length - 1 ? sub.where : undefined,
      body: inner,
      span,
    }),
    body,
  )
}
