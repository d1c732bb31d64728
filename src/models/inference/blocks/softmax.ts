// Softmax regression from blocks of rows: log-likelihood, gradient and information are sums over rows.
import { addOuter, mirror } from '../covariance.js'
import type { ScaledDesign } from '../design.js'
import type { Walk } from './walk.js'

/** What the rows say at some coefficients, in units of z. */
export interface Curvature {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  /** Minus the Hessian, [size, size]. */
  readonly information: Float64Array
}

/** others : the classes beside the reference; b : their coefficients less those of the reference, [others, columns] */
export function softmaxCurvature(walk: Walk, others: readonly number[], b: Float64Array): Curvature {
  const size = b.length
  const { columns } = walk.scale
  const information = { matrix: new Float64Array(size * size), size }
  const gradient = new Float64Array(size)
  let logLikelihood = 0
  for (const { scaled, y, weights } of walk.stretches()) {
    const { z, rows } = scaled
    for (let i = 0; i < rows; i++) {
      const w = weights[i]!
      if (w === 0) continue
      const own = others.indexOf(y[i]!)
      const { p, rest, scores, logSum } = chances(scaled, i, b)
      logLikelihood += w * ((own < 0 ? 0 : scores[own]!) - logSum)
      for (let a = 0; a < p.length; a++) {
        const slope = w * (own === a ? rest[a]! : -p[a]!)
        for (let j = 0; j < columns; j++) gradient[a * columns + j]! += slope * z[i * columns + j]!
        for (let c = 0; c <= a; c++)
          addOuter(information, scaled, i, w * p[a]! * (c === a ? rest[a]! : -p[c]!), a, c)
      }
    }
  }
  mirror(information)
  return { logLikelihood, gradient, information: information.matrix }
}

/** Whether a Newton step proves that nothing separates the classes: see `overlaps` of softmax.ts, of which this is the walk. */
export function overlapIn(
  walk: Walk,
  others: readonly number[],
  b: Float64Array,
  step: Float64Array,
): boolean {
  for (const { scaled, y, weights } of walk.stretches()) {
    for (let i = 0; i < scaled.rows; i++) {
      if (weights[i] === 0) continue
      const { p, logSum } = chances(scaled, i, b)
      const moves = scoresAt(scaled, i, step)
      const mean = moves.reduce((sum, move, a) => sum + p[a]! * move, 0)
      const own = others.indexOf(y[i]!)
      if (own >= 0 && !(Math.exp(-logSum) > 0 && mean < 0.5)) return false
      for (let a = 0; a < moves.length; a++)
        if (a !== own && !(p[a]! > 0 && moves[a]! - mean > -0.5)) return false
    }
  }
  return true
}

/** The scores of a row beside the reference's, which is 0. */
function scoresAt({ z, columns }: ScaledDesign, i: number, b: Float64Array): Float64Array {
  const scores = new Float64Array(b.length / columns)
  for (let a = 0; a < scores.length; a++) {
    let score = 0
    for (let j = 0; j < columns; j++) score += b[a * columns + j]! * z[i * columns + j]!
    scores[a] = score
  }
  return scores
}

/** The probabilities of a row, what each lacks to 1, and the logarithm of their sum before they were divided by it. */
function chances(scaled: ScaledDesign, i: number, b: Float64Array) {
  const scores = scoresAt(scaled, i, b)
  const top = scores.reduce((a, c) => Math.max(a, c), 0)
  const zero = Math.exp(-top)
  const e = scores.map(score => Math.exp(score - top))
  const sum = e.reduce((total, v) => total + v, zero)
  // 1 − p from the others, for it may be small.
  const rest = e.map((_, a) => e.reduce((total, v, c) => (c === a ? total : total + v), zero) / sum)
  return { p: e.map(v => v / sum), rest, scores, logSum: top + Math.log(sum) }
}
