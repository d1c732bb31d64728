// Softmax regression, fitted: checked data, parameters that start at 0, and descent along the gradient of the loss.

import { floatOf } from '../dtype.js'
import { ArgumentError, checkOptions } from '../errors.js'
import { zeros } from '../fill.js'
import { type DescentSchedule, descend, type Optimizer, sgd } from '../optim/index.js'
import { SCHEDULE } from '../optim/schedule.js'
import { stopGradient, type Tensor } from '../tensor.js'
import { safeRate } from './rate.js'
import { checkFeatures, checkLabels, checkNames, classNames } from './samples.js'
import { scaled, scaleOf } from './scale.js'
import { type SoftmaxParams, softmaxLoss } from './softmaxLoss.js'
import { SoftmaxModel } from './softmaxModel.js'

/** How to fit a softmax regression. */
export interface SoftmaxRegressionOptions extends DescentSchedule {
  /** How far each update goes along the gradient; unless given, as far as the data allows without ever climbing. */
  readonly learningRate?: number
  /** Another rule of descent than `sgd({ learningRate })`, such as `adam()`. */
  readonly optimizer?: Optimizer
  /** How much ½‖θ‖² counts, ≥ 0; 0 unless given. */
  readonly l2?: number
  /** Whether scores have a bias, which they do unless this is `false`. */
  readonly bias?: boolean
  /** Whether to bring features to mean 0 and deviation 1; the model keeps the scale and applies it to all rows to come. */
  readonly standardize?: boolean
}

/** What the numbers in the data mean. What `readLabelledCsv` gives fits here. */
export interface SampleNames {
  /** The k classes; '0', '1', … up to the largest label unless given. */
  readonly classes?: readonly string[]
  /** The d features. */
  readonly featureNames?: readonly string[]
}

/** A softmax regression to be fitted. */
export interface SoftmaxRegression {
  /**
   * Learns from rows and labels, from parameters that are all 0; the same data, options and seed give the same model.
   *
   * x : [n, d], finite; y : [n], whole numbers 0 … k − 1, or float [n, k], a weight ≥ 0 for each class
   *
   * Throws an error that says what was got and wanted where the data cannot be used, and a `DivergenceError` where the
   * loss runs away.
   */
  fit(x: Tensor, y: Tensor, names?: SampleNames): SoftmaxModel
}

/**
 * Softmax regression, that is multinomial logistic regression, by full-batch, minibatch or one-sample gradient descent.
 *
 * @example
 * const model = softmaxRegression({ standardize: true, batchSize: 16, seed: 1 }).fit(train.features, train.labels, train)
 * model.score(test.features, test.labels)   // the share that it gets right
 */
export function softmaxRegression(options: SoftmaxRegressionOptions = {}): SoftmaxRegression {
  const names = ['learningRate', 'optimizer', 'l2', 'bias', 'standardize', ...SCHEDULE]
  checkOptions('softmaxRegression', options, names)
  const { learningRate, optimizer: rule, l2 = 0, bias = true, standardize = false, ...schedule } = options
  if (rule !== undefined && learningRate !== undefined)
    throw new ArgumentError('softmaxRegression', 'give learningRate or an optimizer, not both')
  if (typeof l2 !== 'number' || !(l2 >= 0 && l2 < Number.POSITIVE_INFINITY))
    throw new ArgumentError('softmaxRegression', `l2 must be a finite number ≥ 0, got ${l2}`)
  const given = learningRate === undefined ? rule : sgd({ learningRate })

  return {
    fit(x, y, names = {}) {
      const [n, d] = checkFeatures('fit', x)
      const classes = classNames(y, n, names.classes)
      const featureNames =
        names.featureNames === undefined ? undefined : checkNames('featureNames', names.featureNames, d)
      const labels = checkLabels('fit', y, n, classes.length)
      const dtype = floatOf(x.dtype)
      const theta = zeros([d, classes.length], { dtype })
      const start: SoftmaxParams = bias ? { theta, bias: zeros([classes.length], { dtype }) } : { theta }
      const scale = standardize ? scaleOf(x) : undefined
      const rows = scaled(stopGradient(x), scale)
      const optimizer = given ?? sgd({ learningRate: safeRate(rows, labels, options) })
      const loss = (params: SoftmaxParams, batch: Tensor, truth: Tensor) =>
        softmaxLoss(params, batch, truth, { l2 })
      const found = descend(loss, start, rows, labels, optimizer, schedule)
      return new SoftmaxModel({ ...found, scale, classes, featureNames })
    },
  }
}
