// What a fitted model's coefficients are worth, from rows that do not fit into memory at once.
import { ArgumentError, checkOptions, describe } from '../../../errors.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import type { Blocks } from '../../glm/blocks.js'
import { bothScores, inUnits } from '../../glm/units.js'
import { LinearModel, PoissonModel } from '../../linearRegression.js'
import { LogisticModel } from '../../logisticRegression.js'
import type { AnyModel } from '../../saved/fromJSON.js'
import { SoftmaxModel } from '../../softmaxModel.js'
import { covarianceOf } from '../covariance.js'
import { fromUnits } from '../design.js'
import { fTail } from '../distributions.js'
import { offMaximum, PENALIZED, summaryOf } from '../likelihood.js'
import type { LinearInference } from '../linear.js'
import type { PoissonInference } from '../poisson.js'
import type { SoftmaxInference, SoftmaxInferenceOptions } from '../softmax.js'
import { checkLevel, coefficientRows } from '../table.js'
import { linearSums, poissonSumsOf } from './numbers.js'
import { overlapIn, softmaxCurvature } from './softmax.js'
import { type Walk, walkOf } from './walk.js'

const OP = 'inferenceOfBlocks'

/** What all kinds are told. */
interface Told {
  readonly names: readonly string[]
  readonly level: number
  readonly penalized: boolean
}

/**
 * Standard errors, tests, intervals and criteria from blocks of rows, as `fitBlocks` takes them: what `inferenceOf` gives, since the
 * information XᵀWX is a sum over rows. The rows are read two times, and a third time for classes; memory is that of a block and of
 * the covariance.
 *
 * What separates classes, and which multiples of which columns another one is, takes all rows at once: here it is said that
 * they may be separated, or which column is a combination of others.
 *
 * @example
 * const model = softmaxRegression().fitBlocks(blocks, { classes })
 * console.log(inferenceText(inferenceOfBlocks(model, blocks)))
 */
export function inferenceOfBlocks(
  model: AnyModel,
  blocks: Blocks,
  options: SoftmaxInferenceOptions = {},
): SoftmaxInference | LinearInference | PoissonInference {
  const {
    reference = 0,
    penalized = false,
    level = 0.95,
  } = checkOptions(OP, options, ['reference', 'level', 'penalized'])
  checkLevel(OP, level)
  const intercept = model.params.bias !== undefined
  const walk = walkOf(OP, blocks, model.params.theta.shape[0]!, intercept)
  const names = model.featureNames ?? Array.from({ length: walk.features }, (_, j) => `x${j}`)
  const told = { names, level, penalized }
  const units = inUnits(model.params, model.scale)
  if (model instanceof SoftmaxModel || model instanceof LogisticModel) {
    const { theta, bias } = model instanceof LogisticModel ? bothScores(units) : units
    return ofClasses(walk, model.classes, columnsOf(theta, bias!, intercept), reference, told)
  }
  const [beta] = columnsOf(units.theta, units.bias, intercept)
  if (model instanceof LinearModel) return ofNumbers(walk, beta!, told)
  if (model instanceof PoissonModel) return ofCounts(walk, beta!, told)
  throw new ArgumentError(OP, `wants a fitted regression, got ${describe(model)}`)
}

/** The coefficients of each class, intercept first. */
function columnsOf(theta: Tensor, bias: Tensor, intercept: boolean): readonly Float64Array[] {
  const [d = 0, k = 1] = theta.shape
  const [values, shifts] = [valuesOf(theta), valuesOf(bias)]
  return Array.from({ length: k }, (_, c) =>
    Float64Array.from([
      ...(intercept ? [shifts[c]!] : []),
      ...Array.from({ length: d }, (_, j) => values[j * k + c]!),
    ]),
  )
}

function ofClasses(
  walk: Walk,
  classes: readonly string[],
  columns: readonly Float64Array[],
  reference: number,
  { names, level, penalized }: Told,
): SoftmaxInference {
  const k = classes.length
  if (!(Number.isInteger(reference) && reference >= 0 && reference < k))
    throw new ArgumentError(OP, `reference must be a place from 0 to ${k - 1}, got ${reference}`)
  const total = [...walk.counts].reduce((sum, [c, w]) => (c < k ? sum + w : sum), 0)
  // The same weights in the same order, but by classes: they differ by rounding alone.
  if (Math.abs(total - walk.sums.weight) > 1e-9 * walk.sums.weight)
    throw new ArgumentError(OP, `wants classes from 0 to ${k - 1} as responses`)
  const { intercept, features } = walk
  const others = classes.map((_, c) => c).filter(c => c !== reference)
  const own = others.map(c => columns[c]!.map((v, j) => v - columns[reference]![j]!))
  const join = (parts: readonly Float64Array[]) => Float64Array.from(parts.flatMap(part => [...part]))
  const [estimates, b] = [join(own), join(own.map(part => fromUnits(walk.scale, part)))]
  const at = softmaxCurvature(walk, others, b)
  const size = b.length
  const found = penalized ? undefined : covarianceOf({ matrix: at.information, size }, walk.scale)
  const overlap = found !== undefined && overlapIn(walk, others, b, found.solve(at.gradient))
  const covariance = overlap ? found : undefined
  const nullLogLikelihood = [...walk.counts.values()].reduce(
    (sum, w) => sum + w * Math.log(intercept ? w / walk.sums.weight : 1 / k),
    0,
  )
  return {
    kind: 'softmax',
    reference: classes[reference]!,
    coefficients: coefficientRows(estimates, covariance?.matrix, {
      names,
      intercept,
      classes: others.map(c => classes[c]!),
      level,
      df: Number.POSITIVE_INFINITY,
      ratios: true,
    }),
    covariance: covariance?.matrix,
    level,
    notes: penalized
      ? [PENALIZED]
      : found === undefined
        ? singularIn(walk, at.information, size, names)
        : covariance === undefined
          ? [SEPARATED]
          : offMaximum(covariance.decrement(at.gradient)),
    ...summaryOf(walk.observations, at.logLikelihood, nullLogLikelihood, {
      parameters: size,
      df: others.length * features,
      penalized,
    }),
    pseudoR2: nullLogLikelihood === 0 ? undefined : 1 - at.logLikelihood / nullLogLikelihood,
    separation: undefined,
  }
}

