// Separation: whether some direction tells classes apart without a single mistake, so that no finite estimates exist.
import { ArgumentError, ShapeError } from '../../../errors.js'
import {
  type CheckedDesign,
  checkedDesign,
  type Design,
  fromUnits,
  type ScaledDesign,
  scaledDesign,
  toUnits,
} from '../design.js'
import { type Coefficients, columnOf } from '../likelihood.js'
import { type HalfSpaces, NOTHING, nearestInCone, norm } from './cone.js'
import { fewest } from './fewest.js'

/** How much higher the scores of rows are in their own class than in others, relative to the lengths of row and direction. */
export interface Margins {
  /** How many are above 0. */
  readonly positive: number
  /** How many are 0 but for rounding. */
  readonly zero: number
  /** The smallest, which is no less than −1e-9. */
  readonly smallest: number
}

/** A direction along which the likelihood never falls, so that it has no maximum. */
export interface Separation {
  /** Complete: every row is on its class's side of all others. Quasi-complete: some rows lie on the borders. */
  readonly kind: 'complete' | 'quasi-complete'
  /**
   * What may be added to coefficients again and again: a score for each class, linear in x, of which no row has a higher
   * one than that of its own class. theta : [features, classes], bias : [classes], as those of a model
   */
  readonly direction: Required<Coefficients>
  /** The proof, over all rows and all classes but their own. */
  readonly margins: Margins
  /** The features that separate, by their places: each alone, or where none does alone, few that do it together. */
  readonly features: readonly number[]
  /** Whether each of these features separates alone. */
  readonly alone: boolean
  /** The classes that are separated from others, by their places. */
  readonly classes: readonly number[]
}

/**
 * A direction that separates the classes, with its proof, or `undefined` where there is none: then a maximum of the likelihood
 * exists (Albert & Anderson 1984). Decided as Konis (2007) does, by an optimum over all directions that go against no row;
 * here that is the nearest point of a cone.
 *
 * labels : whole numbers 0 … classes − 1, one for each row; rows of weight 0 do not count; guess : coefficients that may
 * separate already, as those of a fit that went on and on, which saves the search
 */
export function separation(
  design: Design,
  labels: ArrayLike<number>,
  classes: number,
  guess?: Coefficients,
): Separation | undefined {
  const checked = checkedDesign('separation', design)
  checkLabels('separation', labels, checked.rows, classes)
  const all = checked.names.map((_, j) => j)
  const problem = problemOf(checked, labels, classes, all)
  const given = guess && guessed(checked, problem, guess)
  const found = given ?? separating(problem)
  if (found === undefined) return undefined
  const best = given ?? separating(problem, true) ?? found
  const single = all.filter(j => separating(problemOf(checked, labels, classes, [j])) !== undefined)
  const alone = single.length > 0
  const marginsOf = proofOf(problem, best)
  return {
    kind: marginsOf.margins.zero === 0 ? 'complete' : 'quasi-complete',
    direction: inUnits(problem, best),
    margins: marginsOf.margins,
    features: alone ? single : together(checked, labels, classes, problem, best),
    alone,
    classes: namedClasses(marginsOf.pairs, classes),
  }
}

/** Refuses labels that name no class. */
export function checkLabels(op: string, labels: ArrayLike<number>, rows: number, classes: number): void {
  if (labels.length !== rows)
    throw new ShapeError(op, `wants a label for each of ${rows} rows, got ${labels.length}`)
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new ArgumentError(op, `wants at least two classes, got ${classes}`)
  const bad = Array.from(labels).findIndex(c => !(Number.isInteger(c) && c >= 0 && c < classes))
  if (bad >= 0)
    throw new ArgumentError(
      op,
      `labels are whole numbers from 0 to ${classes - 1}, got ${labels[bad]} in row ${bad}`,
    )
}

interface Problem {
  readonly scaled: ScaledDesign
  readonly labels: ArrayLike<number>
  readonly classes: number
  /** Rows that count, and are not all zeros. */
  readonly rows: readonly number[]
  /** How long each row of z is. */
  readonly lengths: Float64Array
}

