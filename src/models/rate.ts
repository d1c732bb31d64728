// The learning rate that data itself allows: from a bound on how fast the gradient of the loss can change.
import { type Tensor, valuesOf } from '../tensor.js'

/**
 * 1/L, where L bounds the curvature of the loss: full-batch descent at this rate never climbs.
 *
 * Per row the Hessian towards the scores, s·(diag(p) − ppᵀ), is at most ½·s (D. Böhning, "Multinomial logistic regression
 * algorithm", 1992), so L = ½·mean(s·‖(x, 1)‖²) + l2, with s the sum of the row's label weights. Where single rows make an
 * update, the longest stands in for the mean.
 *
 * x : [n, d]; labels : int32 [n], or float [n, k]
 */
export function safeRate(
  x: Tensor,
  labels: Tensor,
  { bias = true, l2 = 0, batchSize = Number.POSITIVE_INFINITY } = {},
): number {
  const [n = 0, d = 0] = x.shape
  const [values, weights] = [valuesOf(x), valuesOf(labels)]
  const k = labels.rank === 2 ? labels.shape[1]! : 0
  let [total, longest] = [0, 0]
  for (let i = 0; i < n; i++) {
    let square = bias ? 1 : 0
    for (let j = 0; j < d; j++) square += values[i * d + j]! ** 2
    let weight = k === 0 ? 1 : 0
    for (let c = 0; c < k; c++) weight += weights[i * k + c]!
    total += (square * weight) / n
    longest = Math.max(longest, square * weight)
  }
  const rate = 1 / ((batchSize < n ? longest : total) / 2 + l2)
  // Rows of zeros have no slope, and rows of 1e200 no rate: descent says what is wrong with those.
  return rate > 0 && rate < Number.POSITIVE_INFINITY ? rate : 1
}
