// How many values fall between edges.
import { fromData } from '../../create.js'
import { allocate, floatOf } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { linspace } from '../../fill.js'
import { formatShape } from '../../shape.js'
import { checkTensor, isTensor, type Tensor } from '../../tensor.js'
import { checkAscending, placeOf } from './searchSorted.js'
import { readValues } from './values.js'

/** From where to where bins of equal width go. */
export interface HistogramOptions {
  /** From the first edge to the last; from the smallest value to the largest unless given. */
  readonly range?: readonly [from: number, to: number]
}

/** What `histogram` gives. */
export interface Histogram {
  /** How many values are in each bin: int32 [k]. */
  readonly counts: Tensor
  /** Where bins begin and end: [k + 1]. */
  readonly edges: Tensor
}

/**
 * How many values fall into each bin, for so many bins of equal width or for edges of your own. A value on an edge belongs to the
 * bin that begins there, on the last edge to the last bin; values beyond the edges are not counted, as in NumPy.
 *
 * x : any shape, bins : a number k or edges [k + 1] → counts of [k], edges of [k + 1]; flat
 *
 * What lies where is known from the values alone: inside of `compile` and of `vmap` an argument is refused. So is NaN, which
 * belongs to no bin. Where all values are equal, or there are none, bins are 1 wide together.
 *
 * @example
 * histogram(tensor([1, 2, 2, 5]), 2).counts                      // [3, 1], of edges 1, 3, 5
 * histogram(tensor([1, 2, 2, 5]), tensor([0, 2, 4])).counts      // [1, 2]: 5 is beyond them
 */
export function histogram(
  x: Tensor,
  bins: number | Tensor | readonly number[] = 10,
  options: HistogramOptions = {},
): Histogram {
  checkTensor('histogram', x)
  checkOptions('histogram', options, ['range'])
  const values = readValues('histogram', x)
  const nan = values.findIndex(Number.isNaN)
  if (nan >= 0) throw new ArgumentError('histogram', `value ${nan} is NaN, which belongs to no bin`)
  const edges = typeof bins === 'number' ? evenEdges(x, values, bins, options.range) : ownEdges(bins, options)
  const line = readValues('histogram', edges)
  const last = line.length - 1
  const counts = allocate('int32', last)
  for (const value of values) {
    if (!(value >= line[0]! && value <= line[last]!)) continue
    counts[Math.min(placeOf(line, value, true), last) - 1]!++
  }
  return { counts: fromData(counts, [last]), edges }
}

function evenEdges(
  x: Tensor,
  values: ArrayLike<number>,
  bins: number,
  range?: readonly [number, number],
): Tensor {
  if (!Number.isSafeInteger(bins) || bins < 1)
    throw new ArgumentError('histogram', `the number of bins is a whole number ≥ 1, got ${describe(bins)}`)
  if (range !== undefined && !(Array.isArray(range) && range.length === 2))
    throw new ArgumentError('histogram', `range is [from, to], got ${describe(range)}`)
  let [from, to] = range ?? extentOf(values)
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
    throw new ArgumentError(
      'histogram',
      range === undefined
        ? `values reach from ${from} to ${to}; give a finite range, or edges`
        : `range is [from, to] with from ≤ to, both finite, got ${JSON.stringify(range)}`,
    )
  if (from === to) [from, to] = [from - 0.5, to + 0.5]
  return linspace(from, to, bins + 1, { dtype: floatOf(x.dtype) })
}

function extentOf(values: ArrayLike<number>): [number, number] {
  if (values.length === 0) return [0, 1]
  let [from, to] = [values[0]!, values[0]!]
  for (let i = 1; i < values.length; i++) {
    from = Math.min(from, values[i]!)
    to = Math.max(to, values[i]!)
  }
  return [from, to]
}

function ownEdges(bins: Tensor | readonly number[], { range }: HistogramOptions): Tensor {
  if (!isTensor(bins) && !Array.isArray(bins))
    throw new ArgumentError('histogram', `bins are a number, or edges in a vector, got ${describe(bins)}`)
  if (range !== undefined)
    throw new ArgumentError(
      'histogram',
      'takes edges or a range, not both: edges say where bins begin and end',
    )
  const edges: Tensor = isTensor(bins) ? bins : fromData(Float64Array.from(bins), [bins.length])
  if (edges.rank !== 1 || edges.size < 2)
    throw new ShapeError(
      'histogram',
      `wants a vector of two edges or more, got shape ${formatShape(edges.shape)}`,
      [edges.shape],
    )
  const values = readValues('histogram', edges)
  const nan = values.findIndex(Number.isNaN)
  if (nan >= 0) throw new ArgumentError('histogram', `edge ${nan} is NaN`)
  checkAscending('histogram', values)
  return edges
}
