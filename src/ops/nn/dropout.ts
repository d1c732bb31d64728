// Values left out at random, in training.
import { floatOf } from '../../dtype.js'
import { ArgumentError, describe } from '../../errors.js'
import type { RandomStream } from '../../random.js'
import type { Shape } from '../../shape.js'
import { checkTensor, type Tensor } from '../../tensor.js'
import { div, mulNoNan } from '../arithmetic.js'
import { greaterEqual } from '../comparison.js'
import { cast } from '../reshape.js'

/**
 * x with each value set to 0 with probability `rate`, and divided by 1 − rate where it is kept, so that its expectation stays
 * (Srivastava et al., 2014). Which ones, the stream says. A rate of 0 is x and one of 1 is zeros; neither draws anything.
 *
 * x : any shape → the same; dy = dx/(1 − rate) of what is kept
 *
 * Where nothing can be drawn, within `compile` for instance, a rate between them is refused: draw ones outside, as
 * `dropout(ones(shape), rate, stream)`, and multiply by them.
 */
export function dropout<S extends Shape>(x: Tensor<S>, rate: number, stream: RandomStream): Tensor<S> {
  checkTensor('dropout', x)
  if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1))
    throw new ArgumentError('dropout', `the rate must be a number from 0 to 1, got ${describe(rate)}`)
  const value: Tensor = cast(x as Tensor, floatOf(x.dtype))
  if (rate === 0) return value as Tensor<S>
  if (rate === 1) return mulNoNan(value, 0) as Tensor as Tensor<S>
  if (typeof stream?.uniform !== 'function') {
    throw new ArgumentError(
      'dropout',
      `wants a random stream, as in dropout(x, 0.5, random(42)), got ${describe(stream)}`,
    )
  }
  const kept = cast(greaterEqual(stream.uniform(x.shape as Shape), rate), value.dtype)
  return mulNoNan(value, div(kept, 1 - rate)) as Tensor as Tensor<S>
}
