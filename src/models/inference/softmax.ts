// Inference for softmax regression against a reference class, of which logistic regression is the case of two classes.
import { ArgumentError, checkOptions, ShapeError } from '../../errors.js'
import { addOuter, type Covariance, covarianceOf, mirror } from './covariance.js'
import { singular } from './dependence.js'
import {
  type CheckedDesign,
  checkedDesign,
  type Design,
  fromUnits,
  type ScaledDesign,
  scaledDesign,
} from './design.js'
import {
  type Coefficients,
  columnOf,
  INFERENCE,
  type Inference,
  type InferenceOptions,
  type LikelihoodSummary,
  likelihoodSummary,
  offMaximum,
  PENALIZED,
  withoutMaximum,
} from './likelihood.js'
import { checkLabels, type Separation, separation } from './separation/separation.js'
import { describeSeparation } from './separation/words.js'
import { checkLevel, coefficientRows } from './table.js'

/** What softmax inference is told beside the fit. */
export interface SoftmaxInferenceOptions extends InferenceOptions {
  /** The class that all others are compared with, by its place; 0 unless given. */
  readonly reference?: number
  /** What was added to the score of each class in each row, and not learned. [rows, classes] in row-major order */
  readonly offset?: ArrayLike<number>
}

/** Softmax regression against a reference class. */
export interface SoftmaxInference extends Inference, LikelihoodSummary {
  /** Which model it is of. */
  readonly kind: 'softmax'
  /** The class that all others are compared with. */
  readonly reference: string
  /** McFadden's: 1 − log-likelihood/null log-likelihood; `undefined` where the latter is 0, all rows being of one class. */
  readonly pseudoR2: number | undefined
  /** What separates the classes, where something does: then no maximum exists, and no standard errors. */
  readonly separation: Separation | undefined
}

/**
 * Standard errors, tests and intervals of a softmax regression, from the inverse of the observed information at its
 * coefficients: those of each class less those of the reference class, since only differences are determined (Agresti 2013,
 * Categorical Data Analysis, §8.1).
 *
 * labels : a place in `classes` for each row; weights count as so many equal rows
 */
export function softmaxInference(
  design: Design,
  labels: ArrayLike<number>,
  classes: readonly string[],
  coefficients: Coefficients,
  options: SoftmaxInferenceOptions = {},
): SoftmaxInference {
  const op = 'softmaxInference'
  checkOptions(op, options, ['reference', 'offset', ...INFERENCE])
  const { reference = 0, offset, penalized = false } = options
  const level = checkLevel(op, options.level ?? 0.95)
  const checked = checkedDesign(op, design)
  const k = classes.length
  checkLabels(op, labels, checked.rows, k)
  if (!(Number.isInteger(reference) && reference >= 0 && reference < k))
    throw new ArgumentError(op, `reference must be a place from 0 to ${k - 1}, got ${reference}`)
  const others = classes.map((_, c) => c).filter(c => c !== reference)
  const shifts = offset === undefined ? undefined : shiftsOf(op, offset, checked.rows, k, reference, others)
  const base = columnOf(op, checked, coefficients, reference, k)
  const scaled = scaledDesign(checked)
  const { columns } = scaled
  const [estimates, b] = [
    new Float64Array(others.length * columns),
    new Float64Array(others.length * columns),
  ]
  others.forEach((c, a) => {
    const own = columnOf(op, checked, coefficients, c, k).map((v, j) => v - base[j]!)
    estimates.set(own, a * columns)
    b.set(fromUnits(scaled, own), a * columns)
  })
  const rows: ClassRows = { checked, scaled, labels, others, shifts }
  const at = curvature(rows, b)
  const nullLogLikelihood = offset === undefined ? nullOf(checked, labels, k) : shiftedNull(rows, offset, k)
  const size = estimates.length
  const summary = likelihoodSummary(checked, at.logLikelihood, nullLogLikelihood, {
    parameters: size,
    df: others.length * checked.features,
    penalized,
  })
  const found = penalized ? undefined : covarianceOf({ matrix: at.information, size }, scaled)
  const separated =
    penalized || (found && overlaps(rows, b, found.solve(at.gradient)))
      ? undefined
      : separation(design, labels, k, coefficients)
  const covariance = separated === undefined ? found : undefined
  return {
    kind: 'softmax',
    reference: classes[reference]!,
    coefficients: coefficientRows(estimates, covariance?.matrix, {
      names: checked.names,
      intercept: checked.intercept,
      classes: others.map(c => classes[c]!),
      level,
      df: Number.POSITIVE_INFINITY,
      ratios: true,
    }),
    covariance: covariance?.matrix,
    level,
    notes: notesOf(design, checked.names, classes, {
      penalized,
      separated,
      covariance,
      gradient: at.gradient,
    }),
    ...summary,
    pseudoR2: nullLogLikelihood === 0 ? undefined : 1 - at.logLikelihood / nullLogLikelihood,
    separation: separated,
  }
}

