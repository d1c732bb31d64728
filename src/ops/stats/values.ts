// Values that must be known at once: those of constants, and not what stands for values that are not there yet.
import type { TypedArray } from '../../dtype.js'
import { ArgumentError } from '../../errors.js'
import { isComputing } from '../../graph/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'

/** The values of a tensor; refuses one whose values are not known, as in a trace or a batch, on behalf of an op. */
export function readValues(op: string, x: Tensor): TypedArray {
  try {
    const values = valuesOf(x)
    // What stands for values may tell how many there are, and refuse the first only when it is read.
    void values[0]
    return values
  } catch (error) {
    if (isComputing()) throw error
    throw new ArgumentError(
      op,
      'the shape of the result depends on values, which are not known inside of compile or vmap; call it outside and pass on what it gives',
    )
  }
}
