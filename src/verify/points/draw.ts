// Points to try a claim at: sizes that are distinct primes, and values that are ordinary, large, or of a special structure.
import { type RandomStream, random } from '../../random.js'
import type { Point } from '../evaluate/point.js'
import type { Declared } from '../given/context.js'
import type { Problem } from '../meaning/problem.js'

/** What values are like. */
export type Lane =
  /** Sixteenths between −1.5 and 1.5. */
  | 'ordinary'
  /** Sixteenths between −4 and 4. */
  | 'wide'
  /** Scores near ±700, where e^x just fits, and ±10000, where it does not. */
  | 'large'
  | 'huge'
  | 'zeros'
  | 'ones'
  /** −1, 0 and 1. */
  | 'units'
  /** All entries of a symbol are equal. */
  | 'ties'

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
    const symbol = problem.context.symbols.get(name)!
    for (const dim of symbol.axes) used.add(dim)
    if (symbol.classes !== undefined) used.add(symbol.classes)
  }
  return problem.context.dims.filter(dim => used.has(dim))
}

const extentOf = (dim: string, sizes: Readonly<Record<string, number>>): number => sizes[dim] ?? Number(dim)

/** How many values a symbol has. */
export const countOf = ({ axes }: Declared, sizes: Readonly<Record<string, number>>): number =>
  axes.reduce((n, dim) => n * extentOf(dim, sizes), 1)

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
  const reals = symbols.filter(name => problem.context.symbols.get(name)!.kind === 'real')
  // Products of two large factors would be larger still: one symbol is large, the others are ordinary.
  const large = reals[seed % Math.max(1, reals.length)]
  const values: Record<string, Float64Array> = {}
  for (const name of symbols) {
    const symbol = problem.context.symbols.get(name)!
    const own = (lane === 'large' || lane === 'huge') && name !== large ? 'ordinary' : lane
    const count = countOf(symbol, sizes)
    problem.meter.spend(DRAWN * count, symbol)
    values[name] = valuesOf(symbol, count, sizes, own, stream)
  }
  return { sizes, values }
}

/** Whole numbers from low to high, inclusive. */
const wholes = (stream: RandomStream, n: number, low: number, high: number): Float64Array =>
  Float64Array.from(stream.integers([n], low, high + 1).data)

function valuesOf(
  { kind, axes, classes }: Declared,
  n: number,
  sizes: Readonly<Record<string, number>>,
  lane: Lane,
  stream: RandomStream,
): Float64Array {
  const special = lane === 'ties' ? wholes(stream, 1, 1, 24)[0]! / 16 : undefined
  const last = axes.length === 0 ? 1 : extentOf(axes.at(-1)!, sizes)
  switch (kind) {
    case 'class':
      return wholes(stream, n, 1, extentOf(classes!, sizes))
    case 'binary':
      return wholes(stream, n, 0, 1)
    case 'sign':
      return wholes(stream, n, 0, 1).map(bit => 2 * bit - 1)
    case 'integer':
      return wholes(stream, n, 1, 4)
    case 'distribution':
      return byLines(n, last, () => shares(stream, last))
    case 'onehot':
      return byLines(n, last, () => {
        const line = new Float64Array(last)
        line[wholes(stream, 1, 0, last - 1)[0]!] = 1
        return line
      })
    case 'probability':
      return special !== undefined
        ? new Float64Array(n).fill(special / 2)
        : wholes(stream, n, 1, 15).map(k => k / 16)
    case 'positive':
    case 'nonnegative': {
      const least = kind === 'positive' ? 1 : 0
      if (lane === 'ones' || lane === 'units' || (lane === 'zeros' && kind === 'positive'))
        return new Float64Array(n).fill(1)
      if (lane === 'zeros') return new Float64Array(n)
      if (special !== undefined) return new Float64Array(n).fill(special)
      return wholes(stream, n, least, lane === 'wide' ? 64 : 32).map(k => k / 16)
    }
    case 'real':
      switch (lane) {
        case 'zeros':
          return new Float64Array(n)
        case 'ones':
          return new Float64Array(n).fill(1)
        case 'ties':
          return new Float64Array(n).fill(special!)
        case 'units':
          return wholes(stream, n, -1, 1)
        case 'wide':
          return wholes(stream, n, -64, 64).map(k => k / 16)
        case 'large':
        case 'huge': {
          const top = lane === 'large' ? 700 : 10_000
          const signs = wholes(stream, n, 0, 1)
          return wholes(stream, n, 0, 64).map((k, i) => (2 * signs[i]! - 1) * (top - k / 16))
        }
        case 'ordinary':
          return wholes(stream, n, -24, 24).map(k => k / 16)
      }
  }
}

/** Values line by line along the last axis. */
function byLines(n: number, length: number, line: () => Float64Array): Float64Array {
  const all = new Float64Array(n)
  for (let at = 0; at < n; at += length) all.set(line(), at)
  return all
}

/** Positive numbers with few binary digits that sum to exactly 1. */
function shares(stream: RandomStream, n: number): Float64Array {
  const parts = 2 ** Math.ceil(Math.log2(8 * n))
  const cuts = [...stream.permutation(parts - 1).data]
    .slice(0, n - 1)
    .map(cut => cut + 1)
    .sort((a, b) => a - b)
  return Float64Array.from({ length: n }, (_, i) => ((cuts[i] ?? parts) - (cuts[i - 1] ?? 0)) / parts)
}
