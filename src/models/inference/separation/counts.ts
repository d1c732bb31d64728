// Separation of counts: whether some direction lowers the expected counts of rows without a count, and of no others.
import { ArgumentError } from '../../../errors.js'
import {
  type CheckedDesign,
  checkedDesign,
  type Design,
  type ScaledDesign,
  scaledDesign,
  toUnits,
} from '../design.js'
import type { Coefficients } from '../likelihood.js'
import { checkTargets } from '../linear.js'
import { type HalfSpaces, NOTHING, nearestInCone, norm } from './cone.js'
import { fewest } from './fewest.js'

/** A direction along which the likelihood of counts never falls, so that it has no maximum. */
export interface CountSeparation {
  /**
   * What may be added to coefficients again and again: scores that are 0 in each row with a count, and nowhere above 0. theta :
   * [features], bias : [1], as those of a model
   */
  readonly direction: Required<Coefficients>
  /** In how many rows, whose counts are all 0, the score is below 0. */
  readonly rows: number
  /** The features that separate, by their places: each alone, or where none does alone, few that do it together. */
  readonly features: readonly number[]
  /** Whether each of these features separates alone. */
  readonly alone: boolean
}

/**
 * A direction that separates rows without a count, or `undefined` where there is none: then a maximum of the Poisson likelihood exists
 * (J. Santos Silva and S. Tenreyro, "On the existence of the maximum likelihood estimates in Poisson regression", 2010; S. Correia,
 * P. Guimarães and T. Zylkin, "Verifying the existence of maximum likelihood estimates for generalized linear models", 2019). Offsets do
 * not matter to it.
 *
 * y : counts, ≥ 0; rows of weight 0 do not count. [rows]
 */
export function countSeparation(design: Design, y: ArrayLike<number>): CountSeparation | undefined {
  const checked = checkedDesign('countSeparation', design)
  checkTargets('countSeparation', y, checked.rows)
  const bad = Array.from(y).findIndex(v => v < 0)
  if (bad >= 0) throw new ArgumentError('countSeparation', `counts must be ≥ 0, got ${y[bad]} in row ${bad}`)
  if (isPlainlyNot(checked, y)) return undefined
  const all = checked.names.map((_, j) => j)
  const found = separating(checked, y, all)
  if (found === undefined) return undefined
  const { scaled, d, rows } = found
  const { lead } = scaled
  const separates = (features: readonly number[]) => separating(checked, y, features) !== undefined
  const single = all.filter(j => separates([j]))
  const size = (j: number) => Math.abs(d[lead + j]!)
  const largest = all.filter(j => size(j) > NOTHING * norm(d)).toSorted((a, b) => size(b) - size(a))
  const b = toUnits(scaled, Float64Array.from(d))
  const isIntercept = separates([])
  const alone = isIntercept || single.length > 0
  return {
    direction: { theta: b.slice(lead), bias: Float64Array.of(lead === 1 ? b[0]! : 0) },
    rows,
    features: isIntercept ? [] : alone ? single : fewest(largest, 1, separates),
    alone,
  }
}

/** So many times as many rows as columns are looked at first. */
const FIRST = 8

/** Whether few rows with counts already span all directions, none of which then leaves the scores of all of them alone. */
function isPlainlyNot(checked: CheckedDesign, y: ArrayLike<number>): boolean {
  const { rows, features, weights, intercept } = checked
  const most = FIRST * (features + 1)
  const some: number[] = []
  for (let i = 0; i < rows && some.length < most; i++) if (weights[i]! > 0 && y[i]! > 0) some.push(i)
  if (some.length < features + (intercept ? 1 : 0)) return false
  const part = partOf(
    checked,
    some,
    checked.names.map((_, j) => j),
  )
  const scaled = scaledDesign(part)
  return spanOf(scaled, [...some.keys()]).length === scaled.columns
}

/** Some rows and some features of a design. */
function partOf(checked: CheckedDesign, rows: readonly number[], features: readonly number[]): CheckedDesign {
  const x = new Float64Array(rows.length * features.length)
  rows.forEach((i, at) => {
    features.forEach((j, f) => {
      x[at * features.length + f] = checked.x[i * checked.features + j]!
    })
  })
  return {
    ...checked,
    x,
    rows: rows.length,
    features: features.length,
    weights: Float64Array.from(rows, i => checked.weights[i]!),
    names: features.map(j => checked.names[j]!),
  }
}

