// What is summed over, and under which conditions: ranges, axes, Iverson brackets, cases.

import { axisOf } from '../../meaning/node.js'
import { rangesWithin } from '../../meaning/scope.js'
import { attempt, type Place } from '../../meaning/sites.js'
import { minus, NOWHERE, number, plus, sum, symbol } from '../../text/make.js'
import type { Comparison, Condition, Expr, Index, Of, SymbolExpr } from '../../text/tree.js'
import { mapTree, withCondition } from '../../text/visit.js'
import type { Vocabulary } from '../vocabulary.js'
import { type Edit, type EditContext, edit, type RuleFor } from './edit.js'

/** Σ, Π, max, min. */
export const bigRule: RuleFor<'big'> = function* (node, place, context, words) {
  const { range, where, index, body, op } = node
  for (const other of ['sum', 'prod', 'max', 'min'] as const)
    if (other !== op) yield edit('operator', node, { ...node, op: other }, 1.2)
  if (where !== undefined) {
    yield edit('condition', node, { ...node, where: undefined }, 1)
    for (const to of conditionsNear(where, words)) yield edit('condition', node, { ...node, where: to }, 1)
  }
  for (const { expr } of words.indices) {
    const apart: Condition = { kind: 'compare', op: '≠', left: symbol(index), right: expr, span: NOWHERE }
    if (where === undefined) yield edit('condition', node, { ...node, where: apart }, 1.4)
    // Not summed at all, but read at an index that is in force.
    yield edit('sum', node, renamed(body, index, expr), 1.2)
  }
  if (range.kind === 'stretch') {
    yield edit('range', node, { ...node, range: { kind: 'all' } }, 1)
    if (range.from?.kind === 'number')
      for (const from of [0, 1, 2])
        yield edit('range', node, { ...node, range: { ...range, from: number(from) } }, 1)
  }
  if (body.kind === 'pow')
    yield edit('power', node, { ...body, base: { ...node, body: body.base }, span: NOWHERE }, 1.2)
  yield* alongOtherAxes(node, words)
  yield* reindexed(node, place, context)
}

/** Every index within as the axes want it: along each dimension one label, of which the sum's own may run over any. */
function* reindexed(
  node: Of<'big'>,
  { scope }: Place,
  { problem, dims }: EditContext,
): IterableIterator<Edit> {
  const labels = new Map<string, string[]>()
  for (const [name, { operation }] of scope.labels) {
    if (operation.op !== 'label') continue
    const dim = axisOf(operation.label)
    labels.set(dim, [...(labels.get(dim) ?? []), name])
  }
  for (const own of dims) {
    let ways: readonly ReadonlyMap<string, string>[] = [new Map([[own, node.index]])]
    for (const [dim, names] of labels)
      if (dim !== own) ways = ways.flatMap(way => names.map(name => new Map([...way, [dim, name] as const])))
    for (const way of ways.slice(0, 6)) {
      const body = withLabels(node.body, way, problem)
      if (body !== node.body)
        yield edit('axis', node, { ...node, range: { kind: 'all' }, where: undefined, body }, 1.6)
    }
  }
}

/** A formula in which each axis is read at the label of its dimension; what has none stays. */
function withLabels(expr: Expr, way: ReadonlyMap<string, string>, problem: EditContext['problem']): Expr {
  return mapTree(expr, part => {
    if (part.kind === 'big') {
      const dim = attempt(() => rangesWithin([part.body], problem).get(part.index)?.dim)
      const inner = dim === undefined ? way : new Map([...way, [dim, part.index] as const])
      return { ...part, body: withLabels(part.body, inner, problem) }
    }
    if (part.kind !== 'symbol') return undefined
    const axes = problem.axesOf(part.name)
    if (axes === undefined) return undefined
    const indices = part.indices.map((index, axis): Index => {
      const name = way.get(axes[axis] ?? '')
      const plain =
        index !== ':' &&
        index.kind === 'symbol' &&
        index.indices.length === 0 &&
        problem.axesOf(index.name) === undefined
      return plain && name !== undefined && name !== index.name ? symbol(name) : index
    })
    return indices.every((index, i) => index === part.indices[i]) ? undefined : { ...part, indices }
  })
}

