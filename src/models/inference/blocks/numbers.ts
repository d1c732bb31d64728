// Linear and Poisson regression from blocks of rows: sums of squares and of log-likelihoods, and the information XᵀWX.
import { ArgumentError } from '../../../errors.js'
import { addOuter, mirror } from '../covariance.js'
import { type PoissonSums, poissonSums } from '../poissonSums.js'
import type { Stretch, Walk } from './walk.js'

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

/** Sums over rows for counts, which must not be negative. b : coefficients of z, [columns] */
export const poissonSumsOf = (walk: Walk, b: Float64Array): PoissonSums =>
  poissonSums(counted(walk), b, walk.intercept ? Math.log(walk.sums.response / walk.sums.weight) : 0)

function* counted(walk: Walk): Generator<Stretch> {
  for (const stretch of walk.stretches()) {
    for (let i = 0; i < stretch.y.length; i++)
      if (stretch.y[i]! < 0)
        throw new ArgumentError('inferenceOfBlocks', `counts must be ≥ 0, got ${stretch.y[i]}`)
    yield stretch
  }
}
