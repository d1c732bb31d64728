// Sizes at which everything that a claim reads is there: x_2 wants n ≥ 2, and smaller cases are not drawn.
import { isDoubtful, type Point, Reads, TooLong } from '../evaluate/index.js'
import { kindIn } from '../given/index.js'
import { type Node, nodesWithin, type Problem } from '../meaning/index.js'
import { drawPoint } from './draw.js'
import { holds, isEquation, sizesMeeting } from './meet.js'

/** The smallest size of each dimension that needs more than 1. */
export type Least = Readonly<Record<string, number>>

/** An equality of two nodes, and what it speaks of. */
export interface Spoken {
  readonly left: Node
  readonly right: Node
  /** Conditions that choose the entries it is for. */
  readonly masks: readonly Node[]
  /** Conditions on points rather than entries. */
  readonly onPoints: readonly Node[]
  readonly symbols: readonly string[]
  readonly dims: readonly string[]
}

/** Entries with larger numbers than this are looked for at no size. */
const FARTHEST = 500

/** The largest whole number that nodes speak of, also in definitions, up to a limit. */
function largestIn(problem: Problem, nodes: readonly Node[]): number {
  const numbers = nodesWithin(nodes, problem).map(({ operation: o }) => (o.op === 'number' ? o.value : 0))
  return Math.ceil(Math.max(2, ...numbers.filter(value => value <= FARTHEST)))
}

/**
 * The sizes that a claim needs. Each dimension is made smaller, while all others are large, until something is missing. What is
 * missing at any size, or depends on two sizes at once, wants no size: it is found where the claim is tried.
 */
export function leastSizes(problem: Problem, spoken: Spoken): Least {
  const { left, right, masks, onPoints, dims } = spoken
  const nodes = [left, right, ...masks, ...onPoints]
  if (!nodes.some(node => isDoubtful(problem, node))) return {}
  const largest = largestIn(problem, nodes)
  const [near, far] = [largest + 3, largest + 5].map(size =>
    Object.fromEntries(dims.filter(dim => !/^\d+$/.test(dim)).map(dim => [dim, size])),
  )
  const fits = (sizes: Point['sizes']): boolean => isThere(problem, spoken, sizes)
  if (!fits(near!) || !fits(far!)) return {}
  const least = Object.keys(near!).flatMap(dim => {
    const [a, b] = [near!, far!].map(sizes => {
      let size = sizes[dim]!
      while (size > 1 && fits({ ...sizes, [dim]: size - 1 })) size--
      return size
    })
    return a === b && a! > 1 ? [[dim, a!] as const] : []
  })
  return Object.fromEntries(least)
}

/** Whether all that a claim reads is there at some sizes, or its conditions forbid these. */
function isThere(
  problem: Problem,
  { left, right, masks, onPoints, symbols }: Spoken,
  sizes: Point['sizes'],
): boolean {
  const met = sizesMeeting(sizes, onPoints)
  const drawn = drawPoint(problem, symbols, met, 'ordinary', 1)
  // A whole number is as small as can be: it is drawn again where it is too large.
  const values = Object.entries(drawn.values).map(([name, of]) =>
    kindIn(problem, name).unbounded ? [name, of.map(() => 1)] : [name, of],
  )
  const point = { sizes: met, values: Object.fromEntries(values) }
  const conditions = onPoints.filter(node => !isEquation(problem, node))
  try {
    return (
      !conditions.every(node => holds(problem, point, node)) ||
      new Reads(problem, point).outside([left, right], masks) === undefined
    )
  } catch (error) {
    if (error instanceof TooLong) return true
    throw error
  }
}

/** Sizes that are not below the least, and differ where they differed. */
export function roomy(sizes: Point['sizes'], least: Least): Point['sizes'] {
  if (Object.keys(least).length === 0) return sizes
  const taken = new Set(
    Object.entries(sizes).flatMap(([dim, size]) => (size < (least[dim] ?? 1) ? [] : [size])),
  )
  const enlarged = Object.entries(sizes).map(([dim, size]) => {
    let enough = size
    if (size < (least[dim] ?? 1)) for (enough = least[dim]!; taken.has(enough); ) enough++
    taken.add(enough)
    return [dim, enough] as const
  })
  return Object.fromEntries(enlarged)
}

/** "n ≥ 2" for each dimension that needs so much. */
export const leastText = (least: Least): string =>
  Object.entries(least)
    .map(([dim, size]) => `${dim} ≥ ${size}`)
    .join(', ')
