// A first walk through blocks of rows: what centres and scales their columns, and what is summed of responses.
import { ArgumentError } from '../../../errors.js'
import { type Tensor, valuesOf } from '../../../tensor.js'
import type { Blocks } from '../../glm/blocks.js'
import { checkRowWeights } from '../../glm/options.js'
import { momentsOf, type Rows } from '../../glm/rows.js'
import { checkFeatures } from '../../samples.js'
import type { ScaledDesign } from '../design.js'

/** A block of rows on the scale, with what goes with them. */
export interface Stretch {
  readonly scaled: ScaledDesign
  /** [rows], classes or numbers */
  readonly y: ArrayLike<number>
  /** [rows] */
  readonly weights: ArrayLike<number>
}

/** Rows that are read again at each walk, on one scale. */
export interface Walk {
  /** The scale alone, without rows. */
  readonly scale: ScaledDesign
  readonly features: number
  readonly intercept: boolean
  /** Rows of a weight above 0. */
  readonly observations: number
  /** The sums of the weights, of their logarithms, and of the responses by weight. */
  readonly sums: { readonly weight: number; readonly logWeight: number; readonly response: number }
  /** The weight of each response that is a whole number from 0 on, as classes are. */
  readonly counts: ReadonlyMap<number, number>
  stretches(): Iterable<Stretch>
}

/**
 * The walk, after a first pass: columns are centred by their means where there is an intercept, and divided by their deviations,
 * or without an intercept by their root mean squares.
 */
export function walkOf(op: string, blocks: Blocks, d: number, intercept: boolean): Walk {
  if (typeof blocks !== 'function')
    throw new ArgumentError(op, 'wants a function that gives blocks of rows { x, y }')
  let [observations, weight, logWeight, response] = [0, 0, 0, 0]
  const counts = new Map<number, number>()
  const watched = function* (): Generator<Rows> {
    for (const rows of blocks()) {
      const [m] = checkFeatures(op, rows.x, d)
      if (rows.offset !== undefined)
        throw new ArgumentError(op, 'takes no offset; put all rows together for inferenceOf')
      if (rows.y.size !== m)
        throw new ArgumentError(op, `wants a response for each of ${m} rows, got ${rows.y.size}`)
      const [y, w] = [valuesOf(rows.y), weightsOf(rows, m)]
      for (let i = 0; i < m; i++) {
        const [own, value] = [w[i]!, y[i]!]
        if (!Number.isFinite(value)) throw new ArgumentError(op, `responses must be finite, got ${value}`)
        if (own === 0) continue
        observations++
        weight += own
        logWeight += Math.log(own)
        response += own * value
        if (Number.isInteger(value) && value >= 0 && (counts.size < MOST_CLASSES || counts.has(value)))
          counts.set(value, (counts.get(value) ?? 0) + own)
      }
      yield rows
    }
  }
  const { mean, variance, constant } = momentsOf(watched(), d)
  if (observations === 0) throw new ArgumentError(op, 'wants at least one row of a weight above 0')
  const centres = intercept ? mean : new Float64Array(d)
  const scales = Float64Array.from(variance, (v, j) => {
    const size = Math.sqrt(intercept ? v : v + mean[j]! ** 2)
    return size > 0 && !(intercept && constant[j]) ? size : 1
  })
  const lead = intercept ? 1 : 0
  const scale: ScaledDesign = {
    z: new Float64Array(0),
    rows: 0,
    columns: d + lead,
    lead,
    centres,
    scales,
  }
  return {
    scale,
    features: d,
    intercept,
    observations,
    sums: { weight, logWeight, response },
    counts,
    *stretches() {
      for (const rows of blocks()) {
        const m = rows.y.size
        yield {
          scaled: { ...scale, z: onScale(rows.x, scale), rows: m },
          y: valuesOf(rows.y),
          weights: weightsOf(rows, m),
        }
      }
    },
  }
}

/** More different responses are no classes. */
const MOST_CLASSES = 100_000

function weightsOf({ weights }: Rows, m: number): ArrayLike<number> {
  const own = checkRowWeights(weights, m)
  return own === undefined ? new Float64Array(m).fill(1) : valuesOf(own)
}

function onScale(x: Tensor, { columns, lead, centres, scales }: ScaledDesign): Float64Array {
  const values = valuesOf(x)
  const d = columns - lead
  const rows = values.length / d
  const z = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    if (lead === 1) z[i * columns] = 1
    for (let j = 0; j < d; j++) z[i * columns + lead + j] = (values[i * d + j]! - centres[j]!) / scales[j]!
  }
  return z
}
