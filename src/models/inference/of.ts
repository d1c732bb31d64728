// What a fitted model's coefficients are worth: the inference that belongs to its kind, from the rows that it was fitted to.
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { checkOffset, checkRowWeights, type RowOptions } from '../glm/options.js'
import { bothScores, inUnits } from '../glm/units.js'
import { LinearModel, PoissonModel } from '../linearRegression.js'
import { LogisticModel } from '../logisticRegression.js'
import { checkFeatures } from '../samples.js'
import type { AnyModel } from '../saved/fromJSON.js'
import { SoftmaxModel } from '../softmaxModel.js'
import { type LinearInference, linearInference } from './linear.js'
import { type PoissonInference, poissonInference } from './poisson.js'
import { type SoftmaxInference, type SoftmaxInferenceOptions, softmaxInference } from './softmax.js'

/** How inference is done, and how much each row counted in the fit. */
export interface InferenceOfOptions
  extends Omit<SoftmaxInferenceOptions, 'offset'>,
    Pick<RowOptions, 'weights' | 'offset'> {}

/**
 * Standard errors, tests, intervals and criteria of a fitted model; `inferenceText` prints them.
 *
 * x : [n, d]; y : [n], the rows that it was fitted to. Softmax and logistic regression compare each class with a reference, the
 * first unless `reference` names the place of another. An offset comes as `fit` takes it: [n], or for softmax regression [n, k].
 *
 * Throws an `ArgumentError` for a model that is no regression of these kinds.
 *
 * @example
 * const model = logisticRegression().fit(x, y, names)
 * console.log(inferenceText(inferenceOf(model, x, y)))
 */
export function inferenceOf(
  model: AnyModel,
  x: Tensor,
  y: Tensor,
  options: InferenceOfOptions = {},
): SoftmaxInference | LinearInference | PoissonInference {
  const {
    weights: given,
    offset,
    reference,
    ...common
  } = checkOptions('inferenceOf', options, ['weights', 'offset', 'reference', 'level', 'penalized'])
  const [rows, features] = checkFeatures('inferenceOf', x, model.params.theta.shape[0])
  const weights = checkRowWeights(given, rows)
  const units = inUnits(model.params, model.scale)
  const { theta, bias } = model instanceof LogisticModel ? bothScores(units) : units
  const intercept = model.params.bias !== undefined
  const design = {
    x: Float64Array.from(valuesOf(x)),
    rows,
    features,
    intercept,
    ...(weights === undefined ? {} : { weights: Float64Array.from(valuesOf(weights)) }),
    ...(model.featureNames === undefined ? {} : { names: model.featureNames }),
  }
  const own = (values: Tensor): Float64Array => Float64Array.from(valuesOf(values))
  const coefficients = { theta: own(theta), ...(intercept ? { bias: own(bias!) } : {}) }
  const labels = own(y)
  if (model instanceof SoftmaxModel || model instanceof LogisticModel) {
    const shift = checkOffset(offset, model instanceof LogisticModel ? [rows] : [rows, model.classes.length])
    const against = {
      ...(reference === undefined ? {} : { reference }),
      ...(shift === undefined ? {} : { offset: model instanceof LogisticModel ? pairs(shift) : own(shift) }),
    }
    return softmaxInference(design, labels, model.classes, coefficients, { ...common, ...against })
  }
  const shift = checkOffset(offset, [rows])
  // What is learned is what the offset leaves of y.
  if (model instanceof LinearModel)
    return linearInference(
      design,
      shift === undefined ? labels : labels.map((v, i) => v - shift.data[i]!),
      coefficients,
      common,
    )
  if (model instanceof PoissonModel)
    return poissonInference(design, labels, coefficients, {
      ...common,
      ...(shift === undefined ? {} : { offset: own(shift) }),
    })
  throw new ArgumentError('inferenceOf', `wants a fitted regression, got ${describe(model)}`)
}

/** Offsets of both classes of a logistic regression, 0 and that of its score: [rows, 2]. */
const pairs = (offset: Tensor): Float64Array =>
  Float64Array.from({ length: 2 * offset.size }, (_, at) => (at % 2 === 0 ? 0 : offset.data[at >> 1]!))
