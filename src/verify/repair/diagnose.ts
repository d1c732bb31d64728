// What is wrong with a broken step: the smallest changes that make it true, and conditions that would save it.

import { paired, readClaim, relationAt, type Side, statementsIn, subjectOf } from '../decide/index.js'
import { fitted, isOpen, type Node, type Problem, sitesIn, unlessTooLarge } from '../meaning/index.js'
import type { Diagnosis } from '../report/index.js'
import { attempt, conditionText, type Expr, print, type Style, symbol, symbolsIn } from '../text/index.js'
import { savingConditions } from './conditions.js'
import { type Step, symmetricFor } from './kinds.js'
import { takenBy } from './parts.js'
import { relationMeant } from './relation.js'
import { clauseOf, derivedOf, ruleOf, withoutRepair } from './rules.js'
import { search } from './search.js'
import { diagnosisOf, type Written } from './sentences.js'
import { Target } from './target.js'
import { type Material, relatedSymbols, vocabularies } from './vocabulary.js'

/** A repair that costs no more than this is what was meant. */
const SLIGHT = 1.2

/** All minimal explanations that hold on sizes and values that were not used to find them. */
export const diagnose = (broken: Step): readonly Diagnosis[] =>
  broken.problem.scratch(() =>
    unlessTooLarge(
      () =>
        relationAt(broken.claim.statement, broken.step) === '=' ? explain(broken) : relationMeant(broken),
      () => [],
    ),
  )

function explain(broken: Step): readonly Diagnosis[] {
  const { claim, step, problem, seed } = broken
  const { scope, conditions } = claim
  const right = claim.sides[step + 1]!
  const left = settledBy(claim.sides[step]!, right, problem)
  if (left.node === undefined || isOpen(left.node)) return []
  const sides = right.node === undefined ? [left.node] : [left.node, right.node]
  const inputs = problem.inputsOf([...sides, ...conditions])
  const spokenNames = symbolsIn(right.expr).map(({ name }) => name)
  const names = relatedSymbols(problem, new Set([...inputs, ...namesIn(problem, right.expr)])).filter(
    name => spokenNames.includes(name) || !isNameOf(problem, name, left.node!),
  )
  const target = Target.of(problem, left.node, conditions, scope, names, seed)
  if (target === undefined) return []
  const spoken = subjectOf(problem, { left: left.node, right: right.node ?? left.node, conditions })
  const material: Material = { problem, names, dims: spoken.dims.filter(dim => !/^\d+$/.test(dim)) }
  const taken = claim.sides
    .slice(0, step + 1)
    .map(({ expr }) => takenBy(expr, problem, scope))
    .find(side => side !== undefined)
  const found = search(target, right.expr, material, taken)
  const written = writtenAs(broken)
  const wrong = target.lowered(right.expr)
  const derived = taken && derivedOf(taken, target, wrong)
  const neighbour = meanOrSum(target, wrong, material.dims)
  const repairs = found.map((one, i): Diagnosis => {
    const rule = ruleOf(one.edits, derived)
    const { message, ...diagnosis } = diagnosisOf(one, written)
    // A mean for a sum says enough.
    const clause = i === 0 && neighbour !== '' ? neighbour : clauseOf(rule, one.edits, derived, written.style)
    return { ...diagnosis, rule, message: message + clause }
  })
  const alone = found.length > 0 ? undefined : derived && withoutRepair(derived, written.style)
  if (alone !== undefined) repairs.push({ kind: 'path', ...alone, repair: undefined })
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
    return { kind: 'condition', rule: undefined, message, repair: undefined }
  })
  const symmetric = unlessTooLarge(
    () => symmetricFor(broken),
    () => [],
  )
  const kinds = symmetric.map((name): Diagnosis => {
    const message = `it holds if ${print(symbol(name), style)} is symmetric`
    return { kind: 'condition', rule: undefined, message, repair: undefined }
  })
  return [...repairs, ...saved, ...kinds]
}

/** A side; where its size is open, with that of the side beside it. */
function settledBy(side: Side, beside: Side, problem: Problem): Side {
  if (side.node === undefined || beside.node === undefined) return side
  const { rows, cols } = beside.node.type
  return { ...side, node: fitted(problem, side.node, rows, cols) }
}

/** Whether a symbol is defined as the derivative that a node takes entries of. */
function isNameOf(problem: Problem, name: string, { operation: o, args }: Node): boolean {
  const known = problem.symbols.get(name)
  if (o.op !== 'derivative' || known?.definition === undefined) return false
  const { operation, args: own } = problem.definition(known).node
  return operation.op === 'derivative' && operation.name === o.name && own[0] === args[0]
}

/** The text of a claim, in which one of its sides is repaired. */
function writtenAs({ source, claim, step, problem }: Step): Written {
  const sites = sitesIn(problem, claim.sides[step + 1]!.expr, claim.scope)
  const own = new Set(sites.map(({ expr }) => expr))
  const style: Style = {
    latex: source.includes('\\'),
    names: problem.names,
    source: { text: source, has: expr => own.has(expr) && expr.span.start >= 0 },
  }
  const { start } = claim.statement.span
  const readsAs = (patched: string, node: Node): boolean =>
    attempt(() => {
      const again = statementsIn(patched, problem).find(({ span }) => span.start === start)
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
    const known = problem.symbols.get(name)
    if (known?.definition !== undefined) return [...problem.inputsOf([problem.definition(known).node])]
    return known === undefined ? [] : [name]
  })
