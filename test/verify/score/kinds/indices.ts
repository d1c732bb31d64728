// Mistakes in indices, deltas, conditions and sums.
import type { Comparison, Condition, Expr, Index } from '../../../../src/verify/text/tree.js'
import { othersLike } from '../places.js'
import { nodesOf, substituted } from '../tree.js'
import {
  call,
  type Kind,
  minus,
  name,
  number,
  over,
  plus,
  replaced,
  square,
  times,
  transpose,
} from './kind.js'

const labelOf = (index: Index | undefined): string | undefined =>
  index !== undefined && index !== ':' && index.kind === 'symbol' && index.indices.length === 0
    ? index.name
    : undefined

const FLIPPED: Partial<Record<Comparison, Comparison>> = {
  '=': '≠',
  '≠': '=',
  '<': '>',
  '>': '<',
  '≤': '>',
  '≥': '<',
}

const isDelta = (expr: Expr): boolean => expr.kind === 'delta' || expr.kind === 'iverson'

/** A class index moved on by one. */
const shifted = (expr: Expr): Expr => plus(expr, number(1))

export const INDICES: readonly Kind[] = [
  {
    name: 'another index',
    at: ({ expr, role, labels }) =>
      role === 'formula' && expr.kind === 'symbol'
        ? expr.indices.flatMap((index, i) =>
            othersLike(labels, labelOf(index) ?? '').map(other => ({
              ...expr,
              indices: replaced(expr.indices, i, name(other)),
            })),
          )
        : [],
  },
  {
    name: 'indices swapped',
    at: ({ expr, role }) => {
      if (role !== 'formula' || expr.kind !== 'symbol' || expr.indices.length !== 2) return []
      const [a, b] = expr.indices
      return labelOf(a) !== undefined && labelOf(b) !== undefined && labelOf(a) !== labelOf(b)
        ? [{ ...expr, indices: [b!, a!] }]
        : []
    },
  },
  {
    name: 'class shifted by one',
    at: ({ expr, role }, { context }) =>
      (role === 'index' || role === 'condition') &&
      expr.kind === 'symbol' &&
      context.symbols.get(expr.name)?.kind === 'class'
        ? [shifted(expr)]
        : [],
  },
  {
    name: 'missing delta',
    at: ({ expr, role }) => (isDelta(expr) && role === 'formula' ? [number(1)] : []),
  },
  {
    name: 'delta with other indices',
    at: ({ expr, labels }) => {
      if (expr.kind !== 'delta') return []
      const one = othersLike(labels, labelOf(expr.left) ?? '').filter(other => other !== labelOf(expr.right))
      const two = othersLike(labels, labelOf(expr.right) ?? '').filter(other => other !== labelOf(expr.left))
      return [
        ...one.map(other => ({ ...expr, left: name(other) })),
        ...two.map(other => ({ ...expr, right: name(other) })),
      ]
    },
  },
  {
    name: '1 − δ for δ',
    at: ({ expr, role }) => (expr.kind === 'delta' && role === 'formula' ? [minus(number(1), expr)] : []),
  },
  {
    name: 'condition flipped',
    on: ({ condition }) => {
      const op = condition.kind === 'compare' ? FLIPPED[condition.op] : undefined
      return condition.kind === 'compare' && op !== undefined
        ? [{ ...condition, op } satisfies Condition]
        : []
    },
  },
  {
    name: 'branches swapped',
    at: ({ expr }) =>
      expr.kind === 'cases' && expr.branches.length === 2
        ? [
            {
              ...expr,
              branches: expr.branches.map((branch, i) => ({ ...branch, value: expr.branches[1 - i]!.value })),
            },
          ]
        : [],
  },
  {
    name: 'missing sum',
    at: ({ expr, labels }) => {
      if (expr.kind !== 'big' || expr.op !== 'sum') return []
      const dim = nodesOf(expr.body).some(node => node.kind === 'symbol' && node.name === expr.index)
      const inner = labels
      const like = [...inner.keys()].filter(label => label !== expr.index)
      return dim ? [...like.map(name), number(1)].map(by => substituted(expr.body, expr.index, by)) : []
    },
  },
  {
    name: 'sum over another axis',
    at: ({ expr, labels }) => {
      if (expr.kind === 'call' && expr.fn === 'softmax')
        return [transpose(call('softmax', transpose(expr.args[0]!)))]
      if (expr.kind !== 'big' || expr.op !== 'sum') return []
      // Σ_a e^{H_ia} becomes Σ_b e^{H_bj}: what was free is summed, and what was summed is another label.
      return nodesOf(expr.body).flatMap(node => {
        if (node.kind !== 'symbol' || node.indices.length !== 2) return []
        const free = node.indices.map(labelOf).find(label => label !== expr.index && label !== undefined)
        if (free === undefined || !node.indices.some(index => labelOf(index) === expr.index)) return []
        return [...labels.keys()]
          .filter(label => label !== free && label !== expr.index)
          .map(label => ({
            ...expr,
            range: { kind: 'all' as const },
            body: substituted(
              substituted(substituted(expr.body, free, name("s'")), expr.index, name(label)),
              "s'",
              name(expr.index),
            ),
          }))
      })
    },
  },
  {
    name: 'range of a sum',
    at: ({ expr, labels }) => {
      if (expr.kind !== 'big' || expr.op !== 'sum' || expr.where !== undefined) return []
      const [from, to] = [expr.range.from, expr.range.to]
      const part =
        from !== undefined && to !== undefined
          ? [
              { ...expr, range: { ...expr.range, from: number(2) } },
              { ...expr, range: { ...expr.range, to: minus(to, number(1)) } },
            ]
          : []
      const others = [...labels.keys()].map(label => ({
        ...expr,
        range: { kind: 'all' as const },
        where: {
          kind: 'compare' as const,
          op: '≠' as const,
          left: name(expr.index),
          right: name(label),
          span: expr.span,
        },
      }))
      return [...part, ...others]
    },
  },
  {
    name: 'product for sum',
    at: ({ expr }) => (expr.kind === 'big' && expr.op === 'sum' ? [{ ...expr, op: 'prod' }] : []),
  },
  {
    name: 'square outside of the sum',
    at: ({ expr }) =>
      expr.kind === 'big' && expr.body.kind === 'pow' ? [square({ ...expr, body: expr.body.base })] : [],
  },
  {
    name: 'max for min',
    at: ({ expr }) => {
      if (expr.kind === 'call' && expr.fn === 'max') return [{ ...expr, fn: 'min' }]
      return expr.kind === 'big' && expr.op === 'max' ? [{ ...expr, op: 'min' }] : []
    },
  },
  {
    name: 'sum without its weights',
    at: ({ expr }, { context: { dims } }) =>
      expr.kind === 'big' && expr.op === 'sum' && expr.body.kind === 'mul' && expr.body.factors.length > 1
        ? [
            times(over(number(1), name(dims[0]!)), {
              ...expr,
              body: expr.body.factors.at(-1)!.value,
            }),
          ]
        : [],
  },
]