function notesOf(
  design: Design,
  names: readonly string[],
  classes: readonly string[],
  {
    penalized,
    separated,
    covariance,
    gradient,
  }: {
    readonly penalized: boolean
    readonly separated: Separation | undefined
    readonly covariance: Covariance | undefined
    readonly gradient: Float64Array
  },
): readonly string[] {
  if (penalized) return [PENALIZED]
  if (separated !== undefined) return [withoutMaximum(describeSeparation(separated, names, classes))]
  if (covariance !== undefined) return offMaximum(covariance.decrement(gradient))
  return singular(design)
}

/** Rows and what classes they have, all compared with the reference. */
interface ClassRows {
  readonly checked: CheckedDesign
  readonly scaled: ScaledDesign
  readonly labels: ArrayLike<number>
  /** The classes beside the reference. */
  readonly others: readonly number[]
  /** Their offsets less that of the reference, [rows, others], where there are any. */
  readonly shifts: Float64Array | undefined
}

/** Offsets of classes less that of the reference. → [rows, others] */
function shiftsOf(
  op: string,
  offset: ArrayLike<number>,
  rows: number,
  k: number,
  reference: number,
  others: readonly number[],
): Float64Array {
  if (offset.length !== rows * k)
    throw new ShapeError(
      op,
      `wants an offset for each of ${rows} rows and ${k} classes, got ${offset.length}`,
    )
  const bad = Array.from(offset).findIndex(v => !Number.isFinite(v))
  if (bad >= 0)
    throw new ArgumentError(
      op,
      `offset must be finite, got ${offset[bad]} in row ${Math.floor(bad / k)}, class ${bad % k}`,
    )
  const out = new Float64Array(rows * others.length)
  for (let i = 0; i < rows; i++)
    others.forEach((c, a) => {
      out[i * others.length + a] = offset[i * k + c]! - offset[i * k + reference]!
    })
  return out
}

/** The probabilities of a row, each with what it lacks to 1, the reference's being e⁰. */
function probabilities(
  { scaled: { z, columns }, shifts }: ClassRows,
  i: number,
  b: Float64Array,
  p: Float64Array,
  rest: Float64Array,
): { readonly logSum: number; readonly scores: Float64Array } {
  const scores = new Float64Array(p.length)
  let top = 0
  for (let a = 0; a < p.length; a++) {
    let score = shifts === undefined ? 0 : shifts[i * p.length + a]!
    for (let j = 0; j < columns; j++) score += b[a * columns + j]! * z[i * columns + j]!
    scores[a] = score
    top = Math.max(top, score)
  }
  const zero = Math.exp(-top)
  let sum = zero
  for (let a = 0; a < p.length; a++) sum += p[a] = Math.exp(scores[a]! - top)
  for (let a = 0; a < p.length; a++) {
    // 1 − p, but from the others, for it may be small.
    let others = zero
    for (let c = 0; c < p.length; c++) if (c !== a) others += p[c]!
    rest[a] = others / sum
  }
  for (let a = 0; a < p.length; a++) p[a]! /= sum
  return { logSum: top + Math.log(sum), scores }
}

/** Log-likelihood, its gradient, and the information, which is minus its Hessian, in units of z. */
function curvature(from: ClassRows, b: Float64Array) {
  const { checked, scaled, labels, others } = from
  const { weights, rows } = checked
  const { z, columns } = scaled
  const size = b.length
  const information = new Float64Array(size * size)
  const gradient = new Float64Array(size)
  let logLikelihood = 0
  const [p, rest] = [new Float64Array(others.length), new Float64Array(others.length)]
  for (let i = 0; i < rows; i++) {
    const w = weights[i]!
    if (w === 0) continue
    const own = others.indexOf(labels[i]!)
    const { logSum, scores } = probabilities(from, i, b, p, rest)
    logLikelihood += w * ((own < 0 ? 0 : scores[own]!) - logSum)
    for (let a = 0; a < p.length; a++) {
      const slope = w * (own === a ? rest[a]! : -p[a]!)
      for (let j = 0; j < columns; j++) gradient[a * columns + j]! += slope * z[i * columns + j]!
      for (let c = 0; c <= a; c++)
        addOuter({ matrix: information, size }, scaled, i, w * p[a]! * (c === a ? rest[a]! : -p[c]!), a, c)
    }
  }
  mirror({ matrix: information, size })
  return { logLikelihood, gradient, information }
}

