// Parameters from one scale of features to another: what a model holds, and the same in the units of the user's table.
import { fromData } from '../../create.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import type { Scale } from '../scale.js'
import type { LinearParams } from './family.js'

/** θ / scale, b − center·θ / scale: parameters for columns as they are, from those for (x − center) / scale. In float64 */
export function fromScale(params: LinearParams, center: ArrayLike<number>, scale: ArrayLike<number>): Biased {
  const { theta, bias, d, k } = copied(params)
  for (let j = 0; j < d; j++) {
    for (let c = 0; c < k; c++) {
      theta[j * k + c]! /= scale[j]!
      bias[c]! -= center[j]! * theta[j * k + c]!
    }
  }
  return paramsOf(theta, bias, params.theta)
}

/** θ · scale, b + center·θ: the way back. In float64 */
export function toScale(params: LinearParams, center: ArrayLike<number>, scale: ArrayLike<number>): Biased {
  const { theta, bias, d, k } = copied(params)
  for (let j = 0; j < d; j++) {
    for (let c = 0; c < k; c++) {
      bias[c]! += center[j]! * theta[j * k + c]!
      theta[j * k + c]! *= scale[j]!
    }
  }
  return paramsOf(theta, bias, params.theta)
}

/** Parameters for features as they are, from those for features on a scale, where there is one. In float64 */
export const inUnits = (params: LinearParams, scale: Scale | undefined): Biased =>
  scale === undefined ? same(params) : fromScale(params, valuesOf(scale.mean), valuesOf(scale.deviation))

/** The way back. In float64 */
export const onScaleOf = (params: LinearParams, scale: Scale | undefined): Biased =>
  scale === undefined ? same(params) : toScale(params, valuesOf(scale.mean), valuesOf(scale.deviation))

/** Parameters with a bias, which is 0 where there was none. */
type Biased = Required<LinearParams>

function same(params: LinearParams): Biased {
  const { theta, bias } = copied(params)
  return paramsOf(theta, bias, params.theta)
}

function copied({ theta, bias }: LinearParams) {
  const [d = 0, k = 1] = theta.shape
  return {
    theta: Float64Array.from(valuesOf(theta)),
    bias: bias === undefined ? new Float64Array(k) : Float64Array.from(valuesOf(bias)),
    d,
    k,
  }
}

const paramsOf = (theta: Float64Array, bias: Float64Array, { shape }: Tensor) => ({
  theta: fromData(theta, shape),
  bias: fromData(bias, shape.slice(1)),
})

/** The parameters of the scores of two classes, 0 and that of a logistic regression: θ [d, 2], b [2]. */
export function bothScores({ theta, bias }: LinearParams): LinearParams {
  const pair = (x: Tensor) => {
    const values = valuesOf(x)
    return Float64Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? 0 : values[i >> 1]!))
  }
  return {
    theta: fromData(pair(theta), [theta.size, 2]),
    ...(bias === undefined ? {} : { bias: fromData(pair(bias), [2]) }),
  }
}
