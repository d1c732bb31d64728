// Conditions that differ in one thing, and branches that are exchanged.

import {
  type Comparison,
  type Condition,
  compare,
  conditionsOf,
  symbol,
  withCondition,
} from '../../text/index.js'
import type { Vocabulary } from '../vocabulary.js'
import { change, replace, type Slip } from './slip.js'

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

export const condition: Slip = {
  rule: 'case',
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
