// Columns that vary together taken apart: coordinates in which a loss bends about alike in all directions.
import type { Objective } from '../../optim/minimize/flat.js'
import { valuesOf } from '../../tensor.js'
import type { Family } from './family.js'
import type { Layout } from './objective.js'
import type { Rows } from './rows.js'

/** φ = Lᵀθ for θ [d, k] in the front of a flat vector; the bias behind it stays. */
export interface Decorrelation {
  /** φ from θ. */
  to(theta: Float64Array): Float64Array
  /** θ from φ. */
  from(phi: Float64Array): Float64Array
  /** A function of θ as one of φ, whose gradient is L⁻¹ ∂f/∂θ. */
  of(f: Objective): Objective
  /**
   * The relative precision of a loss of φ. θ = L⁻ᵀφ may be larger than φ by 1 over the least pivot of L, and scores, in which such large
   * parts cancel, are rounded as these are. So it is for squares, whose second step is lost in that; other losses, on their way for
   * hundreds of steps, fall by less in each than this would take for rounding.
   */
  readonly precision: number
}

/** What L is made from. */
export interface Correlated {
  readonly family: Family
  readonly layout: Layout
  /** Rows whose columns are on one scale. */
  readonly blocks: () => Iterable<Rows>
  /** The sum of their weights. */
  readonly total: number
  /** How much ½θ² counts for each column, over the curvature of the loss, [d]. */
  readonly ridge: Float64Array
}

/**
 * The coordinates for LLᵀ = Σ wxxᵀ / Σ w + ridge, which is about the Hessian over the curvature: of squares it is just that, so that
 * two steps reach the optimum. `undefined` where it would not pay: with a penalty on scores of classes, which where rows are told
 * apart well bends more than their losses do; or where to find L takes longer than many steps.
 */
export function decorrelation({
  family,
  layout,
  blocks,
  total,
  ridge,
}: Correlated): Decorrelation | undefined {
  const { d, k = 1 } = layout
  const ofClasses = family.name === 'softmax' || family.name === 'logistic'
  if (ofClasses && ridge.some(r => r > 0)) return undefined
  if (d > Math.min(MOST_PER_SCORE * k, MOST_COLUMNS)) return undefined
  const l = cholesky(secondMoments(blocks(), d, total, ridge), d)
  return {
    to: theta => {
      const out = theta.slice()
      for (let j = 0; j < d; j++)
        for (let c = 0; c < k; c++) {
          let sum = 0
          for (let i = j; i < d; i++) sum += l[i * d + j]! * theta[i * k + c]!
          out[j * k + c] = sum
        }
      return out
    },
    from: phi => backward(l, d, k, phi),
    of: f => (phi, g) => {
      const value = f(backward(l, d, k, phi), g)
      forward(l, d, k, g)
      return value
    },
    precision: family.name === 'linear' ? 2 ** -52 / leastPivot(l, d) : 2 ** -52,
  }
}

/** With more columns than this for each score, their products with each other take longer than thirty passes over the rows. */
const MOST_PER_SCORE = 64

/** L has as many rows and columns: 8 MB. */
const MOST_COLUMNS = 1000

/**
 * Added to variances of about 1, so that columns that depend on each other have an L too. Gradients, rounded at 1e-16, are then
 * off by at most 1e-16/√1e-8 = 1e-12 in the new coordinates, far below any tolerance that makes sense.
 */
const FLOOR = 1e-8

const leastPivot = (l: Float64Array, d: number): number =>
  Math.min(1, ...Array.from({ length: d }, (_, j) => l[j * d + j]!))

/** Σ wxxᵀ / Σ w + ridge: the lower triangle. */
function secondMoments(blocks: Iterable<Rows>, d: number, total: number, ridge: Float64Array): Float64Array {
  const out = new Float64Array(d * d)
  for (const { x, weights } of blocks) {
    const values = valuesOf(x)
    const w = weights === undefined ? undefined : valuesOf(weights)
    for (let i = 0, at = 0; at < values.length; i++, at += d) {
      const share = (w === undefined ? 1 : w[i]!) / total
      for (let a = 0; a < d; a++) {
        const v = share * values[at + a]!
        for (let b = 0; b <= a; b++) out[a * d + b]! += v * values[at + b]!
      }
    }
  }
  for (let j = 0; j < d; j++) out[j * d + j]! += ridge[j]! + FLOOR
  return out
}

/** L of LLᵀ = A, in place of its lower triangle. */
function cholesky(a: Float64Array, d: number): Float64Array {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j]!
      for (let c = 0; c < j; c++) sum -= a[i * d + c]! * a[j * d + c]!
      // No pivot is below what was added to it, but for rounding.
      a[i * d + j] = i === j ? Math.sqrt(Math.max(sum, FLOOR)) : sum / a[j * d + j]!
    }
  }
  return a
}

/** L⁻ᵀφ */
function backward(l: Float64Array, d: number, k: number, phi: Float64Array): Float64Array {
  const out = phi.slice()
  for (let j = d - 1; j >= 0; j--) {
    for (let c = 0; c < k; c++) {
      let sum = out[j * k + c]!
      for (let i = j + 1; i < d; i++) sum -= l[i * d + j]! * out[i * k + c]!
      out[j * k + c] = sum / l[j * d + j]!
    }
  }
  return out
}

/** L⁻¹g, in place. */
function forward(l: Float64Array, d: number, k: number, g: Float64Array): void {
  for (let i = 0; i < d; i++) {
    for (let c = 0; c < k; c++) {
      let sum = g[i * k + c]!
      for (let j = 0; j < i; j++) sum -= l[i * d + j]! * g[j * k + c]!
      g[i * k + c] = sum / l[i * d + i]!
    }
  }
}
