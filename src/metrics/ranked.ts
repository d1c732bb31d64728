// Rows of two classes ranked by a score: what thresholds make of them, for curves and the areas under them.
import { ArgumentError, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { checkMetric, columnsOf, labelsIn, type MetricOptions, weightsIn } from './rows.js'

/** What metrics of a ranking take beside the rows. */
export interface RankOptions extends MetricOptions {
  /** The class that high scores speak for, against all others: 1 unless given. Of scores [n, k], its column is taken. */
  readonly positive?: number
}

/** What areas under curves take beside the rows. */
export interface AreaOptions extends RankOptions {
  /** How the areas of three classes or more are averaged: each alike ('macro', unless given), or by its rows. */
  readonly average?: 'macro' | 'weighted'
}

/** What is claimed at a threshold: all rows whose score is at least that. */
export interface Step {
  readonly threshold: number
  /** The weight of positive rows among them. */
  readonly hits: number
  /** The weight of the others among them. */
  readonly misses: number
}

/** A step for each distinct score, from the highest down: the last claims every row. Rows without weight are left out. */
export interface Ranking {
  readonly steps: readonly Step[]
  readonly positives: number
  readonly negatives: number
}

/** The rows by their score for one class. scores : [n] or [n, k] */
export function ranking(op: string, labels: Tensor, scores: Tensor, options: RankOptions): Ranking {
  checkMetric(op, options, ['positive'])
  const n = labelsIn(op, labels).length
  const k = columnsOf(op, 'scores', scores, n)
  const { positive = 1 } = options
  if (!Number.isSafeInteger(positive) || positive < 0 || (k !== undefined && positive >= k))
    throw new ArgumentError(op, `positive must be a class, ${rangeOf(k)}, got ${describe(positive)}`)
  if (k !== undefined && k > 2 && options.positive === undefined)
    throw new ArgumentError(op, `scores are those of ${k} classes; say which one is positive`)
  // Scores of one class alone, unnamed: others than 0 and 1 would be lumped together unseen.
  const truth = labelsIn(op, labels, k ?? (options.positive === undefined ? 2 : undefined))
  const { weights } = weightsIn(op, options.weights, n)
  const { data } = scores
  const score = Float64Array.from({ length: n }, (_, i) => data[k === undefined ? i : i * k + positive]!)

  const order = Int32Array.from({ length: n }, (_, i) => i)
    .filter(i => weights[i]! > 0)
    .sort((a, b) => compare(score[b]!, score[a]!))
  const steps: Step[] = []
  let [hits, misses] = [0, 0]
  order.forEach((i, rank) => {
    if (truth[i] === positive) hits += weights[i]!
    else misses += weights[i]!
    const next = order[rank + 1]
    if (next === undefined || score[next] !== score[i]) steps.push({ threshold: score[i]!, hits, misses })
  })
  return { steps, positives: hits, negatives: misses }
}

/** Infinities are equal to themselves, which their difference does not tell. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

const rangeOf = (k: number | undefined): string =>
  k === undefined ? 'a whole number from 0' : `0 to ${k - 1}`

/** Refuses a ranking without rows of one side. */
export function checkSides(op: string, { positives, negatives }: Ranking, positive: number): void {
  if (positives === 0) throw new ArgumentError(op, `wants rows of class ${positive}, got none`)
  if (negatives === 0)
    throw new ArgumentError(op, `wants rows beside those of class ${positive}, got none of another class`)
}

/** A quantity of each class against the rest; `undefined` where `of` gives that. scores : [n, k] → k of them */
export function byClass(
  op: string,
  labels: Tensor,
  scores: Tensor,
  options: MetricOptions,
  of: (ranking: Ranking) => number | undefined,
): readonly (number | undefined)[] {
  checkMetric(op, options)
  const k = columnsOf(op, 'scores', scores, labelsIn(op, labels).length)
  if (k === undefined) throw new ArgumentError(op, 'wants scores of all classes, [n, k], got [n]')
  return Array.from({ length: k }, (_, positive) => of(ranking(op, labels, scores, { ...options, positive })))
}

/** The area for the positive class; without one, of scores of three classes or more, the mean over classes. */
export function areaUnder(
  op: string,
  labels: Tensor,
  scores: Tensor,
  options: AreaOptions,
  areaOf: (ranking: Ranking) => number | undefined,
  check: (op: string, ranking: Ranking, positive: number) => void,
): number {
  const { average = 'macro', ...rest } = checkMetric(op, options, ['positive', 'average'])
  if (average !== 'macro' && average !== 'weighted')
    throw new ArgumentError(op, `average must be 'macro' or 'weighted', got ${describe(average)}`)
  const truth = labelsIn(op, labels)
  const k = columnsOf(op, 'scores', scores, truth.length)
  if (k === undefined || k === 2 || rest.positive !== undefined) {
    const found = ranking(op, labels, scores, rest)
    check(op, found, rest.positive ?? 1)
    return areaOf(found)!
  }
  const own = rest.weights === undefined ? {} : { weights: rest.weights }
  const areas = byClass(op, labels, scores, own, areaOf)
  const { weights } = weightsIn(op, rest.weights, truth.length)
  const support = new Float64Array(k)
  for (let i = 0; i < truth.length; i++) support[truth[i]!]! += weights[i]!
  let [sum, total] = [0, 0]
  areas.forEach((area, c) => {
    if (area === undefined || support[c] === 0) return
    const count = average === 'macro' ? 1 : support[c]!
    sum += count * area
    total += count
  })
  if (total === 0)
    throw new ArgumentError(op, 'wants rows of two classes or more, got rows of one class alone')
  return sum / total
}
