// Points to try a claim at: sizes that are distinct primes, and values that are ordinary, large, or of a special structure.
import { random } from '../../random.js'
import { sizeOf } from '../../shape.js'
import type { Point } from '../evaluate/index.js'
import { kindIn, layoutOf } from '../given/index.js'
import { type Lane, wholes } from '../given/kinds/index.js'
import type { Problem } from '../meaning/index.js'

/** How to draw a case. */
export interface Recipe {
  readonly lane: Lane
  /** Which of the lists of primes the sizes come from. */
  readonly sizes: number
}

/** No two dimensions of a case have the same size, so that m = n never hides a mistake. */
const PRIMES: readonly (readonly number[])[] = [
  [5, 3, 7, 2, 11, 13, 17, 19, 23, 29],
  [3, 7, 2, 5, 13, 11, 19, 17, 29, 23],
  [7, 2, 5, 3, 11, 17, 13, 23, 19, 29],
  [2, 5, 3, 7, 17, 11, 13, 19, 29, 23],
  [3, 5, 11, 2, 7, 13, 19, 17, 23, 29],
  [5, 7, 3, 11, 2, 19, 13, 17, 23, 29],
]

/** The cases that every claim is tried at, in this order. */
export const BATTERY: readonly Recipe[] = [
  { lane: 'ordinary', sizes: 0 },
  { lane: 'wide', sizes: 1 },
  { lane: 'units', sizes: 2 },
  { lane: 'large', sizes: 3 },
  { lane: 'ties', sizes: 1 },
  { lane: 'ordinary', sizes: 2 },
  { lane: 'huge', sizes: 0 },
  { lane: 'zeros', sizes: 3 },
  { lane: 'ones', sizes: 1 },
]

/** Cases on sizes and values that are used for nothing else: a diagnosis must hold there too. */
export const UNSEEN: readonly Recipe[] = [
  { lane: 'ordinary', sizes: 4 },
  { lane: 'wide', sizes: 5 },
  { lane: 'ordinary', sizes: 5 },
]

/** The size of each dimension, fixed ones apart. */
export const sizesFor = (dims: readonly string[], recipe: Recipe): Readonly<Record<string, number>> => {
  const primes = PRIMES[recipe.sizes % PRIMES.length]!
  return Object.fromEntries(
    dims.map((dim, i) => [dim, primes[i % primes.length]! + 30 * Math.floor(i / primes.length)]),
  )
}

/** The dimensions that symbols need, in the order of the context. */
export function dimsOf(
  problem: Problem,
  symbols: Iterable<string>,
  more: Iterable<string> = [],
): readonly string[] {
  const used = new Set<string>(more)
  for (const name of symbols) {
    const symbol = problem.symbols.get(name)!
    for (const dim of symbol.axes) used.add(dim)
    if (symbol.classes !== undefined) used.add(symbol.classes)
  }
  return problem.dims.filter(dim => used.has(dim))
}

/** What it costs to draw a value, in entries. */
const DRAWN = 4

/** A case: values for each of the symbols, at the given sizes. */
export function drawPoint(
  problem: Problem,
  symbols: readonly string[],
  sizes: Readonly<Record<string, number>>,
  lane: Lane,
  seed: number,
): Point {
  const stream = random(seed)
  const unlimited = symbols.filter(name => kindIn(problem, name).large)
  // Products of two large factors would be larger still: one symbol is large, the others are ordinary.
  const large = unlimited[seed % Math.max(1, unlimited.length)]
  const values: Record<string, Float64Array> = {}
  for (const name of symbols) {
    const kind = kindIn(problem, name)
    const layout = layoutOf(problem, name, sizes)
    const own = (lane === 'large' || lane === 'huge') && name !== large ? 'ordinary' : lane
    problem.meter.spend(DRAWN * sizeOf(layout.shape) + (kind.work?.(layout) ?? 0), { name })
    const tie = own === 'ties' ? wholes(stream, 1, 1, 24)[0]! / 16 : undefined
    values[name] = kind.draw({ ...layout, lane: own, stream, tie })
  }
  return { sizes, values }
}