const SEPARATED =
  'The coefficients are not at a maximum, or columns separate some classes, so that there is none: no standard errors are given. A penalty gives finite coefficients.'

function ofNumbers(walk: Walk, beta: Float64Array, { names, level, penalized }: Told): LinearInference {
  const { columns } = walk.scale
  const { intercept, features: df, observations: n, sums } = walk
  const { left, around, information } = linearSums(walk, fromUnits(walk.scale, beta))
  const residualDf = n - columns
  const variance = left / residualDf
  const unscaled = penalized ? undefined : covarianceOf({ matrix: information, size: columns }, walk.scale)
  const covariance =
    unscaled !== undefined && residualDf > 0 ? unscaled.matrix.map(v => v * variance) : undefined
  const logLikelihood = (sum: number) => (sums.logWeight - n * (Math.log((2 * Math.PI * sum) / n) + 1)) / 2
  const statistic = (around - left) / df / variance
  return {
    kind: 'linear',
    coefficients: coefficientRows(beta, covariance, {
      names,
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
        ? singularIn(walk, information, columns, names)
        : residualDf > 0
          ? []
          : [
              `${n} rows leave nothing to estimate the spread of errors from, beside ${columns} coefficients.`,
            ],
    ...summaryOf(n, logLikelihood(left), logLikelihood(around), { parameters: columns + 1, df, penalized }),
    residualDf,
    sigma: residualDf > 0 ? Math.sqrt(variance) : undefined,
    r2: 1 - left / around,
    adjustedR2: residualDf > 0 ? 1 - ((left / around) * (intercept ? n - 1 : n)) / residualDf : undefined,
    f:
      covariance !== undefined && df > 0
        ? { statistic, df1: df, df2: residualDf, p: fTail(statistic, df, residualDf) }
        : undefined,
  }
}

function ofCounts(walk: Walk, beta: Float64Array, { names, level, penalized }: Told): PoissonInference {
  const { columns } = walk.scale
  const at = poissonSumsOf(walk, fromUnits(walk.scale, beta))
  const { gradient, information, deviance, nullDeviance, pearson } = at
  const covariance = penalized ? undefined : covarianceOf(information, walk.scale)
  return {
    kind: 'poisson',
    coefficients: coefficientRows(beta, covariance?.matrix, {
      names,
      intercept: walk.intercept,
      classes: [undefined],
      level,
      df: Number.POSITIVE_INFINITY,
      ratios: true,
    }),
    covariance: covariance?.matrix,
    level,
    notes: penalized
      ? [PENALIZED]
      : covariance === undefined
        ? singularIn(walk, information.matrix, columns, names)
        : offMaximum(covariance.decrement(gradient)),
    ...summaryOf(walk.observations, at.logLikelihood, at.nullLogLikelihood, {
      parameters: columns,
      df: walk.features,
      penalized,
    }),
    residualDf: walk.observations - columns,
    deviance,
    nullDeviance,
    pearson,
    separation: undefined,
  }
}

/** Which columns are combinations of earlier ones: where Cholesky's pivot of the first block, of diagonal 1, is nothing. */
function singularIn(
  { scale: { columns, lead } }: Walk,
  information: Float64Array,
  size: number,
  names: readonly string[],
): readonly string[] {
  const roots = Float64Array.from({ length: columns }, (_, i) => Math.sqrt(information[i * (size + 1)]!))
  const l = new Float64Array(columns * columns)
  const notes = ['The information is singular, so there are no standard errors.']
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = roots[i]! > 0 && roots[j]! > 0 ? information[i * size + j]! / roots[i]! / roots[j]! : 0
      for (let k = 0; k < j; k++) rest -= l[i * columns + k]! * l[j * columns + k]!
      const pivot = l[j * (columns + 1)]!
      if (j < i) l[i * columns + j] = pivot > 0 ? rest / pivot : 0
      else if (rest > columns * 2 ** -46) l[i * (columns + 1)] = Math.sqrt(rest)
      else if (i >= lead)
        notes.push(`Column '${names[i - lead]}' is constant, or a combination of the columns before it.`)
    }
  }
  return notes
}
