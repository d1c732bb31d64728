// Both sides of each place where a formula switches, as a > b and max(a, b) do: hardly ever met by chance.

import { kindIn, layoutOf } from '../given/index.js'
import { dimOf, isScalar, type Node, nodesWithin, type Problem } from '../meaning/index.js'
import type { MetPoint, Recipe } from '../points/index.js'
import { isTerm } from '../terms/index.js'
import { pointFor, type Subject } from './subject.js'

/** So many switches of a claim are looked at. */
const MOST = 6
const RECIPE: Recipe = { lane: 'ordinary', sizes: 0 }
/** Points are moved by so much to either side, and by more where that leads nowhere. */
const STEPS = [2 ** -12, -(2 ** -12), 1 / 16, -1 / 16]

/** The conditions that hold just where numbers within nodes switch. */
function switchesIn(problem: Problem, nodes: readonly Node[]): readonly Node[] {
  const zero = problem.graph.number(0)
  const found = nodesWithin(nodes, problem).flatMap(({ operation: o, args, type }): readonly Node[] => {
    if (!isScalar(type) || type.labels.length > 0) return []
    if (o.op === 'compare') return o.relation === '=' || args.some(isWhole) ? [] : [boundary(problem, args)]
    if (!isTerm(o)) return []
    if (o.op === 'max' || o.op === 'min') return [boundary(problem, args)]
    return o.op === 'relu' || o.op === 'abs' ? [boundary(problem, [args[0]!, zero])] : []
  })
  return [...new Set(found)].slice(0, MOST)
}

const isWhole = ({ type }: Node): boolean => type.sort === 'index' && type.labels.map(dimOf).length === 0

/** a = b. */
const boundary = ({ graph }: Problem, args: readonly Node[]): Node =>
  graph.make({ op: 'compare', relation: '=' }, args, { labels: [], rows: '1', cols: '1', sort: 'truth' })

/** Points beside the places where a claim switches, on both sides of each. */
export function* besideSwitches(problem: Problem, subject: Subject, seed: number): Generator<MetPoint> {
  const { left, right, onPoints, symbols } = subject
  for (const [i, at] of switchesIn(problem, [left, right]).entries()) {
    const point = pointFor(
      problem,
      { ...subject, onPoints: [...onPoints, at] },
      RECIPE,
      seed + 1013 * (i + 1),
    )
    if (point === undefined || point.outside !== undefined) continue
    for (const step of STEPS) yield movedBy(problem, symbols, point, step)
  }
}

/** A point with all that varies smoothly moved, each value by an amount of its own. */
function movedBy(problem: Problem, symbols: readonly string[], point: MetPoint, step: number): MetPoint {
  const moved = symbols
    .filter(name => kindIn(problem, name).smooth)
    .map((name, k) => {
      const [kind, layout] = [kindIn(problem, name), layoutOf(problem, name, point.sizes)]
      const values = point.values[name]!.map((v, i) => v + step * (0.5 + ((811 * i + 317 * k) % 1021) / 1021))
      const settled = kind.settle(values, layout)
      return [name, kind.holds(settled, layout) ? settled : point.values[name]!] as const
    })
  return { ...point, exact: true, values: { ...point.values, ...Object.fromEntries(moved) } }
}