/**
 * Whether a Newton step proves that nothing separates the classes. To first order it gives probabilities p′ whose gradient is
 * 0: weights of all rows and classes but their own that sum to nothing, which with a separating direction they cannot if
 * they are all above 0 (Stiemke's lemma). So it is enough that no p′ is less than half of its p.
 */
function overlaps(from: ClassRows, b: Float64Array, step: Float64Array): boolean {
  const { checked, scaled, labels, others } = from
  const { weights, rows } = checked
  const { z, columns } = scaled
  const [p, rest] = [new Float64Array(others.length), new Float64Array(others.length)]
  for (let i = 0; i < rows; i++) {
    if (weights[i] === 0) continue
    const { logSum } = probabilities(from, i, b, p, rest)
    const moves = others.map((_, a) => {
      let move = 0
      for (let j = 0; j < columns; j++) move += step[a * columns + j]! * z[i * columns + j]!
      return move
    })
    const mean = moves.reduce((sum, move, a) => sum + p[a]! * move, 0)
    const own = others.indexOf(labels[i]!)
    // The reference does not move, and is less likely by the mean of the others' moves.
    if (own >= 0 && !(Math.exp(-logSum) > 0 && mean < 0.5)) return false
    for (let a = 0; a < moves.length; a++)
      if (a !== own && !(p[a]! > 0 && moves[a]! - mean > -0.5)) return false
  }
  return true
}

/** The log-likelihood of shares that are the same for all rows: those of the classes, or without an intercept equal ones. */
function nullOf({ weights, rows, intercept }: CheckedDesign, labels: ArrayLike<number>, k: number): number {
  const counts = new Float64Array(k)
  for (let i = 0; i < rows; i++) counts[labels[i]!]! += weights[i]!
  const total = counts.reduce((sum, w) => sum + w, 0)
  return counts.reduce((sum, w) => sum + (w === 0 ? 0 : w * Math.log(intercept ? w / total : 1 / k)), 0)
}

/** A Newton step that gains no more than this share of a log-likelihood is the last. */
const SETTLED = 1e-15
/** Newton's steps are few; so many are never taken. */
const STEPS = 200

/**
 * The log-likelihood of intercepts alone beside offsets, at its maximum, by Newton steps, halved where they go down; without an
 * intercept, that of the offsets. Classes without rows are left out: at the maximum they have no share.
 */
function shiftedNull(from: ClassRows, offset: ArrayLike<number>, k: number): number {
  const { checked, labels } = from
  const all = Array.from({ length: k }, (_, c) => c)
  const present = new Set(Array.from(labels).filter((_, i) => checked.weights[i]! > 0))
  const classes = checked.intercept ? all.filter(c => present.has(c)) : all
  const [first, ...others] = classes
  const scaled = scaledDesign({ ...checked, x: new Float64Array(0), features: 0, names: [] })
  const shifts = shiftsOf('softmaxInference', offset, checked.rows, k, first!, others)
  const alone: ClassRows = { ...from, scaled, others, shifts }
  let b: Float64Array = new Float64Array(others.length * scaled.columns)
  let at = curvature(alone, b)
  for (let step = 0; b.length > 0 && step < STEPS; step++) {
    const along = covarianceOf({ matrix: at.information, size: b.length }, scaled)
    if (along === undefined || along.decrement(at.gradient) <= SETTLED * Math.abs(at.logLikelihood)) break
    const move = along.solve(at.gradient)
    const taken = (share: number) => b.map((v, j) => v + share * move[j]!)
    let share = 1
    let next = curvature(alone, taken(share))
    while (!(next.logLikelihood >= at.logLikelihood) && share > SETTLED) {
      share /= 2
      next = curvature(alone, taken(share))
    }
    if (!(next.logLikelihood >= at.logLikelihood)) break
    b = taken(share)
    at = next
  }
  return at.logLikelihood
}
