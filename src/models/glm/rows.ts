// Rows for a fit: blocks of features brought to one scale, with responses, weights and offsets beside them.
import { fromData } from '../../create.js'
import { allocate, isFloat } from '../../dtype.js'
import { cast } from '../../ops/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'

/** Rows that are in memory at once. */
export interface Rows {
  /** [m, d] */
  readonly x: Tensor
  /** [m], or [m, k] */
  readonly y: Tensor
  /** [m], ≥ 0; 1 each where absent */
  readonly weights?: Tensor
  /** Added to the scores: [m], or [m, k] */
  readonly offset?: Tensor
}

/** What the columns of some rows are like, counted with their weights. */
export interface Moments {
  /** The sum of the weights. */
  readonly total: number
  /** [d] */
  readonly mean: Float64Array
  /** Σ w(x − mean)² / Σ w, [d] */
  readonly variance: Float64Array
  /** Whether a column has one value throughout, [d] */
  readonly constant: readonly boolean[]
}

/**
 * Means and variances of columns in one pass over blocks: each block's own by two passes, merged by the rule of T. Chan, G. Golub
 * and R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
 */
export function momentsOf(blocks: Iterable<Rows>, d: number): Moments {
  let total = 0
  const [mean, squares] = [new Float64Array(d), new Float64Array(d)]
  const [low, high] = [
    new Float64Array(d).fill(Number.POSITIVE_INFINITY),
    new Float64Array(d).fill(Number.NEGATIVE_INFINITY),
  ]
  for (const { x, weights } of blocks) {
    const [m = 0] = x.shape
    const [values, w] = [valuesOf(x), weights === undefined ? undefined : valuesOf(weights)]
    let own = 0
    const [center, spread] = [new Float64Array(d), new Float64Array(d)]
    for (let i = 0; i < m; i++) own += w === undefined ? 1 : w[i]!
    if (own === 0) continue
    for (let i = 0; i < m; i++) {
      const weight = w === undefined ? 1 : w[i]!
      if (weight === 0) continue
      for (let j = 0; j < d; j++) {
        const value = values[i * d + j]!
        center[j]! += (weight / own) * value
        if (value < low[j]!) low[j] = value
        if (value > high[j]!) high[j] = value
      }
    }
    for (let i = 0; i < m; i++) {
      const weight = w === undefined ? 1 : w[i]!
      for (let j = 0; j < d; j++) spread[j]! += weight * (values[i * d + j]! - center[j]!) ** 2
    }
    const share = own / (total + own)
    for (let j = 0; j < d; j++) {
      const apart = center[j]! - mean[j]!
      squares[j]! += spread[j]! + apart * apart * total * share
      mean[j]! += apart * share
    }
    total += own
  }
  const constant = Array.from(low, (value, j) => value === high[j]!)
  // One value many times over may have a mean beside it, by rounding.
  for (let j = 0; j < d; j++) if (constant[j]) mean[j] = low[j]!
  return { total, mean, variance: squares.map((sum, j) => (constant[j] ? 0 : sum / total)), constant }
}

/**
 * Blocks with their columns shifted and divided, (x − center) / scale, in float64 or all in float32. Rows that come again as the same object come as
 * the same tensors again, which a compiled program then has already.
 */
export function blocksOn(
  blocks: () => Iterable<Rows>,
  center: ArrayLike<number>,
  scale: ArrayLike<number>,
  dtype: 'float32' | 'float64' = 'float64',
): () => Iterable<Rows> {
  const known = new WeakMap<Rows, Rows>()
  return function* () {
    for (const rows of blocks()) {
      const moved = known.get(rows) ?? onScale(rows, center, scale, dtype)
      known.set(rows, moved)
      yield moved
    }
  }
}

function onScale(
  { x, y, ...beside }: Rows,
  center: ArrayLike<number>,
  scale: ArrayLike<number>,
  dtype: 'float32' | 'float64',
): Rows {
  const [m = 0, d = 0] = x.shape
  const given = valuesOf(x)
  const values = allocate(dtype, m * d)
  for (let i = 0, at = 0; i < m; i++)
    for (let j = 0; j < d; j++, at++) values[at] = (given[at]! - center[j]!) / scale[j]!
  const moved = fromData(values, [m, d], dtype)
  if (dtype === 'float64') return { x: moved, y, ...beside }
  const floats = Object.entries(beside).map(([name, values]) => [name, cast(values, dtype)])
  return { x: moved, y: isFloat(y.dtype) ? cast(y, dtype) : y, ...Object.fromEntries(floats) }
}
