// Conditions that differ in one thing, and branches that are exchanged.

import {
  type Comparison,
  type Condition,
  childrenOf,
  compare,
  conditionsOf,
  type Expr,
  iverson,
  mapTree,
  nameOfIndex,
  number,
  plus,
  product,
  sum,
  symbol,
  withCondition,
} from '../../text/index.js'
import { definedBetween } from '../parts.js'
import type { Vocabulary } from '../vocabulary.js'
import { type Aim, type Change, change, missing, replace, type Slip } from './slip.js'

const OPPOSITE: Readonly<Record<Comparison, readonly Comparison[]>> = {
  '=': ['≠'],
  '≠': ['='],
  '<': ['>', '≤', '≥'],
  '>': ['<', '≥', '≤'],
  '≤': ['≥', '<', '>'],
  '≥': ['≤', '>', '<'],
}

/** Conditions that differ in one thing, which is not within a part. */
function* near(condition: Condition, { indices }: Vocabulary): IterableIterator<Condition> {
  if (condition.kind === 'member') yield { ...condition, negative: !condition.negative }
  else if (condition.kind !== 'compare') yield { ...condition, kind: condition.kind === 'and' ? 'or' : 'and' }
  else {
    for (const op of OPPOSITE[condition.op]) yield { ...condition, op }
    for (const { expr } of indices) {
      yield { ...condition, left: expr }
      yield { ...condition, right: expr }
    }
  }
}

/** A formula that is cut off at 0, and the index that runs over many of them. */
interface Cut {
  readonly of: Expr
  readonly index: string | undefined
}

/** What is cut off at 0, max(0, u), in a formula. */
const cutsIn = (expr: Expr, index?: string): readonly Cut[] => [
  ...(expr.kind === 'call' && expr.fn === 'relu' ? [{ of: expr.args[0]!, index }] : []),
  ...(expr.kind === 'call' && expr.fn === 'max' && expr.args.some(isZero)
    ? expr.args.filter(arg => !isZero(arg)).map(of => ({ of, index }))
    : []),
  ...childrenOf(expr).flatMap(child => cutsIn(child, expr.kind === 'big' ? expr.index : index)),
]

const isZero = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 0

/** u > 0; of 1 − m, m < 1. */
function positive(of: Expr): Condition {
  const terms = of.kind === 'add' ? of.terms : [plus(of)]
  const [below, above] = [true, false].map(is => terms.filter(({ negative }) => negative === is))
  if (below!.length === 0) return compare(of, '>', number(0))
  const right = above!.length === 0 ? number(0) : sum(...above!)
  return compare(sum(...below!.map(({ value }) => plus(value))), '<', right)
}

/** Only what is not cut off counts: Σ over i with u_i > 0 for Σ over all, a factor [u > 0] that is lost. */
function* whereItCounts({ root, sites, taken, words: { problem } }: Aim): IterableIterator<Change> {
  if (taken === undefined) return
  const names = definedBetween(problem, taken.node.args[0]!, taken.by)
  const exprs = [taken.expr.of, ...names.map(name => problem.symbols.get(name)!.definition!.expr)]
  const cuts = exprs.flatMap(expr => cutsIn(expr))
  for (const { of, index } of cuts) {
    if (index === undefined)
      yield change(
        root.expr,
        product(root.expr, iverson(positive(of))),
        1.3,
        missing('the factor', iverson(positive(of))),
      )
    for (const { expr } of sites) {
      if (index === undefined || expr.kind !== 'big' || expr.where !== undefined) continue
      const own = mapTree(of, part => (nameOfIndex(part) === index ? symbol(expr.index) : undefined))
      yield change(expr, { ...expr, range: { kind: 'all' }, where: positive(own) }, 1.2)
    }
  }
}

export const condition: Slip = {
  rule: 'case',
  onWhole: whereItCounts,
  *edits({ expr }, words) {
    if (expr.kind === 'big') {
      if (expr.where !== undefined) yield change(expr, { ...expr, where: undefined }, 1)
      else
        for (const { expr: other } of words.indices)
          yield change(expr, { ...expr, where: compare(symbol(expr.index), '≠', other) }, 1.4)
    }
    for (const from of conditionsOf(expr))
      for (const to of near(from, words)) yield change(expr, withCondition(expr, from, to), 1)
  },
  says: replace('a condition is wrong'),
  example: {
    given: String.raw`
      x : real[n]
      f_i = \sum_{j \le i} x_j`,
    wrong: String.raw`f_i = \sum_{j < i} x_j`,
    message: String.raw`a condition is wrong: replace \sum_{j < i} x_j by \sum_{j \le i} x_j`,
    right: String.raw`f_i = \sum_{j \le i} x_j`,
  },
}

export const branches: Slip = {
  rule: 'case',
  *edits({ expr }) {
    if (expr.kind !== 'cases') return
    const { branches: own } = expr
    for (let i = 0; i + 1 < own.length; i++) {
      const [a, b] = [own[i]!, own[i + 1]!]
      const swapped = own.with(i, { ...a, value: b.value }).with(i + 1, { ...b, value: a.value })
      yield change(expr, { ...expr, branches: swapped }, 1)
    }
  },
  says: replace('the branches are exchanged'),
  example: {
    given: String.raw`
      x : real[n]
      r_i = \max(0, x_i)`,
    wrong: String.raw`r_i = \begin{cases} 0 & \text{if } x_i > 0 \\ x_i & \text{otherwise} \end{cases}`,
    message: String.raw`the branches are exchanged: replace \begin{cases} 0 & \text{if } x_i > 0 \\ x_i & \text{otherwise} \end{cases} by \begin{cases} x_i & \text{if } x_i > 0 \\ 0 & \text{otherwise} \end{cases}`,
    right: String.raw`r_i = \begin{cases} x_i & \text{if } x_i > 0 \\ 0 & \text{otherwise} \end{cases}`,
  },
}
