// Softmax regression: checked data, and a fit to the optimum by L-BFGS, or gradient descent where its settings are given.
import { ArgumentError, checkOptions, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { type ClassWeights, classWeighted } from './classWeights.js'
import { DESCENT, type DescentOptions, descent } from './descent.js'
import type { Blocks } from './glm/blocks.js'
import { softmaxFamily } from './glm/family.js'
import { evaluationOf } from './glm/objective.js'
import { checkRegression, REGRESSION, type RegressionOptions, type RowOptions } from './glm/options.js'
import { separatedOutcome } from './glm/separated.js'
import { learn, learnBlocks, namesOf, rowsOf, type Task } from './glm/task.js'
import { inUnits } from './glm/units.js'
import { type Stream, streamOf } from './partial/partial.js'
import { type ClassStartOptions, streamClasses } from './partial/state.js'
import { type Paths, pathsOf } from './path/path.js'
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
export interface SoftmaxRegression
  extends Paths<SoftmaxModel, SampleOptions>,
    Stream<SoftmaxModel, ClassStartOptions<SoftmaxModel>> {
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
  const optimumOnly = (role: string): void => {
    if (descend !== undefined)
      throw new ArgumentError(role, 'descent reads rows in an order of its own; leave out its settings')
  }
  const { onEpoch, classWeights } = options
  const evaluate = evaluationOf(softmaxFamily)
  const taskOf = (classes: readonly string[]): Task<SoftmaxModel> => ({
    family: softmaxFamily,
    evaluate,
    settings,
    ...(onEpoch === undefined ? {} : { onEpoch }),
    k: classes.length,
    classes,
    responses: (role, y, m) => checkLabels(role, y, m, classes.length),
    weigh: all => classWeighted(classWeights, classes, all),
    read: (model, d) => startOf(model, d, classes),
    unbounded: (found, { x, y, weights }, featureNames) =>
      separatedOutcome(found, {
        x,
        labels: y,
        weights,
        classes,
        featureNames,
        params: inUnits(found.params, found.scale),
        bias: settings.bias,
      }),
    build: (found, featureNames) =>
      new SoftmaxModel({ ...found, params: found.params as SoftmaxModel['params'], classes, featureNames }),
  })
  const prepared = (role: string, x: Tensor, y: Tensor, rows: SampleNames & RowOptions) => {
    const [n, d] = checkFeatures(role, x)
    const task = taskOf(classNames(y, n, rows.classes))
    return { task, rows: rowsOf(role, task, x, y, rows), names: namesOf(rows.featureNames, d) }
  }

  return {
    fit(x, y, rows = {}) {
      const { task, rows: data, names } = prepared('fit', x, y, rows)
      if (descend === undefined) return learn(task, data, names, undefined, rows.start)
      const start = rows.start === undefined ? undefined : task.read(rows.start, x.shape[1]!)
      return task.build(descend(x, data.y, data.weights ?? data.offset, task.k!, start), names)
    },
    fitBlocks(blocks, rows) {
      optimumOnly('fitBlocks')
      return learnBlocks(taskOf(checkNames('classes', rows.classes, rows.classes.length)), blocks, rows)
    },
    ...pathsOf((role, x, y, rows: SampleOptions) => {
      optimumOnly(role)
      return prepared(role, x, y, rows)
    }),
    ...streamOf(['classes'], (role, classes) => {
      optimumOnly(role)
      return taskOf(streamClasses(role, classes, classWeights))
    }),
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