/** The same with some of the features alone. */
function problemOf(
  checked: CheckedDesign,
  labels: ArrayLike<number>,
  classes: number,
  features: readonly number[],
): Problem {
  const { x, rows, weights } = checked
  const part = new Float64Array(rows * features.length)
  for (let i = 0; i < rows; i++)
    features.forEach((j, at) => {
      part[i * features.length + at] = x[i * checked.features + j]!
    })
  const names = features.map(j => checked.names[j]!)
  const scaled = scaledDesign({ ...checked, x: part, features: features.length, names })
  const { z, columns } = scaled
  const lengths = Float64Array.from({ length: rows }, (_, i) =>
    norm(z.subarray(i * columns, (i + 1) * columns)),
  )
  const counted = Array.from({ length: rows }, (_, i) => i).filter(i => weights[i]! > 0 && lengths[i]! > 0)
  return { scaled, labels, classes, rows: counted, lengths }
}

/**
 * The half-spaces of a problem: row i must not score higher in class c than in its own class y, and aᵣ is (e_y − e_c) ⊗ zᵢ
 * brought to length 1 or less, r = i·classes + c. The scores of class 0 are 0. `complete` adds a coordinate that is 1 in
 * all, and asks for aᵣ·d to be more than what is left of it.
 */
function halfSpaces({ scaled, labels, classes, rows, lengths }: Problem, complete: boolean): HalfSpaces {
  const { z, columns } = scaled
  const own = (classes - 1) * columns
  const scores = new Float64Array(classes)
  return {
    dimension: own + (complete ? 1 : 0),
    column(r, out) {
      out.fill(0)
      const [i, c] = [Math.floor(r / classes), r % classes]
      const y = labels[i]!
      const size = lengths[i]! * Math.SQRT2
      for (let j = 0; j < columns; j++) {
        if (y > 0) out[(y - 1) * columns + j]! += z[i * columns + j]! / size
        if (c > 0) out[(c - 1) * columns + j]! -= z[i * columns + j]! / size
      }
      if (complete) out[own] = 1
    },
    worst(d) {
      let [worst, margin] = [-1, Number.POSITIVE_INFINITY]
      const more = complete ? d[own]! : 0
      for (const i of rows) {
        const at = i * columns
        for (let c = 1, from = 0; c < classes; c++, from += columns) {
          let score = 0
          for (let j = 0; j < columns; j++) score += d[from + j]! * z[at + j]!
          scores[c] = score
        }
        const y = labels[i]!
        for (let c = 0; c < classes; c++) {
          const here =
            c === y ? Number.POSITIVE_INFINITY : (scores[y]! - scores[c]!) / (lengths[i]! * Math.SQRT2) + more
          if (here < margin) [worst, margin] = [i * classes + c, here]
        }
      }
      return { r: worst, margin }
    },
  }
}

/** A direction that separates, and if `complete` with all margins above 0; `undefined` where there is none. [classes − 1, columns] */
function separating(problem: Problem, complete = false): Float64Array | undefined {
  if (problem.rows.length === 0) return undefined
  const spaces = halfSpaces(problem, complete)
  const { dimension } = spaces
  const start = new Float64Array(dimension)
  if (complete) start[dimension - 1] = -1
  else {
    const column = new Float64Array(dimension)
    for (const i of problem.rows)
      for (let c = 0; c < problem.classes; c++) {
        if (c === problem.labels[i]) continue
        spaces.column(i * problem.classes + c, column)
        for (let j = 0; j < dimension; j++) start[j]! += column[j]!
      }
  }
  const found = nearestInCone(start, spaces)
  if (found === undefined) return undefined
  const direction = complete ? found.slice(0, -1) : found
  const { margins } = proofOf(problem, direction)
  // The proof is asked for anew: a direction that does not hold is none.
  const holds = margins.smallest >= -NOTHING && margins.positive > 0 && (!complete || margins.zero === 0)
  return holds ? direction : undefined
}

