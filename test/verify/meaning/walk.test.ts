// The walk over the lowered graph: what it visits, how often, in which order, and how deep it can go.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Graph, type Node, type Type } from '../../../src/verify/meaning/node.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { fromBelow, nodesWithin, spokenOf } from '../../../src/verify/meaning/walk.js'
import { parseStatements } from '../../../src/verify/text/parse/statement.js'

const SCALAR: Type = { labels: [], rows: '1', cols: '1', sort: 'real' }

const problem = new Problem(
  readGiven(String.raw`
a, b : real
u : real[m]
c = a + 1
d = c^2
S = \sum_i u_i
`),
)
const lowered = (text: string): Node => {
  const [statement] = parseStatements(`${text} = 0`, problem.names)
  return problem.lower(statement!.sides[0]!)
}
const symbolsIn = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap(({ operation: o }) => (o.op === 'symbol' ? [o.name] : []))

/** Any graph: each node an operation on some of those before it. */
const graphs: fc.Arbitrary<readonly Node[]> = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map(rows => {
    const graph = new Graph()
    const nodes: Node[] = []
    for (const [value, picks] of rows.entries()) {
      const args = value === 0 ? [] : picks.map(pick => nodes[pick % value]!)
      nodes.push(graph.make({ op: 'number', value }, args, SCALAR))
    }
    return nodes
  })

/** The same by its plainest recursion. */
function plainly(roots: readonly Node[], found: Node[] = []): readonly Node[] {
  for (const node of roots) {
    if (found.includes(node)) continue
    found.push(node)
    plainly(node.args, found)
  }
  return found
}

describe('the walk', () => {
  it('visits each node once, from the top down and from the left', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (nodes, pick) => {
        const roots = [nodes.at(-1)!, nodes[pick % nodes.length]!]
        expect(nodesWithin(roots)).toEqual(plainly(roots))
      }),
    )
  })

  it('goes through definitions only where a problem is given', () => {
    const node = lowered('d b')
    expect(symbolsIn(nodesWithin([node]))).toEqual(['d', 'b'])
    expect(symbolsIn(nodesWithin([node], problem))).toEqual(['d', 'c', 'a', 'b'])
    expect(spokenOf([node])).toEqual(new Set(['d', 'b']))
  })

  it('goes through the definition of what is differentiated by', () => {
    const derivative = lowered(String.raw`\frac{\partial b}{\partial c}`)
    expect(symbolsIn(nodesWithin([derivative], problem))).toEqual(['b', 'a'])
  })
})

describe('what comes from below', () => {
  const depth = (root: Node, seen: Node[] = []): number =>
    fromBelow(root, problem, new Map(), (node, parts: readonly number[]) => {
      seen.push(node)
      return 1 + Math.max(0, ...parts)
    })

  it('is made of all parts, each visited once', () => {
    const plainDepth = ({ args }: Node): number => 1 + Math.max(0, ...args.map(plainDepth))
    fc.assert(
      fc.property(graphs, nodes => {
        const root = nodes.at(-1)!
        const seen: Node[] = []
        expect(depth(root, seen)).toBe(plainDepth(root))
        expect(seen).toHaveLength(nodesWithin([root]).length)
      }),
    )
  })

  it('is kept: what is known is not asked for again', () => {
    const known = new Map<Node, number>()
    let asked = 0
    const count = () => fromBelow(lowered('d b'), problem, known, () => ++asked)
    count()
    const first = asked
    expect(count()).toBe(first)
    expect(asked).toBe(first)
  })

  it('neither runs out of stack nor visits shared parts again', () => {
    const graph = new Graph()
    let node = graph.make({ op: 'number', value: 1 }, [], SCALAR)
    // Each is the sum of two of the one before: 2¹⁰⁰⁰⁰ ways down.
    for (let i = 0; i < 10_000; i++) node = graph.make({ op: 'mul' }, [node, node], SCALAR)
    expect(nodesWithin([node])).toHaveLength(10_001)
    expect(depth(node)).toBe(10_001)
  })
})
