// Conditions and the cases that meet them: some choose entries, some sizes, some are met by luck, and equations by Newton steps.

import { Evaluation, type Point } from '../evaluate/index.js'
import type { Lane } from '../given/kinds/index.js'
import type { Node, Problem } from '../meaning/index.js'
import { drawPoint } from './draw.js'
import { isExact, movableIn } from './kinds.js'
import { type MetPoint, solve } from './solve.js'

/** The parts of a condition that must all be met. */
export const partsOf = (node: Node): readonly Node[] =>
  node.operation.op === 'and' ? node.args.flatMap(partsOf) : [node]

/** An equation between real numbers, which drawing alone never meets. */
export const isEquation = (problem: Problem, node: Node): boolean =>
  node.operation.op === 'compare' &&
  node.operation.relation === '=' &&
  node.args.some(({ type }) => type.sort === 'real') &&
  movableIn(problem, node.args).length > 0

/** Whether a condition chooses entries rather than cases: it speaks of labels that the claim is about. */
export const choosesEntries = (problem: Problem, node: Node, labels: readonly string[]): boolean =>
  !isEquation(problem, node) && node.type.labels.some(label => labels.includes(label))

/** Sizes changed so that conditions such as m = n and k = 2 are met. */
export function sizesMeeting(
  sizes: Readonly<Record<string, number>>,
  conditions: readonly Node[],
): Readonly<Record<string, number>> {
  const met: Record<string, number> = { ...sizes }
  const isExtent = (value: number): boolean => value >= 1 && Number.isInteger(value)
  const equations = conditions.filter(({ operation: o }) => o.op === 'compare' && o.relation === '=')
  // As often as it takes for what is said of one dimension to reach all that equal it.
  for (const { args } of equations.flatMap(() => equations)) {
    const [a, b] = args.map(({ operation: o }) => o)
    if (a?.op === 'size' && b?.op === 'size') met[b.dim] = met[a.dim]!
    else if (a?.op === 'size' && b?.op === 'number' && isExtent(b.value)) met[a.dim] = b.value
    else if (b?.op === 'size' && a?.op === 'number' && isExtent(a.value)) met[b.dim] = a.value
  }
  return met
}

/** How often a case is drawn again until conditions are met by luck. */
const TRIES = 60
/** Newton steps either arrive from almost anywhere, or from nowhere. */
const STARTS = 6

/** A case that meets conditions; `undefined` where none was found. */
export function drawMeeting(
  problem: Problem,
  symbols: readonly string[],
  sizes: Readonly<Record<string, number>>,
  lane: Lane,
  seed: number,
  conditions: readonly Node[],
): MetPoint | undefined {
  const wanted = sizesMeeting(sizes, conditions)
  const equations = conditions.filter(node => isEquation(problem, node))
  const others = conditions.filter(node => !equations.includes(node))
  const tries = conditions.length === 0 ? 1 : equations.length > 0 ? STARTS : TRIES
  const seen = new Set<string>()
  for (let attempt = 0; attempt < tries; attempt++) {
    // Where luck fails on a special lane, it may do better on an ordinary one.
    const own = attempt < tries / 2 ? lane : 'ordinary'
    const drawn = drawPoint(problem, symbols, wanted, own, seed + 7919 * attempt)
    // Lanes such as zeros draw the same values again, which would fail again.
    if (tries > 1) {
      const key = symbols.map(name => drawn.values[name]!.join()).join(';')
      if (seen.has(key)) continue
      seen.add(key)
    }
    const met = equations.length === 0 ? { ...drawn, exact: true } : solve(problem, drawn, equations)
    if (met !== undefined && others.every(node => holds(problem, met, node)))
      return { ...met, exact: met.exact && isExact(problem, met) }
  }
  return undefined
}

/** Whether all entries of a condition hold at a case. */
export function holds(problem: Problem, point: Point, node: Node): boolean {
  const { c } = new Evaluation(problem, point, false).full(node)
  return [...c.data].every(value => value !== 0)
}
