// Gradient descent for softmax regression: first-order steps over all rows, batches or single rows, as textbooks have them.
import { floatOf } from '../dtype.js'
import { ArgumentError } from '../errors.js'
import { zeros } from '../fill.js'
import { type DescentSchedule, descend, type Optimizer, sgd } from '../optim/index.js'
import { SCHEDULE } from '../optim/schedule.js'
import { stopGradient, type Tensor } from '../tensor.js'
import { castParams, type FitOutcome } from './glm/estimate.js'
import type { LinearParams } from './glm/family.js'
import type { RegressionOptions } from './glm/options.js'
import { onScaleOf } from './glm/units.js'
import { safeRate } from './rate.js'
import { type Scale, scaled, scaleOf } from './scale.js'
import { type SoftmaxParams, softmaxLoss } from './softmaxLoss.js'

/** Settings of gradient descent. */
export interface DescentOptions extends Omit<DescentSchedule, 'onEpoch' | 'tolerance'> {
  /** How far each update goes along the gradient; unless given, as far as the data allows without ever climbing. */
  readonly learningRate?: number
  /** Another rule than `sgd({ learningRate })`, such as `adam()`. */
  readonly optimizer?: Optimizer
}

/** The names of these settings. */
export const DESCENT: readonly string[] = [
  'learningRate',
  'optimizer',
  ...SCHEDULE.filter(name => name !== 'onEpoch' && name !== 'tolerance'),
]

/** A start given for features as they are. */
function startOn(start: LinearParams, scale: Scale | undefined, x: Tensor, bias: boolean): SoftmaxParams {
  const { theta, bias: b } = castParams(onScaleOf(start, scale), floatOf(x.dtype))
  return (bias ? { theta, bias: b } : { theta }) as SoftmaxParams
}

/** The fit by descent that some options ask for, from checked rows to parameters and scale. */
export function descent(options: RegressionOptions & DescentOptions) {
  const { learningRate, optimizer: rule, l1 = 0, l2 = 0, bias = true, standardize = false, onEpoch } = options
  const refuse = (message: string): never => {
    throw new ArgumentError('softmaxRegression', message)
  }
  if (rule !== undefined && learningRate !== undefined) refuse('give learningRate or an optimizer, not both')
  if (l1 > 0)
    refuse('descent does not know l1, whose slope jumps at 0; leave out its settings for a fit that does')
  if (options.maxIterations !== undefined)
    refuse('descent counts epochs; give epochs instead of maxIterations')
  const given = learningRate === undefined ? rule : sgd({ learningRate })
  const schedule = {
    ...Object.fromEntries(Object.entries(options).filter(([name]) => SCHEDULE.some(known => known === name))),
    ...(onEpoch === undefined ? {} : { onEpoch }),
  }

  return (
    x: Tensor,
    y: Tensor,
    more: Tensor | undefined,
    k: number,
    start: LinearParams | undefined,
  ): FitOutcome & { readonly params: SoftmaxParams; readonly scale: Scale | undefined } => {
    if (more !== undefined)
      refuse(
        'descent takes no weights and no offset; repeat rows, or leave out its settings for a fit that does',
      )
    const [, d = 0] = x.shape
    const dtype = floatOf(x.dtype)
    const theta = zeros([d, k], { dtype })
    const scale = standardize ? scaleOf(x) : undefined
    const begin: SoftmaxParams =
      start === undefined
        ? bias
          ? { theta, bias: zeros([k], { dtype }) }
          : { theta }
        : startOn(start, scale, x, bias)
    const rows = scaled(stopGradient(x), scale)
    const optimizer = given ?? sgd({ learningRate: safeRate(rows, y, options) })
    const loss = (params: SoftmaxParams, batch: Tensor, truth: Tensor) =>
      softmaxLoss(params, batch, truth, { l2 })
    const found = descend(loss, begin, rows, y, optimizer, schedule)
    const last = found.history.at(-1)
    return {
      ...found,
      scale,
      reason: found.converged ? 'gradient' : 'iterations',
      message: found.converged
        ? `the gradient is below the tolerance after ${last?.epoch} epochs`
        : `descent was out of epochs, ${last?.epoch}, with a gradient of ${last?.gradientNorm.toExponential(1)}`,
    }
  }
}