/** The margins of a direction, and for each pair of classes (own, other) how many are positive. */
function proofOf({ scaled, labels, classes, rows, lengths }: Problem, d: Float64Array) {
  const { z, columns } = scaled
  const length = norm(d)
  const pairs = new Int32Array(classes * classes)
  let [positive, zero, smallest] = [0, 0, Number.POSITIVE_INFINITY]
  for (const i of rows) {
    const y = labels[i]!
    for (let c = 0; c < classes; c++) {
      if (c === y) continue
      let gap = 0
      for (let j = 0; j < columns; j++) {
        const slope = (y > 0 ? d[(y - 1) * columns + j]! : 0) - (c > 0 ? d[(c - 1) * columns + j]! : 0)
        gap += slope * z[i * columns + j]!
      }
      const margin = gap / (lengths[i]! * length)
      smallest = Math.min(smallest, margin)
      if (margin > NOTHING) {
        positive++
        pairs[y * classes + c]!++
      } else zero++
    }
  }
  return { margins: { positive, zero, smallest }, pairs }
}

/** A direction as coefficients of a model. */
function inUnits({ scaled, classes }: Problem, d: Float64Array): Separation['direction'] {
  const { columns, lead } = scaled
  const features = columns - lead
  const [theta, bias] = [new Float64Array(features * classes), new Float64Array(classes)]
  for (let c = 1; c < classes; c++) {
    const b = toUnits(scaled, d.slice((c - 1) * columns, c * columns))
    if (lead === 1) bias[c] = b[0]!
    for (let j = 0; j < features; j++) theta[j * classes + c] = b[lead + j]!
  }
  return { theta, bias }
}

/** Coefficients as a direction, if every row has the highest score in its own class. */
function guessed(checked: CheckedDesign, problem: Problem, guess: Coefficients): Float64Array | undefined {
  const { scaled, classes } = problem
  const of = (c: number) => columnOf('separation', checked, guess, c, classes)
  const base = of(0)
  const d = new Float64Array((classes - 1) * scaled.columns)
  for (let c = 1; c < classes; c++) {
    const own = of(c).map((v, j) => v - base[j]!)
    d.set(fromUnits(scaled, own), (c - 1) * scaled.columns)
  }
  if (!(norm(d) > 0)) return undefined
  const { margins } = proofOf(problem, d)
  return margins.zero === 0 && margins.smallest > NOTHING ? d : undefined
}

/** Few features that separate together: the largest of a direction, as many as it takes, less each that is not needed. */
function together(
  checked: CheckedDesign,
  labels: ArrayLike<number>,
  classes: number,
  { scaled }: Problem,
  d: Float64Array,
): number[] {
  const { columns, lead } = scaled
  const size = (j: number) =>
    Math.max(...Array.from({ length: classes - 1 }, (_, c) => Math.abs(d[c * columns + lead + j]!)))
  const separates = (features: readonly number[]) =>
    separating(problemOf(checked, labels, classes, features)) !== undefined
  const all = checked.names
    .map((_, j) => j)
    .filter(j => size(j) > NOTHING * norm(d))
    .toSorted((a, b) => size(b) - size(a))
  return fewest(all, classes - 1, separates)
}

/** As few classes as account for all pairs that are told apart, those with the most first. */
function namedClasses(pairs: Int32Array, classes: number): number[] {
  const left = Array.from(pairs, (count, at) => ({
    count,
    own: Math.floor(at / classes),
    other: at % classes,
  })).filter(pair => pair.count > 0)
  const named: number[] = []
  while (left.some(({ own, other }) => !named.includes(own) && !named.includes(other))) {
    const open = left.filter(({ own, other }) => !named.includes(own) && !named.includes(other))
    const of = (c: number) => open.filter(({ own, other }) => own === c || other === c).length
    const [most] = Array.from({ length: classes }, (_, c) => c).toSorted((a, b) => of(b) - of(a))
    named.push(most!)
  }
  return named.toSorted((a, b) => a - b)
}
