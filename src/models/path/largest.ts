// The largest penalty worth trying: the least one at which no feature has a coefficient, from the slopes where all are 0.
import { fromData } from '../../create.js'
import { zeros } from '../../fill.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { estimate, inMemory } from '../glm/estimate.js'
import type { LinearParams } from '../glm/family.js'
import { momentsOf, type Rows } from '../glm/rows.js'
import type { Task } from '../glm/task.js'

/**
 * max |∂ loss / ∂θ| where θ = 0 and the bias is the best one without features. By the conditions of Karush, Kuhn and Tucker, θ = 0 is
 * the optimum exactly where l1 is no less than this (J. Friedman, T. Hastie and R. Tibshirani, "Regularization paths for generalized
 * linear models via coordinate descent", 2010, § 2.5). It is 0 where no feature says
 * anything of y: slopes that are rounding are none.
 */
export function largestSlope<M>(task: Task<M>, rows: Rows): number {
  const { settings, k } = task
  const [n = 0, d = 0] = rows.x.shape
  const { total, mean, variance } = momentsOf([rows], d)
  const deviation = (j: number) => (settings.standardize ? Math.sqrt(variance[j]!) || 1 : 1)
  // With a bias the slopes are those of centred columns: then a column of years has no more rounding than others.
  const isCentred = settings.bias || settings.standardize
  const x = valuesOf(rows.x)
  const centred = Float64Array.from(x, (v, at) => (v - (isCentred ? mean[at % d]! : 0)) / deviation(at % d))
  const bias = settings.bias ? { bias: biasAlone(task, rows, n) } : {}
  const params: LinearParams = { theta: zeros(k === undefined ? [d] : [d, k]), ...bias }
  const { gradient } = task.evaluate(params, { ...rows, x: fromData(centred, [n, d]) }, 1 / total)
  const slope = most(valuesOf(gradient.theta))
  // The bias is right to 1e-12 of y's unit, and so are expected responses.
  const unit = task.classes === undefined ? most(valuesOf(rows.y)) : 1
  return slope > ROUNDING * unit * most(centred) ? slope : 0
}

const ROUNDING = 1e-12

const most = (values: ArrayLike<number>): number => {
  let found = 0
  for (let i = 0; i < values.length; i++) found = Math.max(found, Math.abs(values[i]!))
  return found
}

/** The bias that fits best where no feature counts: that of a column of zeros. */
function biasAlone<M>(task: Task<M>, { y, weights, offset }: Rows, n: number): Tensor {
  const data = inMemory(zeros([n, 1]), y, weights, offset, task.k)
  const settings = { ...task.settings, l1: 0, l2: 0, standardize: false, tolerance: 1e-12 }
  return estimate(task.family, task.evaluate, data, settings, {}, undefined).params.bias!
}
