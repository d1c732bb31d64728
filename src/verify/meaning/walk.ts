// The walk over the lowered graph: each node once and without recursion, through definitions where a problem is given.

import { TooLarge } from './budget.js'
import type { Lowerer } from './lowerer.js'
import type { Node } from './node.js'

/** What knows the definitions of symbols. */
export type Definitions = Pick<Lowerer, 'symbols' | 'definition'>

/** What a node is computed from: its arguments, then the definition of the symbol that it reads or differentiates by. */
function below({ operation, args }: Node, problem: Definitions | undefined): readonly Node[] {
  if (problem === undefined || (operation.op !== 'symbol' && operation.op !== 'derivative')) return args
  const symbol = problem.symbols.get(operation.name)!
  return symbol.definition === undefined ? args : [...args, problem.definition(symbol).node]
}

/** All nodes that some are computed from, themselves included: from the top down, the leftmost first. */
export function nodesWithin(roots: readonly Node[], problem?: Definitions): readonly Node[] {
  const found = new Set<Node>()
  const open = roots.toReversed()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue
    found.add(node)
    open.push(...below(node, problem).toReversed())
  }
  return [...found]
}

/** What a node comes to by way of all that it is computed from, each once. `known` keeps it for the next time. */
export function fromBelow<T>(
  root: Node,
  problem: Definitions,
  known: Pick<WeakMap<Node, T>, 'get' | 'set' | 'has'>,
  of: (node: Node, parts: readonly T[]) => T,
): T {
  const open = [root]
  for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
    const parts = known.has(node) ? [] : below(node, problem)
    const waiting = parts.filter(part => !known.has(part))
    open.push(...waiting)
    if (waiting.length > 0) continue
    open.pop()
    if (!known.has(node))
      known.set(
        node,
        of(
          node,
          parts.map(part => known.get(part)!),
        ),
      )
  }
  return known.get(root)!
}

/** Symbols that nodes speak of themselves, and not through definitions. */
export const spokenOf = (nodes: readonly Node[]): ReadonlySet<string> =>
  new Set(nodesWithin(nodes).flatMap(({ operation: o }) => (o.op === 'symbol' ? [o.name] : [])))

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
