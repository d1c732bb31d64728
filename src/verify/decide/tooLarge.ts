// What is said of a step that costs more than its budget: inconclusive, why, and what stands where it would be spent.
import type { TooLarge } from '../meaning/budget.js'
import type { Problem } from '../meaning/lower.js'
import type { Node } from '../meaning/node.js'
import { sitesIn } from '../meaning/sites.js'
import { attempt, type Span } from '../text/source.js'
import type { Claim } from './claim.js'
import type { Answer } from './decide.js'

/** The answer about a step that is too large to decide. */
export const tooLarge = (problem: Problem, claim: Claim, step: number, error: TooLarge): Answer => ({
  verdict: 'inconclusive',
  reason: `too large to decide: ${error.what}`,
  resolution: 0,
  cases: 0,
  entries: 0,
  failing: undefined,
  worst: undefined,
  outside: undefined,
  blame: placeOf(problem, claim, step, error),
})

/** Where in the source that stands which was too large: the least part that needs it. */
function placeOf(
  problem: Problem,
  { sides, scope }: Claim,
  step: number,
  { on }: TooLarge,
): Span | undefined {
  const needs = (node: Node | undefined): boolean =>
    node !== undefined && ('name' in on ? problem.mentions(node, on.name) : reaches(problem, node, on.id))
  const sites = sides
    .slice(step, step + 2)
    .flatMap(({ expr }) => sitesIn(problem, expr, scope))
    .filter(site => site.expr.span.start >= 0 && needs(attempt(() => problem.lower(site.expr, site.scope))))
  const [least] = sites.map(({ expr }) => expr.span).sort((a, b) => a.end - a.start - (b.end - b.start))
  return least
}

/** Whether a node is computed from another, also by way of definitions. */
function reaches(problem: Problem, root: Node, id: number): boolean {
  const seen = new Set<number>()
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.id === id) return true
    if (seen.has(node.id)) continue
    seen.add(node.id)
    const symbol =
      node.operation.op === 'symbol' ? problem.context.symbols.get(node.operation.name) : undefined
    if (symbol?.definition !== undefined) open.push(problem.definition(symbol).node)
    open.push(...node.args)
  }
  return false
}
