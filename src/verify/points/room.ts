// Sizes at which everything that a claim reads is there: x_2 wants n ≥ 2, and smaller cases are not drawn.
import { TooLong } from '../evaluate/digits.js'
import type { Case } from '../evaluate/evaluation.js'
import { isDoubtful, Reads } from '../evaluate/reads.js'
import type { Lowering } from '../meaning/lower.js'
import type { Core } from '../meaning/node.js'
import { drawCase } from './draw.js'
import { holds, isEquation, sizesMeeting } from './meet.js'

/** The smallest size of each dimension that needs more than 1. */
export type Least = Readonly<Record<string, number>>

/** What a claim speaks of. */
interface Spoken {
  readonly left: Core
  readonly right: Core
  readonly masks: readonly Core[]
  readonly onCases: readonly Core[]
  readonly symbols: readonly string[]
  readonly dims: readonly string[]
}

/** Entries with larger numbers than this are looked for at no size. */
const FARTHEST = 500

/** The largest whole number that nodes speak of, also in definitions, up to a limit. */
function largestIn(lowering: Lowering, nodes: readonly Core[]): number {
  const seen = new Set<Core>()
  let largest = 2
  const visit = (node: Core): void => {
    if (seen.has(node)) return
    seen.add(node)
    const { operation } = node
    if (operation.op === 'number' && operation.value <= FARTHEST) largest = Math.max(largest, operation.value)
    const symbol = operation.op === 'symbol' ? lowering.context.symbols.get(operation.name) : undefined
    if (symbol?.definition !== undefined) visit(lowering.definition(symbol).core)
    node.args.forEach(visit)
  }
  nodes.forEach(visit)
  return Math.ceil(largest)
}

/**
 * The sizes that a claim needs. Each dimension is made smaller, while all others are large, until something is missing. What is
 * missing at any size, or depends on two sizes at once, wants no size: it is found where the claim is tried.
 */
export function leastSizes(lowering: Lowering, spoken: Spoken): Least {
  const { left, right, masks, onCases, dims } = spoken
  const nodes = [left, right, ...masks, ...onCases]
  if (!nodes.some(node => isDoubtful(lowering, node))) return {}
  const largest = largestIn(lowering, nodes)
  const [near, far] = [largest + 3, largest + 5].map(size =>
    Object.fromEntries(dims.filter(dim => !/^\d+$/.test(dim)).map(dim => [dim, size])),
  )
  const fits = (sizes: Case['sizes']): boolean => isThere(lowering, spoken, sizes)
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
  lowering: Lowering,
  { left, right, masks, onCases, symbols }: Spoken,
  sizes: Case['sizes'],
): boolean {
  const met = sizesMeeting(sizes, onCases)
  const drawn = drawCase(lowering, symbols, met, 'ordinary', 1)
  // A whole number is as small as can be: it is drawn again where it is too large.
  const values = Object.entries(drawn.values).map(([name, of]) =>
    lowering.context.symbols.get(name)!.kind === 'integer' ? [name, of.map(() => 1)] : [name, of],
  )
  const point = { sizes: met, values: Object.fromEntries(values) }
  const conditions = onCases.filter(node => !isEquation(lowering, node))
  try {
    return (
      !conditions.every(node => holds(lowering, point, node)) ||
      new Reads(lowering, point).outside([left, right], masks) === undefined
    )
  } catch (error) {
    if (error instanceof TooLong) return true
    throw error
  }
}

/** Sizes that are not below the least, and differ where they differed. */
export function roomy(sizes: Case['sizes'], least: Least): Case['sizes'] {
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
