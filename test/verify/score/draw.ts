// Points at which formulas are compared: drawn here, by rules of our own, and by none of the verifier's.
import { type RandomStream, random } from '../../../src/random.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import type { Context, Declared } from '../../../src/verify/given/context.js'

/** Values have that many binary places, so that sums and differences of them are exact. */
const GRAIN = 2 ** 16

const grained = (value: number): number => Math.round(value * GRAIN) / GRAIN

/** A point at which every symbol of a context has a value. */
export function pointOf(context: Context, seed: number): Point {
  const stream = random(seed)
  // Different sizes, and on every third point some that are equal.
  const order = [...stream.permutation(Math.max(4, context.dims.length)).data]
  const extents = seed % 3 === 2 ? order.map(k => (k % 3) + 2) : order.map(k => k + 2)
  const sizes = Object.fromEntries(context.dims.map((dim, i) => [dim, extents[i]!]))
  const values: Record<string, Float64Array> = {}
  for (const symbol of context.symbols.values())
    if (symbol.definition === undefined) values[symbol.name] = valuesOf(symbol, sizes, stream)
  return { sizes, values }
}

function valuesOf(
  { kind, axes, classes }: Declared,
  sizes: Readonly<Record<string, number>>,
  stream: RandomStream,
): Float64Array {
  const extent = (dim: string): number => sizes[dim] ?? Number(dim)
  const n = axes.reduce((count, dim) => count * extent(dim), 1)
  const last = axes.length === 0 ? 1 : extent(axes.at(-1)!)
  const normal = (): Float64Array => Float64Array.from(stream.normal([n]).data)
  const wholes = (low: number, high: number): Float64Array =>
    Float64Array.from(stream.integers([n], low, high + 1).data)
  switch (kind) {
    case 'real':
      return normal().map(grained)
    case 'positive':
    case 'nonnegative':
      return normal().map(x => grained(0.25 + Math.abs(x)))
    case 'probability':
      return Float64Array.from(stream.uniform([n], { low: 0.1, high: 0.9 }).data, grained)
    case 'binary':
      return wholes(0, 1)
    case 'sign':
      return wholes(0, 1).map(bit => 1 - 2 * bit)
    case 'integer':
      return wholes(1, 3)
    case 'class':
      return wholes(1, extent(classes!))
    case 'onehot': {
      const hot = wholes(0, last - 1)
      return Float64Array.from({ length: n }, (_, i) => (i % last === hot[i - (i % last)] ? 1 : 0))
    }
    case 'distribution': {
      const weights = wholes(1, 999)
      for (let at = 0; at < n; at += last) {
        const line = weights.subarray(at, at + last)
        const total = line.reduce((sum, w) => sum + w, 0)
        const shares = line.map(w => grained(w / total))
        shares[0] = 1 - shares.subarray(1).reduce((sum, share) => sum + share, 0)
        line.set(shares)
      }
      return weights
    }
    default:
      throw new RangeError(`no formula of the score speaks of ${kind}`)
  }
}
