// Sums over rows of counts: log-likelihoods, deviances, and the gradient and the information XᵀWX.
import { lgammaOf } from '../../ops/special/numbers/lgamma.js'
import { addOuter, mirror } from './covariance.js'
import type { ScaledDesign } from './design.js'

/** Some of the rows. */
export interface CountedRows {
  readonly scaled: ScaledDesign
  /** Counts, ≥ 0. [rows] */
  readonly y: ArrayLike<number>
  /** [rows] */
  readonly weights: ArrayLike<number>
  /** What is added to each score. [rows] */
  readonly offset?: ArrayLike<number> | undefined
}

/** What `poissonSums` finds. */
export type PoissonSums = ReturnType<typeof poissonSums>

/** b : coefficients of z, [columns]; nullScore : the score of all rows where no feature counts, but for their offsets */
export function poissonSums(stretches: Iterable<CountedRows>, b: Float64Array, nullScore: number) {
  const columns = b.length
  const information = { matrix: new Float64Array(columns * columns), size: columns }
  const gradient = new Float64Array(columns)
  let [logLikelihood, nullLogLikelihood, deviance, nullDeviance, pearson] = [0, 0, 0, 0, 0]
  for (const { scaled, y, weights, offset } of stretches) {
    const { z, rows } = scaled
    for (let i = 0; i < rows; i++) {
      const [w, count, shift] = [weights[i]!, y[i]!, offset?.[i] ?? 0]
      if (w === 0) continue
      let score = shift
      for (let j = 0; j < columns; j++) score += b[j]! * z[i * columns + j]!
      const mean = Math.exp(score)
      const [own, none] = [logOf(count, score), logOf(count, shift + nullScore)]
      logLikelihood += w * own
      nullLogLikelihood += w * none
      const most = count === 0 ? 0 : logOf(count, Math.log(count))
      deviance += 2 * w * (most - own)
      nullDeviance += 2 * w * (most - none)
      pearson += (w * (count - mean) ** 2) / mean
      for (let j = 0; j < columns; j++) gradient[j]! += w * (count - mean) * z[i * columns + j]!
      addOuter(information, scaled, i, w * mean, 0, 0)
    }
  }
  mirror(information)
  return { logLikelihood, nullLogLikelihood, deviance, nullDeviance, pearson, gradient, information }
}

/** ln of e^(−μ)·μʸ/y! at the score ln μ */
const logOf = (y: number, score: number): number =>
  (y === 0 ? 0 : y * score) - Math.exp(score) - lgammaOf(y + 1)
