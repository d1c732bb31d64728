// How deep a formula is nested, definitions included: what computes it goes as deep as it does.

import { TooLarge } from './budget.js'
import type { Node } from './node.js'
import { type Definitions, fromBelow } from './walk.js'

/** Deeper than this, evaluating would run out of stack: a definition takes several frames, and hosts have about ten thousand. */
const DEEPEST = 600

/** Why nodes cannot be evaluated, where they are nested too deep. */
export function tooDeep(problem: Definitions, nodes: readonly Node[]): TooLarge | undefined {
  const depths = new Map<Node, number>()
  for (const node of nodes) {
    const depth = fromBelow(node, problem, depths, (_, parts) => 1 + Math.max(0, ...parts))
    if (depth > DEEPEST)
      return new TooLarge(
        `it is nested ${depth} deep, definitions included, and ${DEEPEST} are followed`,
        node,
      )
  }
  return undefined
}