/** A direction in units of z that separates by some of the features, and how many rows. */
function separating(
  checked: CheckedDesign,
  y: ArrayLike<number>,
  features: readonly number[],
): { readonly scaled: ScaledDesign; readonly d: Float64Array; readonly rows: number } | undefined {
  const counted = Array.from({ length: checked.rows }, (_, i) => i).filter(i => checked.weights[i]! > 0)
  const scaled = scaledDesign(partOf(checked, counted, features))
  const { columns } = scaled
  const isZero = (at: number) => y[counted[at]!] === 0
  const free = restOf(
    spanOf(
      scaled,
      [...counted.keys()].filter(at => !isZero(at)),
    ),
    columns,
  )
  if (free.length === 0) return undefined
  // Each row without a count, along the directions that are left, must not go up.
  const spaces: Float64Array[] = []
  for (let at = 0; at < counted.length; at++) {
    const row = rowOf(scaled, at)
    const length = norm(row)
    if (!isZero(at) || length === 0) continue
    const a = Float64Array.from(free, axis => -dot(axis, row) / length)
    if (norm(a) > NOTHING) spaces.push(a)
  }
  const u = downhill(spaces, free.length)
  if (u === undefined) return undefined
  const rows = spaces.filter(a => dot(a, u) > NOTHING * norm(u)).length
  if (rows === 0 || spaces.some(a => dot(a, u) < -NOTHING * norm(u))) return undefined
  const d = new Float64Array(columns)
  free.forEach((axis, k) => {
    for (let j = 0; j < columns; j++) d[j]! += u[k]! * axis[j]!
  })
  return { scaled, d, rows }
}

/** A direction that goes against none of some half-spaces aᵣ·u ≥ 0, and with one of them; `undefined` where there is none. */
function downhill(list: readonly Float64Array[], dimension: number): Float64Array | undefined {
  const sum = new Float64Array(dimension)
  for (const a of list) for (let k = 0; k < dimension; k++) sum[k]! += a[k]!
  const spaces: HalfSpaces = {
    dimension,
    column: (r, out) => out.set(list[r]!),
    worst(u) {
      let [r, margin] = [-1, Number.POSITIVE_INFINITY]
      list.forEach((a, at) => {
        const here = dot(a, u)
        if (here < margin) [r, margin] = [at, here]
      })
      return { r, margin }
    },
  }
  return nearestInCone(sum, spaces)
}

/** Axes of length 1 that span some rows, no more of them than it takes. */
function spanOf(scaled: ScaledDesign, rows: readonly number[]): Float64Array[] {
  const axes: Float64Array[] = []
  for (const at of rows) {
    if (axes.length === scaled.columns) break
    const row = rowOf(scaled, at)
    const rest = lessOf(row, axes)
    const length = norm(rest)
    if (length > NOTHING * norm(row)) axes.push(rest.map(v => v / length))
  }
  return axes
}

/** Axes of what is at right angles to others: unit vectors less those, the longest that is left each time. */
function restOf(axes: readonly Float64Array[], columns: number): Float64Array[] {
  const free: Float64Array[] = []
  while (axes.length + free.length < columns) {
    let longest: Float64Array = new Float64Array(columns)
    for (let j = 0; j < columns; j++) {
      const unit = new Float64Array(columns)
      unit[j] = 1
      const rest = lessOf(unit, [...axes, ...free])
      if (norm(rest) > norm(longest)) longest = rest
    }
    const length = norm(longest)
    free.push(longest.map(v => v / length))
  }
  return free
}

/** What is left of a vector beside axes, by Gram and Schmidt, twice. */
function lessOf(x: Float64Array, axes: readonly Float64Array[]): Float64Array {
  const out = Float64Array.from(x)
  for (let round = 0; round < 2; round++)
    for (const axis of axes) {
      const along = dot(axis, out)
      for (let j = 0; j < out.length; j++) out[j]! -= along * axis[j]!
    }
  return out
}

const rowOf = ({ z, columns }: ScaledDesign, at: number): Float64Array =>
  z.subarray(at * columns, (at + 1) * columns)

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
