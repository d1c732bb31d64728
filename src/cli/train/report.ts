// What `chainrule train` found, as data: what is printed, the Markdown and the JSON are made of it.
import type { Samples, Schema, Source, Warning } from '../../data/index.js'
import {
  type AnyInference,
  type AnyModel,
  inferenceOf,
  inferenceOfBlocks,
  predictionsOf,
} from '../../models/index.js'
import type { EpochRecord } from '../../optim/index.js'
import { valuesOf } from '../../tensor.js'
import { type Scores, scoresOf } from '../scores.js'
import { inFlags } from '../words.js'
import type { Calibrated } from './calibrate.js'
import type { Checks } from './checks.js'
import type { Learned } from './learn.js'
import type { TrainFlags } from './options.js'
import type { Parts } from './parts.js'

/** A report of `train`. */
export interface TrainReport {
  readonly version: 1
  readonly file: string
  /** What the reader had to find out about the file. */
  readonly found: readonly string[]
  readonly warnings: readonly Warning[]
  readonly target: string
  /** The classes and how many rows each has, of those that were looked at; `undefined` for a regression of numbers. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[] | undefined
  readonly features: readonly string[]
  readonly rows: {
    readonly all: number
    readonly train: number
    readonly test: number
    /** Of the rows trained on, how many the model was judged by: all, unless the table is too large for memory. */
    readonly judged: number
    /** The file beside a large table in which its rows lie as numbers. */
    readonly kept: string | undefined
    readonly seed: number
  }
  readonly fit: {
    readonly regression: Learned['regression']
    readonly method: string
    readonly penalty: { readonly l1: number; readonly l2: number; readonly because: string }
    readonly reached: boolean
    readonly reason: string
    readonly message: string
    readonly loss: number
    readonly gradientNorm: number
    readonly history: readonly EpochRecord[]
  }
  /** What --calibrate found: the scores of classes are divided by its temperature in all that follows, and by `predict`. */
  readonly calibration: Calibrated | undefined
  readonly train: Scores
  readonly test: Scores | undefined
  readonly checks: Checks
  readonly coefficients: readonly Coefficients[]
  /** What --summary asks for. */
  readonly summary: AnyInference | undefined
}

/** What each feature adds to a score, in its own unit: the score of a class, or the only one. */
export interface Coefficients {
  readonly name: string
  readonly intercept: number
  /** In the order of the features. */
  readonly values: readonly number[]
}

/** Puts a report together. */
export function reportOf(parts: {
  readonly path: string
  readonly source: Source
  readonly schema: Schema
  readonly parts: Parts
  readonly fit: Learned
  readonly calibration: Calibrated | undefined
  readonly checks: Checks
  readonly flags: TrainFlags
}): TrainReport {
  const { schema, fit, calibration, checks, flags } = parts
  const { train, test, large } = parts.parts
  const { model, penalty } = fit
  const last = model.history.at(-1)!
  const sizes = {
    train: large?.rows ?? train.labels.size,
    test: test?.labels.size ?? 0,
    judged: train.labels.size,
    kept: large?.kept,
  }
  return {
    version: 1,
    file: parts.path,
    found: parts.source.found ?? [],
    warnings: schema.warnings,
    target: schema.target!.column,
    classes: countsOf(schema, [train, ...(test === undefined ? [] : [test])]),
    features: schema.names,
    rows: { all: sizes.train + sizes.test, ...sizes, seed: flags.seed },
    fit: {
      regression: fit.regression,
      method: fit.method,
      penalty: { ...penalty, because: fit.because },
      reached: fit.reached,
      reason: model.reason,
      message: messageOf(model),
      loss: last.loss,
      gradientNorm: last.gradientNorm,
      history: model.history,
    },
    calibration,
    train: scoresFor(model, train, calibration),
    test: test === undefined ? undefined : scoresFor(model, test, calibration),
    checks,
    coefficients: coefficientsOf(model),
    summary: flags.summary ? inferred(fit, parts.parts) : undefined,
  }
}

/** Why a fit ended, and, where it could not go on, with which flag it can. */
const messageOf = ({ message, reason }: AnyModel): string =>
  inFlags(message, 'train') + (reason === 'separated' ? '; --penalty l2=0.01 gives one' : '')

/** Standard errors, tests and intervals from the rows trained on: all of them, also those of a large table. */
function inferred({ model, penalty: { l1, l2 } }: Learned, { train, large }: Parts): AnyInference {
  const options = { penalized: l1 + l2 > 0 }
  return large === undefined
    ? inferenceOf(model, train.features, train.labels, options)
    : inferenceOfBlocks(model, large.blocks, options)
}

const scoresFor = (
  model: AnyModel,
  { features, labels }: Samples,
  calibration: Calibrated | undefined,
): Scores => scoresOf(predictionsOf(model, features, calibration?.temperature), labels)

function countsOf(schema: Schema, parts: readonly Samples[]): TrainReport['classes'] {
  if (schema.target?.kind !== 'classes') return undefined
  const rows = schema.target.classes.map(() => 0)
  for (const { labels } of parts) for (const label of valuesOf(labels)) rows[label]!++
  return schema.target.classes.map((name, c) => ({ name, rows: rows[c]! }))
}

/** For each score, what the features add to it. */
export function coefficientsOf(model: AnyModel): readonly Coefficients[] {
  const values = [...model.coefficients.data]
  if (!('intercepts' in model)) return [{ name: '', intercept: model.intercept, values }]
  const k = model.classes.length
  return model.classes.map((name, c) => ({
    name,
    intercept: model.intercepts.data[c]!,
    values: values.filter((_, i) => i % k === c),
  }))
}