/** The index at another place of a symbol, and what stood there at its own: a sum over the wrong axis. */
function* alongOtherAxes(node: Of<'big'>, { indices: known }: Vocabulary): IterableIterator<Edit> {
  const { index, body } = node
  const isIndex = (i: Index): boolean => i !== ':' && i.kind === 'symbol' && i.name === index
  const symbols = new Set<SymbolExpr>()
  mapTree(body, found => {
    if (found.kind === 'symbol' && found.indices.some(isIndex)) symbols.add(found)
    return undefined
  })
  for (const found of symbols) {
    const at = found.indices.findIndex(isIndex)
    for (let to = 0; to < found.indices.length; to++) {
      if (to === at) continue
      for (const { expr } of known) {
        const indices = found.indices.map(
          (old, k): Index => (k === to ? symbol(index) : k === at ? expr : old),
        )
        const turned = mapTree(body, n => (n === found ? { ...found, indices } : undefined))
        yield edit('axis', node, { ...node, range: { kind: 'all' }, body: turned }, 1.4)
      }
    }
  }
}

/** A formula with an index by another name. */
export const renamed = (expr: Expr, from: string, to: Expr): Expr =>
  mapTree(expr, node =>
    node.kind === 'symbol' && node.name === from && node.indices.length === 0 ? to : undefined,
  )

/** [j = y_i], δ_{ij}. */
export function* bracketRule(node: Of<'iverson'> | Of<'delta'>, words: Vocabulary): IterableIterator<Edit> {
  yield edit('delta', node, number(1), 1)
  yield edit('delta', node, sum(plus(number(1)), minus(node)), 1.2)
  for (const delta of words.deltas) yield edit('delta', node, delta, 1)
  if (node.kind === 'iverson')
    for (const to of conditionsNear(node.condition, words))
      yield edit('condition', node, withCondition(node, node.condition, to), 1)
}

/** Cases: branches exchanged, conditions that differ in one thing. */
export const casesRule: RuleFor<'cases'> = function* (node, _place, _context, words) {
  const { branches } = node
  for (let i = 0; i + 1 < branches.length; i++) {
    const [a, b] = [branches[i]!, branches[i + 1]!]
    const swapped = branches.map((branch, k) =>
      k === i ? { ...branch, value: b.value } : k === i + 1 ? { ...branch, value: a.value } : branch,
    )
    yield edit('branches', node, { ...node, branches: swapped }, 1)
  }
  for (const { condition } of branches)
    if (condition !== undefined)
      for (const to of conditionsNear(condition, words))
        yield edit('condition', node, withCondition(node, condition, to), 1)
}

const OPPOSITE: Readonly<Record<Comparison, readonly Comparison[]>> = {
  '=': ['≠'],
  '≠': ['='],
  '<': ['>', '≤', '≥'],
  '>': ['<', '≥', '≤'],
  '≤': ['≥', '<', '>'],
  '≥': ['≤', '>', '<'],
}

/** Conditions that differ in one thing. */
function* conditionsNear(
  condition: Condition,
  words: Pick<Vocabulary, 'indices'>,
): IterableIterator<Condition> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const [i, part] of condition.parts.entries()) {
        for (const to of conditionsNear(part, words))
          yield { ...condition, parts: condition.parts.map((p, k) => (k === i ? to : p)) }
      }
      yield { ...condition, kind: condition.kind === 'and' ? 'or' : 'and' }
      return
    case 'member':
      yield { ...condition, negative: !condition.negative }
      return
    case 'compare':
      for (const op of OPPOSITE[condition.op]) yield { ...condition, op }
      for (const { expr } of words.indices) {
        yield { ...condition, left: expr }
        yield { ...condition, right: expr }
      }
  }
}
