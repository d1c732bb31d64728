// What is said of a step that costs more than its budget: inconclusive, why, and what stands where it would be spent.
import { type Node, nodesWithin, type Problem, sitesIn, type TooLarge } from '../meaning/index.js'
import { attempt, type Span } from '../text/index.js'
import type { Claim } from './claim.js'
import { type Answer, UNTRIED } from './verdict.js'

/** The answer about a step that is too large to decide. */
export const tooLarge = (problem: Problem, claim: Claim, step: number, error: TooLarge): Answer => ({
  ...UNTRIED,
  verdict: 'inconclusive',
  reason: `too large to decide: ${error.what}`,
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
    node !== undefined &&
    ('name' in on
      ? problem.mentions(node, on.name)
      : nodesWithin([node], problem).some(({ id }) => id === on.id))
  const sites = sides
    .slice(step, step + 2)
    .flatMap(({ expr }) => sitesIn(problem, expr, scope))
    .filter(site => site.expr.span.start >= 0 && needs(attempt(() => problem.lower(site.expr, site.scope))))
  const [least] = sites.map(({ expr }) => expr.span).sort((a, b) => a.end - a.start - (b.end - b.start))
  return least
}
