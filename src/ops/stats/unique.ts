// The different values of a tensor, with where they are and how often. How many there are, values alone can tell.
import { fromData } from '../../create.js'
import { allocate } from '../../dtype.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { take } from '../gather.js'
import { permutation } from '../order/sort.js'
import { reshape } from '../reshape.js'
import { readValues } from './values.js'

/** What `unique` gives. */
export interface Unique {
  /** The different values in ascending order, each as it stands where it comes first: [k]. NaN is one value, and the last. */
  readonly values: Tensor
  /** For each value of x its place among them, of x's shape: `take(values, inverse)` is x. */
  readonly inverse: Tensor
  /** How often each of them occurs: int32 [k]. */
  readonly counts: Tensor
}

/**
 * The different values of x in ascending order, where each value of x stands among them, and how often they occur. Equal are
 * values that `===` calls so, and NaN among themselves.
 *
 * x : any shape → values of [k], inverse of int32 x's shape, counts of int32 [k]; dy = dx where each value comes first
 *
 * How many there are is known from the values alone: inside of `compile` and of `vmap` an argument is refused.
 *
 * @example
 * const { values, inverse, counts } = unique(tensor([3, 1, 3]))   // [1, 3], [1, 0, 1] and [1, 2]
 */
export function unique(x: Tensor): Unique {
  checkTensor('unique', x)
  const line = readValues('unique', x)
  const order = permutation(line)
  const inverse = allocate('int32', line.length)
  const [firsts, counts]: [number[], number[]] = [[], []]
  order.forEach((at, i) => {
    const before = i === 0 ? undefined : line[order[i - 1]!]!
    const value = line[at]!
    if (before === undefined || !(value === before || (Number.isNaN(value) && Number.isNaN(before)))) {
      firsts.push(at)
      counts.push(0)
    }
    counts[counts.length - 1]!++
    inverse[at] = firsts.length - 1
  })
  const int = (values: readonly number[]) => fromData(Int32Array.from(values), [values.length])
  return {
    values: take(reshape(x, [x.size]), int(firsts)),
    inverse: fromData(inverse, x.shape),
    counts: int(counts),
  }
}
