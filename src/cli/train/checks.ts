// The gradient of a softmax regression three ways, at what was learned and elsewhere; other regressions have no closed form here.
import type { Samples } from '../../data/index.js'
import { arange } from '../../fill.js'
import { SoftmaxModel } from '../../models/index.js'
import { scaled } from '../../models/scale.js'
import { take } from '../../ops/index.js'
import { random } from '../../random.js'
import { type Comparison, checkPoint, type GradientCheck } from '../gradientCheck.js'
import type { Learned } from './learn.js'

/** The gradient is checked on so many rows at most: it is the same formula for all. */
const CHECKED_ROWS = 1000

/** What the checks found. */
export interface Checks {
  readonly rows: number
  readonly points: readonly { readonly name: string; readonly check: GradientCheck }[]
  readonly comparisons: readonly Comparison[]
}

/** Checks the gradient of the smooth part of the loss. */
export function checksOf(
  { model, penalty: { l2 } }: Learned,
  { features, labels }: Samples,
  seed: number,
): Checks {
  if (!(model instanceof SoftmaxModel)) return { rows: 0, points: [], comparisons: [] }
  const rows = Math.min(features.shape[0]!, CHECKED_ROWS)
  const first = arange(rows, undefined, 1, { dtype: 'int32' })
  const [x, y] = [take(scaled(features, model.scale), first), take(labels, first)]
  const stream = random(seed)
  const elsewhere = {
    theta: stream.normal(model.params.theta.shape),
    bias: stream.normal([model.classes.length]),
  }
  const points = [
    { name: 'the trained parameters', check: checkPoint(model.params, x, y, { l2, seed }) },
    { name: 'random parameters', check: checkPoint(elsewhere, x, y, { l2, seed }) },
  ]
  return { rows, points, comparisons: points.flatMap(({ check }) => [check.closedForm, check.differences]) }
}
