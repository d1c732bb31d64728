// From rows and options to a fit: what all regressions share once their data are checked.

import { fromData } from '../../create.js'
import { type DType, floatOf } from '../../dtype.js'
import { cast } from '../../ops/index.js'
import type { EpochRecord } from '../../optim/index.js'
import { stopGradient, type Tensor, valuesOf } from '../../tensor.js'
import type { Scale } from '../scale.js'
import type { Family, LinearParams } from './family.js'
import { type FitRecord, fitRows } from './fit.js'
import type { Evaluate } from './objective.js'
import type { checkRegression, RegressionOptions } from './options.js'
import { blocksOn, type Moments, momentsOf, type Rows } from './rows.js'
import { onScaleOf } from './units.js'

/** What a fitted regression says of how it was fitted. */
export interface FitOutcome {
  /** How fitting went; empty for a model that was loaded. */
  readonly history: readonly EpochRecord[]
  /** Whether fitting ended because the gradient was below the tolerance. */
  readonly converged: boolean
  /** Why fitting ended, in a word: `gradient`, where it is below the tolerance, or what was in the way. */
  readonly reason: string
  /** The same as a sentence. */
  readonly message: string
}

/** Rows to fit to, and what is known of them all. */
export interface Data {
  /** The rows, checked, the same at each call. */
  readonly blocks: () => Iterable<Rows>
  readonly d: number
  /** Classes, where each has scores of its own. */
  readonly k?: number
  /** The float type of the parameters that come out. */
  readonly dtype: DType
  /** How many rows there are, where they stay in memory. */
  readonly held?: number
}

/** Rows that are all in memory, checked. */
export function inMemory(
  x: Tensor,
  y: Tensor,
  weights: Tensor | undefined,
  offset: Tensor | undefined,
  k?: number,
): Data {
  const rows = {
    x: stopGradient(x),
    // With features in float64, soft labels are too.
    y: y.dtype === 'float32' ? cast(y, 'float64') : y,
    ...(weights === undefined ? {} : { weights }),
    ...(offset === undefined ? {} : { offset }),
  }
  const [n = 0, d = 0] = x.shape
  return { blocks: () => [rows], d, ...(k === undefined ? {} : { k }), dtype: floatOf(x.dtype), held: n }
}

/** Fits checked rows. start : for features as they are; the parameters that come out are for features on the scale */
export function estimate(
  family: Family,
  evaluate: Evaluate,
  { blocks, d, k, dtype, held }: Data,
  settings: ReturnType<typeof checkRegression>,
  { onEpoch }: Pick<RegressionOptions, 'onEpoch'>,
  start: LinearParams | undefined,
): FitOutcome & { readonly params: LinearParams; readonly scale: Scale | undefined } {
  const { bias, l1, l2, maxIterations, tolerance } = settings
  const scale = settings.standardize ? scaleFrom(momentsOf(blocks(), d), dtype) : undefined
  const fit = fitRows({
    family,
    evaluate,
    layout: { d, k, bias },
    blocks: scale === undefined ? blocks : blocksOn(blocks, valuesOf(scale.mean), valuesOf(scale.deviation)),
    ...(held === undefined ? {} : { held }),
    l1,
    l2,
    maxIterations,
    tolerance,
    ...(start === undefined ? {} : { start: onScaleOf(start, scale) }),
    ...(onEpoch === undefined ? {} : { onIteration: record => onEpoch(epochOf(record)) }),
  })
  return {
    params: castParams(fit.params, dtype),
    scale,
    history: fit.history.map(epochOf),
    converged: fit.reason === 'gradient',
    reason: fit.reason,
    message: fit.message,
  }
}

/** Mean and deviation of each column, which is 1 where all values are the same. */
function scaleFrom({ mean, variance }: Moments, dtype: DType): Scale {
  const held = (values: Float64Array) =>
    fromData(dtype === 'float32' ? Float32Array.from(values) : values, [values.length] as const)
  return { mean: held(mean), deviation: held(variance.map(v => Math.sqrt(v) || 1)) }
}

const epochOf = ({ iteration, loss, gradientNorm }: FitRecord): EpochRecord => ({
  epoch: iteration,
  loss,
  gradientNorm,
})

/** Parameters in a float type. */
export const castParams = ({ theta, bias }: LinearParams, dtype: DType): LinearParams => ({
  theta: cast(theta, dtype),
  ...(bias === undefined ? {} : { bias: cast(bias, dtype) }),
})
