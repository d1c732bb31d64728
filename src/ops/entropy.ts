// Products with a logarithm, in which 0 · ln 0 is 0: x·ln y, and the entropy that is made of it.
import type { Reduced } from '../axes.js'
import { floatOf } from '../dtype.js'
import type { Shape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import { type BinaryOp, binary, div, mulNoNan, sub } from './arithmetic.js'
import { equal, greater, logicalAnd, logicalNot, where } from './comparison.js'
import { type Axes, type ReduceOptions, reducedShapes, sum } from './reduce.js'
import { selfAdjoint } from './unary.js'

/**
 * x·ln y value by value, and 0 where x is 0, as SciPy's. Broadcasts; float also for integers. A NaN in y gives NaN.
 *
 * d(x·ln y) = ln(y)·dx + x/y·dy, and 0 where x is 0 and y not above 0: what is masked has no slope
 */
export const xlogy: BinaryOp = binary({
  name: 'xlogy',
  f: (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * Math.log(y)),
  dtype: floatOf,
  differentials: (x, y) => {
    const masked = logicalAnd(equal(x, 0), logicalNot(greater(y, 0)))
    const open = where(masked, 1, y)
    return [
      selfAdjoint(dx => xlogy(dx, open)),
      selfAdjoint(dy => mulNoNan(dy, where(masked, 0, div(x, open)))),
    ]
  },
})

/**
 * −Σ p·ln p over axes (all unless given), in nats: the entropy of probabilities, of which a 0 adds nothing. Weights of any
 * sum are taken as they are. From scores: `entropy(softmax(scores), { axis: -1 })`, some of which may be −∞.
 *
 * [n, c], axis 1 → [n]; dy = −Σ (ln p + 1)·dp, and 0 where p is 0
 */
export function entropy<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  p: Tensor<S>,
  options?: ReduceOptions<A, Kept>,
): Tensor<Reduced<S, A, Kept>>
export function entropy(p: Tensor, options: ReduceOptions = {}): Tensor {
  reducedShapes('entropy', p, options)
  // 0 − x and not −x: a certainty has the entropy 0, and not −0.
  return sub(0, sum(xlogy(p, p), options) as Tensor)
}
