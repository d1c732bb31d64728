// What is wrong with a broken step: the smallest changes that make it true, and conditions that would save it.
import { type Claim, paired } from '../claim.js'
import type { Context } from '../context/context.js'
import { subjectOf } from '../judge/step.js'
import type { Expr } from '../language/ast.js'
import type { Style } from '../language/print.js'
import type { Lowering } from '../lower/lower.js'
import type { Diagnosis } from '../report.js'
import { transposed } from './build.js'
import { savingConditions } from './conditions.js'
import { type EditContext, vocabularies } from './edits.js'
import { placesIn } from './places.js'
import { search } from './search.js'
import { Target } from './target.js'
import { mapTree } from './tree.js'
import { relatedSymbols } from './vocabulary.js'
import { diagnosisOf, wantedTightness } from './words.js'

/** A broken step. */
export interface Broken {
  readonly source: string
  readonly claim: Claim
  /** Which equality: sides `step` and `step + 1`. */
  readonly step: number
  readonly lowering: Lowering
  readonly context: Context
  readonly seed: number
}

/** All minimal explanations that hold on sizes and values that were not used to find them. */
export function diagnose({ source, claim, step, lowering, context, seed }: Broken): readonly Diagnosis[] {
  const [left, right] = [claim.sides[step]!, claim.sides[step + 1]!]
  if (left.core === undefined) return []
  const sides = right.core === undefined ? [left.core] : [left.core, right.core]
  const mentioned = new Set([
    ...lowering.inputsOf([...sides, ...claim.conditions]),
    ...namesIn(lowering, right.expr),
  ])
  const names = relatedSymbols(lowering, mentioned)
  const target = Target.of(lowering, left.core, claim.conditions, claim.scope, names, seed)
  if (target === undefined) return []
  const dims = subjectOf(lowering, {
    left: left.core,
    right: right.core ?? left.core,
    conditions: claim.conditions,
  }).dims
  const editing: EditContext = { lowering, names, dims: dims.filter(dim => !/^\d+$/.test(dim)) }
  const places = placesIn(lowering, right.expr, claim.scope)
  const parents = new Map<Expr, Expr | undefined>(places.map(({ node, parent }) => [node, parent]))
  const nodes = new Set(places.map(({ node }) => node))
  const style: Style = {
    latex: source.includes('\\'),
    above: name => context.names.above(name),
    source: { text: source, has: node => nodes.has(node) && node.span.start >= 0 },
  }
  const tightness = (node: Expr): number => wantedTightness(right.expr, node, inner => parents.get(inner))
  const pair = paired(lowering, left, right)
  if (pair.kind === 'layout') {
    const turned = target.lowered(transposed(right.expr))
    if (turned !== undefined && target.verified(turned)) {
      const edit = {
        kind: 'layout',
        node: right.expr,
        by: transposed(right.expr),
        cost: 1,
        message: 'only the layout is wrong: it is the transpose of what the left side is in this paper',
      }
      return [
        diagnosisOf(source, { edits: [edit], repaired: edit.by, core: turned, cost: 1 }, style, tightness),
      ]
    }
  }
  const found = search(target, right.expr, editing).map(repair =>
    diagnosisOf(source, repair, style, tightness),
  )
  if (pair.kind !== 'fit') return found
  const words = vocabularies(editing)(places[0]!)
  const question = { left: pair.left, right: pair.right, conditions: claim.conditions }
  const saving = savingConditions(
    lowering,
    question,
    names,
    editing.dims,
    claim.scope,
    words,
    { ...style, latex: false },
    seed,
  )
  const conditions = saving.map(
    (text): Diagnosis => ({ kind: 'condition', message: `it holds if ${text}`, repair: undefined }),
  )
  return [...found, ...conditions]
}

/** The inputs of all symbols that a formula mentions, also of one whose shapes do not fit. */
function namesIn(lowering: Lowering, expr: Expr): ReadonlySet<string> {
  const found = new Set<string>()
  mapTree(expr, node => {
    const symbol = node.kind === 'symbol' ? lowering.context.symbols.get(node.name) : undefined
    if (symbol?.definition !== undefined)
      for (const name of lowering.inputsOf([lowering.definition(symbol).core])) found.add(name)
    else if (symbol !== undefined) found.add(symbol.name)
    return undefined
  })
  return found
}
