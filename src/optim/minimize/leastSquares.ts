// Minimizing a sum of squares over tensors nested in objects and arrays, by Levenberg–Marquardt.
import { ArgumentError, checkFunction, checkOptions, describe } from '../../errors.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { push } from '../../transforms/forward.js'
import { linearizeAt } from '../../transforms/linearize.js'
import { COMMON } from './flat/drive.js'
import { levenbergMarquardt, type Residuals } from './flat/levenbergMarquardt.js'
import type { MinimizeOptions } from './flat/objective.js'
import { layoutOf, writeLeaves } from './layout.js'
import { type Minimum, minimumOf } from './minimize.js'

/**
 * Minimizes ½ Σ rᵢ² by Levenberg–Marquardt: for residuals of many data under few parameters.
 *
 * residuals : params → tensor of any shape, the same at each point; params : tensors nested as you like, of which the float ones
 * move. An iteration pushes one tangent for each parameter through the residuals, and solves by QR.
 *
 * float32 parameters are float64 inside: so the residuals see them, and what was found is rounded at the end.
 *
 * Throws an `ArgumentError` where a residual at the start, or its derivative, is not finite.
 *
 * @example
 * const fit = leastSquares(({ a, b }) => sub(add(mul(a, t), b), y), { a: tensor(0), b: tensor(0) })
 */
export function leastSquares<P>(
  residuals: (params: P) => Tensor,
  start: P,
  options: MinimizeOptions = {},
): Minimum<P> {
  checkOptions('leastSquares', options, COMMON)
  checkFunction('leastSquares', residuals, [])
  const layout = layoutOf('leastSquares', start)
  let m: number | undefined
  const at: Residuals = x => {
    const linear = linearizeAt('leastSquares', residuals, layout.tree(x), [])
    if (!isTensor(linear.y))
      throw new ArgumentError(
        'leastSquares',
        `the residuals must come as one tensor, got ${describe(linear.y)}`,
      )
    const values = Float64Array.from(linear.y.data)
    m ??= values.length
    if (values.length !== m)
      throw new ArgumentError(
        'leastSquares',
        `there were ${m} residuals, and now ${values.length}; their number must stay`,
      )
    const jacobian = () =>
      Array.from(x, (_, j) => {
        const unit = new Float64Array(x.length)
        unit[j] = 1
        const column = new Float64Array(values.length)
        writeLeaves(push(linear, layout.tensors(unit)), column)
        return column
      })
    return { residuals: values, jacobian }
  }
  return minimumOf(layout, levenbergMarquardt(at, layout.start, options))
}
