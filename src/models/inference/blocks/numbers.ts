// Linear and Poisson regression from blocks of rows: sums of squares and of log-likelihoods, and the information XᵀWX.
import { ArgumentError } from '../../../errors.js'
import { lgammaOf } from '../../../ops/special/numbers/lgamma.js'
import { addOuter, mirror } from '../covariance.js'
import type { Walk } from './walk.js'

/** Sums over rows for least squares. b : coefficients of z, [columns] */
export function linearSums(walk: Walk, b: Float64Array) {
  const { columns } = walk.scale
  const information = { matrix: new Float64Array(columns * columns), size: columns }
  const mean = walk.intercept ? walk.sums.response / walk.sums.weight : 0
  let [left, around] = [0, 0]
  for (const { scaled, y, weights } of walk.stretches()) {
    for (let i = 0; i < scaled.rows; i++) {
      const w = weights[i]!
      if (w === 0) continue
      let rest = y[i]!
      for (let j = 0; j < columns; j++) rest -= b[j]! * scaled.z[i * columns + j]!
      left += w * rest ** 2
      around += w * (y[i]! - mean) ** 2
      addOuter(information, scaled, i, w, 0, 0)
    }
  }
  mirror(information)
  return { left, around, information: information.matrix }
}

/** Sums over rows for counts. b : coefficients of z, [columns] */
export function poissonSums(walk: Walk, b: Float64Array) {
  const { columns } = walk.scale
  const information = { matrix: new Float64Array(columns * columns), size: columns }
  const gradient = new Float64Array(columns)
  const nullScore = walk.intercept ? Math.log(walk.sums.response / walk.sums.weight) : 0
  let [logLikelihood, nullLogLikelihood, deviance, nullDeviance, pearson] = [0, 0, 0, 0, 0]
  for (const { scaled, y, weights } of walk.stretches()) {
    const { z, rows } = scaled
    for (let i = 0; i < rows; i++) {
      const [w, count] = [weights[i]!, y[i]!]
      if (count < 0) throw new ArgumentError('inferenceOfBlocks', `counts must be ≥ 0, got ${count}`)
      if (w === 0) continue
      let score = 0
      for (let j = 0; j < columns; j++) score += b[j]! * z[i * columns + j]!
      const mean = Math.exp(score)
      const [own, none] = [logOf(count, score), logOf(count, nullScore)]
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
  return {
    logLikelihood,
    nullLogLikelihood,
    deviance,
    nullDeviance,
    pearson,
    gradient,
    information: information.matrix,
  }
}

/** ln of e^(−μ)·μʸ/y! at the score ln μ */
const logOf = (y: number, score: number): number =>
  (y === 0 ? 0 : y * score) - Math.exp(score) - lgammaOf(y + 1)
