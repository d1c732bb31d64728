// The rows that a model was fitted to, and its columns centred and scaled, in which everything is computed.
import { ArgumentError, ShapeError } from '../../errors.js'

/** The rows and features of a fit, in plain arrays. */
export interface Design {
  /** [rows, features] in row-major order, finite, without a column of ones. */
  readonly x: Float64Array
  /** How many rows there are. */
  readonly rows: number
  /** How many features there are. */
  readonly features: number
  /** Whether scores have an intercept; they do unless this is `false`. */
  readonly intercept?: boolean
  /** How often each row counts, ≥ 0; 1 unless given. [rows] */
  readonly weights?: Float64Array
  /** The names of the features; x0, x1, … unless given. */
  readonly names?: readonly string[]
}

/** A design after its checks. */
export type CheckedDesign = Required<Design>

/** Refuses what is not a design, by what was got and what was wanted. */
export function checkedDesign(op: string, design: Design): CheckedDesign {
  const { x, rows, features, intercept = true } = design
  if (x.length !== rows * features)
    throw new ShapeError(op, `${x.length} values are not ${rows} rows of ${features} features`)
  if (rows === 0) throw new ArgumentError(op, 'wants at least one row')
  const bad = x.findIndex(v => !Number.isFinite(v))
  if (bad >= 0)
    throw new ArgumentError(
      op,
      `features must be finite, got ${x[bad]} in row ${Math.floor(bad / features)}, column ${bad % features}`,
    )
  const weights = design.weights ?? new Float64Array(rows).fill(1)
  if (weights.length !== rows)
    throw new ShapeError(op, `wants a weight for each of ${rows} rows, got ${weights.length}`)
  const wrong = weights.findIndex(w => !(w >= 0 && w < Number.POSITIVE_INFINITY))
  if (wrong >= 0)
    throw new ArgumentError(op, `weights must be finite and ≥ 0, got ${weights[wrong]} in row ${wrong}`)
  if (!weights.some(w => w > 0)) throw new ArgumentError(op, 'all weights are 0')
  const names = design.names ?? Array.from({ length: features }, (_, j) => `x${j}`)
  if (names.length !== features)
    throw new ArgumentError(op, `wants ${features} names of features, got ${names.length}`)
  return { x, rows, features, intercept, weights, names }
}

/** Columns centred (with an intercept) and brought to one size, a column of ones in front. */
export interface ScaledDesign {
  /** [rows, columns] */
  readonly z: Float64Array
  readonly rows: number
  /** The features, and the column of ones if there is an intercept. */
  readonly columns: number
  /** 1 for the intercept's column, else 0: where the features begin. */
  readonly lead: 0 | 1
  /** What was taken from each feature; 0 without an intercept. */
  readonly centres: Float64Array
  /** What each feature was divided by, > 0. */
  readonly scales: Float64Array
}

/** The columns of a design as z = (x − centre)/scale, over rows that count. Constant columns become 0. */
export function scaledDesign({ x, rows, features, intercept, weights }: CheckedDesign): ScaledDesign {
  const lead = intercept ? 1 : 0
  const columns = features + lead
  const z = new Float64Array(rows * columns)
  const [centres, scales] = [new Float64Array(features), new Float64Array(features).fill(1)]
  const total = weights.reduce((sum, w) => sum + w, 0)
  for (let j = 0; j < features; j++) {
    let centre = 0
    // Twice: what rounding left of the mean the first time goes the second.
    for (let round = 0; intercept && round < 2; round++) {
      const from = centre
      for (let i = 0; i < rows; i++)
        if (weights[i]! > 0) centre += (x[i * features + j]! - from) * (weights[i]! / total)
    }
    let size = 0
    for (let i = 0; i < rows; i++)
      if (weights[i]! > 0) size = Math.max(size, Math.abs(x[i * features + j]! - centre))
    // Of a column that is constant but for rounding of its mean, nothing is left.
    const constant = intercept && isConstant(x, rows, features, j, weights)
    if (constant) [centre, size] = [x[weights.findIndex(w => w > 0) * features + j]!, 0]
    centres[j] = centre
    if (size > 0) scales[j] = size
    for (let i = 0; i < rows; i++) z[i * columns + lead + j] = (x[i * features + j]! - centre) / scales[j]!
  }
  if (intercept) for (let i = 0; i < rows; i++) z[i * columns] = 1
  return { z, rows, columns, lead, centres, scales }
}

/** Whether a feature has the same value in all rows that count. */
export function isConstant(
  x: Float64Array,
  rows: number,
  features: number,
  j: number,
  weights: Float64Array,
): boolean {
  let first: number | undefined
  for (let i = 0; i < rows; i++) {
    if (weights[i] === 0) continue
    first ??= x[i * features + j]!
    if (x[i * features + j] !== first) return false
  }
  return true
}

/** Coefficients of z in units of x, in place: b/scale, and for the intercept b₀ − Σ b·centre/scale. [columns] */
export function toUnits({ lead, centres, scales }: ScaledDesign, b: Float64Array): Float64Array {
  for (let j = 0; j < centres.length; j++) {
    b[lead + j]! /= scales[j]!
    if (lead === 1) b[0]! -= b[1 + j]! * centres[j]!
  }
  return b
}

/** Coefficients of x as those of z: the other way round. [columns] */
export function fromUnits({ lead, centres, scales }: ScaledDesign, beta: Float64Array): Float64Array {
  const b = Float64Array.from(beta)
  for (let j = 0; j < centres.length; j++) {
    if (lead === 1) b[0]! += beta[1 + j]! * centres[j]!
    b[lead + j] = beta[lead + j]! * scales[j]!
  }
  return b
}
