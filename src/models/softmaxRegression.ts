// Softmax regression: checked data, and a fit to the optimum by L-BFGS, or gradient descent where its settings are given.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { type ClassWeights, classWeighted } from './classWeights.js'
import { DESCENT, type DescentOptions, descent } from './descent.js'
import { type Blocks, inBlocks } from './glm/blocks.js'
import { estimate, inMemory } from './glm/estimate.js'
import { softmaxFamily } from './glm/family.js'
import { evaluationOf } from './glm/objective.js'
import {
  checkOffset,
  checkRegression,
  checkRowWeights,
  REGRESSION,
  type RegressionOptions,
  type RowOptions,
} from './glm/options.js'
import { separatedOutcome } from './glm/separated.js'
import { inUnits } from './glm/units.js'
import { checkFeatures, checkLabels, checkNames, classNames } from './samples.js'
import { SoftmaxModel } from './softmaxModel.js'

/** How to fit a softmax regression. Any of the settings of descent asks for descent. */
export interface SoftmaxRegressionOptions extends RegressionOptions, DescentOptions {
  /**
   * `'lbfgs'`, unless settings of descent are given: to the optimum, by second-order steps. `'descent'`: first-order steps, which are
   * what textbooks show, and learn from batches.
   */
  readonly method?: 'lbfgs' | 'descent'
  /** How much the rows of each class count, beside their own weights: `'balanced'` for n / (k · rows of the class), or a number by class name. */
  readonly classWeights?: ClassWeights
}

/** What the numbers in the data mean. What `readLabelledCsv` gives fits here. */
export interface SampleNames {
  /** The k classes; '0', '1', … up to the largest label unless given. */
  readonly classes?: readonly string[]
  /** The d features. */
  readonly featureNames?: readonly string[]
}

/** What a fit takes beside features and labels. */
export interface SampleOptions extends SampleNames, RowOptions {
  /** A model to start from, with the same features and classes; parameters are 0 unless given. */
  readonly start?: SoftmaxModel
}

/** A softmax regression to be fitted. */
export interface SoftmaxRegression {
  /**
   * Learns from rows and labels; the same data, options and seed give the same model.
   *
   * x : [n, d], finite; y : [n], whole numbers 0 … k − 1, or float [n, k], a weight ≥ 0 for each class
   *
   * Throws an error that says what was got and wanted where the data cannot be used, and, for descent, a `DivergenceError`
   * where the loss runs away. Why the fit ended is the model's `reason`.
   */
  fit(x: Tensor, y: Tensor, rows?: SampleOptions): SoftmaxModel

  /**
   * Learns from rows that are read in blocks, again for each step, so that memory is that of a block. It finds what `fit` finds, up to
   * rounding. In parameters of float64.
   *
   * blocks : gives { x: [m, d], y: [m] } and, where rows have them, weights [m] and offsets, the same at each call
   */
  fitBlocks(blocks: Blocks, rows: SampleOptions & { readonly classes: readonly string[] }): SoftmaxModel
}

/**
 * Softmax regression, that is multinomial logistic regression: the least mean of −ln softmax(xθ + b)_y, and penalties.
 *
 * @example
 * const model = softmaxRegression({ l2: 1e-3, standardize: true }).fit(train.features, train.labels, train)
 * model.score(test.features, test.labels)   // the share that it gets right
 */
export function softmaxRegression(options: SoftmaxRegressionOptions = {}): SoftmaxRegression {
  const op = 'softmaxRegression'
  checkOptions(op, options, ['method', 'classWeights', ...REGRESSION, ...DESCENT])
  const settings = checkRegression(op, options)
  const [asked] =
    Object.entries(options).find(([key, value]) => DESCENT.includes(key) && value !== undefined) ?? []
  const { method = asked === undefined ? 'lbfgs' : 'descent' } = options
  if (method !== 'lbfgs' && method !== 'descent')
    throw new ArgumentError(op, `method must be 'lbfgs' or 'descent', got ${describe(method)}`)
  if (method === 'lbfgs' && asked !== undefined)
    throw new ArgumentError(op, `${asked} is for descent, and the method asked for is lbfgs; leave one out`)
  const descend = method === 'descent' ? descent(options) : undefined
  const evaluate = evaluationOf(softmaxFamily)

  return {
    fitBlocks(blocks, rows) {
      if (descend !== undefined)
        throw new ArgumentError(
          'fitBlocks',
          'descent reads rows in an order of its own; leave out its settings',
        )
      const classes = checkNames('classes', rows.classes, rows.classes.length)
      const data = inBlocks(
        blocks,
        (y, m) => checkLabels('fitBlocks', y, m, classes.length),
        all => classWeighted(options.classWeights, classes, all),
        classes.length,
      )
      const featureNames =
        rows.featureNames === undefined ? undefined : checkNames('featureNames', rows.featureNames, data.d)
      const start = rows.start === undefined ? undefined : startOf(rows.start, data.d, classes)
      const found = estimate(softmaxFamily, evaluate, data, settings, options, start)
      return new SoftmaxModel({
        ...found,
        params: found.params as SoftmaxModel['params'],
        classes,
        featureNames,
      })
    },
    fit(x, y, rows = {}) {
      const [n, d] = checkFeatures('fit', x)
      const classes = classNames(y, n, rows.classes)
      const k = classes.length
      const featureNames =
        rows.featureNames === undefined ? undefined : checkNames('featureNames', rows.featureNames, d)
      const labels = checkLabels('fit', y, n, k)
      const own = { y: labels, weights: checkRowWeights(rows.weights, n) }
      const weights = classWeighted(options.classWeights, classes, () => [own])?.(own) ?? own.weights
      const offset = checkOffset(rows.offset, [n, k])
      const start = rows.start === undefined ? undefined : startOf(rows.start, d, classes)
      const { l1, l2, bias } = settings
      const outcomeOf = (found: ReturnType<typeof estimate>) =>
        l1 + l2 > 0 || offset !== undefined
          ? found
          : separatedOutcome(found, {
              x,
              labels,
              weights,
              classes,
              featureNames,
              params: inUnits(found.params, found.scale),
              bias,
            })
      const found =
        descend === undefined
          ? outcomeOf(
              estimate(
                softmaxFamily,
                evaluate,
                inMemory(x, labels, weights, offset, k),
                settings,
                options,
                start,
              ),
            )
          : descend(x, labels, weights ?? offset, k, start)
      return new SoftmaxModel({
        ...found,
        params: found.params as SoftmaxModel['params'],
        classes,
        featureNames,
      })
    },
  }
}

/** The parameters of a model to start from, for features as they are. */
function startOf(model: SoftmaxModel, d: number, classes: readonly string[]) {
  if (!(model instanceof SoftmaxModel))
    throw new ArgumentError('fit', `start must be a SoftmaxModel, got ${describe(model)}`)
  const [features] = model.params.theta.shape
  if (features !== d) throw new ArgumentError('fit', `start has ${features} features, and the rows have ${d}`)
  if (model.classes.length !== classes.length || model.classes.some((name, c) => name !== classes[c]))
    throw new ArgumentError(
      'fit',
      `start has the classes ${model.classes.slice(0, 8).join(', ')}, and the rows have ${classes.slice(0, 8).join(', ')}`,
    )
  return inUnits(model.params, model.scale)
}
