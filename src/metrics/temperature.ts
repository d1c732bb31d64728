// Temperature scaling: one number that makes scores neither too sure nor too timid, and leaves their order alone.
import { ArgumentError } from '../errors.js'
import type { Tensor, TensorData } from '../tensor.js'
import { checkMetric, columnsOf, labelsIn, type MetricOptions, weightsIn } from './rows.js'

/** Why `fitTemperature` ended. */
export type TemperatureReason =
  /** The slope of the log loss is 0, to the digits that it has. */
  | 'gradient'
  /** In no row another class beats its own: the colder the better, without end. The temperature stays 1. */
  | 'separated'
  /** The scores say nothing of the classes, or the wrong thing: equal probabilities do best. */
  | 'uninformative'

/** What `fitTemperature` found. */
export interface Temperature {
  /**
   * Scores are to be divided by it: above 1 where they were too sure. Where `reason` is 'uninformative' it is the largest
   * number of float64, which makes all of them 0 but leaves −∞ what it is, and can be saved as JSON.
   */
  readonly temperature: number
  /** The log loss at this temperature: never above that at 1. */
  readonly loss: number
  /** The log loss at temperature 1. */
  readonly lossBefore: number
  /** How many steps it took. */
  readonly iterations: number
  /** Why it ended. */
  readonly reason: TemperatureReason
  /** The same in words. */
  readonly message: string
}

/** Log loss of softmax(β·scores), and its first two derivatives by β. */
interface Curve {
  readonly loss: number
  readonly slope: number
  readonly curvature: number
}

const MESSAGES: { readonly [R in TemperatureReason]: string } = {
  gradient: 'the log loss is least here',
  separated: 'in no row another class has a larger score than its own: the colder the better, and 1 is kept',
  uninformative: 'the scores do not help to tell the classes: equal probabilities have the least log loss',
}

/** Newton's step would win slope²/(2·curvature): below this part of the loss, there are no digits left to win. */
const FLAT = 1e-24

/**
 * The temperature T for which softmax(scores/T) has the least log loss on rows that the scores were not fitted to (Guo et
 * al. 2017).
 *
 * scores : [n, k], logits or log-probabilities, which give the same T; −∞ for what cannot be; labels : [n], 0 … k − 1
 *
 * In β = 1/T the log loss is convex, L(β) = Σᵢ wᵢ log Σⱼ exp(β(sᵢⱼ − sᵢ,yᵢ)) / Σᵢ wᵢ, with slope the mean of E[m] and
 * curvature that of Var[m] for m = sᵢⱼ − sᵢ,yᵢ under softmax. Newton's steps are kept in an interval that holds the minimum,
 * and halve it where they would leave.
 *
 * Throws an `ArgumentError` where a score is NaN or +∞, or a row's own class has score −∞, which no temperature mends.
 *
 * @example
 * const { temperature } = fitTemperature(model.scores(validation.features), validation.labels)
 * softmax(div(model.scores(test.features), temperature))
 */
export function fitTemperature(scores: Tensor, labels: Tensor, options: MetricOptions = {}): Temperature {
  const { curveAt, unit } = curveOf(scores, labels, options)
  const before = curveAt(unit || 1)
  const found = (reason: TemperatureReason, beta: number, loss: number, iterations: number): Temperature => {
    // What rounding alone won or lost is no reason to leave 1.
    const kept = !(loss < before.loss)
    return {
      temperature: kept ? 1 : Math.min(unit / beta, Number.MAX_VALUE),
      loss: kept ? before.loss : loss,
      lossBefore: before.loss,
      iterations,
      reason,
      message: MESSAGES[reason],
    }
  }
  if (unit === 0) return found('separated', 1, before.loss, 0)
  const even = curveAt(0)
  if (even.slope >= 0) return found('uninformative', 0, even.loss, 0)

  // The slope is below 0 at `low` and, once known, above 0 at `high`. Each step halves the slope or the interval.
  let [low, high, beta, here] = [0, Number.POSITIVE_INFINITY, 1, curveAt(1)]
  let slopeBefore = Number.POSITIVE_INFINITY
  for (let iterations = 0; ; iterations++) {
    if (here.slope ** 2 <= FLAT * here.curvature * here.loss)
      return found('gradient', beta, here.loss, iterations)
    if (here.slope < 0) low = beta
    else high = beta
    const newton = beta - here.slope / here.curvature
    const trusted =
      Math.abs(here.slope) <= slopeBefore / 2 && newton > low && newton < Math.min(high, 8 * beta)
    const next = trusted ? newton : high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2
    // No number lies between.
    if (next === low || next === high) return found('gradient', beta, here.loss, iterations)
    slopeBefore = Math.abs(here.slope)
    beta = next
    here = curveAt(beta)
  }
}

