// Inference for Poisson regression with the logarithm as its link.
import { ArgumentError, checkOptions, ShapeError } from '../../errors.js'
import { covarianceOf } from './covariance.js'
import { singular } from './dependence.js'
import { checkedDesign, type Design, fromUnits, scaledDesign } from './design.js'
import {
  type Coefficients,
  columnOf,
  INFERENCE,
  type Inference,
  type InferenceOptions,
  type LikelihoodSummary,
  likelihoodSummary,
  offMaximum,
  PENALIZED,
  withoutMaximum,
} from './likelihood.js'
import { checkTargets } from './linear.js'
import { poissonSums } from './poissonSums.js'
import { type CountSeparation, countSeparation } from './separation/counts.js'
import { describeCountSeparation } from './separation/words.js'
import { checkLevel, coefficientRows } from './table.js'

/** What Poisson inference is told beside the fit. */
export interface PoissonInferenceOptions extends InferenceOptions {
  /** What was added to the score of each row, such as the logarithm of an exposure. [rows] */
  readonly offset?: ArrayLike<number>
}

/** Poisson regression. */
export interface PoissonInference extends Inference, LikelihoodSummary {
  /** Which model it is of. */
  readonly kind: 'poisson'
  /** Observations less columns. */
  readonly residualDf: number
  /** 2 Σ (y ln(y/μ) − (y − μ)) */
  readonly deviance: number
  /** That of the intercept alone; without an intercept, of scores that are the offset. */
  readonly nullDeviance: number
  /** Σ (y − μ)²/μ, about residualDf where counts spread as Poisson's do. */
  readonly pearson: number
  /** What tells rows without a count apart, where something does: then no maximum exists, and no standard errors. */
  readonly separation: CountSeparation | undefined
}

/**
 * Standard errors, tests and intervals of a Poisson regression, from the inverse of the information XᵀWX with the weights w·μ
 * (McCullagh & Nelder 1989, §6).
 *
 * y : counts, ≥ 0. [rows]
 */
export function poissonInference(
  design: Design,
  y: ArrayLike<number>,
  coefficients: Coefficients,
  options: PoissonInferenceOptions = {},
): PoissonInference {
  const op = 'poissonInference'
  checkOptions(op, options, ['offset', ...INFERENCE])
  const { offset, penalized = false } = options
  const level = checkLevel(op, options.level ?? 0.95)
  const checked = checkedDesign(op, design)
  const { weights, rows } = checked
  checkTargets(op, y, rows)
  const bad = Array.from(y).findIndex(v => v < 0)
  if (bad >= 0) throw new ArgumentError(op, `counts must be ≥ 0, got ${y[bad]} in row ${bad}`)
  if (offset !== undefined && offset.length !== rows)
    throw new ShapeError(op, `wants an offset for each of ${rows} rows, got ${offset.length}`)
  const beta = columnOf(op, checked, coefficients, 0, 1)
  const scaled = scaledDesign(checked)
  const { columns } = scaled
  const { logLikelihood, nullLogLikelihood, deviance, nullDeviance, pearson, gradient, information } =
    poissonSums([{ scaled, y, weights, offset }], fromUnits(scaled, beta), nullScoreOf(checked, y, offset))
  const separated = penalized ? undefined : countSeparation(design, y)
  const covariance = penalized || separated !== undefined ? undefined : covarianceOf(information, scaled)
  const summary = likelihoodSummary(checked, logLikelihood, nullLogLikelihood, {
    parameters: columns,
    df: checked.features,
    penalized,
  })
  return {
    kind: 'poisson',
    coefficients: coefficientRows(beta, covariance?.matrix, {
      names: checked.names,
      intercept: checked.intercept,
      classes: [undefined],
      level,
      df: Number.POSITIVE_INFINITY,
      ratios: true,
    }),
    covariance: covariance?.matrix,
    level,
    notes: penalized
      ? [PENALIZED]
      : separated !== undefined
        ? [withoutMaximum(describeCountSeparation(separated, checked.names))]
        : covariance === undefined
          ? singular(design)
          : offMaximum(covariance.decrement(gradient)),
    ...summary,
    residualDf: summary.observations - columns,
    deviance,
    nullDeviance,
    pearson,
    separation: separated,
  }
}

/** The intercept that fits best alone: ln(Σ w·y/Σ w·e^offset). */
function nullScoreOf(
  { weights, rows, intercept }: Required<Design>,
  y: ArrayLike<number>,
  offset: ArrayLike<number> | undefined,
): number {
  if (!intercept) return 0
  let [counts, exposure] = [0, 0]
  for (let i = 0; i < rows; i++) {
    counts += weights[i]! * y[i]!
    exposure += weights[i]! * Math.exp(offset?.[i] ?? 0)
  }
  return Math.log(counts / exposure)
}
