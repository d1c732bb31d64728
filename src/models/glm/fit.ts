// A fit: rows brought to one scale, the loss minimized from a start, and what that came to.
import { ArgumentError } from '../../errors.js'
import { reshape } from '../../ops/index.js'
import {
  type IterationRecord,
  lbfgs,
  type MinimizeOptions,
  type Objective,
  owlqn,
  type Reason,
} from '../../optim/minimize/flat.js'
import { coarseFirst } from './coarse.js'
import { type Coordinates, coordinatesOf, fromUnits, toUnits } from './coordinates.js'
import { decorrelation } from './decorrelate.js'
import type { Family, LinearParams } from './family.js'
import { type Evaluate, type Layout, lengthOf, objectiveOf } from './objective.js'
import { blocksOn, type Moments, momentsOf, type Rows } from './rows.js'

/** How a fit stands after some iterations. */
export interface FitRecord {
  readonly iteration: number
  /** The mean loss over the rows and what is penalised. */
  readonly loss: number
  /** The largest entry of the gradient, in the coordinates that the fit works in. */
  readonly gradientNorm: number
}

/** What a fit is to do. */
export interface FitTask {
  readonly family: Family
  readonly evaluate: Evaluate
  readonly layout: Layout
  /** The rows, the same at each call. */
  readonly blocks: () => Iterable<Rows>
  /** How many there are, where they stay in memory, so that to go over them costs arithmetic alone. */
  readonly held?: number
  readonly l1: number
  readonly l2: number
  readonly maxIterations: number
  readonly tolerance: number
  /** What to start from: parameters for the rows as they are; all 0 where absent. */
  readonly start?: LinearParams
  readonly onIteration?: (record: FitRecord) => unknown
}

/** What a fit came to. */
export interface Fit {
  /** For the rows as they are. */
  readonly params: LinearParams
  readonly loss: number
  readonly gradientNorm: number
  readonly iterations: number
  readonly reason: Reason
  readonly message: string
  readonly history: readonly FitRecord[]
}

/**
 * Smaller problems, of this many products a pass, are done before a program in float32 is compiled beside that in float64; and with
 * fewer classes a pass takes too little beside what it takes to make another copy of the rows.
 */
const WORTH_COARSE = { products: 300_000, classes: 4 }

/** Fits the parameters of a family to rows: L-BFGS, or OWL-QN where |θ| is penalised. */
export function fitRows(task: FitTask): Fit {
  const { family, evaluate, layout, blocks, l1, l2, start } = task
  const moments = momentsOf(blocks(), layout.d)
  checkMoments(moments)
  const curvature = family.curvature(layout.k ?? 2)
  const at = coordinatesOf(moments, { l1, l2 }, curvature, layout.bias)
  const unit = unitOf(family, blocks())
  const { total } = moments
  const scaled = (dtype: 'float32' | 'float64') => blocksOn(blocks, at.center, at.scale, dtype)
  // |θ| has its kinks where θ is 0, and φ is not.
  const apart =
    l1 === 0
      ? decorrelation({
          family,
          layout,
          blocks: scaled('float64'),
          total,
          ridge: at.ridge.map(r => r / curvature),
        })
      : undefined
  const objective = (dtype: 'float32' | 'float64') => {
    const f = objectiveOf({
      evaluate,
      layout,
      blocks: scaled(dtype),
      share: 1 / (total * unit),
      ridge: at.ridge.map(r => r / unit),
      dtype,
    })
    return apart?.of(f) ?? f
  }
  const begin = start === undefined ? new Float64Array(lengthOf(layout)) : fromUnits(start, layout, at)
  const record = ({ iteration, value, gradientNorm }: IterationRecord): FitRecord => ({
    iteration,
    loss: value * unit,
    gradientNorm,
  })
  const settings = {
    maxIterations: task.maxIterations,
    gradientTolerance: task.tolerance,
    gradientScale: 1,
    onIteration: (r: IterationRecord) => task.onIteration?.(record(r)) !== false,
  }
  const lasso = l1 === 0 ? undefined : lassoOf(at, layout, unit)
  const solve = (f: Objective, x: Float64Array, options: MinimizeOptions) =>
    lasso === undefined ? lbfgs(f, x, options) : owlqn(f, lasso, x, options)
  const f = objective('float64')
  const { d, k = 1 } = layout
  const isWorth = k >= WORTH_COARSE.classes && (task.held ?? 0) * d * k >= WORTH_COARSE.products
  const first = apart?.to(begin) ?? begin
  const found = isWorth
    ? coarseFirst(solve, objective('float32'), f, first, settings)
    : solve(f, first, apart === undefined ? settings : { ...settings, precision: apart.precision })
  return {
    params: toUnits(apart?.from(found.x) ?? found.x, layout, at),
    loss: found.value * unit,
    gradientNorm: found.gradientNorm,
    iterations: found.iterations,
    reason: found.reason,
    message: found.message,
    history: found.history.map(record),
  }
}

/** λ for each number of a flat vector; the bias has none. */
function lassoOf({ lasso }: Coordinates, layout: Layout, unit: number): Float64Array {
  const { d, k = 1 } = layout
  const out = new Float64Array(lengthOf(layout))
  for (let j = 0; j < d; j++) out.fill(lasso[j]! / unit, j * k, (j + 1) * k)
  return out
}

/**
 * What losses of a family are counted in: squares in the variance of y, counts in their mean. A tolerance then means the same
 * whatever the unit of y.
 */
function unitOf({ name }: Family, blocks: Iterable<Rows>): number {
  if (name !== 'linear' && name !== 'Poisson') return 1
  const column = function* () {
    for (const { y, weights } of blocks)
      yield { x: reshape(y, [y.size, 1]), y, ...(weights === undefined ? {} : { weights }) }
  }
  const { mean, variance } = momentsOf(column(), 1)
  return (name === 'linear' ? variance[0]! : mean[0]!) || 1
}

function checkMoments({ total, variance }: Moments): void {
  if (!(total > 0)) throw new ArgumentError('fit', 'every row has weight 0; there is nothing to learn from')
  const wide = variance.findIndex(v => !Number.isFinite(v))
  if (wide >= 0)
    throw new ArgumentError(
      'fit',
      `the values of column ${wide} lie too far apart: their variance is beyond what float64 holds`,
    )
}
