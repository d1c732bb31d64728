// The fit that flags ask for: which regression, with which penalty, by which steps.
import type { Samples, Schema } from '../../data/index.js'
import { ArgumentError } from '../../errors.js'
import {
  type AnyModel,
  linearRegression,
  poissonRegression,
  type RegressionOptions,
  type SoftmaxModel,
  softmaxRegression,
} from '../../models/index.js'
import { safeRate } from '../../models/rate.js'
import { scaled } from '../../models/scale.js'
import type { EpochRecord } from '../../optim/index.js'
import type { Penalty } from '../options.js'
import { chosenPenalty } from './choose.js'
import { isDescent, type TrainFlags } from './options.js'
import type { Parts } from './parts.js'

/** A fitted model, and how it was fitted. */
export interface Learned {
  readonly model: AnyModel
  readonly regression: 'softmax' | 'linear' | 'poisson'
  readonly penalty: Penalty
  /** Where the penalty comes from, in words. */
  readonly because: string
  /** By which steps, in words. */
  readonly method: string
  /** Whether the fit is where it was to go: at the optimum, or through all its epochs of descent. */
  readonly reached: boolean
  /** The same fit to other rows, from the start; `undefined` for a regression of numbers. */
  readonly refit: ((rows: Samples) => SoftmaxModel) | undefined
}

/** Refuses flags that the target, the size of the table or another flag makes meaningless. */
function checkFlags(regression: Learned['regression'], isLarge: boolean, flags: TrainFlags): void {
  const { model, classWeight, maxIterations, penalty, cv } = flags
  const descent = isDescent(flags)
  const of = 'the flags of descent, --epochs, --learning-rate and --batch-size,'
  const refuse = (when: boolean, message: string): void => {
    if (when) throw new ArgumentError('train', message)
  }
  if (regression === 'softmax') {
    refuse(
      model !== undefined,
      `--model ${model} is for a column of numbers, and the target has classes; --task number takes them as numbers`,
    )
  } else {
    refuse(classWeight !== undefined, '--class-weight is for classes, and the target is numbers')
    refuse(descent, `${of} are for classes, and the target is numbers`)
    refuse(flags.calibrate === true, '--calibrate is for classes, and the target is numbers')
  }
  refuse(
    descent && maxIterations !== undefined,
    `--max-iterations is for the way to the optimum; leave it out, or ${of}`,
  )
  refuse(
    descent && classWeight !== undefined,
    `--class-weight is for the way to the optimum; leave it out, or ${of}`,
  )
  refuse(
    descent && (penalty?.l1 ?? 0) > 0,
    `a penalty l1 is for the way to the optimum; leave it out, or ${of}`,
  )
  refuse(descent && isLarge, `${of} are for tables that fit into memory`)
  refuse(flags.calibrate === true && isLarge, '--calibrate is for tables that fit into memory')
  refuse(
    cv !== undefined && (flags.l2 !== undefined || (penalty !== undefined && penalty.l1 === 0)),
    '--cv chooses the penalty; leave out the one that is given, or give --penalty l1=1 to have l1 chosen',
  )
}

/** Fits a model to rows. */
export function learn(
  { train: rows, large }: Parts,
  schema: Schema,
  flags: TrainFlags,
  onEpoch: (record: EpochRecord) => void,
): Learned {
  const { target } = schema
  const regression = target?.kind === 'classes' ? 'softmax' : flags.model === 'poisson' ? 'poisson' : 'linear'
  checkFlags(regression, large !== undefined, flags)
  const n = large?.rows ?? rows.labels.size
  const { penalty, because } = penaltyOf(rows, n, schema, regression, flags)
  const common: RegressionOptions = {
    ...penalty,
    standardize: true,
    onEpoch,
    ...(flags.maxIterations === undefined ? {} : { maxIterations: flags.maxIterations }),
  }
  const names = { featureNames: schema.names }
  const steps = penalty.l1 > 0 ? 'OWL-QN' : 'L-BFGS'
  if (target?.kind !== 'classes') {
    const fit = regression === 'poisson' ? poissonRegression(common) : linearRegression(common)
    const model =
      large === undefined ? fit.fit(rows.features, rows.labels, names) : fit.fitBlocks(large.blocks, names)
    return { model, regression, penalty, because, method: steps, reached: model.converged, refit: undefined }
  }
  const descent = isDescent(flags)
  const { maxIterations: _, ...shared } = common
  const options = descent
    ? {
        ...shared,
        epochs: flags.epochs ?? 1000,
        seed: flags.seed,
        ...(flags.learningRate === undefined ? {} : { learningRate: flags.learningRate }),
        ...(flags.batchSize === undefined ? {} : { batchSize: flags.batchSize }),
      }
    : common
  const settings = {
    ...options,
    ...(flags.classWeight === undefined ? {} : { classWeights: flags.classWeight }),
  }
  const fit = softmaxRegression(settings)
  const all = { ...names, classes: target.classes }
  const model =
    large === undefined ? fit.fit(rows.features, rows.labels, all) : fit.fitBlocks(large.blocks, all)
  const method = descent ? descentText(model, rows, penalty, flags) : steps
  const { onEpoch: _told, ...quiet } = settings
  const refit = ({ features, labels }: Samples) => softmaxRegression(quiet).fit(features, labels, all)
  return { model, regression, penalty, because, method, reached: descent || model.converged, refit }
}

function descentText(
  model: SoftmaxModel,
  { features, labels }: Samples,
  { l2 }: Penalty,
  flags: TrainFlags,
): string {
  const { batchSize } = flags
  const safe = { l2, ...(batchSize === undefined ? {} : { batchSize }) }
  const rate = flags.learningRate ?? safeRate(scaled(features, model.scale), labels, safe)
  const batch = batchSize === undefined ? 'all rows' : batchSize === 1 ? '1 row' : `${batchSize} rows`
  return `gradient descent, ${batch} an update, learning rate ${Number(rate.toPrecision(4))}`
}

/** The penalty that flags ask for, or what is usual: none for numbers and for descent, scikit-learn's C = 1 for classes. */
function penaltyOf(
  rows: Samples,
  n: number,
  schema: Schema,
  regression: Learned['regression'],
  flags: TrainFlags,
): { readonly penalty: Penalty; readonly because: string } {
  if (flags.cv !== undefined) return chosenPenalty(rows, schema, regression, flags)
  if (flags.penalty !== undefined) return { penalty: flags.penalty, because: 'as --penalty says' }
  if (flags.l2 !== undefined) return { penalty: { l1: 0, l2: flags.l2 }, because: 'as --l2 says' }
  if (regression !== 'softmax' || isDescent(flags) || flags.summary)
    return { penalty: { l1: 0, l2: 0 }, because: 'none unless --penalty says so' }
  return {
    penalty: { l1: 0, l2: 1 / n },
    because: "1 / rows, which is scikit-learn's C = 1; --penalty changes it",
  }
}
