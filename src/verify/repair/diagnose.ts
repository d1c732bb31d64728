// What is wrong with a broken step: the smallest changes that make it true, and conditions that would save it.

import { type Claim, paired, readClaim, statementsIn, subjectOf } from '../decide/index.js'
import { fitted, type Node, type Problem, sitesIn, unlessTooLarge } from '../meaning/index.js'
import type { Diagnosis } from '../report/index.js'
import { attempt, conditionText, type Expr, type Style, symbolsIn } from '../text/index.js'
import { savingConditions } from './conditions.js'
import { search } from './search.js'
import { diagnosisOf, type Written } from './sentences.js'
import { Target } from './target.js'
import { type Material, relatedSymbols, vocabularies } from './vocabulary.js'

/** A repair that costs no more than this is what was meant. */
const SLIGHT = 1.2

/** A broken step. */
export interface Broken {
  readonly source: string
  readonly claim: Claim
  /** Which equality: sides `step` and `step + 1`. */
  readonly step: number
  readonly problem: Problem
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

function explain(broken: Broken): readonly Diagnosis[] {
  const { claim, step, problem, seed } = broken
  const { scope, conditions } = claim
  const [left, right] = [claim.sides[step]!, claim.sides[step + 1]!]
  if (left.node === undefined) return []
  const sides = right.node === undefined ? [left.node] : [left.node, right.node]
  const inputs = problem.inputsOf([...sides, ...conditions])
  const names = relatedSymbols(problem, new Set([...inputs, ...namesIn(problem, right.expr)]))
  const target = Target.of(problem, left.node, conditions, scope, names, seed)
  if (target === undefined) return []
  const spoken = subjectOf(problem, { left: left.node, right: right.node ?? left.node, conditions })
  const material: Material = { problem, names, dims: spoken.dims.filter(dim => !/^\d+$/.test(dim)) }
  const found = search(target, right.expr, material)
  const written = writtenAs(broken)
  const neighbour = meanOrSum(target, target.lowered(right.expr), material.dims)
  const repairs = found.map((one, i) => {
    const diagnosis = diagnosisOf(one, written)
    return i === 0 ? { ...diagnosis, message: diagnosis.message + neighbour } : diagnosis
  })
  const pair = paired(problem, left, right)
  if (pair.kind !== 'fit') return repairs
  // Where one small change mends it, the condition under which it would have been right is rarely what was meant.
  const slight = found.some(({ edits, cost }) => edits.length === 1 && cost <= SLIGHT)
  const counts = !slight || found.some(({ edits }) => edits[0]!.kind === 'dimension')
  const words = vocabularies(material)(scope)
  const likely = { dims: counts ? words.dims : [], indices: slight ? [] : words.indices }
  const question = { left: pair.left, right: pair.right, conditions }
  const saving = unlessTooLarge(
    () => savingConditions(question, words, likely, target),
    () => [],
  )
  const style = { ...written.style, latex: false }
  const saved = saving.map((condition): Diagnosis => {
    const message = `it holds if ${conditionText(condition, style)}`
    return { kind: 'condition', message, repair: undefined }
  })
  return [...repairs, ...saved]
}

/** The text of a claim, in which one of its sides is repaired. */
function writtenAs({ source, claim, step, problem }: Broken): Written {
  const sites = sitesIn(problem, claim.sides[step + 1]!.expr, claim.scope)
  const own = new Set(sites.map(({ expr }) => expr))
  const style: Style = {
    latex: source.includes('\\'),
    names: problem.names,
    source: { text: source, has: expr => own.has(expr) && expr.span.start >= 0 },
  }
  const { span, continued, sides } = claim.statement
  const { start } = span
  const readsAs = (patched: string, node: Node): boolean =>
    attempt(() => {
      const again = statementsIn(patched, problem, continued && sides[0]).find(
        ({ span }) => span.start === start,
      )
      const side = again && readClaim(patched, again, problem).sides[step + 1]?.node
      return side !== undefined && fitted(problem, side, node.type.rows, node.type.cols).id === node.id
    }) === true
  return { source, style, sites, readsAs }
}

/** Whether a side would be right for a sum in place of a mean, or the other way round. */
function meanOrSum(target: Target, node: Node | undefined, dims: readonly string[]): string {
  if (node === undefined || target.left.operation.op !== 'derivative') return ''
  const values = target.values(node)
  const ratio = values && target.ratio(values)
  if (ratio === undefined) return ''
  for (const dim of dims) {
    const size = target.point.sizes[dim]!
    if (Math.abs(ratio * size - 1) < 1e-9)
      return `; as it stands it belongs to the sum over ${dim}, not to the mean`
    if (Math.abs(ratio - size) < 1e-9 * size)
      return `; as it stands it belongs to the mean over ${dim}, not to the sum`
  }
  return ''
}

/** The inputs of all symbols that a formula mentions, also of one whose shapes do not fit. */
const namesIn = (problem: Problem, expr: Expr): readonly string[] =>
  symbolsIn(expr).flatMap(({ name }) => {
    const symbol = problem.symbols.get(name)
    if (symbol?.definition !== undefined) return [...problem.inputsOf([problem.definition(symbol).node])]
    return symbol === undefined ? [] : [name]
  })
