// The standard deviation: the length of what is left when the mean is taken away.
import type { Reduced } from '../axes.js'
import { floatOf } from '../dtype.js'
import { ArgumentError, describe } from '../errors.js'
import type { Shape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import { div, sub } from './arithmetic.js'
import { norm } from './norm.js'
import { type Axes, mean, type ReduceOptions, reducedShapes } from './reduce.js'
import { cast } from './reshape.js'

/**
 * √(Σ (x − mean)² / (n − ddof)) over axes; `ddof` is 0 unless given, 1 for the root of the unbiased variance. The squares
 * neither overflow nor underflow. Without enough values it is NaN or ∞, as NumPy's.
 *
 * [m, n], axis 1 → [m]; dy = Σ (x − mean)·dx / ((n − ddof)·y), and 0 where y = 0, where a second derivative is refused
 */
export function std<S extends Shape, const A extends Axes = never, const Kept extends boolean = false>(
  x: Tensor<S>,
  options?: ReduceOptions<A, Kept> & { readonly ddof?: number },
): Tensor<Reduced<S, A, Kept>>
export function std(x: Tensor, options: ReduceOptions & { readonly ddof?: number } = {}): Tensor {
  const { count } = reducedShapes('std', x, options, 'ddof')
  const { ddof = 0, ...over } = options
  if (!Number.isFinite(ddof)) throw new ArgumentError('std', `ddof must be a number, got ${describe(ddof)}`)
  const centred = sub(cast(x, floatOf(x.dtype)), mean(x, { ...over, keepdims: true }))
  return div(norm(centred, over), Math.sqrt(Math.max(0, count - ddof)))
}
