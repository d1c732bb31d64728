// Where values belong among sorted ones, by halving.
import { allocate, type TypedArray } from '../../dtype.js'
import { ArgumentError, checkOptions, describe, ShapeError } from '../../errors.js'
import { apply, type Operation } from '../../graph/index.js'
import { formatShape } from '../../shape.js'
import { checkTensor, type Tensor, valuesOf } from '../../tensor.js'
import { asTensor, type Operand } from '../operand.js'

/** Before or behind values that equal it. */
export interface SearchSortedOptions {
  /** `'left'`, unless given: before them; `'right'`: behind them. */
  readonly side?: 'left' | 'right'
}

const SEARCH: Operation<{ readonly right: boolean }> = {
  name: 'searchSorted',
  shape: ([, values]) => values!.shape,
  dtype: () => 'int32',
  forward([sorted, values], { right }) {
    const line = valuesOf(sorted!)
    checkAscending('searchSorted', line)
    const out = allocate('int32', values!.size)
    valuesOf(values!).forEach((value: number, i: number) => {
      out[i] = placeOf(line, value, right)
    })
    return out
  },
  shares: true,
  batch: (params, _n, _inputs, [sorted]) => !sorted && params,
}

/** Refuses a line whose values do not ascend; NaN may stand behind all others. */
export function checkAscending(op: string, line: TypedArray): void {
  for (let i = 1; i < line.length; i++)
    if (isBelow(line[i]!, line[i - 1]!))
      throw new ArgumentError(
        op,
        `values must ascend, and value ${i}, ${line[i]}, is below the one before it, ${line[i - 1]}; sort them first`,
      )
}

/** How many values of a line are below a value, or with `right` not above it. NaN is above all. */
export function placeOf(line: TypedArray, value: number, right: boolean): number {
  let [low, high] = [0, line.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (right ? isBelow(value, line[middle]!) : !isBelow(line[middle]!, value)) high = middle
    else low = middle + 1
  }
  return low
}

const isBelow = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a))

/**
 * For each value its place in a sorted vector: how many of that are below it, or with `side: 'right'` not above it. NaN is above all
 * numbers.
 *
 * sorted : [n], values : [...s] → int32 [...s]
 *
 * Throws an `ArgumentError` where the vector is not sorted.
 *
 * @example
 * searchSorted(tensor([1, 2, 2, 3]), tensor([2, 9]))                       // [1, 4]
 * searchSorted(tensor([1, 2, 2, 3]), tensor([2, 9]), { side: 'right' })    // [3, 4]
 */
export function searchSorted(sorted: Tensor, values: Operand, options: SearchSortedOptions = {}): Tensor {
  checkTensor('searchSorted', sorted)
  checkOptions('searchSorted', options, ['side'])
  const { side = 'left' } = options
  if (side !== 'left' && side !== 'right')
    throw new ArgumentError('searchSorted', `side is 'left' or 'right', got ${describe(side)}`)
  if (sorted.rank !== 1)
    throw new ShapeError('searchSorted', `wants a sorted vector, got shape ${formatShape(sorted.shape)}`, [
      sorted.shape,
    ])
  return apply(SEARCH, [sorted, asTensor('searchSorted', values)], { right: side === 'right' })
}
