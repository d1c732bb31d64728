// What all kinds of models share: how coefficients and options come, what a likelihood says, and what must be said beside.
import { ArgumentError, ShapeError } from '../../errors.js'
import type { CheckedDesign } from './design.js'
import { chiSquareTail } from './distributions.js'
import type { CoefficientRow } from './table.js'

/** Coefficients as a model has them, in the units of x. */
export interface Coefficients {
  /** [features, classes] in row-major order; [features] in models without classes */
  readonly theta: Float64Array
  /** [classes], or [1] in models without classes; left out without an intercept */
  readonly bias?: Float64Array
}

/** How inference is done. */
export interface InferenceOptions {
  /** The confidence of intervals, between 0 and 1; 0.95 unless given. */
  readonly level?: number
  /**
   * Whether the fit was penalised. Then there are no standard errors, tests or criteria: a penalty moves the estimates towards
   * 0 by what no row says, so that their spread over samples is not their distance from the truth.
   */
  readonly penalized?: boolean
}

/** A test of a model against a smaller one. */
export interface ModelTest {
  /** Twice the difference of log-likelihoods, or F. */
  readonly statistic: number
  /** How many coefficients the smaller model leaves out. */
  readonly df: number
  /** The probability of as much or more if the smaller model holds. */
  readonly p: number
}

/** What a likelihood says of a model as a whole. */
export interface LikelihoodSummary {
  /** Rows of a weight above 0. */
  readonly observations: number
  /** How many numbers were fitted. */
  readonly parameters: number
  /** At the coefficients. */
  readonly logLikelihood: number
  /** That of intercepts alone; without an intercept, that of coefficients that are all 0. */
  readonly nullLogLikelihood: number
  /** The likelihood-ratio test of all features together; `undefined` for a penalised fit. */
  readonly likelihoodRatio: ModelTest | undefined
  /** 2·parameters − 2·log-likelihood; `undefined` for a penalised fit. */
  readonly aic: number | undefined
  /** ln(observations)·parameters − 2·log-likelihood; `undefined` for a penalised fit. */
  readonly bic: number | undefined
}

/** What a fit says of its coefficients. */
export interface Inference {
  /** Class by class, intercept first. */
  readonly coefficients: readonly CoefficientRow[]
  /** Of the coefficients in the order of their rows, square; `undefined` where there is none, and `notes` say why. */
  readonly covariance: Float64Array | undefined
  /** The confidence of the intervals. */
  readonly level: number
  /** What must be read beside the numbers. */
  readonly notes: readonly string[]
}

/** The names of the options. */
export const INFERENCE = ['level', 'penalized']

/** How many numbers were fitted, how many of them belong to features, and whether a penalty was on. */
interface Fitted {
  readonly parameters: number
  readonly df: number
  readonly penalized: boolean
}

/** Criteria and the test of all features. df : of the features */
export const likelihoodSummary = (
  { weights }: CheckedDesign,
  logLikelihood: number,
  nullLogLikelihood: number,
  fitted: Fitted,
): LikelihoodSummary => summaryOf(weights.filter(w => w > 0).length, logLikelihood, nullLogLikelihood, fitted)

/** The same by the number of rows that have a weight. */
export function summaryOf(
  observations: number,
  logLikelihood: number,
  nullLogLikelihood: number,
  { parameters, df, penalized }: Fitted,
): LikelihoodSummary {
  const statistic = Math.max(0, 2 * (logLikelihood - nullLogLikelihood))
  return {
    observations,
    parameters,
    logLikelihood,
    nullLogLikelihood,
    likelihoodRatio: penalized
      ? undefined
      : { statistic, df, p: df === 0 ? 1 : chiSquareTail(statistic, df) },
    aic: penalized ? undefined : 2 * parameters - 2 * logLikelihood,
    bic: penalized ? undefined : Math.log(observations) * parameters - 2 * logLikelihood,
  }
}

/** The coefficients of one class, intercept first. [columns] */
export function columnOf(
  op: string,
  { features, intercept }: CheckedDesign,
  { theta, bias }: Coefficients,
  c: number,
  classes: number,
): Float64Array {
  if (theta.length !== features * classes)
    throw new ShapeError(op, `wants ${features * classes} coefficients theta, got ${theta.length}`)
  if (intercept !== (bias !== undefined))
    throw new ArgumentError(
      op,
      intercept ? 'the design has an intercept, and no bias came' : 'a bias came without an intercept',
    )
  if (bias !== undefined && bias.length !== classes)
    throw new ShapeError(op, `wants ${classes} values of bias, got ${bias.length}`)
  const out = Float64Array.from([
    ...(bias === undefined ? [] : [bias[c]!]),
    ...Array.from({ length: features }, (_, j) => theta[j * classes + c]!),
  ])
  const bad = out.find(v => !Number.isFinite(v))
  if (bad !== undefined) throw new ArgumentError(op, `coefficients must be finite, got ${bad}`)
  return out
}

export const PENALIZED =
  'The fit was penalised: its coefficients are drawn towards 0, so it has no standard errors, tests or intervals.'

/** What separation does to a likelihood. */
export const withoutMaximum = (because: string): string =>
  `${because} The likelihood has no maximum, so there are no standard errors; a penalty gives finite coefficients.`

/** How much of a log-likelihood a Newton step may still gain before coefficients are said not to be at the maximum. */
const GAIN = 1e-6

/** Says that coefficients are not those of the maximum, if they are not. */
export const offMaximum = (decrement: number): readonly string[] =>
  decrement / 2 > GAIN
    ? [
        `The coefficients are not at the maximum: a Newton step would gain ${(decrement / 2).toPrecision(3)} of log-likelihood. Standard errors hold at the maximum.`,
      ]
    : []
