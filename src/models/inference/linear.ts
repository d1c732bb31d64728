// Inference for linear regression by least squares: Student's t for coefficients, F for all of them.
import { checkOptions, ShapeError } from '../../errors.js'
import { addOuter, covarianceOf, mirror } from './covariance.js'
import { singular } from './dependence.js'
import { checkedDesign, type Design, scaledDesign } from './design.js'
import { fTail } from './distributions.js'
import {
  type Coefficients,
  columnOf,
  INFERENCE,
  type Inference,
  type InferenceOptions,
  type LikelihoodSummary,
  likelihoodSummary,
  PENALIZED,
} from './likelihood.js'
import { checkLevel, coefficientRows } from './table.js'

/** A test by Fisher's distribution. */
export interface FTest {
  /** The variance that the features explain, each by its share, over that of the errors. */
  readonly statistic: number
  /** How many features there are. */
  readonly df1: number
  /** Observations less columns. */
  readonly df2: number
  /** The probability of as much or more if no feature matters. */
  readonly p: number
}

/** Linear regression: errors are normal, of a variance that is inverse to the weight of their row. */
export interface LinearInference extends Inference, LikelihoodSummary {
  /** Which model it is of. */
  readonly kind: 'linear'
  /** Observations less columns. */
  readonly residualDf: number
  /** σ̂ = √(residual sum of squares/residualDf); `undefined` where nothing is left to estimate it from. */
  readonly sigma: number | undefined
  /** The share of the variance around the mean (without an intercept: around 0) that is explained. */
  readonly r2: number
  /** 1 − (1 − r2)·n/residualDf, with n − 1 for n where there is an intercept. */
  readonly adjustedR2: number | undefined
  /** The F-test of all features together. */
  readonly f: FTest | undefined
}

/**
 * Standard errors, t-tests and intervals of a linear regression by least squares: σ̂²(XᵀWX)⁻¹ (Seber & Lee 2003, §3.3). The
 * variance is among the parameters that aic and bic count, as R has it.
 *
 * y : [rows]
 */
export function linearInference(
  design: Design,
  y: ArrayLike<number>,
  coefficients: Coefficients,
  options: InferenceOptions = {},
): LinearInference {
  const op = 'linearInference'
  checkOptions(op, options, INFERENCE)
  const { penalized = false } = options
  const level = checkLevel(op, options.level ?? 0.95)
  const checked = checkedDesign(op, design)
  const { weights, rows, intercept } = checked
  checkTargets(op, y, rows)
  const beta = columnOf(op, checked, coefficients, 0, 1)
  const scaled = scaledDesign(checked)
  const { columns } = scaled
  const information = { matrix: new Float64Array(columns * columns), size: columns }
  const total = weights.reduce((sum, w) => sum + w, 0)
  let mean = 0
  if (intercept) for (let i = 0; i < rows; i++) mean += (weights[i]! / total) * y[i]!
  let [left, around, logWeights] = [0, 0, 0]
  for (let i = 0; i < rows; i++) {
    const w = weights[i]!
    if (w === 0) continue
    left += w * residual(checked.x, i, beta, checked.features, y[i]!) ** 2
    around += w * (y[i]! - mean) ** 2
    logWeights += Math.log(w)
    addOuter(information, scaled, i, w, 0, 0)
  }
  mirror(information)
  const n = weights.filter(w => w > 0).length
  const residualDf = n - columns
  const variance = left / residualDf
  const unscaled = penalized ? undefined : covarianceOf(information, scaled)
  const estimable = unscaled !== undefined && residualDf > 0
  const covariance = estimable ? unscaled.matrix.map(v => v * variance) : undefined
  const logLikelihood = (sum: number) => (logWeights - n * (Math.log((2 * Math.PI * sum) / n) + 1)) / 2
  const df = checked.features
  const explained = (around - left) / df
  return {
    kind: 'linear',
    coefficients: coefficientRows(beta, covariance, {
      names: checked.names,
      intercept,
      classes: [undefined],
      level,
      df: Math.max(residualDf, 1),
      ratios: false,
    }),
    covariance,
    level,
    notes: penalized
      ? [PENALIZED]
      : unscaled === undefined
        ? singular(design)
        : residualDf > 0
          ? []
          : [
              `${n} rows leave nothing to estimate the spread of errors from, beside ${columns} coefficients.`,
            ],
    ...likelihoodSummary(checked, logLikelihood(left), logLikelihood(around), {
      parameters: columns + 1,
      df,
      penalized,
    }),
    residualDf,
    sigma: residualDf > 0 ? Math.sqrt(variance) : undefined,
    r2: 1 - left / around,
    adjustedR2: residualDf > 0 ? 1 - ((left / around) * (intercept ? n - 1 : n)) / residualDf : undefined,
    f:
      estimable && df > 0
        ? {
            statistic: explained / variance,
            df1: df,
            df2: residualDf,
            p: fTail(explained / variance, df, residualDf),
          }
        : undefined,
  }
}

function residual(x: Float64Array, i: number, beta: Float64Array, features: number, y: number): number {
  const lead = beta.length - features
  let rest = lead === 1 ? y - beta[0]! : y
  for (let j = 0; j < features; j++) rest -= beta[lead + j]! * x[i * features + j]!
  return rest
}

/** Refuses targets that do not go with the rows. */
export function checkTargets(op: string, y: ArrayLike<number>, rows: number): void {
  if (y.length !== rows) throw new ShapeError(op, `wants a target for each of ${rows} rows, got ${y.length}`)
  const bad = Array.from(y).findIndex(v => !Number.isFinite(v))
  if (bad >= 0) throw new ShapeError(op, `targets must be finite, got ${y[bad]} in row ${bad}`)
}
