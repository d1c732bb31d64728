// A fit: rows brought to one scale, the loss minimized from a start, and what that came to.
import { ArgumentError } from '../../errors.js'
import { reshape } from '../../ops/index.js'
import { type IterationRecord, lbfgs, owlqn, type Reason } from '../../optim/minimize/flat.js'
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

/** Fits the parameters of a family to rows: L-BFGS, or OWL-QN where |θ| is penalised. */
export function fitRows(task: FitTask): Fit {
  const { family, evaluate, layout, blocks, l1, l2, start } = task
  const moments = momentsOf(blocks(), layout.d)
  checkMoments(moments)
  const curvature = family.curvature(layout.k ?? 2)
  const at = coordinatesOf(moments, { l1, l2 }, curvature, layout.bias)
  const unit = unitOf(family, blocks())
  const { total } = moments
  const scaled = blocksOn(blocks, at.center, at.scale)
  const f = objectiveOf({
    evaluate,
    layout,
    blocks: scaled,
    share: 1 / (total * unit),
    ridge: at.ridge.map(r => r / unit),
  })
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
  // |θ| has its kinks where θ is 0, and φ is not.
  const apart =
    l1 === 0
      ? decorrelation({ family, layout, blocks: scaled, total, ridge: at.ridge.map(r => r / curvature) })
      : undefined
  const found =
    l1 > 0
      ? owlqn(f, lassoOf(at, layout, unit), begin, settings)
      : apart === undefined
        ? lbfgs(f, begin, settings)
        : lbfgs(apart.of(f), apart.to(begin), { ...settings, precision: apart.precision })
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
