// Values in order along an axis: the permutation that sorts, what it gives, and the largest few.
import { allocate, type TypedArray } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, isSet } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { around, formatShape, normalizeAxis, sizeOf } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'
import { gather } from '../gather.js'
import { slice } from '../slice.js'

/** Along which axis to sort, the last unless given, and whether the largest come first. */
export interface SortOptions {
  /** The axis to sort along. */
  readonly axis?: number
  /** The largest first. */
  readonly descending?: boolean
}

interface Sorted {
  readonly axis: number
  readonly descending: boolean
}

const ARGSORT: Operation<Sorted> = {
  name: 'argsort',
  shape: ([x]) => x!.shape,
  dtype: () => 'int32',
  forward([x], { axis, descending }, shape) {
    const { outer, n, inner } = around(shape, axis)
    const values = valuesOf(x!)
    const out = allocate('int32', sizeOf(shape))
    const line = allocate(x!.dtype, n)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const first = o * n * inner + i
        for (let j = 0; j < n; j++) line[j] = values[first + j * inner]!
        const order = permutation(line, descending)
        for (let j = 0; j < n; j++) out[first + j * inner] = order[j]!
      }
    return out
  },
  batch: ({ axis, descending }) => ({ axis: axis + 1, descending }),
}

/** Where the values of a line stand in order, by merging runs: equal ones keep their order, NaN come last in both directions. */
export function permutation(line: TypedArray, descending = false): Int32Array {
  const n = line.length
  let order = new Int32Array(n)
  let numbers = 0
  for (let i = 0; i < n; i++) if (!Number.isNaN(line[i])) order[numbers++] = i
  for (let i = 0, at = numbers; at < n; i++) if (Number.isNaN(line[i])) order[at++] = i
  const isAfter = descending
    ? (a: number, b: number) => line[a]! < line[b]!
    : (a: number, b: number) => line[a]! > line[b]!
  for (let start = 0; start < numbers; start += RUN)
    insertionSort(order, start, Math.min(start + RUN, numbers), isAfter)
  let merged = order.slice()
  for (let width = RUN; width < numbers; width *= 2) {
    for (let start = 0; start < numbers; start += 2 * width) {
      const middle = Math.min(start + width, numbers)
      const end = Math.min(start + 2 * width, numbers)
      for (let at = start, left = start, right = middle; at < end; at++) {
        const takesRight = left === middle || (right < end && isAfter(order[left]!, order[right]!))
        merged[at] = takesRight ? order[right++]! : order[left++]!
      }
    }
    ;[order, merged] = [merged, order]
  }
  return order
}

/** How many values are sorted by insertion, before runs are merged. */
const RUN = 16

function insertionSort(
  order: Int32Array,
  start: number,
  end: number,
  isAfter: (a: number, b: number) => boolean,
): void {
  for (let i = start + 1; i < end; i++) {
    const moved = order[i]!
    let at = i
    for (; at > start && isAfter(order[at - 1]!, moved); at--) order[at] = order[at - 1]!
    order[at] = moved
  }
}

/**
 * The indices that sort x along an axis, the last unless given: `gather(x, argsort(x))` is sorted.
 * Equal values keep their order, with `descending` too; NaN come last in both directions.
 *
 * [m, n], axis 1 → int32 [m, n]
 */
export const argsort = (x: Tensor, options: SortOptions = {}): Tensor => argsortAs('argsort', x, options)

function argsortAs(op: string, x: Tensor, options: SortOptions): Tensor {
  checkTensor(op, x)
  checkOptions(op, options, ['axis', 'descending'])
  const { axis = -1 } = options
  return apply(ARGSORT, [x], {
    axis: normalizeAxis(op, axis, x.rank),
    descending: isSet(op, options, 'descending'),
  })
}

/**
 * x in ascending order along an axis, the last unless given, or in descending order. NaN come last in both directions.
 * Where values tie, each of them keeps its own slope, in the order in which they stand in x.
 *
 * [m, n], axis 1 → [m, n]; dy = dx, moved as the values are
 */
export function sort(x: Tensor, options: SortOptions = {}): Tensor {
  const order = argsortAs('sort', x, options)
  return gather(x, order, { axis: options.axis ?? -1 })
}

/** The axis to search, the last unless given. */
export interface TopKOptions {
  /** The axis to search. */
  readonly axis?: number
}

/** What `topK` gives. */
export interface TopK {
  /** The k largest values, the largest first. */
  readonly values: Tensor
  /** Where each of them stands along the axis: int32. */
  readonly indices: Tensor
}

/**
 * The k largest values along an axis, the largest first, and where they stand; of equal ones the first. NaN count as smallest.
 *
 * [m, n], k, axis 1 → values of [m, k], indices of int32 [m, k]; dy = dx of the values that are taken
 *
 * @example
 * const { values, indices } = topK(tensor([3, 1, 4, 1, 5]), 2)   // [5, 4] and [4, 2]
 */
export function topK(x: Tensor, k: number, options: TopKOptions = {}): TopK {
  checkTensor('topK', x)
  checkOptions('topK', options, ['axis'])
  const axis = normalizeAxis('topK', options.axis ?? -1, x.rank)
  const n = x.shape[axis]!
  if (!Number.isInteger(k) || k < 0 || k > n) {
    throw new ArgumentError(
      'topK',
      `k must be a whole number from 0 to ${n}, the extent of axis ${axis} of shape ${formatShape(x.shape)}, got ${describe(k)}`,
    )
  }
  const all = argsortAs('topK', x, { axis, descending: true })
  const indices = slice(
    all,
    all.shape.map((_, i) => (i === axis ? [0, k] : undefined)),
  )
  return { values: gather(x, indices, { axis }), indices }
}
