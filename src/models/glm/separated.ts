// Whether a fit without a penalty had an optimum to go to: where columns separate classes, or counts of 0, scores grow without end.
import { matmul } from '../../ops/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import {
  countSeparation,
  describeCountSeparation,
  describeSeparation,
  separation,
} from '../inference/index.js'
import type { FitOutcome } from './estimate.js'
import type { LinearParams } from './family.js'
import type { Rows } from './rows.js'

/** Scores further apart than this mean odds of a million to one, which few tables support. */
const FAR = 14

/** Rows times parameters squared, beyond which only a fit that is right about every row is looked at: the search takes minutes. */
const SEARCHED = 3e8

/** What a fit came to, and for which rows. */
export interface Fitted {
  /** [n, d], as they are */
  readonly x: Tensor
  /** [n], classes */
  readonly labels: Tensor
  readonly weights: Tensor | undefined
  readonly classes: readonly string[]
  readonly featureNames: readonly string[] | undefined
  /** θ [d, k] and b [k], for features as they are */
  readonly params: LinearParams
  readonly bias: boolean
}

/**
 * The outcome, with `separated` as its reason where the classes are separated, completely or but for rows on the border. Only a
 * fit that shows signs of it is looked at: one that found no optimum, or scores that lie far apart.
 */
export function separatedOutcome<O extends FitOutcome>(outcome: O, fitted: Fitted): O {
  const { x, labels, weights, classes, featureNames, params, bias } = fitted
  if (labels.rank !== 1) return outcome
  const margins = marginsOf(x, valuesOf(labels), params)
  if (outcome.converged && margins.widest <= FAR) return outcome
  const [rows = 0, features = 0] = x.shape
  const size = rows * ((features + 1) * classes.length) ** 2
  if (size > SEARCHED && margins.smallest <= 0) return outcome
  const names = featureNames ?? Array.from({ length: features }, (_, j) => `x${j}`)
  const found = separation(designOf(x, weights, names, bias), valuesOf(labels), classes.length, {
    theta: Float64Array.from(valuesOf(params.theta)),
    bias: Float64Array.from(valuesOf(params.bias!)),
  })
  return found === undefined ? outcome : without(outcome, describeSeparation(found, names, classes))
}

/**
 * The outcome of a fit to counts, with `separated` as its reason where columns tell rows without a count apart. Rows with counts
 * mostly show at once that they do not.
 */
export function separatedCounts<O extends FitOutcome>(
  outcome: O,
  { x, y, weights }: Rows,
  featureNames: readonly string[] | undefined,
  bias: boolean,
): O {
  const counts = valuesOf(y)
  if (!counts.includes(0)) return outcome
  const names = featureNames ?? Array.from({ length: x.shape[1]! }, (_, j) => `x${j}`)
  const found = countSeparation(designOf(x, weights, names, bias), counts)
  return found === undefined ? outcome : without(outcome, describeCountSeparation(found, names))
}

const without = <O extends FitOutcome>(outcome: O, because: string): O => ({
  ...outcome,
  converged: false,
  reason: 'separated',
  message: `there is no optimum without a penalty. ${because}`.replace(/\.$/, ''),
})

const designOf = (x: Tensor, weights: Tensor | undefined, names: readonly string[], intercept: boolean) => ({
  x: Float64Array.from(valuesOf(x)),
  rows: x.shape[0]!,
  features: x.shape[1]!,
  intercept,
  names,
  ...(weights === undefined ? {} : { weights: Float64Array.from(valuesOf(weights)) }),
})

/** How far the scores of a row lie apart at most, and how far that of its own class lies above the next at least. */
function marginsOf(x: Tensor, labels: ArrayLike<number>, { theta, bias }: LinearParams) {
  const [, k = 1] = theta.shape
  const [h, b] = [valuesOf(matmul(x, theta)), valuesOf(bias!)]
  let [widest, smallest] = [0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < labels.length; i++) {
    const own = labels[i]!
    let [low, high, next] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let c = 0; c < k; c++) {
      const score = h[i * k + c]! + b[c]!
      low = Math.min(low, score)
      high = Math.max(high, score)
      if (c !== own) next = Math.max(next, score)
    }
    widest = Math.max(widest, high - low)
    smallest = Math.min(smallest, h[i * k + own]! + b[own]! - next)
  }
  return { widest, smallest }
}
