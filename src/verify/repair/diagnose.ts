// What is wrong with a broken step: the smallest changes that make it true, and conditions that would save it.

import { type Claim, readClaim, statementsIn } from '../decide/claim.js'
import { paired } from '../decide/pairing.js'
import { subjectOf } from '../decide/subject.js'
import type { Context } from '../given/context.js'
import { unlessTooLarge } from '../meaning/budget.js'
import { fitted } from '../meaning/lower/sum.js'
import type { Node } from '../meaning/node.js'
import type { Problem } from '../meaning/problem.js'
import { attempt, placesIn } from '../meaning/sites.js'
import type { Diagnosis } from '../report/report.js'
import { transposed } from '../text/make.js'
import type { Style } from '../text/print/print.js'
import type { Expr } from '../text/tree.js'
import { mapTree } from '../text/visit.js'
import { savingConditions } from './conditions.js'
import { ratioOf } from './constants.js'
import { type Found, search } from './search.js'
import { diagnosisOf, wantedTightness } from './sentences.js'
import { type EditContext, vocabularies } from './slips/index.js'
import { Target } from './target.js'
import { isTrivial } from './trivial.js'
import { relatedSymbols } from './vocabulary.js'

/** A repair that costs no more than this is what was meant. */
const SLIGHT = 1.2

/** A broken step. */
export interface Broken {
  readonly source: string
  readonly claim: Claim
  /** Which equality: sides `step` and `step + 1`. */
  readonly step: number
  readonly problem: Problem
  readonly context: Context
  readonly seed: number
}

/** All minimal explanations that hold on sizes and values that were not used to find them. */
export const diagnose = (broken: Broken): readonly Diagnosis[] =>
  broken.problem.scratch(() =>
    unlessTooLarge(
      () => explain(broken),
      () => [],
    ),
  )

function explain({ source, claim, step, problem, context, seed }: Broken): readonly Diagnosis[] {
  const [left, right] = [claim.sides[step]!, claim.sides[step + 1]!]
  if (left.node === undefined) return []
  const sides = right.node === undefined ? [left.node] : [left.node, right.node]
  const mentioned = new Set([
    ...problem.inputsOf([...sides, ...claim.conditions]),
    ...namesIn(problem, right.expr),
  ])
  const names = relatedSymbols(problem, mentioned)
  const target = Target.of(problem, left.node, claim.conditions, claim.scope, names, seed)
  if (target === undefined) return []
  const dims = subjectOf(problem, {
    left: left.node,
    right: right.node ?? left.node,
    conditions: claim.conditions,
  }).dims
  const editing: EditContext = { problem, names, dims: dims.filter(dim => !/^\d+$/.test(dim)) }
  const places = placesIn(problem, right.expr, claim.scope)
  const parents = new Map<Expr, Expr | undefined>(places.map(({ node, parent }) => [node, parent]))
  const nodes = new Set(places.map(({ node }) => node))
  const style: Style = {
    latex: source.includes('\\'),
    above: name => context.names.above(name),
    declared: name => context.names.has(name),
    source: { text: source, has: node => nodes.has(node) && node.span.start >= 0 },
  }
  const tightness = (node: Expr): number => wantedTightness(right.expr, node, parents.get(node))
  const readsAs = (patched: string, node: Node): boolean =>
    attempt(() => {
      const again = statementsIn(patched, context).find(
        ({ span }) => span.start === claim.statement.span.start,
      )
      const side = again && readClaim(patched, again, context, problem).sides[step + 1]?.node
      return side !== undefined && fitted(problem, side, node.type.rows, node.type.cols).id === node.id
    }) === true
  const worded = (found: Found): Diagnosis =>
    diagnosisOf(source, found, right.expr, style, tightness, patched => readsAs(patched, found.node))
  const pair = paired(problem, left, right)
  if (pair.kind === 'layout') {
    const turned = target.lowered(transposed(right.expr))
    if (turned !== undefined && !isTrivial(turned, target.left, undefined) && target.verified(turned)) {
      const edit = {
        kind: 'layout',
        node: right.expr,
        by: transposed(right.expr),
        cost: 1,
      }
      return [worded({ edits: [edit], repaired: edit.by, node: turned, cost: 1 })]
    }
  }
  const comparable = target.lowered(right.expr)
  const neighbour = comparable === undefined ? '' : meanOrSum(target, comparable, editing.dims)
  const repairs = search(target, right.expr, editing)
  const found = repairs.map((repair, i) => {
    const diagnosis = worded(repair)
    return i === 0 ? { ...diagnosis, message: diagnosis.message + neighbour } : diagnosis
  })
  if (pair.kind !== 'fit') return found
  const words = vocabularies(editing)(places[0]!)
  const question = { left: pair.left, right: pair.right, conditions: claim.conditions }
  // Where one small change mends it, the condition under which it would have been right is rarely what was meant.
  const slight = repairs.some(({ edits, cost }) => edits.length === 1 && cost <= SLIGHT)
  const kinds = repairs.map(({ edits }) => edits[0]!.kind)
  const likely = {
    dims: slight && !kinds.includes('dimension') ? [] : editing.dims,
    indices: slight ? [] : words.indices,
  }
  const plainly = { ...style, latex: false }
  const saving = unlessTooLarge(
    () =>
      savingConditions(
        problem,
        question,
        { ...editing, ...likely, words, scope: claim.scope },
        plainly,
        seed,
      ),
    () => [],
  )
  const conditions = saving.map(
    (text): Diagnosis => ({ kind: 'condition', message: `it holds if ${text}`, repair: undefined }),
  )
  return [...found, ...conditions]
}

/** Whether a side would be right for a sum in place of a mean, or the other way round. */
function meanOrSum(target: Target, node: Node, dims: readonly string[]): string {
  if (target.left.operation.op !== 'derivative') return ''
  const values = target.values(node)
  const ratio = values && ratioOf(target.wanted, values, e => target.meant[e] === 1)
  if (ratio === undefined) return ''
  for (const dim of dims) {
    const size = target.sizes[dim]!
    if (Math.abs(ratio * size - 1) < 1e-9)
      return `; as it stands it belongs to the sum over ${dim}, not to the mean`
    if (Math.abs(ratio - size) < 1e-9 * size)
      return `; as it stands it belongs to the mean over ${dim}, not to the sum`
  }
  return ''
}

/** The inputs of all symbols that a formula mentions, also of one whose shapes do not fit. */
function namesIn(problem: Problem, expr: Expr): ReadonlySet<string> {
  const found = new Set<string>()
  mapTree(expr, node => {
    const symbol = node.kind === 'symbol' ? problem.context.symbols.get(node.name) : undefined
    if (symbol?.definition !== undefined)
      for (const name of problem.inputsOf([problem.definition(symbol).node])) found.add(name)
    else if (symbol !== undefined) found.add(symbol.name)
    return undefined
  })
  return found
}
