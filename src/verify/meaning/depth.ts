// How deep a formula is nested, definitions included: what computes it goes as deep as it does.

import type { Context } from '../given/context.js'
import { TooLarge } from './budget.js'
import type { Lowered } from './lowerer.js'
import type { Node } from './node.js'

interface Definitions {
  readonly context: Context
  definition(symbol: NonNullable<ReturnType<Context['symbols']['get']>>): Lowered
}

/** The longest way down from a node, by way of definitions too; found without recursion. */
function depthOf(problem: Definitions, root: Node): number {
  const depths = new Map<number, number>()
  const below = ({ operation, args }: Node): readonly Node[] => {
    const symbol =
      operation.op === 'symbol' || operation.op === 'derivative'
        ? problem.context.symbols.get(operation.name)
        : undefined
    return symbol?.definition === undefined ? args : [...args, problem.definition(symbol).node]
  }
  const open = [root]
  for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
    const parts = below(node)
    const waiting = parts.filter(part => !depths.has(part.id))
    if (waiting.length > 0) {
      open.push(...waiting)
      continue
    }
    open.pop()
    depths.set(node.id, 1 + Math.max(0, ...parts.map(part => depths.get(part.id)!)))
  }
  return depths.get(root.id)!
}

/** Deeper than this, evaluating would run out of stack: a definition takes several frames, and hosts have about ten thousand. */
const DEEPEST = 600

/** Why nodes cannot be evaluated, where they are nested too deep. */
export function tooDeep(problem: Definitions, nodes: readonly Node[]): TooLarge | undefined {
  for (const node of nodes) {
    const depth = depthOf(problem, node)
    if (depth > DEEPEST)
      return new TooLarge(
        `it is nested ${depth} deep, definitions included, and ${DEEPEST} are followed`,
        node,
      )
  }
  return undefined
}