/**
 * The checked rows as a function of β, and the largest margin by which another class beats a row's own, 0 where none does.
 * Margins are in units of it, or of 1 where it is 0: β = 1 is temperature `unit`.
 */
function curveOf(
  scores: Tensor,
  labels: Tensor,
  options: MetricOptions,
): { readonly curveAt: (beta: number) => Curve; readonly unit: number } {
  const op = 'fitTemperature'
  checkMetric(op, options)
  const n = labelsIn(op, labels).length
  const k = columnsOf(op, 'scores', scores, n)
  if (k === undefined) throw new ArgumentError(op, 'wants scores of all classes, [n, k], got [n]')
  const truth = labelsIn(op, labels, k)
  const { weights, total } = weightsIn(op, options.weights, n)
  const { data } = scores
  let unit = 0
  for (let i = 0; i < n; i++) {
    const own = data[i * k + truth[i]!]!
    if (own === Number.NEGATIVE_INFINITY && weights[i]! > 0)
      throw new ArgumentError(
        op,
        `row ${i} gives its class ${truth[i]} the score -Infinity, probability 0: no temperature mends that`,
      )
    for (let j = 0; j < k; j++) {
      if (data[i * k + j] === Number.POSITIVE_INFINITY)
        throw new ArgumentError(op, `scores must not be ∞, got it in row ${i}, class ${j}`)
      if (weights[i]! > 0) unit = Math.max(unit, data[i * k + j]! - own)
    }
  }
  if (unit === Number.POSITIVE_INFINITY)
    throw new ArgumentError(op, 'the scores of a row differ by more than float64 holds')
  const curveAt = (beta: number): Curve => {
    const sum = { loss: 0, slope: 0, curvature: 0 }
    for (let i = 0; i < n; i++) {
      if (weights[i] === 0) continue
      const row = rowAt(data, i * k, k, truth[i]!, unit || 1, beta)
      sum.loss += weights[i]! * row.loss
      sum.slope += weights[i]! * row.slope
      sum.curvature += weights[i]! * row.curvature
    }
    return { loss: sum.loss / total, slope: sum.slope / total, curvature: sum.curvature / total }
  }
  return { curveAt, unit }
}

/** One row's part: margins m = (s − s_y)/unit, weighed by softmax(βm), whose largest exponent is brought to 0. */
function rowAt(data: TensorData, start: number, k: number, label: number, unit: number, beta: number): Curve {
  const own = data[start + label]!
  let top = label
  for (let j = 0; j < k; j++) if (data[start + j]! > data[start + top]!) top = j
  const most = (data[start + top]! - own) / unit
  // Beside the 1 of the largest: a sum that holds it would round small ones away.
  let [rest, first, second] = [0, 0, 0]
  for (let j = 0; j < k; j++) {
    const margin = (data[start + j]! - own) / unit - most
    const share = j === top ? 0 : Math.exp(beta * margin)
    // What is nothing stays so beside a margin of −∞. At β = 0 those count as nothing, too.
    if (share === 0 || margin === Number.NEGATIVE_INFINITY) continue
    rest += share
    first += share * margin
    second += share * margin * margin
  }
  const mean = first / (1 + rest)
  return {
    loss: beta * most + Math.log1p(rest),
    slope: most + mean,
    curvature: second / (1 + rest) - mean * mean,
  }
}
